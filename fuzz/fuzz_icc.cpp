#include "fuzz/fuzz.h"
#include "imaging/icc.h"

/// The first byte says what kind of picture the profile comes with: bits 0 and 1 its channels, 2 CMYK, 3 16 bits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace atelier;
  if (size < 2) return -1;
  const bool cmyk = (data[0] & 4) != 0;
  const SampleType type = (data[0] & 8) != 0 ? SampleType::u16 : SampleType::u8;
  Image image(5, 2, cmyk ? 4 : 1 + (data[0] & 3), type, ColorMeaning::srgb);
  for (std::size_t i = 0; i < image.bytes(); ++i) image.data()[i] = static_cast<std::byte>(i * 37);
  const ByteView profile = fuzz::view(data + 1, size - 1);
  (void)into_srgb({std::move(image), Bytes(profile.begin(), profile.end()), cmyk}, "input", RunContext(1));
  return 0;
}
