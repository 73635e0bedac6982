#pragma once

#include <fmt/format.h>

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace atelier {

/// A language in which atelier speaks to people.
enum class Lang { en, ru, ko };

/// One sentence in every language; `{}` marks the arguments (fmt syntax), in the same number in each.
/// An empty translation falls back to English.
struct Phrase {
  std::string_view en, ru, ko;
  constexpr std::string_view in(Lang lang) const {
    const std::string_view text = lang == Lang::ru ? ru : lang == Lang::ko ? ko : en;
    return text.empty() ? en : text;
  }
};

/// A phrase with its arguments filled in.
struct Text {
  std::string en, ru, ko;
  const std::string& in(Lang lang) const {
    const std::string& text = lang == Lang::ru ? ru : lang == Lang::ko ? ko : en;
    return text.empty() ? en : text;
  }
  bool empty() const { return en.empty(); }
};

template <class... Args>
Text format_text(const Phrase& phrase, const Args&... args) {
  const auto fill = [&](std::string_view text) {
    return text.empty() ? std::string() : fmt::vformat(text, fmt::make_format_args(args...));
  };
  return {fill(phrase.en), fill(phrase.ru), fill(phrase.ko)};
}

/// What went wrong, by who can mend it and how. Each kind's exit code, HTTP status and sentence: error_table.cpp.
enum class ErrorKind {
  invalid_argument,  ///< something in the request (or an uploaded file) needs changing
  not_found,
  denied,
  conflict,  ///< already being done, or changed meanwhile
  unsupported,
  exhausted,    ///< full, or out of memory
  unavailable,  ///< a service that is needed does not answer
  not_installed,
  timed_out,
  too_large,
  out_of_disk,
  unauthenticated,
  corrupt,  ///< a file of ours (weights, the store) is damaged
  cancelled,
  internal,  ///< our mistake
};

/// A failure: its kind, a message with the facts, and if possible a hint that says what to do.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  Text message;
  Text hint;
  std::string field{};  ///< the field of the request that it is about, where there is one

  /// Adds what to do about it.
  template <class... Args>
  Error with_hint(const Phrase& phrase, const Args&... args) && {
    hint = format_text(phrase, args...);
    return std::move(*this);
  }
  Error with_hint(Text text) && {
    hint = std::move(text);
    return std::move(*this);
  }
  Error with_field(std::string_view name) && {
    field = name;
    return std::move(*this);
  }
};

/// Makes an error where the facts are: `return fail(ErrorKind::too_large, {"size: {} is over {}", …}, size, max);`
template <class... Args>
Error fail(ErrorKind kind, const Phrase& message, const Args&... args) {
  return {kind, format_text(message, args...), {}, {}};
}

/// One row of the table of kinds.
struct ErrorRow {
  ErrorKind kind;
  const char* name;
  int exit_code;
  int http_status;
  Phrase sentence;  ///< takes the message as its one argument
};

/// The row of `kind` (error_table.cpp).
const ErrorRow& error_row(ErrorKind kind);

/// Every row, in the order of ErrorKind.
std::span<const ErrorRow> error_rows();

/// The sentence shown to a person, without the hint.
std::string sentence(const Error& error, Lang lang);

/// What a terminal shows: the sentence, and the hint on a second line. No control characters but that line break,
/// secrets masked (redact.h), no final line break.
std::string error_text(const Error& error, Lang lang);

/// {"error":{"kind","message","hint","field"}}: message and hint in `lang`, hint "" where there is none, field only
/// where one is named.
nlohmann::ordered_json error_json(const Error& error, Lang lang);

}  // namespace atelier
