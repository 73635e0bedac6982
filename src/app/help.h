#pragma once

#include <string>

#include "app/verb.h"

namespace atelier {

/// What `atelier` alone says: what it is and the first commands to type.
std::string welcome(const Console& console);

/// Every verb by group.
std::string overview_help(const Console& console);

/// The same as JSON: {"commands": [verb_help_json, …]}.
Json overview_help_json(Lang lang);

/// One verb: usage, flags by group with defaults and ranges, examples.
std::string verb_help(const Verb& verb, const Console& console);

/// The same as JSON: name, what, operand, flags (name, type, help, required, default, minimum, maximum, choices,
/// aliases), examples.
Json verb_help_json(const Verb& verb, Lang lang);

}  // namespace atelier
