#include "fabric/weave/drafts/sett.h"

namespace atelier {

namespace {

constexpr NamedSett rows[] = {
    {"harbour", "B36 K4 B4 K4 G28 W2 G28 K4 R6"}, {"ember", "R44 K6 R6 K22 Y2 K22 N6"},
    {"fen", "DG40 B12 DG4 B4 LN3 B20 O4"},        {"heather", "P32 N8 P4 N4 LP20 K3 W4"},
    {"barley", "LT40 T6 LT6 W14 T3 W14 R4"},      {"slate", "N36 K12 N4 K4 W6 K4 N14 LB3"},
};

}  // namespace

std::span<const NamedSett> named_setts() {
  return rows;
}

}  // namespace atelier
