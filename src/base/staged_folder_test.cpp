#include "base/staged_folder.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.h"
#include "base/test_folder.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

Error refusal(const fs::path& target, IfThere if_there = IfThere::refuse) {
  const Result<StagedFolder> staged = StagedFolder::create(target, if_there);
  if (staged.ok()) {
    ADD_FAILURE() << target << " was accepted";
    return {};
  }
  EXPECT_EQ(staged.error().field, "out");
  return staged.error();
}

void make_set(const fs::path& folder, const char* content) {
  fs::create_directories(folder);
  ASSERT_TRUE(write_file(folder / "manifest.json", R"({"generator": "atelier 0.1.0"})").ok());
  ASSERT_TRUE(write_file(folder / content, "x").ok());
}

TEST(StagedFolder, AppearsWholeWhenPublished) {
  const TestFolder folder;
  Result<StagedFolder> staged = StagedFolder::create(folder / "set");
  ASSERT_TRUE(staged.ok()) << staged.error().message.en;
  ASSERT_TRUE(write_file(staged->folder() / "map.png", "x").ok());
  EXPECT_FALSE(fs::exists(folder / "set"));
  ASSERT_TRUE(staged->publish().ok());
  EXPECT_TRUE(fs::exists(folder / "set" / "map.png"));
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(StagedFolder, LeavesNothingWhenNotPublished) {
  const TestFolder folder;
  {
    Result<StagedFolder> staged = StagedFolder::create(folder / "deep" / "er" / "set");
    ASSERT_TRUE(staged.ok());
    ASSERT_TRUE(write_file(staged->folder() / "map.png", "x").ok());
  }
  EXPECT_EQ(entries(folder.path()), 0u) << "parents made for it go too";
}

TEST(StagedFolder, TakesAnEmptyFolderAndATrailingSlash) {
  const TestFolder folder;
  fs::create_directory(folder / "set");
  Result<StagedFolder> staged = StagedFolder::create(folder / "set" / "");
  ASSERT_TRUE(staged.ok()) << staged.error().message.en;
  EXPECT_EQ(staged->target(), folder / "set");
  ASSERT_TRUE(write_file(staged->folder() / "map.png", "x").ok());
  ASSERT_TRUE(staged->publish().ok());
  EXPECT_TRUE(fs::exists(folder / "set" / "map.png"));
}

TEST(StagedFolder, RefusesAFolderThatIsNotEmpty) {
  const TestFolder folder;
  make_set(folder / "set", "old.png");
  const Error error = refusal(folder / "set");
  EXPECT_EQ(error.kind, ErrorKind::conflict);
  EXPECT_EQ(error.hint.en, "Choose another --out, or add --overwrite.");
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(StagedFolder, ReplacesASetOfOursInOneStep) {
  const TestFolder folder;
  make_set(folder / "set", "old.png");
  Result<StagedFolder> staged = StagedFolder::create(folder / "set", IfThere::replace);
  ASSERT_TRUE(staged.ok()) << staged.error().message.en;
  ASSERT_TRUE(write_file(staged->folder() / "new.png", "x").ok());
  EXPECT_TRUE(fs::exists(folder / "set" / "old.png")) << "untouched until published";
  ASSERT_TRUE(staged->publish().ok());
  EXPECT_TRUE(fs::exists(folder / "set" / "new.png"));
  EXPECT_FALSE(fs::exists(folder / "set" / "old.png"));
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(StagedFolder, NeverReplacesAFolderThatIsNotOurs) {
  const TestFolder folder;
  fs::create_directory(folder / "photos");
  ASSERT_TRUE(write_file(folder / "photos" / "wedding.jpg", "x").ok());
  EXPECT_EQ(refusal(folder / "photos", IfThere::replace).kind, ErrorKind::conflict);
  ASSERT_TRUE(write_file(folder / "photos" / "manifest.json", R"({"generator": "another program"})").ok());
  EXPECT_EQ(refusal(folder / "photos", IfThere::replace).kind, ErrorKind::conflict);
  EXPECT_TRUE(fs::exists(folder / "photos" / "wedding.jpg"));
}

TEST(StagedFolder, KeepsWhatAppearedMeanwhile) {
  const TestFolder folder;
  Result<StagedFolder> staged = StagedFolder::create(folder / "set");
  ASSERT_TRUE(staged.ok());
  fs::create_directory(folder / "set");
  ASSERT_TRUE(write_file(folder / "set" / "theirs", "x").ok());
  const Result<void> published = staged->publish();
  ASSERT_FALSE(published.ok());
  EXPECT_EQ(published.error().kind, ErrorKind::conflict);
  EXPECT_TRUE(fs::exists(folder / "set" / "theirs"));
}

TEST(StagedFolder, RefusesBadTargetsUpFront) {
  const TestFolder folder;
  ASSERT_TRUE(write_file(folder / "file", "x").ok());
  EXPECT_EQ(refusal(folder / "file").kind, ErrorKind::invalid_argument);
  EXPECT_EQ(refusal(folder / "file" / "set").kind, ErrorKind::invalid_argument);
  EXPECT_EQ(refusal("../set").kind, ErrorKind::invalid_argument);
  EXPECT_EQ(refusal(".").kind, ErrorKind::invalid_argument);
  EXPECT_EQ(refusal("/").kind, ErrorKind::invalid_argument);
  EXPECT_EQ(refusal("").kind, ErrorKind::invalid_argument);
  EXPECT_EQ(refusal(folder / std::string(300, 'n')).kind, ErrorKind::invalid_argument);
  fs::create_symlink(folder / "nowhere", folder / "link");
  EXPECT_EQ(refusal(folder / "link").kind, ErrorKind::invalid_argument);
  EXPECT_EQ(entries(folder.path()), 2u);
}

TEST(StagedFolder, FollowsALinkToAFolder) {
  const TestFolder folder;
  fs::create_directory(folder / "real");
  fs::create_directory_symlink(folder / "real", folder / "link");
  Result<StagedFolder> staged = StagedFolder::create(folder / "link");
  ASSERT_TRUE(staged.ok()) << staged.error().message.en;
  ASSERT_TRUE(write_file(staged->folder() / "map.png", "x").ok());
  ASSERT_TRUE(staged->publish().ok());
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_TRUE(fs::exists(folder / "real" / "map.png"));
}

TEST(StagedFolder, TheSecondOnOneTargetFailsAtOnce) {
  const TestFolder folder;
  Result<StagedFolder> first = StagedFolder::create(folder / "set");
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(write_file(first->folder() / "map.png", "x").ok());
  EXPECT_EQ(refusal(folder / "set").kind, ErrorKind::conflict);
  EXPECT_TRUE(fs::exists(first->folder() / "map.png")) << "the first is undisturbed";
  EXPECT_TRUE(first->publish().ok());
}

/// Runs `work` in another process that ends with its exit code; -signal when it was killed.
template <class Work>
pid_t in_child(Work work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(StagedFolder, OfManyProcessesOnOneTargetExactlyOneWins) {
  const TestFolder folder;
  const auto work = [&] {
    Result<StagedFolder> staged = StagedFolder::create(folder / "set");
    if (!staged.ok()) return error_row(staged.error().kind).exit_code;
    if (!write_file(staged->folder() / "mine", std::to_string(::getpid())).ok()) return 99;
    ::usleep(30'000);
    if (entries(staged->folder()) != 1) return 98;
    const Result<void> published = staged->publish();
    return published.ok() ? 0 : error_row(published.error().kind).exit_code;
  };
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) children.push_back(in_child(work));
  int won = 0, lost = 0;
  for (const pid_t child : children) {
    const int code = wait_for(child);
    won += code == 0;
    lost += code == 5;
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 5);
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(StagedFolder, ProcessesThatReplaceOneSetNeverMix) {
  const TestFolder folder;
  make_set(folder / "set", "old.png");
  const auto work = [&] {
    for (int i = 0; i < 30; ++i) {
      Result<StagedFolder> staged = StagedFolder::create(folder / "set", IfThere::replace);
      if (!staged.ok()) {
        if (staged.error().kind != ErrorKind::conflict) return 97;
        continue;
      }
      if (!write_file(staged->folder() / "manifest.json", R"({"generator": "atelier"})").ok()) return 99;
      if (!write_file(staged->folder() / std::to_string(::getpid()), "x").ok()) return 96;
      const Result<void> published = staged->publish();
      if (!published.ok() && published.error().kind != ErrorKind::conflict) return 98;
    }
    return 0;
  };
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) children.push_back(in_child(work));
  for (const pid_t child : children) EXPECT_EQ(wait_for(child), 0);
  EXPECT_EQ(entries(folder / "set"), 2u);
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(StagedFolder, TakesOverWhatAKilledProcessLeft) {
  const TestFolder folder;
  const pid_t child = in_child([&] {
    const Result<StagedFolder> staged = StagedFolder::create(folder / "set");
    if (!staged.ok() || !write_file(staged->folder() / "half", "x").ok()) return 1;
    ::raise(SIGKILL);
    return 2;
  });
  ASSERT_EQ(wait_for(child), -SIGKILL);
  ASSERT_TRUE(fs::exists(folder / ".set.partial" / "half"));
  Result<StagedFolder> staged = StagedFolder::create(folder / "set");
  ASSERT_TRUE(staged.ok()) << staged.error().message.en;
  EXPECT_EQ(entries(staged->folder()), 0u);
  ASSERT_TRUE(staged->publish().ok());
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(StagedFolder, AReadOnlyParentIsDeniedUpFront) {
  const TestFolder folder;
  if (::mount("tmpfs", folder.path().c_str(), "tmpfs", MS_RDONLY, "size=64k") != 0) {
    GTEST_SKIP() << "needs the right to mount a small tmpfs";
  }
  const Error error = refusal(folder / "set");
  const Error deeper = refusal(folder / "a" / "set");
  ::umount(folder.path().c_str());
  EXPECT_EQ(error.kind, ErrorKind::denied);
  EXPECT_EQ(deeper.kind, ErrorKind::denied);
  EXPECT_THAT(error.message.en, HasSubstr("set"));
}

}  // namespace
}  // namespace atelier
