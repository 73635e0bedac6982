#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/result.h"

namespace atelier {

/// One setting: where it may be given and what it means (config_table.cpp). In config.toml it is called `name`.
struct ConfigKey {
  std::string_view name;
  std::span<const std::string_view> variables;  ///< environment and .env; the first that is set and not empty counts
  std::string_view standard;                    ///< the default, as text
  Phrase help;
  FieldType type = FieldType::text;
  std::optional<Range> range{};
  std::span<const std::string_view> choices{};
  bool secret = false;
};

std::span<const ConfigKey> config_keys();

/// Where a value came from, strongest first.
enum class ConfigSource { flag, environment, env_file, config_file, standard };

/// "flag", "environment", ".env", "file", "default".
std::string_view config_source_name(ConfigSource source);

struct ConfigValue {
  const ConfigKey* key;
  Json value;
  ConfigSource source;
  std::string where;  ///< "--threads", "HF_TOKEN", ".env:3", "…/config.toml:2"; empty for a default

  /// For people: secrets masked, "" where nothing is set.
  std::string shown() const;
};

/// What the configuration is read from.
struct ConfigInputs {
  std::map<std::string, Json, std::less<>> flags;  ///< by the name of the key; only those that were given
  Variables variables;
  std::filesystem::path folder;  ///< where `.env` is looked for: only here, not in the folders above
};

/// The settings: flags beat the environment, that beats `.env` in the current folder, that beats config.toml, that
/// beats the defaults. config.toml lies in Paths::config as ATELIER_HOME and the XDG variables say. Secrets are
/// registered with redact() as they are read.
class Config {
 public:
  /// invalid_argument with file and line, or the variable's name, for a value that does not fit or a broken file.
  static Result<Config> load(const ConfigInputs& inputs);

  /// The defaults alone, for what must work although the settings are broken.
  static Config standard();

  /// Every key's value, in the order of the table.
  const std::vector<ConfigValue>& values() const { return values_; }
  /// The value of a key of the table.
  const ConfigValue& operator[](std::string_view name) const;
  std::string text(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;

  /// Names that mean nothing here (ATELIER_… variables, keys of config.toml), each with the nearest known one.
  const std::vector<Text>& notes() const { return notes_; }
  const Paths& paths() const { return paths_; }
  /// The config file that is read if it is there.
  std::filesystem::path file() const { return paths_.config / "config.toml"; }

  /// The person's language: the key "lang", or LC_ALL, LC_MESSAGES, LANG where it is "auto".
  Lang lang() const { return lang_; }
  LogLevel log_level() const;

 private:
  std::vector<ConfigValue> values_;
  std::vector<Text> notes_;
  Paths paths_;
  Lang lang_ = Lang::en;
};

}  // namespace atelier
