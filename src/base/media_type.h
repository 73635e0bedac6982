#pragma once

#include <string_view>

namespace atelier {

/// The media type of a file by the ending of its name ("maps/diff.png": "image/png"), as registered with IANA;
/// "application/octet-stream" for an unknown one. For files that atelier wrote: what others send is told by its content.
std::string_view media_type_of(std::string_view name);

}  // namespace atelier
