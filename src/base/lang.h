#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "base/error.h"

namespace atelier {

/// "en", "ru" or "ko".
std::string_view lang_name(Lang lang);

/// Reads a language tag or POSIX locale name ("ko", "ru_RU.UTF-8", "en-US", "C"); nothing when atelier does not speak
/// it.
std::optional<Lang> lang_from_name(std::string_view name);

/// Looks a variable up; null when it is not set.
using Environment = std::function<const char*(const char*)>;

/// The person's language by the POSIX rule: the first of LC_ALL, LC_MESSAGES and LANG that is not empty decides;
/// English when it names another language.
Lang lang_from_environment(const Environment& environment);

}  // namespace atelier
