#include <gtest/gtest.h>

#include <functional>

#include "tests/structure/rules.h"
#include "tests/structure/tree.h"

namespace atelier::structure {

namespace {

const std::vector<SourceFile>& project() {
  static const std::vector<SourceFile> files = project_files(ATELIER_SOURCE_DIR);
  return files;
}

const Ratchet& ratchet() {
  static const Ratchet entries = [] {
    for (const SourceFile& file : project()) {
      if (file.path == "tests/structure/ratchet.txt") return read_ratchet(file.text);
    }
    return Ratchet();
  }();
  return entries;
}

void expect_none(const std::vector<Violation>& violations) {
  for (const Violation& violation : violations) ADD_FAILURE() << to_string(violation);
}

void expect_kept(const std::function<std::vector<Violation>(const SourceFile&)>& check) {
  for (const SourceFile& file : project()) expect_none(check(file));
}

TEST(ProjectStructure, IsFound) {
  EXPECT_GT(project().size(), 20u);
}

TEST(ProjectStructure, IncludesGoDownTheLadderAndForeignHeadersStayBehindTheirWalls) {
  expect_kept(check_includes);
}

TEST(ProjectStructure, FunctionsAndFilesStayShort) {
  expect_kept([](const SourceFile& file) { return check_lengths(file, ratchet()); });
  expect_none(check_ratchet(project(), ratchet()));
}

TEST(ProjectStructure, NoFileNamesAPathOfOneMachine) {
  expect_kept(check_machine_paths);
}

TEST(ProjectStructure, NothingUnfinishedIsLeftBehind) {
  expect_kept(check_leftovers);
}

}  // namespace

}  // namespace atelier::structure
