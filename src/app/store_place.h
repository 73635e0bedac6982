#pragma once

#include <filesystem>
#include <memory>

#include "base/config.h"
#include "store/artifact_store.h"
#include "store/database.h"

namespace atelier {

/// Where jobs and artifacts are kept, as the settings say.
struct StorePlace {
  std::unique_ptr<Database> database;
  std::unique_ptr<ArtifactStore> artifacts;
};

/// Opens both; makes them where there are none. Errors as of Database::open.
Result<StorePlace> open_store(const Config& config);

std::unique_ptr<ArtifactStore> open_artifacts(const Config& config);

/// The file of an SQLite store; unsupported where the store is another one.
Result<std::filesystem::path> sqlite_file(const Config& config);

}  // namespace atelier
