#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "app/console.h"
#include "base/config.h"
#include "base/fields.h"
#include "jobs/kind.h"

namespace atelier {

/// The headings of `atelier help`, in this order.
enum class VerbGroup { make, look, studio };

/// A command line that runs as printed (a test runs every one), and what it is for.
struct VerbExample {
  std::string_view command;
  Phrase what;
};

struct Invocation;

/// A command of the program. Each is described by a function `Verb NAME_verb()` in verbs/NAME.cpp and listed in
/// verbs_table.cpp; the verbs of job kinds come from jobs/kinds_table.cpp.
struct Verb {
  std::string_view name;
  VerbGroup group;
  Phrase what;                                   ///< one line, no full stop
  Phrase details{};                              ///< a paragraph for its own help; empty: none
  std::vector<FieldInfo> (*fields)() = nullptr;  ///< its flags: `fields_of<ShowFlags>`; null: none
  std::string_view operand{};  ///< the field that is given by position (text or text_list); empty: none
  std::span<const VerbExample> examples{};
  Result<void> (*run)(const Invocation& invocation, Console& console);
  const JobKind* kind = nullptr;  ///< the task it runs, for the verbs of job kinds
  bool hidden = false;            ///< not listed in help
  bool forgiving = false;         ///< runs with the defaults where the settings are broken
};

/// A command line after parsing: the verb and its params, with the names and types of its fields, every one checked;
/// and the settings, with the global flags on top.
struct Invocation {
  const Verb& verb;
  Json params;
  const Config& config;
  std::optional<Error> settings_error{};  ///< why `config` holds the defaults alone (forgiving verbs)
};

/// The flags of a verb; those of a task are the fields of its kind and of MakeFlags.
std::vector<FieldInfo> verb_fields(const Verb& verb);

/// Every verb in the order of help.
const std::vector<Verb>& all_verbs();
const Verb* find_verb(std::string_view name);

/// The verb that runs `kind` (verbs/task.cpp).
Verb task_verb(const JobKind& kind);

}  // namespace atelier
