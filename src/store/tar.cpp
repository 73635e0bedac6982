#include "store/tar.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/files.h"

namespace atelier {
namespace {

constexpr std::int64_t block = 512, piece_max = std::int64_t{1} << 20;
constexpr std::size_t name_at = 0, name_size = 100, mode_at = 100, size_at = 124, size_size = 12, sum_at = 148,
                      sum_size = 8, type_at = 156, magic_at = 257;
constexpr std::int64_t octal_size_max = (std::int64_t{1} << 33) - 1;

using Header = std::array<char, block>;

std::int64_t padding_of(std::int64_t bytes) {
  return (block - bytes % block) % block;
}

void put(Header& header, std::size_t at, std::string_view text) {
  std::memcpy(header.data() + at, text.data(), text.size());
}

// The sum of its bytes, with blanks where the sum stands.
unsigned sum_of(const Header& header) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool is_sum = i >= sum_at && i < sum_at + sum_size;
    sum += is_sum ? unsigned{' '} : static_cast<unsigned char>(header[i]);
  }
  return sum;
}

Header header_of(std::string_view name, std::int64_t bytes) {
  Header header{};
  put(header, name_at, name);
  put(header, mode_at, fmt::format("{:07o}", 0600));
  put(header, mode_at + 8, fmt::format("{:07o}", 0));
  put(header, mode_at + 16, fmt::format("{:07o}", 0));
  put(header, size_at + size_size, fmt::format("{:011o}", 0));  // time
  if (bytes <= octal_size_max) {
    put(header, size_at, fmt::format("{:011o}", bytes));
  } else {
    header[size_at] = static_cast<char>(0x80);
    for (std::size_t i = 0; i < 8; ++i)
      header[size_at + size_size - 1 - i] = static_cast<char>(static_cast<std::uint64_t>(bytes) >> (8 * i) & 0xff);
  }
  header[type_at] = '0';
  put(header, magic_at,
      std::string_view("ustar\0"
                       "00",
                       8));
  put(header, sum_at, fmt::format("{:06o}", sum_of(header)));
  header[sum_at + 7] = ' ';
  return header;
}

std::optional<std::int64_t> octal(std::string_view text) {
  std::int64_t value = 0;
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == '\0' || c == ' ') break;
    if (c < '0' || c > '7' || ++digits > 12) return std::nullopt;
    value = value * 8 + (c - '0');
  }
  return digits > 0 ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> size_of(const Header& header) {
  const std::string_view field(header.data() + size_at, size_size);
  if (static_cast<unsigned char>(field[0]) != 0x80) return octal(field);
  std::uint64_t value = 0;
  for (const char c : field.substr(4)) value = value << 8 | static_cast<unsigned char>(c);
  if (value > static_cast<std::uint64_t>(INT64_MAX) / 2) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

}  // namespace

Result<TarWriter> TarWriter::create(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.is_open()) return file_error(errno, path);
  return TarWriter(path, std::move(file));
}

Result<void> TarWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_error(errno, path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ok();
}

Result<void> TarWriter::add(std::string_view name, std::int64_t bytes,
                            const std::function<Result<std::string>()>& next) {
  const Header header = header_of(name.substr(0, name_size), bytes);
  TRY_VOID(write({header.data(), header.size()}));
  std::int64_t done = 0;
  while (done <= bytes) {
    TRY(const std::string piece, next());
    if (piece.empty()) break;
    done += static_cast<std::int64_t>(piece.size());
    if (done <= bytes) {
      TRY_VOID(write(piece));
    }
  }
  if (done != bytes) {
    return fail(ErrorKind::conflict,
                {"{} has changed while it was read", "{} изменился во время чтения", "{}이(가) 읽는 동안 바뀌었습니다"},
                name);
  }
  return write(std::string(static_cast<std::size_t>(padding_of(bytes)), '\0'));
}

Result<void> TarWriter::finish() {
  TRY_VOID(write(std::string(2 * block, '\0')));
  if (::fsync(file_.get()) != 0) return file_error(errno, path_);
  const int failed = file_.close();
  return failed == 0 ? ok() : Result<void>(file_error(failed, path_));
}

Result<TarReader> TarReader::open(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return file_error(errno, path);
  return TarReader(path, std::move(file));
}

Error TarReader::damaged() const {
  return fail(ErrorKind::invalid_argument,
              {"{} is no backup, or it is damaged", "{} — не резервная копия, или она повреждена",
               "{}은(는) 백업이 아니거나 손상되었습니다"},
              shown_path(path_))
      .with_field("file");
}

Result<std::string> TarReader::take(std::int64_t bytes) {
  std::string taken(static_cast<std::size_t>(bytes), '\0');
  for (std::size_t done = 0; done < taken.size();) {
    const ssize_t got = ::read(file_.get(), taken.data() + done, taken.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error(errno, path_);
    if (got == 0) return damaged();
    done += static_cast<std::size_t>(got);
  }
  return taken;
}

Result<std::optional<TarEntry>> TarReader::next() {
  for (std::int64_t passed = left_ + padding_; passed > 0;) {
    TRY(const std::string piece, take(std::min(passed, piece_max)));
    passed -= static_cast<std::int64_t>(piece.size());
  }
  TRY(const std::string bytes, take(block));
  Header header;
  std::memcpy(header.data(), bytes.data(), bytes.size());
  if (std::all_of(header.begin(), header.end(), [](char c) { return c == '\0'; })) return std::optional<TarEntry>();
  const auto sum = octal({header.data() + sum_at, sum_size}), size = size_of(header);
  const bool is_file = header[type_at] == '0' || header[type_at] == '\0';
  if (!sum || *sum != std::int64_t{sum_of(header)} || !size || !is_file) return damaged();
  left_ = *size;
  padding_ = padding_of(*size);
  return std::optional<TarEntry>({std::string(header.data(), ::strnlen(header.data(), name_size)), *size});
}

Result<std::string> TarReader::read() {
  TRY(std::string piece, take(std::min(left_, piece_max)));
  left_ -= static_cast<std::int64_t>(piece.size());
  return piece;
}

}  // namespace atelier
