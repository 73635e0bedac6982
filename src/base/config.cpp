#include "base/config.h"

#include <algorithm>

#include "base/config_file.h"
#include "base/env_file.h"
#include "base/files.h"
#include "base/lang.h"
#include "base/nearest.h"
#include "base/redact.h"
#include "base/utf8.h"

namespace atelier {

namespace {

constexpr std::size_t file_bytes_max = std::size_t{1} << 20;
constexpr std::size_t value_bytes_max = 4096;
constexpr std::string_view env_file_name = ".env";
constexpr std::string_view own_prefix = "ATELIER_";
/// Variables that begin with ours and are no settings: where tests look for their data.
constexpr std::string_view test_variables[] = {"ATELIER_SHARED"};

FieldInfo field_of(const ConfigKey& key) {
  FieldInfo field;
  field.name = key.name;
  field.help = key.help;
  field.type = key.type;
  field.range = key.range;
  field.choices.assign(key.choices.begin(), key.choices.end());
  field.bytes_max = value_bytes_max;
  field.default_value = Json(std::string(key.standard));
  return field;
}

/// Puts the place in front of what is wrong with a value.
Error at(std::string_view where, Error error) {
  for (std::string* text : {&error.message.en, &error.message.ru, &error.message.ko})
    *text = fmt::format("{}: {}", where, *text);
  return error;
}

/// A file's text; nothing when there is no such file (a folder called .env is somebody's virtual environment).
Result<std::optional<std::string>> read_if_there(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return std::optional<std::string>();
  Result<std::string> text = read_file(path, file_bytes_max);
  if (text.ok()) return std::optional(std::move(text).value());
  if (text.error().kind == ErrorKind::not_found) return std::optional<std::string>();
  return std::move(text).error();
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// Everything that was given, before it is looked at.
struct Given {
  Variables variables;
  std::vector<EnvEntry> env_entries;
  std::vector<TomlEntry> toml_entries;
  std::string toml_path;
  std::vector<Text> notes;
};

const EnvEntry* find_entry(const std::vector<EnvEntry>& entries, std::string_view name) {
  const auto last = std::find_if(entries.rbegin(), entries.rend(), [&](const EnvEntry& e) { return e.name == name; });
  return last == entries.rend() ? nullptr : &*last;
}

struct RawText {
  std::string text;
  ConfigSource source;
  std::string where;
};

/// The text from the environment, or else from .env.
std::optional<RawText> find_text(const ConfigKey& key, const Given& given) {
  for (const std::string_view name : key.variables) {
    const auto found = given.variables.find(name);
    if (found == given.variables.end() || trimmed(found->second).empty()) continue;
    return RawText{std::string(trimmed(found->second)), ConfigSource::environment, std::string(name)};
  }
  for (const std::string_view name : key.variables) {
    const EnvEntry* entry = find_entry(given.env_entries, name);
    if (!entry || trimmed(entry->value).empty()) continue;
    return RawText{std::string(trimmed(entry->value)), ConfigSource::env_file,
                   fmt::format("{}:{}", env_file_name, entry->line)};
  }
  return std::nullopt;
}

Result<ConfigValue> value_of(const ConfigKey& key, const ConfigInputs& inputs, const Given& given) {
  const FieldInfo field = field_of(key);
  if (const auto flag = inputs.flags.find(key.name); flag != inputs.flags.end()) {
    TRY_VOID(check_field(field, flag->second));
    std::string spelled = "--" + std::string(key.name);
    std::replace(spelled.begin(), spelled.end(), '_', '-');
    return ConfigValue{&key, flag->second, ConfigSource::flag, spelled};
  }
  if (const std::optional<RawText> raw = find_text(key, given)) {
    if (key.secret) register_secret(raw->text);
    Result<Json> value = field_from_text(field, raw->text);
    if (!value.ok()) return at(raw->where, std::move(value).error());
    return ConfigValue{&key, std::move(value).value(), raw->source, raw->where};
  }
  for (const TomlEntry& entry : given.toml_entries) {
    if (entry.name != key.name) continue;
    const std::string where = fmt::format("{}:{}", given.toml_path, entry.line);
    if (key.secret && entry.value.is_string()) register_secret(entry.value.get_ref<const std::string&>());
    if (const Result<void> checked = check_field(field, entry.value); !checked.ok()) return at(where, checked.error());
    return ConfigValue{&key, entry.value, ConfigSource::config_file, where};
  }
  const bool is_text = key.type == FieldType::text;
  TRY(Json standard, is_text ? Result<Json>(field.default_value) : field_from_text(field, key.standard));
  return ConfigValue{&key, std::move(standard), ConfigSource::standard, ""};
}

Text unknown_name(const std::string& name, const std::string& where, std::span<const std::string_view> known) {
  const Text meant = did_you_mean(name, known, 1);
  const std::string shown = shorten(name, 60);
  const auto joined = [](std::string sentence, const std::string& rest) {
    return rest.empty() ? sentence : sentence + " " + rest;
  };
  return {joined(fmt::format("{}: there is no setting \"{}\".", where, shown), meant.en),
          joined(fmt::format("{}: нет настройки «{}».", where, shown), meant.ru),
          joined(fmt::format("{}: \"{}\" 설정은 없습니다.", where, shown), meant.ko)};
}

bool holds(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string_view> all_variables() {
  std::vector<std::string_view> variables;
  for (const ConfigKey& key : config_keys())
    variables.insert(variables.end(), key.variables.begin(), key.variables.end());
  return variables;
}

/// One note, however many there are.
std::vector<Text> unknown_variables(const Variables& given, std::span<const std::string_view> known) {
  std::vector<std::string> names;
  for (const auto& [name, value] : given) {
    if (name.starts_with(own_prefix) && !holds(known, name) && !holds(test_variables, name)) names.push_back(name);
  }
  if (names.empty()) return {};
  if (names.size() == 1) return {unknown_name(names.front(), "environment", known)};
  const std::string list = shorten(fmt::format("{}", fmt::join(names, ", ")), 200);
  return {format_text({"environment: there are no settings {}", "environment: нет настроек {}",
                       "environment: 이런 설정은 없습니다: {}"},
                      list)};
}

std::vector<Text> find_unknown(const Given& given) {
  std::vector<std::string_view> names;
  for (const ConfigKey& key : config_keys()) names.push_back(key.name);
  const std::vector<std::string_view> variables = all_variables();
  std::vector<Text> notes = unknown_variables(given.variables, variables);
  for (const EnvEntry& entry : given.env_entries) {
    if (!entry.name.starts_with(own_prefix) || holds(variables, entry.name) || holds(test_variables, entry.name))
      continue;
    notes.push_back(unknown_name(entry.name, fmt::format("{}:{}", env_file_name, entry.line), variables));
  }
  for (const TomlEntry& entry : given.toml_entries) {
    if (holds(names, entry.name)) continue;
    notes.push_back(unknown_name(entry.name, fmt::format("{}:{}", given.toml_path, entry.line), names));
  }
  return notes;
}

/// What the .env of the current folder says. It may be another program's: what cannot be read stops nothing, and is
/// noted where it seems to be meant for us.
void read_env_file(const std::filesystem::path& path, Given& given) {
  const Result<std::optional<std::string>> text = read_if_there(path);
  if (!text.ok()) {
    given.notes.push_back(text.error().message);
    return;
  }
  if (!text->has_value()) return;
  EnvFile file = parse_env_file(**text);
  const std::vector<std::string_view> variables = all_variables();
  for (const EnvProblem& problem : file.problems) {
    if (!problem.name.starts_with(own_prefix) && !holds(variables, problem.name)) continue;
    given.notes.push_back(
        at(fmt::format("{}:{}", env_file_name, problem.line), Error{ErrorKind::invalid_argument, problem.what, {}})
            .message);
  }
  given.env_entries = std::move(file.entries);
}

Lang system_lang(const Variables& variables) {
  return lang_from_environment([&](const char* name) -> const char* {
    const auto found = variables.find(std::string_view(name));
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

Result<Given> gather(const ConfigInputs& inputs, Paths& paths) {
  Given given{inputs.variables, {}, {}, {}, {}};
  read_env_file(inputs.folder / env_file_name, given);
  const ConfigKey& home =
      *std::find_if(config_keys().begin(), config_keys().end(), [](const auto& key) { return key.name == "home"; });
  const std::optional<RawText> home_text = find_text(home, given);
  TRY(paths, find_paths(home_text ? home_text->text : "", inputs.variables));
  given.toml_path = (paths.config / "config.toml").string();
  TRY(const std::optional<std::string> toml_text, read_if_there(given.toml_path));
  if (toml_text) {
    TRY(given.toml_entries, parse_toml(*toml_text, given.toml_path));
  }
  return given;
}

}  // namespace

std::string_view config_source_name(ConfigSource source) {
  constexpr std::string_view names[] = {"flag", "environment", ".env", "file", "default"};
  return names[static_cast<std::size_t>(source)];
}

std::string ConfigValue::shown() const {
  if (!value.is_string()) return json_text(value);
  const std::string& text = value.get_ref<const std::string&>();
  return key->secret && !text.empty() ? masked(text) : redact(text);
}

Result<Config> Config::load(const ConfigInputs& inputs) {
  Config config;
  TRY(const Given given, gather(inputs, config.paths_));
  for (const ConfigKey& key : config_keys()) {
    TRY(ConfigValue value, value_of(key, inputs, given));
    config.values_.push_back(std::move(value));
  }
  // A home that only config.toml names moves everything but that file.
  if (config["home"].source == ConfigSource::config_file || config["home"].source == ConfigSource::flag) {
    const std::filesystem::path read_from = config.paths_.config;
    TRY(config.paths_, find_paths(config.text("home"), inputs.variables));
    config.paths_.config = read_from;
  }
  config.notes_ = find_unknown(given);
  config.notes_.insert(config.notes_.end(), given.notes.begin(), given.notes.end());
  const std::optional<Lang> chosen = lang_from_name(config.text("lang"));
  config.lang_ = chosen ? *chosen : system_lang(inputs.variables);
  return config;
}

Config Config::standard() {
  Config config;
  for (const ConfigKey& key : config_keys()) {
    config.values_.push_back(value_of(key, {}, {}).value());
  }
  const Variables variables = system_variables();
  if (Result<Paths> paths = find_paths("", variables); paths.ok()) config.paths_ = std::move(paths).value();
  config.lang_ = system_lang(variables);
  return config;
}

const ConfigValue& Config::operator[](std::string_view name) const {
  return *std::find_if(values_.begin(), values_.end(),
                       [&](const ConfigValue& value) { return value.key->name == name; });
}

std::string Config::text(std::string_view name) const {
  return (*this)[name].value.get<std::string>();
}

std::int64_t Config::integer(std::string_view name) const {
  return (*this)[name].value.get<std::int64_t>();
}

LogLevel Config::log_level() const {
  return log_level_from_name(text("log_level")).value_or(LogLevel::warning);
}

}  // namespace atelier
