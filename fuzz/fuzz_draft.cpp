#include <cstdlib>

#include "fabric/weave/drafts/draft.h"
#include "fabric/weave/drafts/wif.h"
#include "fuzz/fuzz.h"

/// WIF files and rows of a dobby. What is read must come back from its own text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace atelier;
  const Result<Draft> draft = parse_draft(as_text(fuzz::view(data, size)));
  if (!draft.ok()) {
    if (draft.error().kind == ErrorKind::internal || draft.error().message.empty()) std::abort();
    return 0;
  }
  (void)smallest_repeat(drawdown(*draft));
  (void)draft_dyes(*draft);
  const std::string text = wif_text(*draft);
  const Result<Draft> again = parse_draft(text);
  if (!again.ok() || wif_text(*again) != text) std::abort();
  return 0;
}
