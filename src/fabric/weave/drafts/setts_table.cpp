#include "fabric/weave/drafts/sett.h"

namespace atelier {

namespace {

// Whole repeats of four threads, so that a tile of twill holds one.
constexpr NamedSett rows[] = {
    {"harbour", "W4 B28 K4 G14 K4 B28 R4"}, {"ember", "Y4 R30 K12 R6 K12 R30 N4"},
    {"fen", "O4 DG26 B14 LN2 B14 DG26 K8"}, {"heather", "W4 P22 N8 LP10 N8 P22 K4"},
    {"barley", "R4 LT24 T8 W8 T8 LT24 K4"}, {"slate", "LB4 N26 K10 W4 K10 N26 K4"},
};

}  // namespace

std::span<const NamedSett> named_setts() {
  return rows;
}

}  // namespace atelier
