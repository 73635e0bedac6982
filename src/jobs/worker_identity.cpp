#include "jobs/worker_identity.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/files.h"

namespace atelier {

namespace {

constexpr std::size_t id_digits = 16;

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0' ? name.data() : "host";
}

std::string random_id() {
  std::array<unsigned char, id_digits / 2> bytes{};
  (void)!::getrandom(bytes.data(), bytes.size(), 0);
  std::string id;
  for (const unsigned char byte : bytes) id += fmt::format("{:02x}", byte);
  return id;
}

bool is_id(std::string_view text) {
  return text.size() == id_digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// What stands in the locked file, or a new ID written into it.
Result<std::string> id_in(int file, const std::filesystem::path& path) {
  std::array<char, id_digits> kept{};
  if (::pread(file, kept.data(), kept.size(), 0) == static_cast<ssize_t>(id_digits)) {
    if (std::string id(kept.data(), kept.size()); is_id(id)) return id;
  }
  std::string id = random_id();
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, id.data(), id.size(), 0) != static_cast<ssize_t>(id.size()))
    return file_error(errno, path);
  return id;
}

}  // namespace

Result<WorkerIdentity> WorkerIdentity::take(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return file_error(failed.value(), folder);
  for (int i = 1; i <= worker_files_max; ++i) {
    const std::filesystem::path path = folder / fmt::format("worker-{}", i);
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file.is_open()) return file_error(errno, path);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) continue;
    TRY(const std::string id, id_in(file.get(), path));
    return WorkerIdentity(fmt::format("{}/{}", host_name(), id), std::move(file));
  }
  return fail(ErrorKind::exhausted,
              {"{} workers run from {} already", "уже работают {} исполнителей из {}", "이미 워커 {}개가 {} 에서 실행 중입니다"},
              worker_files_max, shown_path(folder))
      .with_hint({"One worker has many runners: see --runners.", "У одного worker много исполнителей: см. --runners.",
                  "워커 하나가 여러 실행기를 가집니다: --runners 참고."});
}

}  // namespace atelier
