#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace atelier::cli_test {

/// How a process ended and what it said.
struct Outcome {
  int exit_code = -1;  ///< 128 + signal where a signal ended it
  std::string out, err;
};

/// What differs from an ordinary run.
struct Setting {
  std::map<std::string, std::string> environment;  ///< beside PATH, HOME (the folder), LC_ALL=C.UTF-8 and no cache
  std::string output_file;                         ///< standard output goes there: "/dev/full"; empty: it is read
  bool terminal = false;                           ///< both outputs are one terminal; what it shows is `out`
  bool close_output = false;                       ///< standard output is closed from the start
};

/// A running process; read to its end by `wait`.
class Process {
 public:
  Process(const std::vector<std::string>& command, const std::filesystem::path& folder, const Setting& setting);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void signal(int number) const;
  /// It has not ended yet.
  bool running();
  Outcome wait();

 private:
  std::filesystem::path out_file_, err_file_;
  pid_t pid_ = -1;
  int terminal_ = -1;  // our side of it
  int status_ = 0;
  bool ended_ = false;
};

/// An empty folder of its own in which the real program is run; removed at the end.
class Workplace {
 public:
  Workplace();
  ~Workplace();
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  /// Runs `atelier ARGS…` here.
  Outcome run(const std::vector<std::string>& arguments, const Setting& setting = {}) const;
  /// Runs a line of shell in which `atelier` is the program.
  Outcome shell(const std::string& line, const Setting& setting = {}) const;
  /// Names below the folder, hidden ones too, in order.
  std::vector<std::string> files() const;

 private:
  std::filesystem::path folder_;
};

/// The built program.
std::filesystem::path program();

/// A small cloth: {"texture", "--product", …, "--size", "64", MORE…}.
std::vector<std::string> small_texture(const std::vector<std::string>& more = {});

}  // namespace atelier::cli_test
