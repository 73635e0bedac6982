#include <nlohmann/json.hpp>

#include "fuzz/fuzz.h"
#include "imaging/metadata.h"
#include "imaging/orientation.h"
#include "imaging/xmp.h"

/// The input as an XMP packet, as the file around one, as an EXIF block, and as text with entities.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace atelier;
  const ByteView bytes = fuzz::view(data, size);
  for (const char* name : {"recipe", "DigitalSourceType", "CreatorTool"}) (void)xmp_value(as_text(bytes), name);
  (void)read_recipe(bytes, "input");
  (void)exif_orientation(bytes);
  const auto plain = xml_unescape(as_text(bytes));
  if (plain) (void)xml_escape(*plain);
  return 0;
}
