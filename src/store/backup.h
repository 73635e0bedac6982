#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace atelier {

class ArtifactStore;
class Database;

struct BackedUp {
  std::int64_t artifacts = 0, bytes = 0;  ///< bytes of the backup
};

/// Copies the store into a new file while others work. Without artifacts an SQLite file that can be opened as it is;
/// with them a tar archive of `atelier.db` and `artifacts/ab/abcdef…`. The file appears when it is whole and on disk.
/// conflict when it is there already; unsupported for PostgreSQL, with the command that does it.
Result<BackedUp> back_up(Database& database, ArtifactStore* artifacts, const std::filesystem::path& file);

/// Makes a store of a backup: every artifact is checked against its hash, the database against damage, and it appears
/// last. conflict when `database_file` is there already; invalid_argument for what is no backup; corrupt, unsupported.
Result<BackedUp> restore(const std::filesystem::path& file, const std::filesystem::path& database_file,
                         ArtifactStore& artifacts);

}  // namespace atelier
