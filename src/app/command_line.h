#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/verb.h"

namespace atelier {

/// The words after the program's name, cut into what they mean.
struct CommandLine {
  std::string_view verb;          ///< empty: none was given
  Json params = Json::object();   ///< of the verb's fields, not yet checked as a whole
  Json globals = Json::object();  ///< of GlobalFlags
};

/// Reads the words in the order of the shell: `--name value`, `--name=value`, `-q`, `--` and operands. A word after a
/// flag is its value even if it begins with one dash. invalid_argument names the flag and the nearest known one.
Result<CommandLine> parse_command_line(std::span<const std::string_view> words);

/// The verb of that name; invalid_argument names the nearest.
Result<const Verb*> known_verb(std::string_view name);

/// The global flags as far as they can be told, whatever else is wrong: so that errors come in the right language.
GlobalFlags guess_globals(std::span<const std::string_view> words);

/// "tile_mm" as it is typed: "--tile-mm"; one letter: "-q".
std::string flag_of(std::string_view field);

/// A field of the verb as it is typed: "--tile-mm", or "FILE" for what is given by position.
std::string typed_name(const Verb& verb, std::string_view field);

/// The message of an error about a field begins with the field's name; here with the name as typed.
Error as_typed(const Verb& verb, Error error);

}  // namespace atelier
