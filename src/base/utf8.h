#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace atelier {

/// Where text stops being well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, surrogates or values above
/// U+10FFFF): the byte offset of the first bad sequence, or npos.
std::size_t first_bad_utf8(std::string_view text);
inline bool is_utf8(std::string_view text) {
  return first_bad_utf8(text) == std::string_view::npos;
}

/// The code point at byte `at` < text.size(); moves `at` behind it. A bad byte counts as U+FFFD.
char32_t next_code_point(std::string_view text, std::size_t& at);

/// All code points; each bad byte gives one U+FFFD.
std::u32string code_points(std::string_view text);

/// Adds one code point in UTF-8.
void append_utf8(std::string& text, char32_t code_point);

/// C0, DEL, C1, and the line and paragraph separators U+2028, U+2029.
bool is_control(char32_t code_point);

/// Columns that text takes in a terminal: 2 for Hangul and other wide characters, 0 for combining marks.
int display_width(std::string_view text);

/// Text fit to be shown in one line: control characters, bidirectional overrides and bad bytes become U+FFFD, and what
/// is over `columns_max` (≥ 1) is cut and ends in "…".
std::string shorten(std::string_view text, int columns_max);

/// Text followed by spaces up to `columns`.
std::string pad_right(std::string_view text, int columns);

}  // namespace atelier
