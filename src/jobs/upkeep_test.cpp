#include "jobs/upkeep.h"

#include <gmock/gmock.h>

#include <fstream>

#include "jobs/test_queue.h"
#include "jobs/uploads.h"

namespace atelier {
namespace {

using testing::SizeIs;

class Upkeep : public QueueTest {
 protected:
  StoredFile kept(const std::string& bytes) {
    std::ofstream(folder_ / "in", std::ios::binary) << bytes;
    return artifacts_->keep(folder_ / "in").value();
  }
  std::string done(const std::string& bytes) {
    const std::string id = submitted(texture(bytes));
    const StoredFile file = kept(bytes);
    JobDone result;
    result.artifacts = {{"a.bin", file.sha256, file.bytes, "image/png"}};
    queue().finish(claimed().lease, result).value();
    sleep_ms(2);
    return id;
  }
  Upkept upkept(Retention retention) {
    retention.grace_ms = -1;
    return collect_garbage(queue(), *database_, *artifacts_, retention).value();
  }

  std::unique_ptr<ArtifactStore> artifacts_ = open_folder_store(folder_ / "artifacts");
};
ATELIER_QUEUE_TESTS(Upkeep);

TEST_P(Upkeep, KeepsWhatJobsAndUploadsReferTo) {
  done("result");
  const StoredFile photo = kept("photo"), nobodys = kept("nobody's");
  ASSERT_TRUE(add_upload(*database_, {.owner = "ann", .name = "me.jpg", .sha256 = photo.sha256, .bytes = 5}).ok());
  NewJob later = texture();
  const StoredFile input = kept("input");
  later.inputs = {{"person", input.sha256, input.bytes, "image/png"}};
  submitted(later);
  const Upkept result = upkept({});
  EXPECT_EQ(result.artifacts.files, 1);
  EXPECT_EQ(result.artifacts.files_left, 3);
  EXPECT_EQ(artifacts_->size(nobodys.sha256).error().kind, ErrorKind::not_found);
}

TEST_P(Upkeep, RemovesTheOldestResultsOverTheLimit) {
  const std::string first = done(std::string(100, 'a')), second = done(std::string(100, 'b')),
                    third = done(std::string(100, 'c'));
  const Upkept result = upkept({.bytes_max = 200});
  EXPECT_EQ(result.jobs, 1);
  EXPECT_EQ(result.artifacts.bytes, 100);
  EXPECT_EQ(queue().get(first).error().kind, ErrorKind::not_found);
  EXPECT_EQ(job(third).state, JobState::done);
}

TEST_P(Upkeep, RemovesResultsByAge) {
  done("a");
  sleep_ms(60);
  const std::string young = done("b");
  EXPECT_EQ(upkept({.age_ms = 50}).jobs, 1);
  EXPECT_EQ(job(young).state, JobState::done);
}

TEST_P(Upkeep, UploadsExpireAndBelongToTheirOwner) {
  const StoredFile photo = kept("photo");
  const Upload brief = add_upload(*database_, {.owner = "ann", .sha256 = photo.sha256}, 30).value();
  const Upload ours = add_upload(*database_, {.owner = "bob", .sha256 = photo.sha256}, 0).value();
  EXPECT_EQ(ours.expires_ms, 0);
  EXPECT_THAT(list_uploads(*database_, "ann", "", 10).value(), SizeIs(1));
  sleep_ms(40);
  EXPECT_EQ(get_upload(*database_, brief.id).error().kind, ErrorKind::not_found);
  EXPECT_THAT(list_uploads(*database_, {}, "", 10).value(), SizeIs(1));
  EXPECT_EQ(upkept({}).uploads, 1);
  EXPECT_EQ(get_upload(*database_, ours.id)->sha256, photo.sha256);
  ASSERT_TRUE(remove_upload(*database_, ours.id).ok());
  EXPECT_EQ(remove_upload(*database_, ours.id).error().kind, ErrorKind::not_found);
  EXPECT_EQ(upkept({}).artifacts.files, 1);
  EXPECT_EQ(add_upload(*database_, {.name = "\xff"}).error().field, "name");
}

TEST_P(Upkeep, ForgetsOldProgress) {
  submitted();
  const ClaimedJob taken = claimed();
  queue().heartbeat({.lease = taken.lease, .progress = {{"done", 1}}}).value();
  sleep_ms(5);
  EXPECT_EQ(upkept({.progress_age_ms = 1}).events, 1);
  EXPECT_EQ(event_types().back(), "running");
}

}  // namespace
}  // namespace atelier
