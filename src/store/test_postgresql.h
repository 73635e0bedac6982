#pragma once

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/test_folder.h"

namespace atelier {

/// A PostgreSQL server of this test program alone, in a scratch folder, reached by a UNIX socket; it ends with the
/// program, however that ends. PostgreSQL refuses to run as root: then it runs as the user `postgres`.
class TestPostgresql {
 public:
  /// The server of the program, started at the first call; null where PostgreSQL is not installed, see why_not().
  static TestPostgresql* instance() {
    static const std::unique_ptr<TestPostgresql> server = start();
    return server.get();
  }
  struct Options {
    bool durable = false;  ///< fsync on: for measuring
  };
  /// Set before the first instance().
  static Options& options() {
    static Options chosen;
    return chosen;
  }
  static std::string& why_not() {
    static std::string reason;
    return reason;
  }

  /// A new empty schema in it, as the address of a store.
  std::string new_store() {
    static int count = 0;
    const std::string name = "s" + std::to_string(::getpid()) + "_" + std::to_string(++count);
    sql("CREATE SCHEMA " + name);
    return address() + "&options=-csearch_path%3D" + name;
  }
  std::string address() const { return "postgresql://postgres@/postgres?host=" + (folder_ / "s").string(); }
  void sql(const std::string& text) {
    run({programs() + "/psql", "-q", "-h", (folder_ / "s").string(), "-U", "postgres", "-c", text});
  }

  /// As when the machine of the database fails, and comes back.
  void stop() {
    ::kill(server_, SIGQUIT);
    ::waitpid(server_, nullptr, 0);
  }
  /// From the thread that started it: the server ends with that thread.
  bool go_on() {
    server_ = spawn({programs() + "/postgres", "-D", (folder_ / "d").string(), "-c", "listen_addresses=", "-c",
                     "unix_socket_directories=" + (folder_ / "s").string(), "-c",
                     options().durable ? "fsync=on" : "fsync=off", "-c",
                     options().durable ? "autovacuum=on" : "autovacuum=off", "-c", "shared_buffers=32MB", "-c",
                     "max_connections=50", "-c", "restart_after_crash=off"});
    for (int tries = 0; tries < 300; ++tries) {
      if (run({programs() + "/pg_isready", "-q", "-h", (folder_ / "s").string()}) == 0) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  ~TestPostgresql() { stop(); }

 private:
  static std::string programs() { return "/usr/lib/postgresql/15/bin"; }

  static std::unique_ptr<TestPostgresql> start() {
    if (::access((programs() + "/initdb").c_str(), X_OK) != 0) {
      why_not() = "PostgreSQL 15 is not installed (Debian: postgresql-15)";
      return nullptr;
    }
    std::unique_ptr<TestPostgresql> server(new TestPostgresql);
    const std::filesystem::path& folder = server->folder_.path();
    std::filesystem::create_directory(folder / "s");
    if (const passwd* user = ::getuid() == 0 ? ::getpwnam("postgres") : nullptr) {
      for (const auto& owned : {folder, folder / "s"})
        if (::chown(owned.c_str(), user->pw_uid, user->pw_gid) != 0) why_not() = "chown";
    }
    const bool made = run({programs() + "/initdb", "-D", (folder / "d").string(), "-A", "trust", "-E", "UTF8",
                           "--locale=C", "-U", "postgres", "--no-sync"}) == 0;
    if (made && server->go_on()) return server;
    why_not() = "the private PostgreSQL server did not start";
    return nullptr;
  }

  static pid_t spawn(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const passwd* user = ::getuid() == 0 ? ::getpwnam("postgres") : nullptr;
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (user && (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int stream : {0, 1, 2}) ::dup2(nothing, stream);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  static int run(const std::vector<std::string>& words) {
    int status = 0;
    ::waitpid(spawn(words), &status, 0);
    return status;
  }

  TestPostgresql() = default;
  TestFolder folder_;
  pid_t server_ = -1;
};

}  // namespace atelier
