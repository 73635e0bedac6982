#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace atelier {

class Database;

/// A file that a person gave, for jobs to use. Its bytes lie in the ArtifactStore.
struct Upload {
  std::string id;  ///< as of jobs
  std::string owner, name, sha256, media_type;
  std::int64_t bytes = 0, created_ms = 0;
  std::int64_t expires_ms = 0;  ///< Unix time; 0: never. What a queued job needs stays longer
};

inline constexpr std::int64_t upload_lifetime_ms = std::int64_t{30} * 24 * 3'600'000;

/// Notes an upload whose bytes are in the store; id and times are filled in. `lifetime_ms` 0: for ever.
/// invalid_argument for a name that is no UTF-8 or over 255 bytes.
Result<Upload> add_upload(Database& database, Upload upload, std::int64_t lifetime_ms = upload_lifetime_ms);
/// not_found, also when it has expired.
Result<Upload> get_upload(Database& database, std::string_view id);
/// The newest first, at most `limit`; `before`: ids smaller than this, "" for the first page.
Result<std::vector<Upload>> list_uploads(Database& database, const std::optional<std::string>& owner,
                                         std::string_view before, int limit);
/// not_found.
Result<void> remove_upload(Database& database, std::string_view id);
/// Removes those whose time is over; how many.
Result<int> remove_expired_uploads(Database& database);

}  // namespace atelier
