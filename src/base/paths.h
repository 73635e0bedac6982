#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"

namespace atelier {

/// Names and values of environment variables.
using Variables = std::map<std::string, std::string, std::less<>>;

/// The variables of this process.
Variables system_variables();

/// The folders that atelier keeps things in; none is made here.
struct Paths {
  std::filesystem::path config;  ///< config.toml
  std::filesystem::path data;    ///< results and the store
  std::filesystem::path cache;   ///< may be deleted at any time
  std::filesystem::path state;   ///< logs and history
};

/// With `home` (ATELIER_HOME): everything below it (config.toml itself, data, cache, state). Otherwise "atelier" below
/// XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME and XDG_STATE_HOME, or their defaults below HOME; a relative XDG
/// value is ignored, as its specification says. not_found when there is neither home nor HOME.
Result<Paths> find_paths(const std::filesystem::path& home, const Variables& variables);

}  // namespace atelier
