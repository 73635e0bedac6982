#include "jobs/job.h"

#include <array>

namespace atelier {
namespace {

constexpr std::array<std::string_view, 5> names = {"queued", "running", "done", "failed", "cancelled"};

}  // namespace

std::string_view job_state_name(JobState state) {
  return names[static_cast<std::size_t>(state)];
}

std::optional<JobState> job_state_from_name(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<JobState>(i);
  }
  return std::nullopt;
}

}  // namespace atelier
