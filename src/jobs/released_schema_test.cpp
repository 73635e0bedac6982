#include <gmock/gmock.h>

#include <filesystem>

#include "base/files.h"
#include "jobs/test_queue.h"
#include "jobs/uploads.h"
#include "store/migrations.h"
#include "store/test_sqlite.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

/// Stores as released programs left them: tests/schemas/VERSION.DATABASE.sql.
class ReleasedSchema : public QueueTest {
 protected:
  void SetUp() override {
    if (is_postgresql() && !TestPostgresql::instance()) GTEST_SKIP() << TestPostgresql::why_not();
  }
  static fs::path schema_file(int version, const std::string& database) {
    return fs::path(ATELIER_SOURCE_DIR) / "tests/schemas" / fmt::format("{}.{}.sql", version, database);
  }
  void lay_down(int version) {
    const std::string sql = read_file(schema_file(version, GetParam()), 1 << 20).value();
    if (is_postgresql()) {
      address_ = TestPostgresql::instance()->new_store();
      const std::string schema = address_.substr(address_.rfind("%3D") + 3);
      TestPostgresql::instance()->sql("SET search_path = " + schema + "; " + sql);
      return;
    }
    const std::string file = (folder_ / fmt::format("{}.db", version)).string();
    address_ = "sqlite:" + file;
    EXPECT_EQ(run_sqlite(file, sql), "");
  }
};
ATELIER_QUEUE_TESTS(ReleasedSchema);

TEST_P(ReleasedSchema, IsOpenedWithAllThatIsInIt) {
  for (int version = 1; version <= newest_schema(); ++version) {
    SCOPED_TRACE(version);
    ASSERT_TRUE(fs::exists(schema_file(version, GetParam()))) << "a released schema is kept here";
    lay_down(version);
    reopen();
    const Job done = job("01hf7yat00aaaaaaaaaaaaaaaa");
    EXPECT_EQ(done.state, JobState::done);
    EXPECT_EQ(done.params["color"], "navy");
    EXPECT_EQ(done.facts["wales"], 12);
    ASSERT_EQ(done.artifacts.size(), 1u);
    EXPECT_EQ(done.artifacts[0].name, "a.png");
    EXPECT_EQ(queue().attempts(done.id)->size(), 1u);
    EXPECT_EQ(queue().events({})->size(), 1u);
    EXPECT_EQ(list_uploads(*database_, "ann", "", 10)->size(), 1u);
    const ClaimedJob next = claimed();
    EXPECT_EQ(next.job.id, "01hf7yat00bbbbbbbbbbbbbbbb");
    EXPECT_EQ(queue().finish(next.lease, picture()).value(), JobState::done);
    EXPECT_GT(submitted(), next.job.id);
  }
}

}  // namespace
}  // namespace atelier
