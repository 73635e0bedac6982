#include "store/artifact_store.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <thread>

#include "base/files.h"
#include "base/test_folder.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

class Artifacts : public testing::Test {
 protected:
  StoredFile kept(const std::string& bytes) {
    std::ofstream(folder_ / "in", std::ios::binary) << bytes;
    return store_->keep(folder_ / "in").value();
  }
  fs::path path_of(const std::string& hash) const { return folder_ / "a" / hash.substr(0, 2) / hash; }
  void make_old(const std::string& hash) {
    fs::last_write_time(path_of(hash), fs::file_time_type::clock::now() - std::chrono::hours(2));
  }
  Collected collect(std::set<std::string> used) {
    return store_
        ->collect({.is_referenced = [used](std::string_view hash) { return used.contains(std::string(hash)); }})
        .value();
  }
  std::vector<std::string> left_over() const {
    std::vector<std::string> names;
    for (const char* part : {".new", ".out"}) {
      std::error_code failed;
      for (const auto& entry : fs::directory_iterator(folder_ / "a" / part, failed))
        names.push_back(entry.path().filename().string());
    }
    return names;
  }

  TestFolder folder_;
  std::unique_ptr<ArtifactStore> store_ = open_folder_store(folder_ / "a");
};

TEST_F(Artifacts, AreKeptUnderTheirHashAndReadInParts) {
  const StoredFile file = kept("abcdefghij");
  EXPECT_EQ(file.sha256, sha256_hex("abcdefghij"));
  EXPECT_EQ(file.bytes, 10);
  EXPECT_EQ(store_->size(file.sha256).value(), 10);
  EXPECT_EQ(store_->read(file.sha256, 0, 100).value(), "abcdefghij");
  EXPECT_EQ(store_->read(file.sha256, 3, 4).value(), "defg");
  EXPECT_EQ(store_->read(file.sha256, 10, 4).value(), "");
  EXPECT_EQ(store_->read(file.sha256, 1000, 4).value(), "");
  ASSERT_TRUE(store_->copy_to(file.sha256, folder_ / "out").ok());
  EXPECT_EQ(read_file(folder_ / "out", 100).value(), "abcdefghij");
  EXPECT_TRUE(left_over().empty());
}

TEST_F(Artifacts, ThatAreEqualAreKeptOnce) {
  kept("same");
  kept("same");
  kept("");
  int files = 0;
  ASSERT_TRUE(store_->each([&](const StoredFile&) { return ++files, ok(); }).ok());
  EXPECT_EQ(files, 2);
}

TEST_F(Artifacts, ThatAreNotThereAreNotFoundWhateverTheNameIs) {
  for (const char* name :
       {"", "../in", "0123", "/etc/passwd", "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789"}) {
    EXPECT_EQ(store_->size(name).error().kind, ErrorKind::not_found);
    EXPECT_EQ(store_->read(name, 0, 1).error().kind, ErrorKind::not_found);
  }
  EXPECT_EQ(store_->copy_to(std::string(64, 'a'), folder_ / "out").error().kind, ErrorKind::not_found);
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(Artifacts, NotFinishedLeaveNothing) {
  {
    const auto writer = store_->begin(100).value();
    ASSERT_TRUE(writer->add("abc").ok());
    EXPECT_EQ(writer->add(std::string(98, 'x')).error().kind, ErrorKind::too_large);
  }
  EXPECT_TRUE(left_over().empty());
  EXPECT_EQ(store_->size(sha256_hex("abc")).error().kind, ErrorKind::not_found);
}

TEST_F(Artifacts, ThatHaveChangedAreNotHandedOut) {
  const StoredFile file = kept("abcdefghij");
  fs::remove(path_of(file.sha256));
  std::ofstream(path_of(file.sha256)) << "abcdeXghij";
  EXPECT_EQ(store_->copy_to(file.sha256, folder_ / "out").error().kind, ErrorKind::corrupt);
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  std::ofstream(path_of(file.sha256)) << "cut";
  kept("abcdefghij");  // what was cut is mended by keeping it again
  EXPECT_EQ(store_->size(file.sha256).value(), 10);
}

TEST_F(Artifacts, ThatNothingRefersToGoWhenTheyAreOld) {
  const StoredFile used = kept("used"), old = kept("old"), young = kept("young");
  make_old(used.sha256);
  make_old(old.sha256);
  const Collected collected = collect({used.sha256});
  EXPECT_EQ(collected.files, 1);
  EXPECT_EQ(collected.bytes, 3);
  EXPECT_EQ(collected.files_left, 2);
  EXPECT_EQ(store_->size(old.sha256).error().kind, ErrorKind::not_found);
  EXPECT_TRUE(store_->size(young.sha256).ok());
  EXPECT_TRUE(left_over().empty());
}

TEST_F(Artifacts, KeptAgainAreYoungAgain) {
  const StoredFile file = kept("again");
  make_old(file.sha256);
  kept("again");
  EXPECT_EQ(collect({}).files, 0);
}

TEST_F(Artifacts, AreNotCollectedWhileSomebodyPublishesThem) {
  std::atomic<bool> stop{false};
  std::thread collector([&] {
    while (!stop) collect({});
  });
  for (int i = 0; i < 300; ++i) {
    const std::string bytes = std::to_string(i % 5);
    const StoredFile file = kept(bytes);
    // From here on its job refers to it: the grace time must have protected it.
    EXPECT_TRUE(store_->size(file.sha256).ok() || (std::this_thread::yield(), store_->size(file.sha256).ok()));
    std::error_code gone;
    fs::last_write_time(path_of(file.sha256), fs::file_time_type::clock::now() - std::chrono::hours(2), gone);
  }
  stop = true;
  collector.join();
}

TEST_F(Artifacts, OfAKilledWriterAreWholeOrNotThere) {
  for (int round = 0; round < 20; ++round) {
    const std::string bytes(100'000 + round, 'x');
    const pid_t writer = ::fork();
    if (writer == 0) {
      std::ofstream(folder_ / "in", std::ios::binary) << bytes;
      for (;;)
        if (!store_->keep(folder_ / "in").ok()) ::_exit(1);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(round * 700));
    ::kill(writer, SIGKILL);
    ::waitpid(writer, nullptr, 0);
    ASSERT_TRUE(store_
                    ->each([&](const StoredFile& file) -> Result<void> {
                      EXPECT_EQ(sha256_hex(store_->read(file.sha256, 0, 1 << 20).value()), file.sha256);
                      return ok();
                    })
                    .ok());
  }
}

TEST_F(Artifacts, OnAFullDiskAreRefusedAndLeaveNothing) {
  struct Limit {
    rlimit before{};
    Limit() {
      ::getrlimit(RLIMIT_FSIZE, &before);
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit small{5000, before.rlim_max};
      ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~Limit() { ::setrlimit(RLIMIT_FSIZE, &before); }
  };
  std::ofstream(folder_ / "in", std::ios::binary) << std::string(20'000, 'x');
  {
    const Limit limit;
    EXPECT_FALSE(store_->keep(folder_ / "in").ok());
  }
  EXPECT_TRUE(left_over().empty());
  EXPECT_TRUE(store_->keep(folder_ / "in").ok());
}

}  // namespace
}  // namespace atelier
