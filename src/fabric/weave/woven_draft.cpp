#include "fabric/weave/woven_draft.h"

#include <algorithm>
#include <cmath>

namespace atelier {

namespace {

constexpr double least_spacing_mm = 0.07, most_spacing_mm = 10, least_diameter_mm = 0.02;
constexpr double most_cover = 1.25;  // diameter over spacing

Error never_turns(const Phrase& system, int thread) {
  const auto in = [&](Lang lang, std::string_view form) {
    return fmt::format(fmt::runtime(form), system.in(lang), thread + 1);
  };
  return Error{ErrorKind::invalid_argument,
               {in(Lang::en, "draft: {} {} never crosses from one side to the other"),
                in(Lang::ru, "draft: {} {} ни разу не переходит на другую сторону"),
                in(Lang::ko, "draft: {} {}번 실이 한 번도 반대쪽으로 넘어가지 않습니다")},
               {}}
      .with_hint({"such a thread would not hold in cloth", "такая нить в ткани не удержится",
                  "그런 실은 천에 묶이지 않습니다"});
}

Result<void> check_turns(const WeaveMatrix& weave) {
  for (int i = 0; i < weave.ends(); ++i) {
    bool turns = false;
    for (int j = 1; j < weave.picks() && !turns; ++j) turns = weave.warp_up(j, i) != weave.warp_up(0, i);
    if (!turns) return never_turns({"end", "нить основы", "경사"}, i);
  }
  for (int j = 0; j < weave.picks(); ++j) {
    bool turns = false;
    for (int i = 1; i < weave.ends() && !turns; ++i) turns = weave.warp_up(j, i) != weave.warp_up(j, 0);
    if (!turns) return never_turns({"pick", "прокидка", "위사"}, j);
  }
  return ok();
}

void scale_yarn(YarnSpec& yarn, double diameter_mm) {
  const double larger = diameter_mm / yarn.diameter_mm;
  yarn.diameter_mm = diameter_mm;
  yarn.tex *= larger * larger;
  yarn.ply_pitch_mm *= larger;
}

Result<void> set_threads(const DraftThreads& threads, double& per_cm, YarnSpec& yarn) {
  const double usual_mm = 10 / per_cm;
  double spacing_mm = usual_mm;
  if (threads.spacing_mm && *threads.spacing_mm > 0) {
    spacing_mm = *threads.spacing_mm;
    if (spacing_mm < least_spacing_mm || spacing_mm > most_spacing_mm) {
      return fail(ErrorKind::invalid_argument,
                  {"draft: a spacing of {:.3f} mm cannot be woven; {} to {} mm can",
                   "draft: шаг нитей {:.3f} мм не соткать; можно от {} до {} мм",
                   "draft: 실 간격 {:.3f}mm로는 짤 수 없습니다. {}~{}mm만 됩니다"},
                  spacing_mm, least_spacing_mm, most_spacing_mm);
    }
    per_cm = 10 / spacing_mm;
  }
  const bool said = threads.thickness_mm && *threads.thickness_mm > 0;
  const double wish_mm = said ? *threads.thickness_mm : yarn.diameter_mm * spacing_mm / usual_mm;
  scale_yarn(yarn, std::clamp(wish_mm, least_diameter_mm, std::max(least_diameter_mm, most_cover * spacing_mm)));
  return ok();
}

}  // namespace

Result<void> set_drafted_weave(FabricSpec& spec, const Draft& draft) {
  const WeaveMatrix weave = smallest_repeat(drawdown(draft));
  if (weave.ends() * weave.picks() > drafted_crossings_max) {
    return fail(ErrorKind::too_large,
                {"draft: its repeat of {} ends and {} picks is over the limit of {} crossings",
                 "draft: повтор в {} нитей основы и {} прокидок больше предела в {} пересечений",
                 "draft: 경사 {}올, 위사 {}올의 반복은 교차점 한도 {}개를 넘습니다"},
                weave.ends(), weave.picks(), drafted_crossings_max);
  }
  TRY_VOID(check_turns(weave));
  spec.weave = {.id = "draft"};
  spec.weave.figured = draft.shafts > dobby_shafts_max;
  for (int j = 0; j < weave.picks(); ++j) {
    std::string& row = spec.weave.rows.emplace_back();
    for (int i = 0; i < weave.ends(); ++i) row += weave.warp_up(j, i) ? '1' : '0';
  }
  TRY_VOID(make_weave(spec.weave));
  TRY_VOID(set_threads(draft.warp, spec.ends_per_cm, spec.warp));
  return set_threads(draft.weft, spec.picks_per_cm, spec.weft);
}

}  // namespace atelier
