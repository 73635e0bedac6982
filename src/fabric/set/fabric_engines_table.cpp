#include "fabric/set/fabric_engine.h"

namespace atelier {
namespace {

constexpr FabricEngine rows[] = {
    {"woven", "weave", {"woven (embedded)", "соткано (встроенный движок)", "직조 (내장 엔진)"}},
    {"knit", "knit", {"knitted (embedded)", "связано (встроенный движок)", "편직 (내장 엔진)"}},
    {"pile", "pile", {"tufted (embedded)", "ворсовано (встроенный движок)", "파일 가공 (내장 엔진)"}},
    {"mat", "mat", {"felted (embedded)", "сваляно (встроенный движок)", "축융 (내장 엔진)"}},
    {"leather", "leather", {"grained (embedded)", "выделано (встроенный движок)", "무두질 (내장 엔진)"}},
    {"net", "net", {"netted (embedded)", "сплетено (встроенный движок)", "망 짜기 (내장 엔진)"}},
    {"film", "film", {"laminated (embedded)", "ламинировано (встроенный движок)", "라미네이팅 (내장 엔진)"}},
};

}  // namespace

std::span<const FabricEngine> fabric_engines() {
  return rows;
}

const FabricEngine& engine_of(std::string_view structure) {
  for (const FabricEngine& row : rows) {
    if (row.structure == structure) return row;
  }
  return rows[0];
}

}  // namespace atelier
