#include "tests/structure/functions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace atelier::structure {

namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

auto is(const std::string& name, int line, int lines) {
  return AllOf(Field("name", &Function::name, name), Field("line", &Function::line, line),
               Field("lines", &Function::lines, lines));
}

TEST(Functions, AreFoundInNamespacesAndClasses) {
  EXPECT_THAT(
      functions_in(R"(namespace a {
namespace {
int one(int x) { return x; }
}
class Cloth : public Structure {
 public:
  explicit Cloth(int ends) : ends_{ends}, picks_(2) {
    weave();
  }
  const Tile& tile() const override { return tile_; }
  bool operator==(const Cloth&) const {
    return true;
  }

 private:
  struct Free {
    void operator()(int* p) const;
  };
  int ends_ = 0, picks_{0};
};
template <class T, class U = int>
auto two(T a,
         U b) -> std::vector<T> {
  return {a, b};
}
}
)"),
      ElementsAre(is("one", 3, 1), is("Cloth", 7, 3), is("tile", 10, 1), is("operator==", 11, 3), is("two", 21, 5)));
}

TEST(Functions, DeclarationsAndTablesAreNone) {
  EXPECT_THAT(functions_in(R"(int one(int x);
constexpr Row rows[] = {
    {"texture", fields_of<Request>, run},
};
enum class Lang { en, ru };
struct Range { double min, max; };
std::vector<int> values{one(1), 2};
#define TRY(a) { \
  a
using F = void (*)(int);
extern "C" {
int three(void);
}
)"),
              IsEmpty());
}

TEST(Functions, BracesInLiteralsCommentsAndSkippedBranchesDoNotCount) {
  EXPECT_THAT(functions_in("void one() {\n"
                           "  f(\"{{{ \\\" {\", '{', 1'000'000);  // {\n"
                           "  /* { */\n"
                           "  g(R\"x({ )\" {)x\");\n"
                           "}\n"
                           "#if A\n"
                           "void two() {\n"
                           "#else\n"
                           "void two(int) {\n"
                           "#endif\n"
                           "}\n"
                           "void three() noexcept(true) {}\n"),
              ElementsAre(is("one", 1, 5), is("two", 7, 5), is("three", 12, 1)));
}

TEST(Functions, LambdasBelongToTheirFunction) {
  EXPECT_THAT(functions_in(R"(void one() {
  const auto f = [&](int x) {
    return x;
  };
  struct Local {
    int g() { return 1; }
  };
  run([] { f(1); }, std::array{1, 2});
}
)"),
              ElementsAre(is("one", 1, 9)));
}

TEST(Functions, ALambdaThatInitialisesAVariableCountsByItself) {
  EXPECT_THAT(functions_in("const auto table = [](int x) {\n  return x;\n}(1);\nconst int b = [] { return 1; }();\n"),
              ElementsAre(Field(&Function::lines, 3), Field(&Function::lines, 1)));
}

TEST(Functions, ATestIsNamedByItsArguments) {
  EXPECT_THAT(functions_in("TEST(Words, AreFound) {\n}\nTEST(Words, AreRefused) {\n}\n"),
              ElementsAre(is("TEST(Words, AreFound)", 1, 2), is("TEST(Words, AreRefused)", 3, 2)));
}

TEST(Functions, MacrosBehindTheParametersAreAllowed) {
  EXPECT_THAT(functions_in("HWY_BEFORE_NAMESPACE();\nnamespace a {\nHWY_NOINLINE void one(int x) HWY_ATTR {\n}\n}\n"),
              ElementsAre(is("one", 3, 2)));
}

}  // namespace

}  // namespace atelier::structure
