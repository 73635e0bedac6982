#include <gmock/gmock.h>

#include <algorithm>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// Words that are refused, and what the refusal must say.
struct Bad {
  const char* name;
  std::vector<std::string> words;
  std::vector<const char*> says;
};

void PrintTo(const Bad& bad, std::ostream* stream) {
  *stream << bad.name;
}

std::vector<std::string> texture(std::vector<std::string> more) {
  more.insert(more.begin(), "texture");
  return more;
}

std::vector<Bad> bad_command_lines() {
  const std::string long_word(10'000, 'x');
  return {
      {"unknown_verb", {"textur"}, {"\"textur\"", "texture"}},
      {"unknown_flag", texture({"--siez", "64"}), {"--siez", "--size"}},
      {"unknown_flag_before_the_verb", {"--size", "64", "texture"}, {"--size", "after its name"}},
      {"unknown_short_flag", texture({"-x"}), {"-x", "--help"}},
      {"size_zero", texture({"--size", "0"}), {"--size: 0 ", "64", "8192"}},
      {"size_negative", texture({"--size", "-1"}), {"--size: -1 ", "64", "8192"}},
      {"size_exponent", texture({"--size", "1e9"}), {"--size: \"1e9\"", "64", "8192"}},
      {"size_huge", texture({"--size", "1000000000"}), {"--size: 1000000000 ", "64", "8192"}},
      {"size_beyond_integers", texture({"--size", "99999999999999999999"}), {"--size: ", "64", "8192"}},
      {"size_fraction", texture({"--size", "12.5"}), {"--size: \"12.5\"", "whole number"}},
      {"size_nan", texture({"--size", "NaN"}), {"--size: \"NaN\"", "whole number"}},
      {"size_empty", texture({"--size="}), {"--size: ", "whole number"}},
      {"size_hexadecimal", texture({"--size", "0x40"}), {"--size: \"0x40\"", "whole number"}},
      {"size_with_unit", texture({"--size", "512px"}), {"--size: \"512px\"", "whole number"}},
      {"tile_nan", texture({"--tile-mm", "nan"}), {"--tile-mm: \"nan\"", "4", "400"}},
      {"tile_infinite", texture({"--tile-mm", "inf"}), {"--tile-mm: \"inf\"", "4", "400"}},
      {"seed_negative", texture({"--seed", "-1"}), {"--seed: -1 ", "0"}},
      {"value_missing_at_the_end", texture({"--size"}), {"--size: needs a value", "--size 1024"}},
      {"value_missing_before_a_flag", texture({"--size", "--seed", "3"}), {"--size: needs a value"}},
      {"given_twice", texture({"--size", "64", "--size", "65"}), {"--size: is given twice"}},
      {"given_twice_by_alias", texture({"--color", "red", "--colour", "blue"}), {"--color: is given twice"}},
      {"stray_word", texture({"--product", "down", "jacket"}), {"\"jacket\"", "--product \"down jacket\""}},
      {"all_that_is_missing", texture({"--material", "nylon"}), {"--product, --color", "atelier texture --product"}},
      {"empty_word", texture({"--product", ""}), {"--product: the text is empty", "down jacket"}},
      {"blank_word", texture({"--material", "   "}), {"--material: the text is empty"}},
      {"long_word", texture({"--product", long_word}), {"--product: ", "10000 bytes", "200"}},
      {"long_flag", texture({"--" + long_word}), {"there is no such flag"}},
      {"long_verb", {long_word}, {"there is no command"}},
      {"control_character", texture({"--color", "na\x1b[31mvy"}), {"--color: ", "U+001B"}},
      {"line_break", texture({"--color", "navy\nblue"}), {"--color: ", "U+000A"}},
      {"invalid_utf8", texture({"--material", "nyl\xffon"}), {"--material: byte 4", "UTF-8"}},
      {"cut_utf8", texture({"--material", "\xed\x8c"}), {"--material: byte 1", "UTF-8"}},
      {"invalid_utf8_in_a_flag", texture({"--\xff\x1b[31m"}), {"there is no such flag"}},
      {"unknown_language", {"--lang", "xx", "help"}, {"--lang: ", "en, ru, ko"}},
      {"threads_negative", {"help", "--threads", "-1"}, {"--threads: -1 "}},
      {"flag_with_a_strange_value", {"help", "--quiet=maybe"}, {"--quiet: \"maybe\""}},
      {"misspelt_product",
       texture({"--product", "dwon jacket", "--material", "nylon", "--color", "navy"}),
       {"--product: ", "down jacket"}},
      {"misspelt_material",
       texture({"--product", "down jacket", "--material", "nylom", "--color", "navy"}),
       {"--material: ", "nylon"}},
      {"misspelt_color",
       texture({"--product", "down jacket", "--material", "nylon", "--color", "navvy"}),
       {"--color: ", "navy"}},
      {"damaged_hex",
       texture({"--product", "down jacket", "--material", "nylon", "--color", "#12345"}),
       {"--color: ", "#12345"}},
      {"misspelt_finish",
       texture({"--product", "jeans", "--material", "denim", "--color", "navy", "--finish", "stonewsh"}),
       {"--finish: ", "stonewash"}},
  };
}

class BadCommandLine : public testing::TestWithParam<Bad> {};

TEST_P(BadCommandLine, IsRefusedWithOneSentenceThatNamesFieldAndRemedy) {
  const Workplace workplace;
  const Outcome outcome = workplace.run(GetParam().words);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, StartsWith("atelier: Something in the request needs changing: "));
  for (const char* part : GetParam().says) EXPECT_THAT(outcome.err, HasSubstr(part));
  EXPECT_LE(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 2) << "one sentence and one hint";
  EXPECT_LT(outcome.err.size(), 700u);
  EXPECT_EQ(outcome.err.find_first_of("\x1b\xff"), std::string::npos) << "nothing that a terminal would obey";
  EXPECT_THAT(workplace.files(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, BadCommandLine, testing::ValuesIn(bad_command_lines()),
                         [](const auto& test) { return test.param.name; });

TEST(Languages, ErrorsComeInTheLanguageOfTheFlag) {
  const Workplace workplace;
  EXPECT_THAT(workplace.run({"texture", "--size", "0", "--lang", "ru"}).err,
              StartsWith("atelier: В запросе нужно кое-что исправить: --size: 0 "));
  EXPECT_THAT(workplace.run({"--lang=ko", "texture", "--size", "0"}).err,
              StartsWith("atelier: 요청에 고쳐야 할 부분이 있습니다: --size: "));
}

TEST(Languages, ErrorsComeInTheLanguageOfTheSystem) {
  const Workplace workplace;
  EXPECT_THAT(workplace.run({"textur"}, {.environment = {{"LC_ALL", "ru_RU.UTF-8"}}}).err,
              HasSubstr("нет команды «textur»"));
  EXPECT_THAT(workplace.run({"textur"}, {.environment = {{"LC_ALL", ""}, {"LANG", "ko_KR.UTF-8"}}}).err,
              HasSubstr("\"textur\" 명령은 없습니다"));
}

TEST(Languages, EveryRefusalHasWordsOfItsOwnInEveryLanguage) {
  const Workplace workplace;
  for (const Bad& bad : bad_command_lines()) {
    if (std::string_view(bad.name) == "unknown_language") continue;
    const auto err_in = [&](const char* lang) {
      std::vector<std::string> words = {"--lang", lang};
      words.insert(words.end(), bad.words.begin(), bad.words.end());
      return workplace.run(words).err;
    };
    const std::string en = err_in("en"), ru = err_in("ru"), ko = err_in("ko");
    const auto first_line = [](const std::string& text) { return text.substr(text.rfind(": ", text.find('\n'))); };
    EXPECT_NE(first_line(en), first_line(ru)) << bad.name;
    EXPECT_NE(first_line(en), first_line(ko)) << bad.name;
  }
}

}  // namespace
}  // namespace atelier::cli_test
