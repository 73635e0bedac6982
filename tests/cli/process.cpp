#include "tests/cli/process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace atelier::cli_test {

namespace fs = std::filesystem;

namespace {

std::string read_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

fs::path fresh_path(const char* pattern, bool folder) {
  std::string name = (fs::temp_directory_path() / pattern).string();
  const bool made = folder ? mkdtemp(name.data()) != nullptr : close(mkstemp(name.data())) == 0;
  if (!made) throw std::runtime_error("no temporary file can be made");
  return name;
}

std::vector<std::string> environment_of(const fs::path& folder, const Setting& setting) {
  std::map<std::string, std::string> all = {{"PATH", program().parent_path().string() + ":/usr/bin:/bin"},
                                            {"HOME", folder.string()},
                                            {"LC_ALL", "C.UTF-8"},
                                            {"ATELIER_CACHE_MB", "0"}};
  if (const char* options = std::getenv("ASAN_OPTIONS")) all["ASAN_OPTIONS"] = options;
  for (const auto& [name, value] : setting.environment) all[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  return lines;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

void redirect(const fs::path& path, int to) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || dup2(file, to) < 0) _exit(126);
}

int open_terminal() {
  const int ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (ours < 0 || grantpt(ours) != 0 || unlockpt(ours) != 0) throw std::runtime_error("no terminal can be made");
  return ours;
}

/// All that is shown until the last process that has it open ends (then reading fails with EIO).
std::string read_terminal(int ours) {
  std::string shown;
  char part[4096];
  for (ssize_t count; (count = read(ours, part, sizeof part)) > 0;) shown.append(part, static_cast<std::size_t>(count));
  close(ours);
  return shown;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const fs::path& folder, const Setting& setting)
    : out_file_(fresh_path("atelier-out-XXXXXX", false)), err_file_(fresh_path("atelier-err-XXXXXX", false)) {
  std::vector<std::string> words = command;
  std::vector<std::string> environment = environment_of(folder, setting);
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(environment);
  if (setting.terminal) terminal_ = open_terminal();
  const std::string our_terminal = terminal_ < 0 ? "" : ptsname(terminal_);
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("no process can be started");
  if (pid_ != 0) return;
  if (chdir(folder.c_str()) != 0) _exit(126);
  redirect("/dev/null", STDIN_FILENO);
  if (setting.terminal) {
    redirect(our_terminal, STDOUT_FILENO);
    redirect(our_terminal, STDERR_FILENO);
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  redirect(setting.output_file.empty() ? out_file_ : fs::path(setting.output_file), STDOUT_FILENO);
  redirect(err_file_, STDERR_FILENO);
  if (setting.close_output) close(STDOUT_FILENO);
  execve(argv[0], argv.data(), envp.data());
  _exit(127);
}

Process::~Process() {
  if (!ended_) {
    signal(SIGKILL);
    wait();
  }
  std::error_code ignored;
  fs::remove(out_file_, ignored);
  fs::remove(err_file_, ignored);
}

void Process::signal(int number) const {
  if (!ended_) kill(pid_, number);
}

bool Process::running() {
  if (!ended_) ended_ = waitpid(pid_, &status_, WNOHANG) == pid_;
  return !ended_;
}

Outcome Process::wait() {
  const std::string shown = terminal_ < 0 ? "" : read_terminal(terminal_);
  if (!ended_) waitpid(pid_, &status_, 0);
  ended_ = true;
  const int code = WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
  return {code, terminal_ < 0 ? read_file(out_file_) : shown, read_file(err_file_)};
}

Workplace::Workplace() : folder_(fresh_path("atelier-cli-XXXXXX", true)) {}

Workplace::~Workplace() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

Outcome Workplace::run(const std::vector<std::string>& arguments, const Setting& setting) const {
  std::vector<std::string> command = {program().string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return Process(command, folder_, setting).wait();
}

Outcome Workplace::shell(const std::string& line, const Setting& setting) const {
  return Process({"/bin/bash", "-c", line}, folder_, setting).wait();
}

std::vector<std::string> Workplace::files() const {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_)) {
    names.push_back(fs::relative(entry.path(), folder_).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

fs::path program() {
  return fs::path(ATELIER_BINARY_DIR) / "atelier";
}

std::vector<std::string> small_texture(const std::vector<std::string>& more) {
  std::vector<std::string> words = {"texture", "--product", "shirt",  "--material", "poplin",
                                    "--color", "navy",      "--size", "64"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace atelier::cli_test
