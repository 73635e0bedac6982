#include "app/text_layout.h"

#include "base/utf8.h"

namespace atelier {

std::string wrapped(std::string_view text, int columns, int indent) {
  std::string out;
  int used = indent;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    const int width = display_width(word);
    if (used > indent && used + 1 + width > columns) {
      out += '\n';
      out.append(static_cast<std::size_t>(indent), ' ');
      used = indent;
    } else if (used > indent) {
      out += ' ';
      ++used;
    }
    out += word;
    used += width;
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

}  // namespace atelier
