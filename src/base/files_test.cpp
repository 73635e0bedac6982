#include "base/files.h"

#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "base/test_folder.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST(Files, WritesAndReadsBack) {
  const TestFolder folder;
  const std::string bytes("a\0b\xFF", 4);
  ASSERT_TRUE(write_file_atomic(folder / "x", bytes).ok());
  ASSERT_TRUE(write_file_atomic(folder / "x", bytes + "2").ok());
  EXPECT_EQ(read_file(folder / "x", 100).value(), bytes + "2");
  EXPECT_EQ(entries(folder.path()), 1u) << "no temporary file stays";
  ASSERT_TRUE(write_file(folder / "y", "").ok());
  EXPECT_EQ(read_file(folder / "y", 0).value(), "");
}

TEST(Files, ReadStopsAtTheLimit) {
  const TestFolder folder;
  ASSERT_TRUE(write_file(folder / "x", "12345").ok());
  EXPECT_TRUE(read_file(folder / "x", 5).ok());
  const Result<std::string> over = read_file(folder / "x", 4);
  ASSERT_FALSE(over.ok());
  EXPECT_EQ(over.error().kind, ErrorKind::too_large);
  EXPECT_EQ(read_file("/dev/zero", 1000).error().kind, ErrorKind::too_large);
}

TEST(Files, NamesPathAndKindOfEveryFailure) {
  const TestFolder folder;
  ASSERT_TRUE(write_file(folder / "file", "x").ok());
  const Result<std::string> missing = read_file(folder / "missing", 10);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_THAT(missing.error().message.en, HasSubstr("missing"));
  EXPECT_EQ(read_file(folder.path(), 10).error().kind, ErrorKind::invalid_argument);
  EXPECT_EQ(read_file(folder / "file" / "below", 10).error().kind, ErrorKind::invalid_argument);
  EXPECT_EQ(read_file(folder / std::string(300, 'n'), 10).error().kind, ErrorKind::invalid_argument);
  EXPECT_EQ(write_file_atomic(folder.path(), "x").error().kind, ErrorKind::invalid_argument);
  EXPECT_EQ(write_file_atomic(folder / "no" / "x", "x").error().kind, ErrorKind::not_found);
  EXPECT_EQ(write_file_atomic(folder / "file" / "x", "x").error().kind, ErrorKind::invalid_argument);
}

TEST(Files, EveryErrnoHasItsKind) {
  const std::pair<int, ErrorKind> rows[] = {{ENOSPC, ErrorKind::out_of_disk},
                                            {EDQUOT, ErrorKind::out_of_disk},
                                            {EACCES, ErrorKind::denied},
                                            {EPERM, ErrorKind::denied},
                                            {EROFS, ErrorKind::denied},
                                            {ENOENT, ErrorKind::not_found},
                                            {EISDIR, ErrorKind::invalid_argument},
                                            {ENOTDIR, ErrorKind::invalid_argument},
                                            {EEXIST, ErrorKind::conflict},
                                            {EIO, ErrorKind::internal}};
  for (const auto& [number, kind] : rows) {
    const Error error = file_error(number, "some/where");
    EXPECT_EQ(error.kind, kind) << number;
    for (const std::string& text : {error.message.en, error.message.ru, error.message.ko})
      EXPECT_THAT(text, HasSubstr("some/where"));
  }
}

TEST(Files, AFullDiskIsOutOfDiskAndLeavesNoHalfFile) {
  const TestFolder folder;
  if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=64k") != 0) {
    GTEST_SKIP() << "needs the right to mount a small tmpfs";
  }
  const Result<void> atomic = write_file_atomic(folder / "x", std::string(200'000, 'x'));
  const std::size_t after_atomic = entries(folder.path());
  const Result<void> plain = write_file(folder / "x", std::string(200'000, 'x'));
  const std::size_t after_plain = entries(folder.path());
  ::umount(folder.path().c_str());
  ASSERT_FALSE(atomic.ok());
  ASSERT_FALSE(plain.ok());
  EXPECT_EQ(atomic.error().kind, ErrorKind::out_of_disk);
  EXPECT_EQ(plain.error().kind, ErrorKind::out_of_disk);
  EXPECT_EQ(after_atomic, 0u);
  EXPECT_EQ(after_plain, 0u);
}

TEST(Files, AReadOnlyDiskIsDenied) {
  const TestFolder folder;
  if (::mount("tmpfs", folder.path().c_str(), "tmpfs", MS_RDONLY, "size=64k") != 0) {
    GTEST_SKIP() << "needs the right to mount a small tmpfs";
  }
  const Result<void> written = write_file_atomic(folder / "x", "x");
  ::umount(folder.path().c_str());
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::denied);
}

TEST(OutPath, RefusesWhatClimbsOrCannotBeShown) {
  for (const char* path : {"", "..", "../x", "a/../../x", "a\nb", "a\xFF"}) {
    const Result<void> checked = check_out_path(path);
    ASSERT_FALSE(checked.ok()) << path;
    EXPECT_EQ(checked.error().kind, ErrorKind::invalid_argument);
    EXPECT_EQ(checked.error().field, "out");
  }
  EXPECT_THAT(check_out_path("../x").error().hint.en, HasSubstr("absolute"));
  for (const char* path : {"x", "a/../x", "./x", "/var/../x", "천", "..x"})
    EXPECT_TRUE(check_out_path(path).ok()) << path;
}

TEST(ShownPath, KeepsTheEndOfALongPath) {
  const std::string shown = shown_path("/" + std::string(500, 'a') + "/the_name");
  EXPECT_THAT(shown, HasSubstr("/the_name"));
  EXPECT_LT(shown.size(), 130u);
}

}  // namespace
}  // namespace atelier
