#include "base/redact.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <vector>

#include "base/utf8.h"

namespace atelier {

namespace {

constexpr std::size_t secret_bytes_min = 6;

struct Registry {
  std::mutex mutex;
  std::vector<std::string> secrets;  // longest first, so that one that contains another is hidden whole
};

Registry& registry() {
  static Registry all;
  return all;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_alnum(char c) {
  return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z');
}
bool is_token_char(char c) {
  return is_alnum(c) || c == '_' || c == '-';
}
bool is_bearer_char(char c) {
  return is_token_char(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
}
char lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

template <class Accept>
std::size_t run_length(std::string_view text, std::size_t from, Accept accept) {
  std::size_t end = from;
  while (end < text.size() && accept(text[end])) ++end;
  return end - from;
}

bool begins_at(std::string_view text, std::size_t at, std::string_view word) {
  if (text.size() - at < word.size()) return false;
  return std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool begins_word(std::string_view text, std::size_t at) {
  return at == 0 || !is_alnum(text[at - 1]);
}

/// A stretch of text to be masked.
struct Span {
  std::size_t begin, length;
};

std::optional<Span> known_token(std::string_view text, std::size_t at) {
  struct Prefix {
    std::string_view text;
    std::size_t length_min;
    bool needs_digit;  // else ordinary names like key_frames would match
  };
  constexpr std::size_t looked_at = 64;  // enough to decide, and keeps the whole linear
  constexpr Prefix prefixes[] = {
      {"hf_", 11, false}, {"sk-", 11, false}, {"r8_", 11, false}, {"key_", 16, true}, {"whsec_", 14, false}};
  for (const Prefix& prefix : prefixes) {
    if (!text.substr(at).starts_with(prefix.text)) continue;
    const std::string_view head = text.substr(at, looked_at);
    const std::string_view token = head.substr(0, run_length(head, 0, is_token_char));
    if (token.size() < prefix.length_min) continue;
    if (prefix.needs_digit && std::none_of(token.begin(), token.end(), is_digit)) continue;
    return Span{at, run_length(text, at, is_token_char)};
  }
  if (text.substr(at).starts_with("AKIA") || text.substr(at).starts_with("ASIA")) {
    const std::size_t length = run_length(text, at, [](char c) { return is_upper(c) || is_digit(c); });
    if (length == 20) return Span{at, length};
  }
  return std::nullopt;
}

std::optional<Span> bot_token(std::string_view text, std::size_t at) {
  constexpr std::size_t digits_min = 6, digits_max = 12, secret_min = 20;
  if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) return std::nullopt;
  const std::size_t digits = run_length(text, at, is_digit);
  if (digits < digits_min || digits > digits_max || at + digits >= text.size() || text[at + digits] != ':')
    return std::nullopt;
  const std::size_t secret = run_length(text, at + digits + 1, is_token_char);
  if (secret < secret_min) return std::nullopt;
  return Span{at, digits + 1 + secret};
}

std::optional<Span> authorization(std::string_view text, std::size_t at) {
  for (const std::string_view scheme : {"bearer ", "basic "}) {
    if (!begins_at(text, at, scheme)) continue;
    const std::size_t length = run_length(text, at + scheme.size(), is_bearer_char);
    if (length >= secret_bytes_min) return Span{at + scheme.size(), length};
  }
  return std::nullopt;
}

bool names_a_secret(std::string_view name) {
  constexpr std::string_view whole[] = {"token",    "auth",   "apikey", "key",       "secret",
                                        "password", "passwd", "pwd",    "signature", "sig"};
  constexpr std::string_view endings[] = {"token",     "secret",     "password",   "api_key",
                                          "api-key",   "apikey",     "secret_key", "access_key",
                                          "signature", "credential", "access-key", "secret-key"};
  std::string lowered(name);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  if (std::find(std::begin(whole), std::end(whole), lowered) != std::end(whole)) return true;
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view ending) { return lowered.ends_with(ending); });
}

/// `name=value` and `"name": "value"`; `at` is at the beginning of the name.
std::optional<Span> named_value(std::string_view text, std::size_t at) {
  constexpr std::size_t name_max = 64;
  const std::size_t name = run_length(text, at, is_token_char);
  std::size_t value = at + name;
  if (name > name_max || value >= text.size()) return std::nullopt;
  const bool quoted = text[value] == '"' || (text[value] == '=' && value + 1 < text.size() && text[value + 1] == '"');
  if (text[value] == '"') {
    value += 1 + run_length(text, value + 1, [](char c) { return c == ' ' || c == ':'; });
    if (value >= text.size() || text[value] != '"') return std::nullopt;
  } else if (text[value] == '=') {
    value += quoted ? 1 : 0;
  } else {
    return std::nullopt;
  }
  if (!names_a_secret(text.substr(at, name))) return std::nullopt;
  ++value;
  const std::size_t length = run_length(text, value, [&](char c) {
    return quoted ? c != '"'
                  : c != '&' && c != ' ' && c != '"' && c != '\'' && c != '#' && c != ',' && c != ';' && c != '\n';
  });
  if (length == 0) return std::nullopt;
  return Span{value, length};
}

/// The password of scheme://user:password@host; `at` is at "://".
std::optional<Span> url_password(std::string_view text, std::size_t at) {
  constexpr std::size_t authority_max = 512;
  if (!begins_at(text, at, "://")) return std::nullopt;
  const std::string_view rest = text.substr(at + 3, authority_max);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?# \n\"'"));
  const std::size_t end = authority.rfind('@');
  if (end == std::string_view::npos) return std::nullopt;
  const std::size_t colon = authority.substr(0, end).find(':');
  if (colon == std::string_view::npos || colon + 1 == end) return std::nullopt;
  return Span{at + 3 + colon + 1, end - colon - 1};
}

std::optional<Span> secret_at(std::string_view text, std::size_t at) {
  if (text[at] == ':') return url_password(text, at);
  if (auto bot = bot_token(text, at)) return bot;
  if (!begins_word(text, at)) return std::nullopt;
  if (auto token = known_token(text, at)) return token;
  if (auto header = authorization(text, at)) return header;
  const bool begins_name = is_token_char(text[at]) && (at == 0 || !is_token_char(text[at - 1]));
  return begins_name ? named_value(text, at) : std::nullopt;
}

std::string without_registered(std::string_view text) {
  std::string clean(text);
  const std::lock_guard lock(registry().mutex);
  for (const std::string& secret : registry().secrets) {
    const std::string mask = masked(secret);
    for (std::size_t at = 0; (at = clean.find(secret, at)) != std::string::npos; at += mask.size()) {
      clean.replace(at, secret.size(), mask);
    }
  }
  return clean;
}

}  // namespace

std::string masked(std::string_view secret) {
  constexpr std::size_t shown = 3, length_min = 12;
  const std::u32string points = code_points(secret);
  std::string mask;
  for (std::size_t i = 0; points.size() >= length_min && i < shown; ++i) append_utf8(mask, points[i]);
  return mask + "…";
}

void register_secret(std::string_view secret) {
  if (secret.size() < secret_bytes_min) return;
  const std::lock_guard lock(registry().mutex);
  std::vector<std::string>& secrets = registry().secrets;
  if (std::find(secrets.begin(), secrets.end(), secret) != secrets.end()) return;
  const auto shorter =
      std::find_if(secrets.begin(), secrets.end(), [&](const std::string& s) { return s.size() < secret.size(); });
  secrets.emplace(shorter, secret);
}

std::string redact(std::string_view text) {
  const std::string clean = without_registered(text);
  std::string shown;
  shown.reserve(clean.size());
  for (std::size_t at = 0; at < clean.size();) {
    const std::optional<Span> secret = secret_at(clean, at);
    if (!secret) {
      shown += clean[at++];
      continue;
    }
    shown.append(clean, at, secret->begin - at);
    const std::string_view value = std::string_view(clean).substr(secret->begin, secret->length);
    shown += value.ends_with("…") ? std::string(value) : masked(value);
    at = secret->begin + secret->length;
  }
  return shown;
}

}  // namespace atelier
