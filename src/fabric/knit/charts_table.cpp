#include "fabric/knit/chart.h"

namespace atelier {
namespace {

constexpr PanelRow panels[] = {
    {"face", "K", 1, ""},
    {"back", "P", 1, ""},
    {"rib_1x1", "KP", 1, ""},
    {"rib_2x2", "KKPP", 1, ""},
    {"interlock", "MK/KM", 1, ""},
    {"garter", "K/P", 1, ""},
    {"seed", "PK/KP", 1, ""},
    {"moss4", "PKPK/PKPK/KPKP/KPKP", 1, ""},
    {"lacoste", "PP/TP/PP/PT", 1, ""},
    {"tricot", "K/K", 1, ""},
    {"gutter2", "PP", 1, ""},
    {"gutter3", "PPP", 1, ""},
    {"ladder", "PKP", 1, ""},
    // Ropes: one crossing in eight or ten courses.
    {"rope6_left", "KKKKKK", 8, "0 4 3 6 L"},
    {"rope6_right", "KKKKKK", 8, "0 4 3 6 R"},
    {"rope8_left", "KKKKKKKK", 10, "0 5 4 8 L"},
    {"rope4_left", "KKKK", 4, "0 2 2 4 L"},
    {"rope4_right", "KKKK", 4, "0 2 2 4 R"},
    // Three strands, the outer ones in turn over the middle one.
    {"braid9", "KKKKKKKKK", 12, "0 3 3 6 L;3 9 3 6 R"},
    // Cells of crossings to and fro.
    {"honeycomb8", "KKKKKKKK", 8, "0 2 2 4 L;4 2 2 4 R;0 6 2 4 R;4 6 2 4 L"},
    {"eyelet_diamond",
     "KKKKKKKKKKKK/KKKKKKOKKKKK/KKKKKKKKKKKK/KKKKOKKKOKKK/KKKKKKKKKKKK/KKOKKKKKKKOK/KKKKKKKKKKKK/KKKKOKKKOKKK/"
     "KKKKKKKKKKKK/KKKKKKOKKKKK/KKKKKKKKKKKK/OKKKKKKKKKKK",
     1, ""},
    {"eyelet_mesh", "KKKKKK/KKKOKK/KKKKKK/KKKKKK/OKKKKK/KKKKKK", 1, ""},
};

constexpr ChartRow charts[] = {
    {"jersey", "face", 1, 1},
    {"reverse_jersey", "back", 1, 1},
    {"rib_1x1", "rib_1x1", 2, 1},
    {"rib_2x2", "rib_2x2", 2, 1},
    {"interlock", "interlock", 1, 2},
    {"garter", "garter", 1, 1},
    {"seed", "seed", 1, 1},
    {"moss", "moss4", 1, 1},
    {"pique", "lacoste", 1, 1},
    {"tricot", "tricot", 1, 1},
    {"cable", "gutter3 rope6_left gutter3 rope8_left gutter3 rope6_right", 1, 1},
    {"aran", "moss4 gutter2 rope6_left gutter2 honeycomb8 gutter2 rope6_right gutter2", 1, 1},
    {"braid", "gutter3 braid9 ladder rope4_left ladder braid9", 1, 1},
    {"pointelle", "eyelet_diamond", 1, 1},
    {"eyelet", "eyelet_mesh", 1, 1},
};

// Invented figures.
constexpr MotifRow motifs[] = {
    {"birdseye", "01/10"},
    {"houndstooth", "01100000/00110000/10010000/11000000/11111001/11111100/11110110/11110011"},
    {"check",
     "1111111100000000/1111111100000000/1111111100000000/1111111100000000/1111111100000000/1111111100000000/"
     "0000000011111111/0000000011111111/0000000011111111/0000000011111111/0000000011111111/0000000011111111"},
    {"herringbone",
     "110011110011/011001100110/001100001100/100110011001/110011110011/011001100110/"
     "001100001100/100110011001"},
    // Bands of snow crystals, waves and seeds.
    {"fair_isle",
     "............/............/1.1.1.1.1.1./.1.1.1.1.1.1/............/............/1.....1...../.....1.1..../"
     "1...1...1.../...1..1..1../1.1..111..1./.1..11111..1/1.1..111..1./...1..1..1../1...1...1.../.....1.1..../"
     "1.....1...../............/............/.1.1.1.1.1.1/1.1.1.1.1.1./............/............/1...1...1.../"
     ".1.1.1.1.1.1/..1...1...1./..1...1...1./.1.1.1.1.1.1/1...1...1.../............/............/11.1.111.1.1/"
     "1.111.1.111./............"},
};

}  // namespace

std::span<const PanelRow> panel_rows() {
  return panels;
}
std::span<const ChartRow> chart_rows() {
  return charts;
}
std::span<const MotifRow> motif_rows() {
  return motifs;
}

}  // namespace atelier
