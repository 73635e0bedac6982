#pragma once

#include <gtest/gtest.h>
#include <hwy/targets.h>

namespace atelier {

/// For tests: calls `work` once for each instruction set of this build that the processor has, with every Highway
/// kernel held to it. Failures name it.
template <class Work>
void on_every_instruction_set(Work&& work) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    work();
  }
  hwy::SetSupportedTargetsForTest(0);
}

}  // namespace atelier
