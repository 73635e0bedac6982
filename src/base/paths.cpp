#include "base/paths.h"

#include <pwd.h>
#include <unistd.h>

namespace atelier {

namespace {

namespace fs = std::filesystem;

std::string lookup(const Variables& variables, std::string_view name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string() : found->second;
}

fs::path home_folder(const Variables& variables) {
  const fs::path home = lookup(variables, "HOME");
  if (home.is_absolute()) return home;
  const passwd* user = ::getpwuid(::getuid());
  return user && user->pw_dir ? fs::path(user->pw_dir) : fs::path();
}

}  // namespace

Variables system_variables() {
  Variables variables;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

Result<Paths> find_paths(const fs::path& home, const Variables& variables) {
  if (!home.empty()) {
    std::error_code failed;
    const fs::path root = fs::absolute(home, failed).lexically_normal();
    if (!failed) return Paths{root, root / "data", root / "cache", root / "state"};
  }
  const fs::path user = home_folder(variables);
  const auto folder = [&](const char* variable, const char* standard) {
    const fs::path given = lookup(variables, variable);
    return (given.is_absolute() ? given : user / standard) / "atelier";
  };
  const Paths paths{folder("XDG_CONFIG_HOME", ".config"), folder("XDG_DATA_HOME", ".local/share"),
                    folder("XDG_CACHE_HOME", ".cache"), folder("XDG_STATE_HOME", ".local/state")};
  if (user.empty() && paths.data.is_relative()) {
    return fail(ErrorKind::not_found, {"there is no home folder", "нет домашней папки", "홈 폴더가 없습니다"})
        .with_hint({"Set ATELIER_HOME to a folder of yours.", "Укажите свою папку в ATELIER_HOME.",
                    "ATELIER_HOME에 사용할 폴더를 지정하세요."});
  }
  return paths;
}

}  // namespace atelier
