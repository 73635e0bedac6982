#pragma once

#include "fabric/weave/drafts/draft.h"

namespace atelier {

/// Whether text is meant as WIF: a section [WIF] or [WEAVING], or any "[" that begins a line.
bool is_wif(std::string_view text);

/// Reads the Weaving Information File, version 1.1 (Nielsen, Keates, Sinkler et al. 1997). Sections in any order;
/// numbers of threads may be missing or too small; colours of any palette range; lift plans in place of tie-up and
/// treadling; several shafts a thread; sinking sheds. invalid_argument ("draft: line 12: …"), too_large.
Result<Draft> parse_wif(std::string_view text);

/// Writes WIF 1.1 in centimetres with a palette of 0..255; lines end in "\n". Reads back as the same draft.
std::string wif_text(const Draft& draft);

}  // namespace atelier
