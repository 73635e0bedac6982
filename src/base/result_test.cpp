#include "base/result.h"

#include <gtest/gtest.h>

namespace atelier {
namespace {

Result<int> half(int n) {
  if (n % 2) return fail(ErrorKind::invalid_argument, {"{} is odd", "{} нечётно", "{}은(는) 홀수입니다"}, n);
  return n / 2;
}

Result<int> quarter(int n) {
  TRY(const int once, half(n));
  TRY(const int twice, half(once));
  return twice;
}

TEST(Result, TryHandsTheValueOn) {
  EXPECT_EQ(quarter(12).value(), 3);
}

TEST(Result, TryHandsTheErrorUpInEveryLanguage) {
  const Result<int> odd = quarter(6);
  ASSERT_FALSE(odd.ok());
  EXPECT_EQ(odd.error().kind, ErrorKind::invalid_argument);
  EXPECT_EQ(odd.error().message.en, "3 is odd");
  EXPECT_EQ(odd.error().message.ko, "3은(는) 홀수입니다");
}

}  // namespace
}  // namespace atelier
