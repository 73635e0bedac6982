#pragma once

#include <filesystem>
#include <string>

#include "base/descriptor.h"
#include "base/result.h"

namespace atelier {

/// A name that no other running worker has, and that a restarted one gets again: "HOST/0f3c…". It is kept in a file
/// under `folder`, locked while the worker lives; a second worker with the same folder gets a second file.
class WorkerIdentity {
 public:
  /// exhausted when worker_files_max workers run from this folder; else file_error.
  static Result<WorkerIdentity> take(const std::filesystem::path& folder);

  static constexpr int worker_files_max = 256;

  const std::string& name() const { return name_; }
  /// The name without the host, fit for a folder of the worker's own.
  std::string id() const { return name_.substr(name_.rfind('/') + 1); }

 private:
  WorkerIdentity(std::string name, Descriptor lock) : name_(std::move(name)), lock_(std::move(lock)) {}

  std::string name_;
  Descriptor lock_;
};

}  // namespace atelier
