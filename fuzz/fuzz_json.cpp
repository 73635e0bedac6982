#include <cstdlib>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "fuzz/fuzz.h"

/// What is read must come back from its own text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace atelier;
  const auto value = parse_json(as_text(fuzz::view(data, size)), "input");
  if (!value.ok()) return 0;
  const auto again = parse_json(json_text(*value), "text");
  if (!again.ok() || canonical_json(*again) != canonical_json(*value)) std::abort();
  return 0;
}
