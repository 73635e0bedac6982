#pragma once

#include <string_view>

namespace atelier {

/// The style sheet of the contact sheet.
extern const std::string_view sheet_style;

}  // namespace atelier
