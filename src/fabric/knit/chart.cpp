#include "fabric/knit/chart.h"

#include <algorithm>
#include <numeric>

namespace atelier {
namespace {

constexpr int courses_max = 240;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

Stitch stitch_of(char letter) {
  switch (letter) {
    case 'P':
      return Stitch::purl;
    case 'T':
      return Stitch::tuck;
    case 'M':
      return Stitch::miss;
    case 'O':
      return Stitch::over;
    default:
      return Stitch::knit;
  }
}

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = 10 * value + (digit - '0');
  return value;
}

Chart make_panel(const PanelRow& row) {
  const std::vector<std::string_view> written = split(row.stitches, '/');
  Chart panel;
  panel.wales = static_cast<int>(written.front().size());
  panel.courses = static_cast<int>(written.size()) * row.courses;
  for (int course = 0; course < panel.courses; ++course) {
    const std::string_view line = written[written.size() - 1 - static_cast<std::size_t>(course) % written.size()];
    for (const char letter : line) panel.stitches.push_back(stitch_of(letter));
  }
  for (const std::string_view text : split(row.crossings, ';')) {
    const std::vector<std::string_view> parts = split(text, ' ');
    panel.crossings.push_back(
        {number(parts[0]), number(parts[1]), number(parts[2]), number(parts[3]), parts[4] == "L"});
  }
  return panel;
}

template <class Row>
const Row* find_row(std::span<const Row> rows, std::string_view id) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.id == id; });
  return found == rows.end() ? nullptr : &*found;
}

Error unknown(const char* field, std::string_view id) {
  return fail(ErrorKind::invalid_argument,
              {"{}: \"{}\" is not known", "{}: «{}» — такого нет", "{}: \"{}\"을(를) 알 수 없습니다"}, field, id);
}

// Puts a panel to the right of a chart that is already tall enough.
void append(Chart& chart, const std::vector<Chart>& panels) {
  for (int course = 0; course < chart.courses; ++course) {
    for (const Chart& panel : panels) {
      for (int wale = 0; wale < panel.wales; ++wale) chart.stitches.push_back(panel.at(wale, course % panel.courses));
    }
  }
  int first = 0;
  for (const Chart& panel : panels) {
    for (int up = 0; up < chart.courses; up += panel.courses) {
      for (Crossing crossing : panel.crossings) {
        crossing.wale += first;
        crossing.course += up;
        chart.crossings.push_back(crossing);
      }
    }
    first += panel.wales;
  }
  chart.wales = first;
}

}  // namespace

Result<Chart> make_chart(std::string_view id) {
  const ChartRow* row = find_row(chart_rows(), id);
  if (!row) return unknown("chart", id);
  std::vector<Chart> panels;
  Chart chart;
  for (const std::string_view name : split(row->panels, ' ')) {
    const PanelRow* panel = find_row(panel_rows(), name);
    if (!panel) return unknown("panel", name);
    panels.push_back(make_panel(*panel));
    chart.courses = std::lcm(chart.courses, panels.back().courses);
  }
  if (chart.courses > courses_max) return unknown("chart", id);
  append(chart, panels);
  chart.face_wales = chart.wales / row->columns_per_wale;
  chart.face_courses = chart.courses / row->courses_per_course;
  return chart;
}

Result<Motif> make_motif(std::string_view id) {
  const MotifRow* row = find_row(motif_rows(), id);
  if (!row) return unknown("motif", id);
  const std::vector<std::string_view> written = split(row->dyes, '/');
  Motif motif;
  motif.wales = static_cast<int>(written.front().size());
  motif.courses = static_cast<int>(written.size());
  for (auto line = written.rbegin(); line != written.rend(); ++line) {
    for (const char digit : *line) motif.dyes.push_back(static_cast<std::uint8_t>(digit == '.' ? 0 : digit - '0'));
  }
  return motif;
}

}  // namespace atelier
