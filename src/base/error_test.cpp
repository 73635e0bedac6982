#include "base/error.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace atelier {
namespace {

struct Expected {
  const char* name;
  int exit_code, http_status;
};

// The table of the design, in its order.
constexpr Expected expected[] = {
    {"invalid_argument", 2, 400}, {"not_found", 3, 404},   {"denied", 4, 403},      {"conflict", 5, 409},
    {"unsupported", 6, 501},      {"exhausted", 7, 429},   {"unavailable", 8, 503}, {"not_installed", 8, 501},
    {"timed_out", 10, 504},       {"too_large", 2, 413},   {"out_of_disk", 7, 507}, {"unauthenticated", 4, 401},
    {"corrupt", 9, 500},          {"cancelled", 130, 409}, {"internal", 70, 500},
};

TEST(ErrorTable, HasEveryKindInOrderWithItsCodes) {
  ASSERT_EQ(error_rows().size(), std::size(expected));
  ASSERT_EQ(static_cast<int>(ErrorKind::internal) + 1, static_cast<int>(std::size(expected)));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    const ErrorRow& row = error_rows()[i];
    EXPECT_EQ(static_cast<std::size_t>(row.kind), i);
    EXPECT_STREQ(row.name, expected[i].name);
    EXPECT_EQ(row.exit_code, expected[i].exit_code) << row.name;
    EXPECT_EQ(row.http_status, expected[i].http_status) << row.name;
    EXPECT_EQ(&error_row(row.kind), &row);
  }
}

TEST(ErrorTable, EverySentenceTakesTheMessageOnceInEveryLanguage) {
  for (const ErrorRow& row : error_rows()) {
    for (const std::string_view text : {row.sentence.en, row.sentence.ru, row.sentence.ko}) {
      ASSERT_FALSE(text.empty()) << row.name;
      EXPECT_TRUE(is_utf8(text)) << text;
      EXPECT_NE(text.find("{}"), std::string_view::npos) << text;
      EXPECT_EQ(text.find('{'), text.rfind('{')) << text;
    }
    EXPECT_NE(row.sentence.en, row.sentence.ru);
    EXPECT_NE(row.sentence.en, row.sentence.ko);
  }
}

Error sample() {
  return fail(ErrorKind::too_large, {"size: {} is over {}", "size: {} больше {}", ""}, 9000, 8192)
      .with_hint({"Choose a smaller one.", "Выберите меньше.", "더 작게 하세요."})
      .with_field("size");
}

TEST(ErrorText, ShowsSentenceAndHintOnTwoLines) {
  EXPECT_EQ(error_text(sample(), Lang::en), "This is over the limit: size: 9000 is over 8192.\nChoose a smaller one.");
  EXPECT_EQ(error_text(sample(), Lang::ru), "Превышено ограничение: size: 9000 больше 8192.\nВыберите меньше.");
}

TEST(ErrorText, FallsBackToEnglishFacts) {
  EXPECT_EQ(error_text(sample(), Lang::ko), "한도를 넘었습니다: size: 9000 is over 8192.\n더 작게 하세요.");
}

TEST(ErrorText, IsOneLineWithoutHintWhateverTheFactsHold) {
  const std::string nasty = "a\nb\x1b[2J" + std::string(100'000, 'x');
  const std::string text = error_text(fail(ErrorKind::internal, {"{}", "", ""}, nasty), Lang::en);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_LT(text.size(), 1200u);
}

TEST(ErrorJson, HasAStableShape) {
  EXPECT_EQ(
      error_json(sample(), Lang::en).dump(),
      R"({"error":{"kind":"too_large","message":"size: 9000 is over 8192","hint":"Choose a smaller one.","field":"size"}})");
  EXPECT_EQ(error_json(fail(ErrorKind::not_found, {"x", "", ""}), Lang::en).dump(),
            R"({"error":{"kind":"not_found","message":"x","hint":""}})");
}

}  // namespace
}  // namespace atelier
