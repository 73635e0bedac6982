#include "imaging/peak.h"

#include <gtest/gtest.h>

#include "imaging/peak_bf16.h"

namespace atelier {
namespace {

TEST(Peak, RatesArePlausible) {
  const auto rates = measure_peak(RunContext(2));
  ASSERT_TRUE(rates.ok());
  EXPECT_EQ(rates->threads, 2);
  EXPECT_GT(rates->copy_gb_per_s, 0.05);
  EXPECT_GT(rates->triad_gb_per_s, 0.05);
  EXPECT_GT(rates->f32_gflop_per_s, 0.1);
  EXPECT_FALSE(rates->f32_instructions.empty());
  EXPECT_EQ(rates->bf16_gflop_per_s.has_value(), has_bf16_dot());
}

TEST(Peak, StopsWhenAsked) {
  Cancellation stop;
  stop.request();
  EXPECT_EQ(measure_peak(RunContext(1, &stop)).error().kind, ErrorKind::cancelled);
}

}  // namespace
}  // namespace atelier
