#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <system_error>

#include "base/descriptor.h"
#include "base/utf8.h"

namespace atelier {

namespace {

struct ErrnoRow {
  int number;
  ErrorKind kind;
  Phrase message;
  Phrase hint;
};

constexpr Phrase spelling_hint = {"Check the spelling and the folder you are in.",
                                  "Проверьте написание и текущую папку.", "철자와 현재 폴더를 확인하세요."};
constexpr Phrase file_hint = {"Name a file.", "Укажите файл.", "파일을 지정하세요."};
constexpr Phrase other_name_hint = {"Choose another name.", "Выберите другое имя.", "다른 이름을 고르세요."};
constexpr Phrase again_hint = {"Run it again.", "Запустите ещё раз.", "다시 실행하세요."};
constexpr Phrase rights_hint = {"Choose another place, or change its rights.",
                                "Выберите другое место или измените права доступа.",
                                "다른 위치를 고르거나 권한을 바꾸세요."};
constexpr Phrase space_hint = {"Make room, or choose another place.", "Освободите место или выберите другой диск.",
                               "공간을 비우거나 다른 위치를 고르세요."};

constexpr ErrnoRow errno_rows[] = {
    {ENOSPC,
     ErrorKind::out_of_disk,
     {"no room for {}", "нет места для {}", "{} 파일을 쓸 공간이 없습니다"},
     space_hint},
    {EDQUOT,
     ErrorKind::out_of_disk,
     {"no quota left for {}", "исчерпана квота для {}", "{} 파일을 쓸 할당량이 없습니다"},
     space_hint},
    {EACCES, ErrorKind::denied, {"no access to {}", "нет доступа к {}", "{}에 접근할 수 없습니다"}, rights_hint},
    {EPERM, ErrorKind::denied, {"no access to {}", "нет доступа к {}", "{}에 접근할 수 없습니다"}, rights_hint},
    {EROFS,
     ErrorKind::denied,
     {"{} is on a read-only disk", "{} находится на диске только для чтения", "{}: 읽기 전용 디스크에 있습니다"},
     rights_hint},
    {ENOENT, ErrorKind::not_found, {"there is no {}", "нет файла {}", "{}: 파일이 없습니다"}, spelling_hint},
    {EISDIR,
     ErrorKind::invalid_argument,
     {"{} is a folder, not a file", "{} — это папка, а не файл", "{}: 파일이 아니라 폴더입니다"},
     file_hint},
    {ENOTDIR,
     ErrorKind::invalid_argument,
     {"a part of {} is a file, not a folder", "часть пути {} — файл, а не папка",
      "{}: 경로 중간에 폴더가 아닌 파일이 있습니다"},
     other_name_hint},
    {ELOOP,
     ErrorKind::invalid_argument,
     {"{} has links that lead in a circle", "в пути {} ссылки замкнуты в круг",
      "{}: 링크가 서로를 가리키며 돌고 있습니다"},
     other_name_hint},
    {ENAMETOOLONG,
     ErrorKind::invalid_argument,
     {"the name {} is too long", "слишком длинное имя: {}", "이름이 너무 깁니다: {}"},
     other_name_hint},
    {EEXIST, ErrorKind::conflict, {"{} is already there", "{} уже существует", "{}: 이미 있습니다"}, other_name_hint},
    {ENOTEMPTY,
     ErrorKind::conflict,
     {"{} is not empty", "папка {} не пуста", "{}: 비어 있지 않습니다"},
     other_name_hint},
    {EINTR,
     ErrorKind::cancelled,
     {"{} was not finished", "работа с {} не завершена", "{} 작업이 끝나지 않았습니다"},
     again_hint},
};

Result<void> write_all(int descriptor, const std::filesystem::path& path, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_error(errno, path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ok();
}

/// Writes `bytes` to a file that is removed again unless everything went well.
Result<void> write_new(const std::filesystem::path& file, const std::filesystem::path& named, std::string_view bytes,
                       int flags, bool sync) {
  Descriptor descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666));
  if (!descriptor.is_open()) return file_error(errno, named);
  Result<void> written = write_all(descriptor.get(), named, bytes);
  if (written.ok() && sync && ::fsync(descriptor.get()) != 0) written = file_error(errno, named);
  if (const int failed = descriptor.close(); written.ok() && failed != 0) written = file_error(failed, named);
  if (!written.ok()) ::unlink(file.c_str());
  return written;
}

std::string temporary_name(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter{0};
  return fmt::format(".{}.{}.{}.partial", path.filename().string().substr(0, 200), ::getpid(), counter++);
}

}  // namespace

