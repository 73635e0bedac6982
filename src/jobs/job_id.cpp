#include "jobs/job_id.h"

#include <sys/random.h>

#include <algorithm>
#include <random>

namespace atelier {
namespace {

constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int time_shift = 16, digit_bits = 5;

std::uint64_t random_bits() {
  std::uint64_t bits = 0;
  if (::getrandom(&bits, sizeof bits, 0) == sizeof bits) return bits;
  static std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

}  // namespace

bool is_job_id(std::string_view text) {
  return text.size() == job_id_length && text.find_first_not_of(digits) == std::string_view::npos && text[0] <= '7';
}

JobIds::JobIds(std::string_view newest) {
  if (!is_job_id(newest)) return;
  for (const char c : newest) {
    high_ = high_ << digit_bits | low_ >> (64 - digit_bits);
    low_ = low_ << digit_bits | digits.find(c);
  }
}

std::string JobIds::next(std::int64_t now_ms) {
  constexpr std::uint64_t step_bits = (std::uint64_t{1} << 40) - 1;
  const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(now_ms, 0));
  if (time > high_ >> time_shift) {
    high_ = time << time_shift | (random_bits() & 0xffff);
    low_ = random_bits();
  } else {
    const std::uint64_t before = low_;
    low_ += 1 + (random_bits() & step_bits);
    if (low_ < before) ++high_;
  }
  std::string id(job_id_length, '0');
  std::uint64_t high = high_, low = low_;
  for (std::size_t i = job_id_length; i-- > 0;) {
    id[i] = digits[low & 31];
    low = low >> digit_bits | high << (64 - digit_bits);
    high >>= digit_bits;
  }
  return id;
}

}  // namespace atelier
