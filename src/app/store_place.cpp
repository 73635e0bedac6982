#include "app/store_place.h"

namespace atelier {

std::unique_ptr<ArtifactStore> open_artifacts(const Config& config) {
  return open_folder_store(config.paths().data / "artifacts");
}

Result<StorePlace> open_store(const Config& config) {
  StorePlace place;
  TRY(place.database, Database::open({.address = database_address(config.text("store"), config.paths().data)}));
  place.artifacts = open_artifacts(config);
  return place;
}

Result<std::filesystem::path> sqlite_file(const Config& config) {
  constexpr std::string_view prefix = "sqlite:";
  const std::string address = database_address(config.text("store"), config.paths().data);
  if (address.starts_with(prefix)) return std::filesystem::path(address.substr(prefix.size()));
  return fail(ErrorKind::unsupported, {"the store is a PostgreSQL database, which atelier does not restore",
                                       "хранилище — база PostgreSQL, atelier её не восстанавливает",
                                       "저장소가 PostgreSQL 데이터베이스이며, atelier는 이를 복원하지 않습니다"})
      .with_hint({"Use: pg_restore --dbname=\"$ATELIER_STORE\" FILE",
                  "Используйте: pg_restore --dbname=\"$ATELIER_STORE\" FILE",
                  "다음을 쓰세요: pg_restore --dbname=\"$ATELIER_STORE\" FILE"});
}

}  // namespace atelier
