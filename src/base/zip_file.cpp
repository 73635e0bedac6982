#include "base/zip_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "base/files.h"

namespace atelier {
namespace {

constexpr std::uint16_t version_needed = 0x14, made_by = 0x3F, utf8_names = 1 << 11, stored = 0;
constexpr std::uint16_t fixed_time = 0, fixed_date = (2026 - 1980) << 9 | 1 << 5 | 1;
constexpr std::uint64_t bytes_max = 0xFFFFFFFF;
constexpr std::size_t entries_max = 0xFFFF;

constexpr std::array<std::uint32_t, 256> crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0xEDB88320U : 0);
    table[i] = value;
  }
  return table;
}();

std::uint32_t crc32_of(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char byte : bytes) crc = crc_table[(crc ^ static_cast<unsigned char>(byte)) & 255] ^ crc >> 8;
  return ~crc;
}

// Little-endian numbers one after the other.
class Record {
 public:
  Record& u16(std::uint32_t value) { return put(value, 2); }
  Record& u32(std::uint32_t value) { return put(value, 4); }
  const std::string& bytes() const { return bytes_; }

 private:
  Record& put(std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) bytes_ += static_cast<char>(value >> 8 * i & 255);
    return *this;
  }
  std::string bytes_;
};

Error over_limit(const std::filesystem::path& path) {
  return fail(
      ErrorKind::too_large,
      {"{}: an archive holds at most 65535 files and 4 GiB", "{}: в архив входит не больше 65535 файлов и 4 ГиБ",
       "{}: 압축 파일에는 최대 65535개, 4 GiB까지 들어갑니다"},
      shown_path(path));
}

}  // namespace

Result<ZipFile> ZipFile::create(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file.is_open()) return file_error(errno, path);
  return ZipFile(path, std::move(file));
}

Result<void> ZipFile::write(std::string_view bytes) {
  offset_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_error(errno, path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ok();
}

Result<void> ZipFile::add(std::string_view name, std::string_view bytes) {
  if (entries_.size() >= entries_max || offset_ + bytes.size() > bytes_max) return over_limit(path_);
  const auto size = static_cast<std::uint32_t>(bytes.size());
  const Entry entry{std::string(name), crc32_of(bytes), size, static_cast<std::uint32_t>(offset_)};
  Record header;
  header.u32(0x04034B50).u16(version_needed).u16(utf8_names).u16(stored).u16(fixed_time).u16(fixed_date);
  header.u32(entry.crc32).u32(size).u32(size).u16(static_cast<std::uint32_t>(name.size())).u16(0);
  TRY_VOID(write(header.bytes()));
  TRY_VOID(write(name));
  TRY_VOID(write(bytes));
  entries_.push_back(entry);
  return ok();
}

Result<void> ZipFile::finish() {
  const std::uint64_t start = offset_;
  for (const Entry& entry : entries_) {
    Record header;
    header.u32(0x02014B50).u16(made_by).u16(version_needed).u16(utf8_names).u16(stored).u16(fixed_time).u16(fixed_date);
    header.u32(entry.crc32).u32(entry.bytes).u32(entry.bytes).u16(static_cast<std::uint32_t>(entry.name.size()));
    header.u16(0).u16(0).u16(0).u16(0).u32(0).u32(entry.offset);
    TRY_VOID(write(header.bytes()));
    TRY_VOID(write(entry.name));
  }
  if (offset_ > bytes_max) return over_limit(path_);
  const auto count = static_cast<std::uint32_t>(entries_.size());
  Record end;
  end.u32(0x06054B50).u16(0).u16(0).u16(count).u16(count);
  end.u32(static_cast<std::uint32_t>(offset_ - start)).u32(static_cast<std::uint32_t>(start)).u16(0);
  TRY_VOID(write(end.bytes()));
  if (const int failed = file_.close(); failed != 0) return file_error(failed, path_);
  return ok();
}

}  // namespace atelier
