#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/json.h"

namespace atelier {

/// What is kept in a database or sent to another process of atelier, in every language; read back, it is the same.
/// {"en":…,"ru":…,"ko":…}
Json text_record(const Text& text);
Text text_of_record(const Json& record);

/// {"kind":"too_large","message":{…},"hint":{…},"field":"size"}; hint and field only where there are any. What cannot
/// be read (from a later version, say) becomes internal, with all of it as the message.
Json error_record(const Error& error);
Error error_of_record(const Json& record);

/// The kind that is called `name` in the table of kinds; nothing where none is.
std::optional<ErrorKind> error_kind_of(std::string_view name);

}  // namespace atelier
