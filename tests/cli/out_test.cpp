#include <gmock/gmock.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

void write(const fs::path& path, std::string_view text) {
  std::ofstream(path) << text;
}

/// Nothing of the set is left, no hidden folder either.
void expect_only(const Workplace& workplace, const std::vector<std::string>& files) {
  EXPECT_EQ(workplace.files(), files);
}

TEST(Out, FolderIsNamedAfterTheRequestAndPrinted) {
  const Workplace workplace;
  const Outcome outcome = workplace.run(small_texture());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  ASSERT_THAT(outcome.out, EndsWith("\n"));
  const std::string folder = outcome.out.substr(0, outcome.out.size() - 1);
  EXPECT_EQ(folder.find_first_of("/ \n"), std::string::npos);
  EXPECT_TRUE(fs::exists(workplace.folder() / folder / "manifest.json"));
  EXPECT_THAT(outcome.err, HasSubstr("woven (embedded)"));
}

TEST(Out, SameRequestTwiceLeavesTwoFoldersAndSaysSo) {
  const Workplace workplace;
  const Outcome first = workplace.run(small_texture()), second = workplace.run(small_texture());
  ASSERT_EQ(second.exit_code, 0) << second.err;
  EXPECT_NE(first.out, second.out);
  const std::string folder = first.out.substr(0, first.out.size() - 1);
  EXPECT_THAT(first.err, Not(HasSubstr("--overwrite")));
  EXPECT_THAT(second.err, testing::AllOf(HasSubstr(folder + " holds the same"), HasSubstr("--overwrite")));
}

TEST(Out, OverwriteWithoutOutReplacesTheFolderOfTheRequest) {
  const Workplace workplace;
  const Outcome first = workplace.run(small_texture());
  const std::vector<std::string> files = workplace.files();
  const Outcome again = workplace.run(small_texture({"--overwrite"}));
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(again.out, first.out);
  EXPECT_EQ(workplace.files(), files);
}

TEST(Out, ALinkThatLeadsNowhereIsSaid) {
  const Workplace workplace;
  fs::create_symlink("nowhere", workplace.folder() / "link");
  const Outcome outcome = workplace.run(small_texture({"--out", "link"}));
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--out: link is a link"));
}

TEST(Out, NewFoldersAboveAreMade) {
  const Workplace workplace;
  const Outcome outcome = workplace.run(small_texture({"--out", "a/b/cloth/"}));
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_TRUE(fs::exists(workplace.folder() / "a/b/cloth/manifest.json"));
}

TEST(Out, AnEmptyFolderIsUsed) {
  const Workplace workplace;
  fs::create_directory(workplace.folder() / "cloth");
  EXPECT_EQ(workplace.run(small_texture({"--out", "cloth"})).exit_code, 0);
}

TEST(Out, AFolderWithOtherThingsStaysAsItIs) {
  const Workplace workplace;
  fs::create_directory(workplace.folder() / "cloth");
  write(workplace.folder() / "cloth/letter.txt", "dear");
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--overwrite"}}) {
    std::vector<std::string> words = small_texture({"--out", "cloth"});
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = workplace.run(words);
    EXPECT_EQ(outcome.exit_code, 5);
    EXPECT_THAT(outcome.err, HasSubstr("--out: cloth"));
    expect_only(workplace, {"cloth", "cloth/letter.txt"});
  }
}

TEST(Out, ASetOfOursIsReplacedOnlyWhenAsked) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--out", "cloth"})).exit_code, 0);
  const std::vector<std::string> before = workplace.files();
  const Outcome refused = workplace.run(small_texture({"--out", "cloth", "--seed", "2"}));
  EXPECT_EQ(refused.exit_code, 5);
  EXPECT_THAT(refused.err, HasSubstr("--overwrite"));
  EXPECT_EQ(workplace.files(), before);
  EXPECT_EQ(workplace.run(small_texture({"--out", "cloth", "--seed", "2", "--overwrite"})).exit_code, 0);
  EXPECT_EQ(workplace.files().size(), before.size());
}

TEST(Out, AFileIsRefused) {
  const Workplace workplace;
  write(workplace.folder() / "cloth", "a file");
  const Outcome outcome = workplace.run(small_texture({"--out", "cloth"}));
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--out: cloth is a file"));
  expect_only(workplace, {"cloth"});
}

