#include "store/backup.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/files.h"
#include "base/test_folder.h"
#include "store/artifact_store.h"
#include "store/database.h"
#include "store/sql.h"
#include "store/tar.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

class Backup : public testing::Test {
 protected:
  Backup() {
    std::ofstream(folder_ / "in", std::ios::binary) << std::string(3000, 'x');
    file_ = artifacts_->keep(folder_ / "in").value();
    database_ = Database::open({.address = "sqlite:" + (folder_ / "a.db").string(), .clock = {}}).value();
    EXPECT_TRUE(write(*database_, [&](SqlSession& session) -> Result<void> {
                  TRY_VOID(session.run({"INSERT INTO uploads (id, owner, name, sha256, bytes, media_type, created_ms, "
                                        "expires_ms) VALUES ('u', '', '', ?, 3000, '', 0, 0)"},
                                       {file_.sha256}));
                  return ok();
                }).ok());
  }
  void expect_restored(bool with_artifacts) {
    const auto back = restore(folder_ / "backup", folder_ / "new/b.db", *restored_);
    ASSERT_TRUE(back.ok()) << back.error().message.en;
    EXPECT_EQ(back->artifacts, with_artifacts ? 1 : 0);
    EXPECT_EQ(restored_->size(file_.sha256).ok(), with_artifacts);
    auto database = Database::open({.address = "sqlite:" + (folder_ / "new/b.db").string(), .clock = {}}).value();
    EXPECT_TRUE(read(*database, [&](SqlSession& session) -> Result<void> {
                  TRY(const auto rows, session.run({"SELECT sha256 FROM uploads", "t"}));
                  EXPECT_EQ(rows.at(0)[0].text(), file_.sha256);
                  return ok();
                }).ok());
  }
  std::vector<std::string> names() {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder_.path())) all.push_back(entry.path().filename().string());
    return all;
  }

  TestFolder folder_;
  std::unique_ptr<ArtifactStore> artifacts_ = open_folder_store(folder_ / "artifacts");
  std::unique_ptr<ArtifactStore> restored_ = open_folder_store(folder_ / "restored");
  std::unique_ptr<Database> database_;
  StoredFile file_;
};

TEST_F(Backup, OfTheDatabaseAloneIsADatabase) {
  ASSERT_TRUE(back_up(*database_, nullptr, folder_ / "backup").ok());
  EXPECT_TRUE(read_file(folder_ / "backup", 1 << 20).value().starts_with("SQLite format 3"));
  expect_restored(false);
}

TEST_F(Backup, WithArtifactsIsATarArchive) {
  const auto made = back_up(*database_, artifacts_.get(), folder_ / "backup");
  ASSERT_TRUE(made.ok()) << made.error().message.en;
  EXPECT_EQ(made->artifacts, 1);
  const std::string listing = (folder_ / "list").string();
  ASSERT_EQ(std::system(("tar tf " + (folder_ / "backup").string() + " > " + listing).c_str()), 0);
  EXPECT_EQ(read_file(listing, 1000).value(),
            "atelier.db\nartifacts/" + file_.sha256.substr(0, 2) + "/" + file_.sha256 + "\n");
  EXPECT_THAT(names(), testing::Not(testing::Contains(testing::HasSubstr("partial"))));
  expect_restored(true);
}

TEST_F(Backup, NeverGoesOverWhatIsThere) {
  ASSERT_TRUE(back_up(*database_, nullptr, folder_ / "backup").ok());
  EXPECT_EQ(back_up(*database_, nullptr, folder_ / "backup").error().kind, ErrorKind::conflict);
  EXPECT_EQ(restore(folder_ / "backup", folder_ / "a.db", *restored_).error().kind, ErrorKind::conflict);
}

TEST_F(Backup, ThatIsDamagedRestoresNothing) {
  ASSERT_TRUE(back_up(*database_, artifacts_.get(), folder_ / "backup").ok());
  const std::string whole = read_file(folder_ / "backup", 1 << 24).value();
  std::string changed = whole, renamed = whole;
  changed[whole.size() - 1024 - 2000] ^= 1;  // in the artifact
  renamed.replace(0, 10, "../../x.db");
  const std::pair<std::string, ErrorKind> cases[] = {
      {whole.substr(0, 700), ErrorKind::invalid_argument},
      {whole.substr(0, whole.size() - 2000), ErrorKind::invalid_argument},
      {changed, ErrorKind::corrupt},
      {renamed, ErrorKind::invalid_argument},
      {"", ErrorKind::invalid_argument},
      {std::string(1024, '\0'), ErrorKind::invalid_argument},
      {std::string(3000, 'x'), ErrorKind::invalid_argument},
      {"SQLite format 3" + std::string(5000, 'x'), ErrorKind::corrupt},
  };
  for (const auto& [bytes, kind] : cases) {
    std::ofstream(folder_ / "bad", std::ios::binary | std::ios::trunc) << bytes;
    const auto refused = restore(folder_ / "bad", folder_ / "new/b.db", *restored_);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().kind, kind) << refused.error().message.en;
    EXPECT_FALSE(fs::exists(folder_ / "new/b.db"));
    EXPECT_FALSE(fs::exists(folder_ / "new/b.db.partial"));
  }
  EXPECT_EQ(restore(folder_ / "none", folder_ / "new/b.db", *restored_).error().kind, ErrorKind::not_found);
}

TEST(Tar, HoldsSizesOverEightGibibytes) {
  const TestFolder folder;
  TarWriter tar = TarWriter::create(folder / "a.tar").value();
  const std::int64_t bytes = (std::int64_t{1} << 33) + 5;
  const auto cut = tar.add("big", bytes, []() -> Result<std::string> { return std::string(); });
  EXPECT_EQ(cut.error().kind, ErrorKind::conflict);
  TarReader reader = TarReader::open(folder / "a.tar").value();
  EXPECT_EQ(reader.next().value()->bytes, bytes);
  EXPECT_EQ(reader.read().error().kind, ErrorKind::invalid_argument);
}

}  // namespace
}  // namespace atelier
