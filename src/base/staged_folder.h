#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"

namespace atelier {

/// What to do when the folder to publish is already there and not empty.
enum class IfThere { refuse, replace };

/// A folder of results that appears whole or not at all. Files are written into a hidden sibling `.NAME.partial` and
/// renamed into place by publish(). The sibling is locked: a second command on the same target gets ErrorKind::conflict
/// at once, and what a killed command left is taken over. The destructor removes all that was not published.
class StagedFolder {
 public:
  /// Checks everything that can be checked before work begins; makes missing parent folders. invalid_argument: the
  /// target is a file, is the current or the root folder, or see check_out_path; conflict: it is there and not empty
  /// (with `replace`: and holds no set made by atelier), or another command is writing it; else file_error. Field
  /// "out".
  static Result<StagedFolder> create(const std::filesystem::path& target, IfThere if_there = IfThere::refuse);

  StagedFolder(StagedFolder&&) noexcept;
  StagedFolder& operator=(StagedFolder&&) noexcept;
  ~StagedFolder();

  /// Where to write; exists and is empty at first.
  const std::filesystem::path& folder() const;
  /// What it will be called.
  const std::filesystem::path& target() const;

  /// Gives the folder its name in one step. With `replace` the files are made durable first (fsync), the old set is
  /// exchanged in one step and then removed: a power cut costs a new result at most, never an old one. After success
  /// nothing may be written any more.
  Result<void> publish();

 private:
  struct State;
  explicit StagedFolder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Whether the folder holds a set made by atelier: a manifest.json whose member "generator" begins with "atelier".
bool is_atelier_set(const std::filesystem::path& folder);

}  // namespace atelier
