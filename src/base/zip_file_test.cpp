#include "base/zip_file.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/test_folder.h"

namespace atelier {
namespace {

std::uint32_t number(const std::string& bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int i = count - 1; i >= 0; --i)
    value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  return value;
}

TEST(ZipFile, HoldsFilesAsTheyAreWithTheKnownChecksum) {
  const TestFolder place;
  ZipFile zip = ZipFile::create(place / "a.zip").value();
  ASSERT_TRUE(zip.add("a/비단.txt", "123456789").ok());
  ASSERT_TRUE(zip.add("empty", "").ok());
  ASSERT_TRUE(zip.finish().ok());
  const std::string bytes = read_file(place / "a.zip", 1 << 16).value();
  EXPECT_EQ(number(bytes, 0, 4), 0x04034B50U);
  EXPECT_EQ(number(bytes, 6, 2), 1U << 11);      // names in UTF-8 and nothing else
  EXPECT_EQ(number(bytes, 14, 4), 0xCBF43926U);  // CRC-32 of "123456789"
  EXPECT_EQ(number(bytes, 18, 4), 9U);
  const std::size_t end = bytes.size() - 22;
  EXPECT_EQ(number(bytes, end, 4), 0x06054B50U);
  EXPECT_EQ(number(bytes, end + 10, 2), 2U);
  const std::size_t directory = number(bytes, end + 16, 4);
  EXPECT_EQ(number(bytes, directory, 4), 0x02014B50U);
  EXPECT_EQ(number(bytes, directory + 4, 2), 0x3FU);
  EXPECT_EQ(number(bytes, directory + 6, 2), 0x14U);
  EXPECT_EQ(number(bytes, directory + 42, 4), 0U);  // of the first file
  EXPECT_EQ(bytes.substr(directory + 46, 12), "a/비단.txt");
  EXPECT_EQ(number(bytes, end + 12, 4), end - directory);
}

TEST(ZipFile, TheSameFilesGiveTheSameBytes) {
  const TestFolder place;
  for (const char* name : {"a.zip", "b.zip"}) {
    ZipFile zip = ZipFile::create(place / name).value();
    ASSERT_TRUE(zip.add("x", "content").ok());
    ASSERT_TRUE(zip.finish().ok());
  }
  EXPECT_EQ(read_file(place / "a.zip", 1 << 16).value(), read_file(place / "b.zip", 1 << 16).value());
}

TEST(ZipFile, SaysWhereItCannotWrite) {
  const TestFolder place;
  const auto zip = ZipFile::create(place / "no" / "a.zip");
  ASSERT_FALSE(zip.ok());
  EXPECT_EQ(zip.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace atelier
