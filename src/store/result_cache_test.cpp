#include "store/result_cache.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/files.h"
#include "base/test_folder.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t plenty = 1 << 20;

void write(const fs::path& file, std::string_view text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

std::string read(const fs::path& file) {
  const Result<std::string> text = read_file(file, plenty);
  return text.ok() ? *text : "";
}

/// A folder with one file of `bytes` and one in a folder below it.
fs::path made(const TestFolder& place, const std::string& name, std::size_t bytes = 10) {
  const fs::path folder = place / name;
  write(folder / "map.png", std::string(bytes, 'x'));
  write(folder / "export" / "note.txt", name);
  return folder;
}

fs::path empty(const TestFolder& place, const std::string& name) {
  fs::create_directory(place / name);
  return place / name;
}

void make_old(const fs::path& entry, int days) {
  fs::last_write_time(entry, fs::file_time_type::clock::now() - std::chrono::hours(24 * days));
}

TEST(ResultCache, GivesBackFilesAndNote) {
  const TestFolder place;
  const ResultCache cache(place / "cache", plenty);
  ASSERT_TRUE(cache.keep("k1", made(place, "a"), {{"primary", "map.png"}}).ok());
  const fs::path into = empty(place, "b");
  const auto note = cache.fetch("k1", into);
  ASSERT_TRUE(note.ok() && note->has_value());
  EXPECT_EQ((**note)["primary"], "map.png");
  EXPECT_EQ(read(into / "map.png"), "xxxxxxxxxx");
  EXPECT_EQ(read(into / "export" / "note.txt"), "a");
  EXPECT_EQ(cache.size().entries, 1);
}

TEST(ResultCache, KnowsNothingOfOtherKeys) {
  const TestFolder place;
  const ResultCache cache(place / "cache", plenty);
  ASSERT_TRUE(cache.keep("k1", made(place, "a"), {}).ok());
  const auto note = cache.fetch("k2", empty(place, "b"));
  ASSERT_TRUE(note.ok());
  EXPECT_FALSE(note->has_value());
}

TEST(ResultCache, ADamagedEntryIsNoEntryAndLeavesNothing) {
  const TestFolder place;
  const ResultCache cache(place / "cache", plenty);
  for (const std::string damage : {"changed", "cut", "gone", "index", "no index", "climbs"}) {
    SCOPED_TRACE(damage);
    ASSERT_TRUE(cache.keep("k", made(place, damage), {}).ok());
    const fs::path entry = place / "cache" / "k";
    if (damage == "changed") write(entry / "map.png", "xxxxxyxxxx");
    if (damage == "cut") write(entry / "map.png", "xx");
    if (damage == "gone") fs::remove(entry / "map.png");
    if (damage == "index") write(entry / ".entry.json", "{");
    if (damage == "no index") fs::remove(entry / ".entry.json");
    if (damage == "climbs") write(entry / ".entry.json", R"({"files":[{"name":"../a/map.png","sha256":""}]})");
    const fs::path into = empty(place, "into-" + damage);
    const auto note = cache.fetch("k", into);
    ASSERT_TRUE(note.ok());
    EXPECT_FALSE(note->has_value());
    EXPECT_TRUE(fs::is_empty(into));
    EXPECT_FALSE(fs::exists(entry));
  }
}

TEST(ResultCache, TheLeastRecentlyUsedGoesFirst) {
  const TestFolder place;
  const ResultCache cache(place / "cache", 2600);
  for (const std::string key : {"a", "b"}) {
    ASSERT_TRUE(cache.keep(key, made(place, key, 1000), {}).ok());
    make_old(place / "cache" / key, key == "a" ? 3 : 2);
  }
  ASSERT_TRUE(cache.fetch("a", empty(place, "use"))->has_value());  // now b is the older one
  ASSERT_TRUE(cache.keep("c", made(place, "c", 1000), {}).ok());
  EXPECT_TRUE(fs::exists(place / "cache" / "a"));
  EXPECT_FALSE(fs::exists(place / "cache" / "b"));
  EXPECT_TRUE(fs::exists(place / "cache" / "c"));
  EXPECT_LE(cache.size().bytes, 2600u);
}

TEST(ResultCache, WithoutRoomNothingIsKept) {
  const TestFolder place;
  const ResultCache none(place / "cache", 0);
  ASSERT_TRUE(none.keep("k", made(place, "a"), {}).ok());
  EXPECT_FALSE(fs::exists(place / "cache"));
  const ResultCache small(place / "cache", 100);
  ASSERT_TRUE(small.keep("k", made(place, "b", 1000), {}).ok());
  EXPECT_EQ(small.size().entries, 0);
}

TEST(ResultCache, ManyAtOnceKeepOneWholeEntry) {
  const TestFolder place;
  const ResultCache cache(place / "cache", plenty);
  const fs::path from = made(place, "a", 200000);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 10; ++n) {
        EXPECT_TRUE(cache.keep("k", from, {}).ok());
        const fs::path into = place / fmt::format("into-{}-{}", i, n);
        fs::create_directory(into);
        const auto note = cache.fetch("k", into);
        EXPECT_TRUE(note.ok() && note->has_value());
        EXPECT_EQ(fs::file_size(into / "map.png"), 200000u);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(cache.size().entries, 1);
  for (const fs::directory_entry& entry : fs::directory_iterator(place / "cache"))
    EXPECT_EQ(entry.path().filename(), "k");
}

TEST(ResultCache, WhatAKilledProcessLeftIsRemovedInTime) {
  const TestFolder place;
  const ResultCache cache(place / "cache", plenty);
  write(place / "cache" / ".new-1-1" / "map.png", "half");
  write(place / "cache" / ".new-2-1" / "map.png", "being written");
  make_old(place / "cache" / ".new-1-1", 1);
  ASSERT_TRUE(cache.keep("k", made(place, "a"), {}).ok());
  EXPECT_FALSE(fs::exists(place / "cache" / ".new-1-1"));
  EXPECT_TRUE(fs::exists(place / "cache" / ".new-2-1"));
}

TEST(ResultCache, SaysWhereItCannotWrite) {
  const TestFolder place;
  const ResultCache cache(place / "cache", plenty);
  ASSERT_TRUE(cache.keep("k", made(place, "a"), {}).ok());
  const auto note = cache.fetch("k", place / "not there");
  ASSERT_FALSE(note.ok());
  EXPECT_EQ(note.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace atelier
