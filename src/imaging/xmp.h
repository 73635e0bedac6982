#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace atelier {

/// Text made safe inside an XML element or attribute; characters that XML forbids become U+FFFD.
std::string xml_escape(std::string_view text);

/// The inverse, for the five named entities and character numbers. nullopt: any other entity, or a number that is not
/// a character.
std::optional<std::string> xml_unescape(std::string_view text);

}  // namespace atelier
