#include "base/machine.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/test_folder.h"
#include "base/version.h"

namespace atelier {
namespace {

TEST(Machine, KnowsItsMemory) {
  const Machine machine = this_machine();
  EXPECT_GT(machine.memory_bytes, 64u << 20);
  EXPECT_LE(machine.memory_free_bytes, machine.memory_bytes);
}

TEST(Machine, TellsTheFreeDiskOfFoldersThatDoNotExistYet) {
  const TestFolder folder;
  EXPECT_GT(free_disk_bytes(folder.path()).value_or(0), 0u);
  EXPECT_GT(free_disk_bytes(folder / "not" / "yet").value_or(0), 0u);
}

TEST(Machine, TellsWhetherAFolderCanBeMade) {
  const TestFolder folder;
  EXPECT_TRUE(check_writable(folder.path()).ok());
  EXPECT_TRUE(check_writable(folder / "not" / "yet").ok());
  EXPECT_FALSE(std::filesystem::exists(folder / "not"));
  ASSERT_TRUE(write_file(folder / "file", "x").ok());
  EXPECT_EQ(check_writable(folder / "file" / "below").error().kind, ErrorKind::invalid_argument);
}

TEST(Machine, FindsProgramsThatCanBeRun) {
  const TestFolder folder;
  ASSERT_TRUE(write_file(folder / "tool", "x").ok());
  const std::string search_path = "relative::" + folder.path().string();
  EXPECT_EQ(find_program("tool", search_path), std::nullopt) << "it may not be run";
  ::chmod((folder / "tool").c_str(), 0755);
  EXPECT_EQ(find_program("tool", search_path), folder / "tool");
  EXPECT_EQ(find_program("other", search_path), std::nullopt);
}

TEST(Version, IsThatOfTheBuild) {
  const std::string text = read_file(std::filesystem::path(ATELIER_SOURCE_DIR) / "CMakeLists.txt", 1 << 20).value();
  EXPECT_NE(text.find("VERSION " + std::string(version())), std::string::npos);
  EXPECT_NE(architecture(), "unknown");
}

}  // namespace
}  // namespace atelier
