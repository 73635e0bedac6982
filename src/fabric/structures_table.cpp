#include <fmt/ranges.h>

#include "fabric/structure.h"
#include "fabric/weave/woven.h"

namespace atelier {
namespace {

struct Row {
  const char* id;
  Result<std::unique_ptr<Structure>> (*create)(const FabricSpec&);
};

constexpr Row rows[] = {
    {"woven", Woven::create},
};

}  // namespace

Result<std::unique_ptr<Structure>> make_structure(const FabricSpec& spec) {
  std::vector<std::string> known;
  for (const Row& row : rows) {
    if (spec.structure == row.id) return row.create(spec);
    known.emplace_back(row.id);
  }
  return fail(ErrorKind::unsupported,
              {"structure: \"{}\" is not built yet; there is {}", "структура: «{}» ещё не сделана; есть {}",
               "구조: \"{}\"은(는) 아직 없습니다. 있는 것: {}"},
              spec.structure, fmt::format("{}", fmt::join(known, ", ")));
}

}  // namespace atelier
