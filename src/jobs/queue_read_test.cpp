#include <gmock/gmock.h>

#include <algorithm>

#include "jobs/test_queue.h"

namespace atelier {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using QueueRead = QueueTest;
ATELIER_QUEUE_TESTS(QueueRead);

TEST_P(QueueRead, AreListedNewestFirstPageByPage) {
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(submitted(texture(std::to_string(i))));
  JobQuery query{.owner = {}, .limit = 2};
  std::vector<std::string> seen;
  int pages = 0;
  do {
    const auto page = queue().list(query);
    ASSERT_TRUE(page.ok()) << page.error().message.en;
    for (const Job& listed : page->jobs) seen.push_back(listed.id);
    query.cursor = page->next;
    ++pages;
    submitted();  // what comes meanwhile is not on later pages
  } while (!query.cursor.empty());
  std::reverse(ids.begin(), ids.end());
  EXPECT_EQ(seen, ids);
  EXPECT_EQ(pages, 3);
}

TEST_P(QueueRead, AreListedByOwnerStateKindAndParent) {
  NewJob anns = texture();
  anns.owner = "ann";
  const std::string mine = submitted(anns);
  NewJob other = texture();
  other.kind = "avatar";
  const std::string avatar = submitted(other);
  claimed({.worker = "w", .lanes = {{"cpu", 1}}, .kinds = {"avatar"}});
  const auto ids = [&](const JobQuery& query) {
    std::vector<std::string> all;
    for (const Job& listed : queue().list(query).value().jobs) all.push_back(listed.id);
    return all;
  };
  EXPECT_THAT(ids({.owner = "ann"}), ElementsAre(mine));
  EXPECT_THAT(ids({.owner = "bob"}), IsEmpty());
  EXPECT_THAT(ids({.owner = {}, .states = {JobState::running, JobState::failed}}), ElementsAre(avatar));
  EXPECT_THAT(ids({.owner = {}, .states = {}, .kinds = {"texture", "none"}}), ElementsAre(mine));
  EXPECT_THAT(ids({.owner = {}, .states = {}, .kinds = {}, .parent = ""}), SizeIs(2));
  EXPECT_THAT(ids({.owner = {}, .states = {}, .kinds = {}, .parent = mine}), IsEmpty());
}

TEST_P(QueueRead, ListsNameWhatIsWrongWithAQuery) {
  EXPECT_EQ(queue().list({.owner = {}, .limit = 0}).error().field, "limit");
  EXPECT_EQ(queue().list({.owner = {}, .limit = 1001}).error().field, "limit");
  for (const char* cursor : {"x", "j.", "j.' OR 1=1", "j.01arz3ndektsv4rrffq69g5fa", "j.ZZZZZZZZZZZZZZZZZZZZZZZZZZ"})
    EXPECT_EQ(queue().list({.owner = {}, .cursor = cursor}).error().field, "cursor") << cursor;
}

TEST_P(QueueRead, CountWhatHappened) {
  for (int i = 0; i < 3; ++i) submitted(texture(std::to_string(i)));
  queue().finish(claimed().lease, picture()).value();
  JobDone kept = picture();
  kept.from_cache = true;
  kept.engine = "knit";
  kept.cost = 0.25;
  queue().finish(claimed().lease, kept).value();
  queue().finish(claimed().lease, failure(ErrorKind::invalid_argument)).value();
  queue().cancel(submitted()).value();
  submitted();
  const auto counted = queue().statistics();
  ASSERT_TRUE(counted.ok()) << counted.error().message.en;
  EXPECT_EQ(counted->total_generations, 4);
  EXPECT_EQ(counted->successful_generations, 2);
  EXPECT_EQ(counted->failed_generations, 1);
  EXPECT_EQ(counted->cancelled_generations, 1);
  EXPECT_NEAR(counted->success_rate, 2. / 3, 1e-9);
  EXPECT_NEAR(counted->cache_hit_rate, 0.5, 1e-9);
  EXPECT_EQ(counted->model_usage.at("woven"), 1);
  EXPECT_EQ(counted->error_kinds.at("invalid_argument"), 1);
  EXPECT_EQ(counted->artifact_bytes, 20);
  EXPECT_NEAR(counted->cost, 0.25, 1e-9);
  EXPECT_EQ(counted->states.at("queued"), 1);
  EXPECT_EQ(queue().statistics("nobody")->total_generations, 0);
}

}  // namespace
}  // namespace atelier