TEST(Out, AFileInTheWayIsRefused) {
  const Workplace workplace;
  write(workplace.folder() / "file", "a file");
  const Outcome outcome = workplace.run(small_texture({"--out", "file/cloth"}));
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("file"));
  expect_only(workplace, {"file"});
}

TEST(Out, BadPathsAreRefused) {
  const Workplace workplace;
  for (const char* path : {"", ".", "..", "/", "../climbs", "a/../../climbs", "line\nbreak", "\xff", "./."}) {
    const Outcome outcome = workplace.run(small_texture({"--out", path}));
    EXPECT_EQ(outcome.exit_code, 2) << path << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("--out: ")) << path;
    expect_only(workplace, {});
  }
  const Outcome long_name = workplace.run(small_texture({"--out", std::string(300, 'x')}));
  EXPECT_EQ(long_name.exit_code, 2) << long_name.err;
  expect_only(workplace, {});
}

TEST(Out, TwoCommandsOnOneFolder) {
  const Workplace workplace;
  const std::vector<std::string> command = {program().string(), "texture", "--product", "shirt", "--material", "poplin",
                                            "--color",          "navy",    "--size",    "1024",  "--out",      "cloth"};
  Process first(command, workplace.folder(), {}), second(command, workplace.folder(), {});
  const Outcome a = first.wait(), b = second.wait();
  EXPECT_THAT((std::vector{a.exit_code, b.exit_code}), testing::UnorderedElementsAre(0, 5)) << a.err << b.err;
  EXPECT_THAT(a.err + b.err, HasSubstr("--out: "));
  EXPECT_THAT(workplace.files(), Not(Contains(HasSubstr(".partial"))));
}

/// A file system mounted for one test; only root can.
class Mounted {
 public:
  Mounted(const fs::path& folder, const char* options, unsigned long flags) : folder_(folder) {
    fs::create_directory(folder);
    mounted_ = mount("tmpfs", folder.c_str(), "tmpfs", flags, options) == 0;
  }
  ~Mounted() {
    if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }

 private:
  fs::path folder_;
  bool mounted_;
};

TEST(Out, AFullDiskIsSaidAndLeavesNothing) {
  const Workplace workplace;
  const Mounted disk(workplace.folder() / "disk", "size=48k", 0);
  if (!disk.mounted()) GTEST_SKIP() << "a small disk cannot be mounted here: " << std::strerror(errno);
  const Outcome outcome = workplace.run(small_texture({"--out", "disk/cloth"}));
  EXPECT_EQ(outcome.exit_code, 7) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("disk"));
  expect_only(workplace, {"disk"});
}

TEST(Out, AReadOnlyDiskIsSaid) {
  const Workplace workplace;
  const Mounted disk(workplace.folder() / "disk", "size=48k", MS_RDONLY);
  if (!disk.mounted()) GTEST_SKIP() << "a read-only disk cannot be mounted here: " << std::strerror(errno);
  const Outcome outcome = workplace.run(small_texture({"--out", "disk/cloth"}));
  EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("--out: "));
  expect_only(workplace, {"disk"});
}

TEST(Out, AFolderWithoutWriteRightIsSaid) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  const Workplace workplace;
  fs::create_directory(workplace.folder() / "closed");
  fs::permissions(workplace.folder() / "closed", fs::perms::owner_read | fs::perms::owner_exec);
  const Outcome outcome = workplace.run(small_texture({"--out", "closed/cloth"}));
  EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
}

TEST(Out, WhatAKilledCommandLeftIsTakenOver) {
  const Workplace workplace;
  fs::create_directory(workplace.folder() / ".cloth.partial");
  write(workplace.folder() / ".cloth.partial/half.png", "half");
  EXPECT_EQ(workplace.run(small_texture({"--out", "cloth"})).exit_code, 0);
  EXPECT_THAT(workplace.files(), Not(Contains(HasSubstr("half"))));
  EXPECT_THAT(workplace.files(), Not(Contains(HasSubstr(".partial"))));
}

}  // namespace
}  // namespace atelier::cli_test
