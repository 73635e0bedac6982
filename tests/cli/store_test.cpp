#include <gmock/gmock.h>

#include <filesystem>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(Store, IsBackedUpAndRestoredElsewhere) {
  const Workplace workplace;
  const Setting first{.environment = {{"ATELIER_HOME", "one"}}}, second{.environment = {{"ATELIER_HOME", "two"}}};
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"backup", "a.db"}, {"backup", "b.tar", "--artifacts"}}) {
    const Outcome made = workplace.run(words, first);
    ASSERT_EQ(made.exit_code, 0) << made.err;
    EXPECT_EQ(made.out, words[1] + "\n");
    EXPECT_EQ(workplace.run(words, first).exit_code, 5);
    const Outcome restored = workplace.run({"restore", words[1]}, second);
    ASSERT_EQ(restored.exit_code, 0) << restored.err;
    EXPECT_THAT(restored.out, HasSubstr("two/data/atelier.db"));
    const Outcome again = workplace.run({"restore", words[1]}, second);
    EXPECT_EQ(again.exit_code, 5);
    EXPECT_THAT(again.err, HasSubstr("move that file away"));
    std::filesystem::remove_all(workplace.folder() / "two");
  }
}

TEST(Store, GarbageCollectionSaysWhatIsGone) {
  const Workplace workplace;
  const Outcome outcome = workplace.run({"gc", "--days", "1", "--max-mb", "5", "--json"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("\"jobs\":0"), HasSubstr("\"files_left\":0")));
}

TEST(Store, ThatDoesNotAnswerOrIsNoneIsNamed) {
  const Workplace workplace;
  const Outcome gone =
      workplace.run({"gc"}, {.environment = {{"ATELIER_STORE", "postgresql://ann:hunter22@127.0.0.1:1/x"}}});
  EXPECT_EQ(gone.exit_code, 8);
  EXPECT_THAT(gone.err, AllOf(HasSubstr("127.0.0.1:1/x"), testing::Not(HasSubstr("hunter22"))));
  const Outcome none = workplace.run({"gc"}, {.environment = {{"ATELIER_STORE", "mysql://x"}}});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("store"));
  const Outcome other = workplace.run({"restore", "a"}, {.environment = {{"ATELIER_STORE", "postgresql:///x"}}});
  EXPECT_EQ(other.exit_code, 6);
  EXPECT_THAT(other.err, HasSubstr("pg_restore"));
}

}  // namespace
}  // namespace atelier::cli_test
