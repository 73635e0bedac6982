#include <cstdlib>

#include "fabric/fabric_spec.h"
#include "fabric/words/canonical.h"
#include "fuzz/fuzz.h"

/// The words of a request, one field a line. What is understood must mean the same in its canonical words.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace atelier;
  std::string_view rest = as_text(fuzz::view(data, size));
  if (size > 1000) return -1;
  TextureRequest request;
  for (std::string* field : {&request.product, &request.material, &request.color, &request.finish}) {
    const std::size_t end = rest.find('\n');
    *field = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  const Result<FabricSpec> spec = resolve_fabric(request);
  if (!spec.ok()) {
    if (spec.error().kind == ErrorKind::internal || spec.error().message.empty()) std::abort();
    return 0;
  }
  const Result<FabricSpec> again = resolve_fabric(canonical_request(*spec));
  if (!again.ok() || *again != *spec) std::abort();
  return 0;
}