std::string shown_path(const std::filesystem::path& path) {
  constexpr int columns_max = 120;
  const std::string text = path.string();
  if (display_width(text) <= columns_max) return shorten(text, columns_max);
  const std::u32string points = code_points(text);
  std::string end;
  for (std::size_t i = points.size() - std::min<std::size_t>(points.size(), 56); i < points.size(); ++i)
    append_utf8(end, points[i]);
  return "…" + shorten(end, columns_max - 1);
}

Error file_error(int error_number, const std::filesystem::path& path) {
  for (const ErrnoRow& row : errno_rows) {
    if (row.number != error_number) continue;
    Error error = fail(row.kind, row.message, shown_path(path));
    return row.hint.en.empty() ? error : std::move(error).with_hint(row.hint);
  }
  return fail(ErrorKind::internal, {"{}: {}", "{}: {}", "{}: {}"}, shown_path(path),
              std::generic_category().message(error_number))
      .with_hint(other_name_hint);
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
  const auto too_large = [&] {
    return fail(ErrorKind::too_large,
                {"{} is larger than {} bytes", "{} больше {} байт", "{}: 크기가 {}바이트를 넘습니다"}, shown_path(path),
                bytes_max);
  };
  Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor.is_open()) return file_error(errno, path);
  struct stat facts {};
  if (::fstat(descriptor.get(), &facts) != 0) return file_error(errno, path);
  if (S_ISDIR(facts.st_mode)) return file_error(EISDIR, path);
  if (S_ISREG(facts.st_mode) && static_cast<std::size_t>(facts.st_size) > bytes_max) return too_large();
  std::string bytes;
  if (S_ISREG(facts.st_mode)) bytes.reserve(static_cast<std::size_t>(facts.st_size));
  std::array<char, 1 << 16> block;
  while (true) {
    const ssize_t got = ::read(descriptor.get(), block.data(), block.size());
    if (got < 0) return file_error(errno, path);
    if (got == 0) return bytes;
    if (bytes.size() + static_cast<std::size_t>(got) > bytes_max) return too_large();
    bytes.append(block.data(), static_cast<std::size_t>(got));
  }
}

Result<void> write_file(const std::filesystem::path& path, std::string_view bytes) {
  return write_new(path, path, bytes, O_TRUNC, false);
}

Result<void> write_file_atomic(const std::filesystem::path& path, std::string_view bytes) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return file_error(EISDIR, path);
  const std::filesystem::path temporary = path.parent_path() / temporary_name(path);
  TRY_VOID(write_new(temporary, path, bytes, O_EXCL, true));
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int number = errno;
    ::unlink(temporary.c_str());
    return file_error(number, path);
  }
  sync_folder(path.has_parent_path() ? path.parent_path() : ".");
  return ok();
}

Result<void> check_out_path(const std::filesystem::path& path) {
  const std::string text = path.string();
  const auto refuse = [](Error error) { return std::move(error).with_field("out"); };
  if (text.empty()) {
    return refuse(
        fail(ErrorKind::invalid_argument, {"out: the path is empty", "out: пустой путь", "out: 경로가 비어 있습니다"})
            .with_hint({"Name a new folder, or leave --out away.", "Назовите новую папку или уберите --out.",
                        "새 폴더 이름을 적거나 --out을 빼세요."}));
  }
  bool clean = is_utf8(text);
  for (const char32_t c : code_points(text)) clean = clean && !is_control(c);
  if (!clean) {
    return refuse(fail(ErrorKind::invalid_argument,
                       {"out: the path \"{}\" contains control characters or is not UTF-8",
                        "out: в пути «{}» есть управляющие символы или неправильный UTF-8",
                        "out: 경로 \"{}\"에 제어 문자가 있거나 올바른 UTF-8이 아닙니다"},
                       shown_path(path))
                      .with_hint({"Choose another name.", "Выберите другое имя.", "다른 이름을 고르세요."}));
  }
  const std::filesystem::path normal = path.lexically_normal();
  if (path.is_relative() && *normal.begin() == "..") {
    return refuse(
        fail(ErrorKind::invalid_argument,
             {"out: {} leads above the current folder", "out: {} ведёт выше текущей папки",
              "out: {} 경로가 현재 폴더 위로 올라갑니다"},
             shown_path(path))
            .with_hint({"Give an absolute path if that is what you want.", "Если это нужно, укажите абсолютный путь.",
                        "그 위치가 맞다면 절대 경로로 지정하세요."}));
  }
  return ok();
}

}  // namespace atelier
