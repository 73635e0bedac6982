#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;

/// Every verb as `atelier help --json` tells it.
json all_verbs(const Workplace& workplace) {
  return json::parse(workplace.run({"help", "--json"}).out).at("commands");
}

/// Hangul and Cyrillic signs of UTF-8 text, roughly: lead bytes.
bool has_letters_of(const std::string& text, const std::string& lang) {
  const auto is_lead = [&](unsigned char c) { return lang == "ru" ? c == 0xD0 || c == 0xD1 : c >= 0xEA && c <= 0xED; };
  return std::any_of(text.begin(), text.end(), is_lead);
}

TEST(Help, AloneItGreetsAndSaysWhatToType) {
  const Workplace workplace;
  const Outcome outcome = workplace.run({});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("atelier texture --product"));
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(Help, EveryVerbOfTheProgramIsListed) {
  const Workplace workplace;
  std::set<std::string> names;
  for (const json& verb : all_verbs(workplace)) names.insert(verb.at("name"));
  EXPECT_THAT(names, IsSupersetOf({"texture", "fabrics", "prompt", "show", "replay", "bench", "completion", "help"}));
  const std::string overview = workplace.run({"help"}).out;
  for (const std::string& name : names) EXPECT_THAT(overview, HasSubstr("  " + name + " "));
}

TEST(Help, EveryVerbExplainsItselfInThreeLanguages) {
  const Workplace workplace;
  for (const json& verb : all_verbs(workplace)) {
    const std::string name = verb.at("name");
    const Outcome en = workplace.run({name, "--help", "--lang", "en"});
    EXPECT_EQ(en.exit_code, 0) << name;
    EXPECT_THAT(en.out, StartsWith("atelier " + name + " — "));
    EXPECT_EQ(workplace.run({"help", name}).out, en.out);
    for (const std::string lang : {"ru", "ko"}) {
      const std::string text = workplace.run({name, "-h", "--lang", lang}).out;
      EXPECT_TRUE(has_letters_of(text.substr(0, text.find('\n')), lang)) << name << " in " << lang;
      EXPECT_NE(text, en.out);
    }
  }
}

TEST(Help, EveryFlagHasWordsInEveryLanguage) {
  const Workplace workplace;
  for (const std::string lang : {"ru", "ko"}) {
    const json verbs = json::parse(workplace.run({"help", "--json", "--lang", lang}).out).at("commands");
    for (const json& verb : verbs) {
      EXPECT_TRUE(has_letters_of(verb.at("what"), lang)) << verb.at("name");
      for (const json& flag : verb.at("flags")) EXPECT_TRUE(has_letters_of(flag.at("help"), lang)) << flag;
      for (const json& example : verb.at("examples")) EXPECT_TRUE(has_letters_of(example.at("what"), lang)) << example;
    }
  }
}

TEST(Help, NoLineIsWiderThanItsPage) {
  const Workplace workplace;
  for (const json& verb : all_verbs(workplace)) {
    std::istringstream lines(workplace.run({verb.at("name"), "--help"}).out);
    for (std::string line; std::getline(lines, line);) {
      if (line.find("  atelier ") != std::string::npos) continue;
      EXPECT_LE(line.size(), 130u) << line;
    }
  }
}

/// The examples of every verb in the order of help, in one folder, as somebody would type them one after the other.
/// `bench` is left out: it takes as long as it takes.
TEST(Help, EveryExampleRunsAsPrinted) {
  const Workplace workplace;
  for (const json& verb : all_verbs(workplace)) {
    if (verb.at("name") == "bench") continue;
    EXPECT_THAT(verb.at("examples"), Not(IsEmpty())) << verb.at("name");
    for (const json& example : verb.at("examples")) {
      const std::string command = example.at("command");
      const Outcome outcome = workplace.shell(command);
      EXPECT_EQ(outcome.exit_code, 0) << command << "\n" << outcome.err;
    }
  }
}

TEST(Help, EveryVerbAnswersInJson) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--out", "cloth", "--quiet"})).exit_code, 0);
  const std::string manifest = "cloth/manifest.json";
  const std::vector<std::vector<std::string>> lines = {
      {"help"},
      {"help", "texture"},
      {"texture", "--help"},
      {"fabrics"},
      {"fabrics", "describe", "denim"},
      {"prompt", "--product", "shirt", "--material", "poplin", "--color", "navy"},
      {"show", "cloth/" + workplace.shell("basename cloth/*_diff_*").out.substr(0)},
      {"replay", manifest},
      {"completion", "bash"},
      {"config"},
      {"schema", "texture"},
      {"doctor"},
      {"version"},
  };
  std::set<std::string> known;
  for (const json& verb : all_verbs(workplace)) known.insert(verb.at("name"));
  for (std::vector<std::string> words : lines) {
    if (!known.contains(words.front())) continue;
    for (std::string& word : words) word.erase(std::remove(word.begin(), word.end(), '\n'), word.end());
    words.push_back("--json");
    const Outcome outcome = workplace.run(words);
    EXPECT_EQ(outcome.exit_code, 0) << testing::PrintToString(words) << outcome.err;
    EXPECT_TRUE(json::accept(outcome.out)) << testing::PrintToString(words);
    EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1) << testing::PrintToString(words);
  }
}

TEST(Completion, BashCompletesVerbsFlagsAndWords) {
  const Workplace workplace;
  const auto complete = [&](const std::string& words, int at) {
    return workplace
        .shell("source <(atelier completion bash); COMP_WORDS=(" + words + "); COMP_CWORD=" + std::to_string(at) +
               "; _atelier 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"")
        .out;
  };
  EXPECT_EQ(complete("atelier tex", 1), "texture\n");
  EXPECT_EQ(complete("atelier texture --si", 2), "--size\n");
  EXPECT_EQ(complete("atelier texture --material popl", 3), "poplin\n");
  EXPECT_EQ(complete("atelier texture --lang = r", 4), "ru\n");
  EXPECT_EQ(complete("atelier completion z", 2), "zsh\n");
}

TEST(Completion, ScriptsAreValid) {
  const Workplace workplace;
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    if (workplace.shell("command -v " + shell).exit_code != 0) continue;
    EXPECT_EQ(workplace.shell("atelier completion " + shell + " > script && " + shell + " -n script").exit_code, 0)
        << shell;
  }
}

}  // namespace
}  // namespace atelier::cli_test
