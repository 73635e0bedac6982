#include "fabric/weave/woven_patterns_table.h"

namespace atelier {

namespace {

// finish, weave, a b block, orders contrast square, blocks
constexpr PatternRow rows[] = {
    {"houndstooth", "houndstooth", 2, 2, 0, true, false, false, {4, 4}},
    {"puppytooth", "plain", 1, 1, 0, true, false, false, {2, 2}},
    {"shepherd", "shepherd", 2, 2, 0, true, false, false, {6, 6}},
    {"glen_check", "glen_check", 2, 2, 0, true, false, true, {}},
    {"sharkskin", "sharkskin", 2, 2, 0, true, false, false, {1, 1}},
    {"birdseye", "birdseye", 1, 1, 0, true, false, false, {}},
    {"nailhead", "nailhead", 1, 1, 0, true, false, false, {}},
    {"tartan", "", 0, 0, 0, true, false, true, {}},
    {"stripe", "", 0, 0, 0, true, false, false, {}},
    {"check", "", 0, 0, 0, true, false, false, {}},
    {"gingham", "", 0, 0, 0, true, false, false, {}},
    {"end_on_end", "", 0, 0, 0, true, false, false, {}},
    {"ripstop", "ripstop", 1, 1, 0, false, false, false, {}},
    {"herringbone", "herringbone", 2, 2, 16, false, true, false, {}},
    {"pointed_twill", "pointed_twill", 2, 2, 12, false, true, false, {}},
    {"diamond_twill", "diamond_twill", 2, 2, 10, false, true, false, {}},
    {"broken_twill", "broken_twill", 3, 1, 0, false, false, false, {}},
    {"dobby", "dobby", 1, 1, 0, false, false, false, {}},
    {"jacquard", "jacquard", 0, 0, 2, false, true, false, {}},
    {"damask", "jacquard", 0, 0, 0, false, false, false, {}},
};

}  // namespace

std::span<const PatternRow> pattern_rows() {
  return rows;
}

}  // namespace atelier
