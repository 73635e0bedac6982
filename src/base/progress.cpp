#include "base/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/utf8.h"

namespace atelier {

namespace {

constexpr double bar_after_s = 0.3;
constexpr double redraw_every_s = 0.1;
constexpr double line_after_s = 1.0;  // no line for a stage that is over sooner
constexpr double line_every_s = 5.0;
constexpr double estimate_after_s = 0.5;
constexpr std::string_view wipe_line = "\r\x1b[K";

bool is_smart_terminal(int descriptor) {
  const char* terminal = std::getenv("TERM");
  return ::isatty(descriptor) && !(terminal && std::string_view(terminal) == "dumb");
}

double share_done(const ProgressEvent& event) {
  return event.total > 0 ? std::clamp(event.done / event.total, 0.0, 1.0) : 0.0;
}

/// Whole per cent; 100 only when all is done.
int percentage(const ProgressEvent& event) {
  return event.done >= event.total ? 100 : std::min(99, static_cast<int>(std::lround(share_done(event) * 100)));
}

std::string bar_of(double share, int columns) {
  const int full = static_cast<int>(std::lround(share * columns));
  std::string bar;
  for (int i = 0; i < columns; ++i) bar += i < full ? "█" : "░";
  return bar;
}

/// Steps are whole as a rule, and then look so.
Json plain_number(double value) {
  return value == std::trunc(value) ? Json(std::llround(value)) : Json(value);
}

std::string time_left(double seconds, Lang lang) {
  if (seconds < 1) return "";
  constexpr Phrase in_seconds = {"{} s left", "осталось {} с", "{}초 남음"};
  constexpr Phrase in_minutes = {"{} min left", "осталось {} мин", "{}분 남음"};
  const bool short_time = seconds < 100;
  const long count = std::lround(short_time ? seconds : seconds / 60);
  return fmt::format(fmt::runtime((short_time ? in_seconds : in_minutes).in(lang)), count);
}

}  // namespace

ProgressStyle progress_style(bool json, int descriptor) {
  if (json) return ProgressStyle::json;
  return is_smart_terminal(descriptor) ? ProgressStyle::bar : ProgressStyle::lines;
}

int terminal_columns(int descriptor) {
  winsize size{};
  const bool known = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

bool allows_color(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  return is_smart_terminal(descriptor) && !(no_color && *no_color);
}

ProgressDisplay::ProgressDisplay(ProgressOptions options) : options_(std::move(options)) {
  if (!options_.write) {
    options_.write = [](std::string_view text) { std::ignore = ::write(STDERR_FILENO, text.data(), text.size()); };
  }
  if (!options_.clock) {
    options_.clock = [] {
      return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    };
  }
  stage_began_ = options_.clock();
  shown_ = stage_began_ - line_every_s;
}

ProgressDisplay::~ProgressDisplay() {
  clear();
}

ProgressSink ProgressDisplay::sink() {
  if (options_.style == ProgressStyle::none) return {};
  return [this](const ProgressEvent& event) { take(event); };
}

void ProgressDisplay::clear() {
  if (std::exchange(is_drawn_, false)) options_.write(wipe_line);
}

void ProgressDisplay::take(const ProgressEvent& event) {
  const double now = options_.clock();
  if (event.done == 0) {
    stage_began_ = now;
    clear();
  }
  switch (options_.style) {
    case ProgressStyle::none:
      return;
    case ProgressStyle::bar:
      return show_bar(event, now);
    case ProgressStyle::lines:
      return show_line(event, now);
    case ProgressStyle::json:
      return show_json(event, now);
  }
}

double ProgressDisplay::seconds_left(const ProgressEvent& event, double now) const {
  const double elapsed = now - stage_began_;
  if (event.total <= 0 || event.done <= 0 || elapsed < estimate_after_s) return -1;
  return elapsed * std::max(0.0, event.total - event.done) / event.done;
}

void ProgressDisplay::show_bar(const ProgressEvent& event, double now) {
  if (now - stage_began_ <= bar_after_s || (is_drawn_ && now - shown_ < redraw_every_s)) return;
  constexpr int bar_columns = 24;
  std::string line(event.stage.in(options_.lang));
  if (event.total > 0) line += fmt::format("  {}  {:3} %", bar_of(share_done(event), bar_columns), percentage(event));
  if (const std::string left = time_left(seconds_left(event, now), options_.lang); !left.empty()) line += "  " + left;
  options_.write(std::string(wipe_line) + shorten(line, std::max(10, options_.columns - 1)));
  is_drawn_ = true;
  shown_ = now;
}

void ProgressDisplay::show_line(const ProgressEvent& event, double now) {
  const bool begun_here = shown_ < stage_began_;  // the stage has shown nothing yet
  if (now - (begun_here ? stage_began_ : shown_) < (begun_here ? line_after_s : line_every_s)) return;
  const std::string left = time_left(seconds_left(event, now), options_.lang);
  if (event.total > 0 && left.empty()) return;  // as good as done
  std::string line(event.stage.in(options_.lang));
  if (event.total > 0) line += fmt::format(": {} %, {}", percentage(event), left);
  options_.write(line + '\n');
  shown_ = now;
}

void ProgressDisplay::show_json(const ProgressEvent& event, double now) {
  const bool ends = event.total > 0 && event.done >= event.total;
  if (event.done != 0 && !ends && now - shown_ < redraw_every_s) return;
  const double left = seconds_left(event, now);
  const Json facts = {{"stage", std::string(event.stage.en)},
                      {"done", plain_number(event.done)},
                      {"total", plain_number(event.total)},
                      {"eta_s", left < 0 ? Json() : Json(std::round(left * 10) / 10)}};
  options_.write(json_text({{"progress", facts}}) + '\n');
  shown_ = now;
}

}  // namespace atelier
