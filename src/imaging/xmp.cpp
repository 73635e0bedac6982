#include "imaging/xmp.h"

#include <charconv>
#include <cstdint>

#include "imaging/metadata.h"

namespace atelier {
namespace {

struct Entity {
  char character;
  std::string_view name;
};
constexpr Entity entities[] = {{'&', "amp"}, {'<', "lt"}, {'>', "gt"}, {'"', "quot"}, {'\'', "apos"}};
constexpr std::size_t entity_bytes_max = 10;

bool is_xml_character(std::uint32_t c) {
  return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c < 0xd800) || (c >= 0xe000 && c < 0xfffe) ||
         (c >= 0x10000 && c < 0x110000);
}

void append_utf8(std::string& text, std::uint32_t c) {
  const int followers = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr std::uint32_t lead[] = {0, 0xc0, 0xe0, 0xf0};
  text += static_cast<char>(lead[followers] | c >> (6 * followers));
  for (int i = followers - 1; i >= 0; --i) text += static_cast<char>(0x80 | (c >> (6 * i) & 0x3f));
}

bool append_entity(std::string& text, std::string_view name) {
  if (name.starts_with('#')) {
    const bool hexadecimal = name.starts_with("#x");
    const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
    std::uint32_t c = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), c, hexadecimal ? 16 : 10);
    if (code != std::errc() || end != digits.data() + digits.size() || !is_xml_character(c)) return false;
    append_utf8(text, c);
    return true;
  }
  for (const Entity& entity : entities) {
    if (entity.name != name) continue;
    text += entity.character;
    return true;
  }
  return false;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// The raw text that belongs to a name ending at `at`: of the element it opens, or of the attribute it names.
std::optional<std::string_view> raw_value(std::string_view packet, std::size_t at) {
  if (at >= packet.size()) return std::nullopt;
  if (packet[at] == '>') {
    const auto end = packet.find('<', at);
    if (end == packet.npos || packet.substr(end, 2) != "</") return std::nullopt;
    return trimmed(packet.substr(at + 1, end - at - 1));
  }
  if (packet[at] == '=' && at + 1 < packet.size() && (packet[at + 1] == '"' || packet[at + 1] == '\'')) {
    const auto end = packet.find(packet[at + 1], at + 2);
    if (end == packet.npos) return std::nullopt;
    return packet.substr(at + 2, end - at - 2);
  }
  return std::nullopt;
}

}  // namespace

std::string xml_escape(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const Entity* known = nullptr;
    for (const Entity& entity : entities) {
      if (entity.character == c) known = &entity;
    }
    const std::string_view three = text.substr(i, 3);
    if (known) {
      escaped.append("&").append(known->name).append(";");
    } else if (c == '\t' || c == '\n' || c == '\r') {
      escaped += c == '\t' ? "&#9;" : c == '\n' ? "&#10;" : "&#13;";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      escaped += "\xef\xbf\xbd";
    } else if (three == "\xef\xbf\xbe" || three == "\xef\xbf\xbf") {
      escaped += "\xef\xbf\xbd";
      i += 2;
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::optional<std::string> xml_unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '&') {
      plain += text[i];
      continue;
    }
    const auto length = text.substr(i + 1, entity_bytes_max).find(';');
    if (length == text.npos || !append_entity(plain, text.substr(i + 1, length))) return std::nullopt;
    i += length + 1;
  }
  return plain;
}

std::optional<std::string> xmp_value(std::string_view packet, std::string_view local_name) {
  if (packet.find("<!DOCTYPE") != packet.npos || packet.find("<!ENTITY") != packet.npos) return std::nullopt;
  const std::string qualified = ":" + std::string(local_name);
  for (auto at = packet.find(qualified); at != packet.npos; at = packet.find(qualified, at + 1)) {
    const auto begin = packet.find_last_of("</ \t\r\n\"'>", at);
    if (begin != packet.npos && packet[begin] == '/') continue;  // a closing tag
    if (const auto raw = raw_value(packet, at + qualified.size())) return xml_unescape(*raw);
  }
  return std::nullopt;
}

}  // namespace atelier
