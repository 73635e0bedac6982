#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace atelier {

/// Finished results on disk, each under the key of what was asked: a folder of files that appears whole or not at all.
/// Several processes may use one cache at once. Over the limit the least recently used entries go. An entry that was
/// damaged is no entry. Nothing in it may be relied on to be there tomorrow.
class ResultCache {
 public:
  /// `bytes_max` 0: nothing is kept. The folder is made when the first entry is kept.
  ResultCache(std::filesystem::path folder, std::uint64_t bytes_max);

  /// Copies the files of an entry into `into`, which exists and is empty, and returns the note that was kept with them.
  /// Nothing where there is no such entry, or where its files are not what they were; `into` is empty then.
  /// Only what stops the writing of `into` is an error (out_of_disk, denied …).
  Result<std::optional<Json>> fetch(std::string_view key, const std::filesystem::path& into) const;

  /// Keeps a copy of all files below `from` with a note, unless there is such an entry already. Then removes the least
  /// recently used entries until the rest is within the limit. `key`: letters, digits, '-' and '_'.
  Result<void> keep(std::string_view key, const std::filesystem::path& from, const Json& note) const;

  struct Size {
    std::uint64_t bytes = 0;
    int entries = 0;
  };
  Size size() const;

 private:
  void shrink() const;

  std::filesystem::path folder_;
  std::uint64_t bytes_max_;
};

}  // namespace atelier
