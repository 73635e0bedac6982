#include "store/database.h"

#include <gmock/gmock.h>

#include <fstream>
#include <thread>

#include "base/files.h"
#include "base/test_folder.h"
#include "store/migrations.h"
#include "store/sql.h"
#include "store/test_postgresql.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class DatabaseTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (is_postgresql() && !TestPostgresql::instance()) GTEST_SKIP() << TestPostgresql::why_not();
    address_ = is_postgresql() ? TestPostgresql::instance()->new_store() : "sqlite:" + file().string();
  }
  bool is_postgresql() const { return std::string_view(GetParam()) == "postgresql"; }
  fs::path file() const { return folder_ / "deep/a b.db"; }
  Result<std::unique_ptr<Database>> open() { return Database::open({.address = address_, .clock = {}}); }

  TestFolder folder_;
  std::string address_;
};
INSTANTIATE_TEST_SUITE_P(, DatabaseTest, testing::Values("sqlite", "postgresql"),
                         [](const auto& tested) { return std::string(tested.param); });

const SqlStatement add_upload{
    "INSERT INTO uploads (id, owner, name, sha256, bytes, media_type, created_ms, expires_ms) VALUES (?, '', '', '', "
    "?, "
    "'', now_ms(), 0)"};
const SqlStatement count_uploads{"SELECT count(*), coalesce(sum(bytes), 0) FROM uploads", "ii"};

std::int64_t uploads(Database& database) {
  std::int64_t count = -1;
  EXPECT_TRUE(read(database, [&](SqlSession& session) -> Result<void> {
                TRY(const auto rows, session.run(count_uploads));
                count = rows[0][0].integer();
                return ok();
              }).ok());
  return count;
}

TEST_P(DatabaseTest, IsMadeAndOpenedAgain) {
  for (int i = 0; i < 2; ++i) {
    auto database = open();
    ASSERT_TRUE(database.ok()) << database.error().message.en;
    EXPECT_TRUE((*database)->health().ok());
  }
}

