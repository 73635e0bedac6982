#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace atelier {

inline constexpr std::size_t job_id_length = 26;

/// Whether the text has the form of an id.
bool is_job_id(std::string_view text);

/// Makes ids of 26 letters and digits (Crockford's base 32): 48 bits of Unix time in ms, then 80 random bits (as ULIDs
/// have them). Each is greater than the one before, also within a millisecond or when the clock has been set back; then
/// it is the one before plus a random number of 40 bits. Not thread-safe.
class JobIds {
 public:
  /// Ids will be greater than `newest`, if that is one.
  explicit JobIds(std::string_view newest = {});

  std::string next(std::int64_t now_ms);

 private:
  std::uint64_t high_ = 0, low_ = 0;  // time and 16 random bits; 64 random bits
};

}  // namespace atelier
