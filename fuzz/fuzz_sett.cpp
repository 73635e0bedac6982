#include <cstdlib>

#include "fabric/weave/drafts/sett.h"
#include "fuzz/fuzz.h"

/// Thread counts of a tartan. What is read must come back from its own text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace atelier;
  const Result<Sett> sett = parse_sett(as_text(fuzz::view(data, size)));
  if (!sett.ok()) return 0;
  const SettDyes dyes = sett_dyes(*sett);
  const std::string text = sett_text(*sett);
  const Result<Sett> again = parse_sett(text);
  if (!again.ok() || sett_text(*again) != text || sett_dyes(*again).rgb != dyes.rgb) std::abort();
  return 0;
}