TEST_P(DatabaseTest, ManyProcessesMayMakeItAtOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      auto database = open();
      EXPECT_TRUE(database.ok()) << database.error().message.en;
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_P(DatabaseTest, OfANewerProgramIsRefusedWithASentence) {
  {
    auto database = open();
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE(write(**database, [](SqlSession& session) -> Result<void> {
                  TRY_VOID(session.run({"INSERT INTO schema_version VALUES (?)"}, {newest_schema() + 3}));
                  return ok();
                }).ok());
  }
  const auto refused = open();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_EQ(refused.error().field, "store");
  EXPECT_THAT(refused.error().message.en, HasSubstr("newer atelier"));
}

TEST_P(DatabaseTest, WorkThatFailsLeavesNothingAndDoesNotHarmTheOthers) {
  auto database = open().value();
  std::vector<std::thread> threads;
  std::atomic<int> kept{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 20; ++n) {
        const bool fails = (i + n) % 4 == 0;
        const Result<void> written = write(*database, [&](SqlSession& session) -> Result<void> {
          TRY_VOID(session.run(add_upload, {std::to_string(i * 100 + n), 1}));
          if (fails) return fail(ErrorKind::conflict, {"no", "нет", "아니요"});
          return ok();
        });
        EXPECT_EQ(written.ok(), !fails);
        if (written.ok()) ++kept;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(kept, 120);
  EXPECT_EQ(uploads(*database), 120);
}

TEST_P(DatabaseTest, AStatementThatFailsIsAnErrorAndUndone) {
  auto database = open().value();
  const auto add_twice = [](SqlSession& session) -> Result<void> {
    TRY_VOID(session.run(add_upload, {"same", 1}));
    TRY_VOID(session.run(add_upload, {"same", 1}));
    return ok();
  };
  EXPECT_FALSE(write(*database, add_twice).ok());
  EXPECT_EQ(uploads(*database), 0);
  EXPECT_FALSE(read(*database, [](SqlSession& session) -> Result<void> {
                 TRY_VOID(session.run({"SELECT nonsense FROM nowhere", "t"}));
                 return ok();
               }).ok());
  EXPECT_EQ(uploads(*database), 0);  // the connection is still good
}

TEST_P(DatabaseTest, ValuesComeBackAsTheyWere) {
  auto database = open().value();
  const std::string odd = "'; DROP TABLE jobs; -- \" \\ % ? :p1 {key} 한글 я \n";
  EXPECT_TRUE(read(*database, [&](SqlSession& session) -> Result<void> {
                TRY(const auto rows,
                    session.run({"SELECT CAST(? AS bigint), CAST(? AS text), CAST(? AS double precision), "
                                 "CAST(NULL AS bigint), CAST(NULL AS text)",
                                 "itrit"},
                                {INT64_MAX, odd, 0.1}));
                EXPECT_EQ(rows.at(0)[0].integer(), INT64_MAX);
                EXPECT_EQ(rows[0][1].text(), odd);
                EXPECT_EQ(rows[0][2].real(), 0.1);
                EXPECT_EQ(rows[0][3].integer(), 0);
                EXPECT_EQ(rows[0][4].text(), "");
                return ok();
              }).ok());
}

TEST_P(DatabaseTest, ThoseWhoObserveHearOfCommitsOnly) {
  auto database = open().value();
  int heard = 0;
  auto subscription = subscribe(*database, [&](const Announcement& news) { heard += news.changed ? 1 : 0; });
  const auto announce = [&](bool fails) {
    return write(*database, [&](SqlSession& session) -> Result<void> {
      TRY_VOID(session.run(add_upload, {fails ? "a" : "b", 1}));
      session.announcement().changed = true;
      if (fails) return fail(ErrorKind::conflict, {"no", "нет", "아니요"});
      return ok();
    });
  };
  EXPECT_FALSE(announce(true).ok());
  EXPECT_EQ(heard, 0);
  EXPECT_TRUE(announce(false).ok());
  EXPECT_EQ(heard, 1);
  subscription.reset();
}

TEST_P(DatabaseTest, IsCopiedWhileOthersWork) {
  auto database = open().value();
  ASSERT_TRUE(write(*database, [](SqlSession& session) -> Result<void> {
                TRY_VOID(session.run(add_upload, {"a", 1}));
                return ok();
              }).ok());
  const Result<void> copied = database->copy_to(folder_ / "copy.db");
  if (is_postgresql()) {
    EXPECT_EQ(copied.error().kind, ErrorKind::unsupported);
    EXPECT_THAT(copied.error().hint.en, HasSubstr("pg_dump"));
    return;
  }
  ASSERT_TRUE(copied.ok()) << copied.error().message.en;
  auto copy = Database::open({.address = "sqlite:" + (folder_ / "copy.db").string(), .clock = {}}).value();
  EXPECT_EQ(uploads(*copy), 1);
  EXPECT_EQ(database->copy_to(folder_ / "copy.db").error().kind, ErrorKind::conflict);
}

void put(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

TEST(SqliteDatabase, OfAnotherProgramIsLeftAlone) {
  const TestFolder folder;
  const std::string sqlite = "sqlite:" + (folder / "a.db").string();
  { Database::open({.address = sqlite, .clock = {}}).value(); }
  std::string bytes = read_file(folder / "a.db", 1 << 20).value();
  bytes[68] = 'X';  // the application id
  put(folder / "a.db", bytes);
  const auto refused = Database::open({.address = sqlite, .clock = {}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid_argument);
  EXPECT_EQ(read_file(folder / "a.db", 1 << 20).value(), bytes);
}

TEST(SqliteDatabase, ThatIsDamagedExplainsItself) {
  const TestFolder folder;
  put(folder / "a.db", std::string(5000, 'x'));
  const auto refused = Database::open({.address = "sqlite:" + (folder / "a.db").string(), .clock = {}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(refused.error().hint.en, HasSubstr("atelier restore"));
}

TEST(SqliteDatabase, IsCheckedAfterAnUncleanStop) {
  const TestFolder folder;
  const std::string sqlite = "sqlite:" + (folder / "a.db").string();
  {
    auto database = Database::open({.address = sqlite, .clock = {}}).value();
    for (int i = 0; i < 200; ++i) {
      ASSERT_TRUE(write(*database, [&](SqlSession& session) -> Result<void> {
                    TRY_VOID(session.run(add_upload, {std::to_string(i), 1}));
                    return ok();
                  }).ok());
    }
  }
  std::string bytes = read_file(folder / "a.db", 1 << 24).value();
  bytes.replace(bytes.size() - 3 * 4096, 200, 200, '\x7f');
  put(folder / "a.db", bytes);
  put(folder / "a.db-wal", "left behind");
  auto database = Database::open({.address = sqlite, .clock = {}});
  ASSERT_TRUE(database.ok()) << database.error().message.en;
  for (int tries = 0; tries < 100 && (*database)->health().ok(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ((*database)->health().error().kind, ErrorKind::corrupt);
}

TEST(DatabaseAddress, NamesWhatIsWrong) {
  for (const char* address : {"", "sqlite:", "mysql://x", "postgresql://[::1", "postgresql://x?color=1", "/a/b.db"}) {
    const auto refused = Database::open({.address = address, .clock = {}});
    ASSERT_FALSE(refused.ok()) << address;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid_argument) << address;
    EXPECT_EQ(refused.error().field, "store");
  }
}

TEST(DatabaseAddress, NeverShowsAPassword) {
  const auto refused =
      Database::open({.address = "postgresql://ann:secret@127.0.0.1:1/x?connect_timeout=1", .clock = {}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.error().message.en, HasSubstr("127.0.0.1:1/x"));
  EXPECT_THAT(refused.error().message.en, testing::Not(HasSubstr("secret")));
}

TEST(DatabaseAddress, IsAFileInTheDataFolderUnlessTheSettingNamesOne) {
  EXPECT_EQ(database_address("", "/d"), "sqlite:/d/atelier.db");
  EXPECT_EQ(database_address("postgresql:///x", "/d"), "postgresql:///x");
}

}  // namespace
}  // namespace atelier
