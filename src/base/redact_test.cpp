#include "base/redact.h"

#include <gtest/gtest.h>

namespace atelier {
namespace {

TEST(Redact, LeavesOrdinaryTextAlone) {
  for (const char* text :
       {"", "weaving denim at 2048 px", "key_frames_of_the_scene", "a risk-free task-list", "12:34:56 Uhr",
        "https://host/path?size=2", "turn the key to the left", "sk- hf_ r8_", "ratio 123456:78", "http://[::1]:8000/",
        "네이비 나일론", "the token is missing", "monkey=banana", "postgresql://user@host/db", "cache_key=texture"}) {
    EXPECT_EQ(redact(text), text);
  }
}

TEST(Redact, MasksTokensOfProviders) {
  EXPECT_EQ(redact("token hf_abcdefghijklmnop is bad"), "token hf_… is bad");
  EXPECT_EQ(redact("(sk-proj-abcDEF123456_x)"), "(sk-…)");
  EXPECT_EQ(redact("r8_0123456789abcdef,"), "r8_…,");
  EXPECT_EQ(redact("key_0123456789abcdef0123"), "key…");
  EXPECT_EQ(redact("AKIAIOSFODNN7EXAMPLE"), "AKI…");
  EXPECT_EQ(redact("https://api.telegram.org/bot1234567:AAabcdefghijklmnopqrstuvwxyz0123456/getMe"),
            "https://api.telegram.org/bot123…/getMe");
}

TEST(Redact, MasksHeadersParametersAndMembers) {
  EXPECT_EQ(redact("Authorization: Bearer abcdefghijklmnop.q"), "Authorization: Bearer abc…");
  EXPECT_EQ(redact("authorization: basic dXNlcjpwYXNz"), "authorization: basic dXN…");
  EXPECT_EQ(redact("GET /x?token=abc123&size=4"), "GET /x?token=…&size=4");
  EXPECT_EQ(redact("/x?a=1&X-Amz-Signature=0123456789abcdef&b=2"), "/x?a=1&X-Amz-Signature=012…&b=2");
  EXPECT_EQ(redact("aws_secret_access_key=wJalrXUtnFEMI/K7MDENG end"), "aws_secret_access_key=wJa… end");
  EXPECT_EQ(redact(R"({"api_key": "abcdef", "size": 4})"), R"({"api_key": "…", "size": 4})");
  EXPECT_EQ(redact("REPLICATE_API_TOKEN=\"with space inside\" x"), "REPLICATE_API_TOKEN=\"wit…\" x");
}

TEST(Redact, MasksPasswordsInUrls) {
  EXPECT_EQ(redact("postgresql://me:hunter2@db/atelier"), "postgresql://me:…@db/atelier");
  EXPECT_EQ(redact("at https://me:p:a@ss@host:80/x and"), "at https://me:…@host:80/x and");
}

TEST(Redact, MasksRegisteredValuesWherever) {
  register_secret("open sesame!");
  register_secret("open sesame! twice");
  register_secret("abc");
  EXPECT_EQ(redact("say open sesame!, abc"), "say ope…, abc");
  EXPECT_EQ(redact("open sesame! twice"), "ope…");
}

TEST(Redact, IsDoneOnce) {
  const std::string once = redact("Bearer hf_abcdefghijklmnop ?token=hf_abcdefghijklmnop");
  EXPECT_EQ(redact(once), once);
}

TEST(Redact, SurvivesLongNonsense) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "://a:b@=\"key_1:";
  EXPECT_FALSE(redact(text).empty());
  EXPECT_FALSE(redact(std::string(300'000, 'a')).empty());
  EXPECT_FALSE(redact(std::string(300'000, '1')).empty());
  std::string keys;
  for (int i = 0; i < 100'000; ++i) keys += "key_";
  EXPECT_EQ(redact(keys), keys);
  EXPECT_FALSE(redact("\xFF\xFE:\xC0").empty());
}

TEST(Masked, ShowsNothingOfAShortSecret) {
  EXPECT_EQ(masked("hunter2"), "…");
  EXPECT_EQ(masked("hf_abcdefghijk"), "hf_…");
}

}  // namespace
}  // namespace atelier
