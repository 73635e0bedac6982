#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/run_context.h"

namespace atelier {

/// bar: one line of a terminal, redrawn; lines: plain text; json: one object a line.
enum class ProgressStyle { none, bar, lines, json };

/// json if asked for; bar where `descriptor` is a terminal that can redraw a line (TERM is not "dumb"); else lines.
ProgressStyle progress_style(bool json, int descriptor);

/// Columns of the terminal behind `descriptor`, or 80.
int terminal_columns(int descriptor);

/// Whether colour may be written there: a terminal, TERM is not "dumb", and NO_COLOR is not set (no-color.org).
bool allows_color(int descriptor);

struct ProgressOptions {
  ProgressStyle style = ProgressStyle::none;
  Lang lang = Lang::en;
  int columns = 80;
  std::function<void(std::string_view)> write;  ///< where it goes; empty: standard error
  std::function<double()> clock;                ///< seconds that never go back; empty: the system's
};

/// Shows progress events. The bar carries no colour. A bar is redrawn at most 10 times a second, JSON likewise; a
/// stage under 0.3 s draws no bar. Plain lines come for a stage that takes longer than a second and then every five,
/// while a second or more is left. JSON lines on standard error:
/// {"progress":{"stage","done","total","eta_s"}}: stage in English, total 0 and eta_s null while unknown; each stage
/// gives its first and last event at least.
class ProgressDisplay {
 public:
  explicit ProgressDisplay(ProgressOptions options);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /// For a RunContext; valid while the display lives. Empty for ProgressStyle::none.
  ProgressSink sink();

  /// Wipes the bar; call before anything else is written to the terminal.
  void clear();

 private:
  void take(const ProgressEvent& event);
  void show_bar(const ProgressEvent& event, double now);
  void show_line(const ProgressEvent& event, double now);
  void show_json(const ProgressEvent& event, double now);
  /// Seconds left in the stage; negative while unknown.
  double seconds_left(const ProgressEvent& event, double now) const;

  ProgressOptions options_;
  double stage_began_;
  double shown_;
  bool is_drawn_ = false;
};

}  // namespace atelier
