#include "jobs/uploads.h"

#include "base/utf8.h"
#include "jobs/job_id.h"
#include "store/sql.h"

namespace atelier {
namespace {

constexpr std::size_t name_bytes_max = 255;
constexpr const char* letters = "tttttiii";
constexpr const char* select =
    "SELECT id, owner, name, sha256, media_type, bytes, created_ms, expires_ms FROM uploads ";

Upload read_upload(const SqlRow& row) {
  return {row[0].text(), row[1].text(),    row[2].text(),    row[3].text(),
          row[4].text(), row[5].integer(), row[6].integer(), row[7].integer()};
}

Error no_such_upload(std::string_view id) {
  return fail(ErrorKind::not_found, {"upload {}", "загрузка {}", "업로드 {}"}, shorten(std::string(id), 40))
      .with_field("id");
}

Result<void> check_name(std::string_view name) {
  bool clean = is_utf8(name) && name.size() <= name_bytes_max;
  if (clean) {
    for (const char32_t c : code_points(name)) clean = clean && !is_control(c);
  }
  if (clean) return ok();
  return fail(ErrorKind::invalid_argument,
              {"name: at most {} bytes of UTF-8 without control characters",
               "name: не более {} байт UTF-8 без управляющих символов",
               "name: 제어 문자 없는 UTF-8 {}바이트 이하여야 합니다"},
              name_bytes_max)
      .with_field("name");
}

}  // namespace

Result<Upload> add_upload(Database& database, Upload upload, std::int64_t lifetime_ms) {
  static const SqlStatement insert{
      "INSERT INTO uploads (id, owner, name, sha256, media_type, bytes, created_ms, expires_ms) VALUES (?, ?, ?, ?, ?, "
      "?, now_ms(), CASE WHEN ? = 'never' THEN 0 ELSE now_ms() + ? END) ON CONFLICT (id) DO UPDATE SET owner = "
      "excluded.owner RETURNING created_ms, expires_ms",
      "ii"};
  TRY_VOID(check_name(upload.name));
  upload.id = JobIds().next(now_ms(database));
  const char* never = lifetime_ms == 0 ? "never" : "";
  TRY_VOID(write(database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(insert, {upload.id, upload.owner, upload.name, upload.sha256, upload.media_type,
                                              upload.bytes, never, lifetime_ms}));
    upload.created_ms = rows.at(0)[0].integer();
    upload.expires_ms = rows[0][1].integer();
    return ok();
  }));
  return upload;
}

Result<Upload> get_upload(Database& database, std::string_view id) {
  static const SqlStatement by_id{select + std::string("WHERE id = ? AND (expires_ms = 0 OR expires_ms > now_ms())"),
                                  letters};
  std::optional<Upload> found;
  TRY_VOID(read(database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(by_id, {id}));
    if (rows.empty()) return no_such_upload(id);
    found = read_upload(rows[0]);
    return ok();
  }));
  return std::move(*found);
}

Result<std::vector<Upload>> list_uploads(Database& database, const std::optional<std::string>& owner,
                                         std::string_view before, int limit) {
  SqlStatement statement{select + std::string("WHERE (expires_ms = 0 OR expires_ms > now_ms())"), letters};
  SqlRow values;
  if (owner) {
    statement.text += " AND owner = ?";
    values.emplace_back(*owner);
  }
  if (!before.empty()) {
    statement.text += " AND id < ?";
    values.emplace_back(before);
  }
  statement.text += " ORDER BY id DESC LIMIT ?";
  values.emplace_back(limit);
  std::vector<Upload> uploads;
  TRY_VOID(read(database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(statement, values));
    uploads.clear();
    for (const SqlRow& row : rows) uploads.push_back(read_upload(row));
    return ok();
  }));
  return uploads;
}

Result<void> remove_upload(Database& database, std::string_view id) {
  static const SqlStatement remove{"DELETE FROM uploads WHERE id = ? RETURNING id", "t"};
  return write(database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(remove, {id}));
    return rows.empty() ? Result<void>(no_such_upload(id)) : ok();
  });
}

Result<int> remove_expired_uploads(Database& database) {
  static const SqlStatement remove{"DELETE FROM uploads WHERE expires_ms > 0 AND expires_ms <= now_ms() RETURNING id",
                                   "t"};
  int removed = 0;
  TRY_VOID(write(database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(remove));
    removed = static_cast<int>(rows.size());
    return ok();
  }));
  return removed;
}

}  // namespace atelier
