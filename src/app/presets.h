#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "base/json.h"

namespace atelier {

/// Named sets of params, one JSON file each in the folder of the settings: presets/KIND/NAME.json.
class Presets {
 public:
  Presets(const Config& config, std::string_view kind) : folder_(config.paths().config / "presets" / kind) {}

  /// Names in the order of the alphabet.
  std::vector<std::string> names() const;
  /// not_found names the nearest ones.
  Result<Json> load(std::string_view name) const;
  /// An older one of that name is replaced. invalid_argument for what cannot be a file's name.
  Result<void> save(std::string_view name, const Json& params) const;
  Result<void> remove(std::string_view name) const;

 private:
  Result<std::filesystem::path> file_of(std::string_view name) const;
  Error unknown(std::string_view name) const;

  std::filesystem::path folder_;
};

}  // namespace atelier
