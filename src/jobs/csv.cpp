#include "jobs/csv.h"

#include <algorithm>

namespace atelier {
namespace {

char separator_of(std::string_view text) {
  constexpr std::string_view candidates = ",;\t";
  std::size_t counts[3] = {};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '\n' || c == '\r')) break;
    if (const std::size_t at = candidates.find(c); !quoted && at != std::string_view::npos) ++counts[at];
  }
  return candidates[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
}

/// Walks over the text and counts lines.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text), separator_(separator_of(text)) {}

  bool done() const { return at_ >= text_.size(); }

  CsvRow row() {
    CsvRow row{line_, {}, false};
    for (;;) {
      row.cells.push_back(cell(row.unclosed));
      if (done() || text_[at_] != separator_) break;
      ++at_;
    }
    end_line();
    return row;
  }

 private:
  std::string cell(bool& unclosed) {
    std::string cell;
    bool quoted = false;
    for (; !done(); ++at_) {
      const char c = text_[at_];
      if (quoted && c == '"') {
        if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
          cell += c;
          ++at_;
        } else {
          quoted = false;
        }
      } else if (!quoted && c == '"' && cell.empty()) {
        quoted = true;
      } else if (!quoted && (c == separator_ || c == '\n' || c == '\r')) {
        break;
      } else {
        line_ += c == '\n' ? 1 : 0;
        cell += c;
      }
    }
    unclosed = unclosed || quoted;
    return cell;
  }

  void end_line() {
    if (done()) return;
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
};

bool has_text(const CsvRow& row) {
  return std::any_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return cell.find_first_not_of(" \t") != std::string::npos; });
}

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text) {
  std::vector<CsvRow> rows;
  CsvReader reader(text);
  while (!reader.done()) {
    CsvRow row = reader.row();
    if (has_text(row)) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace atelier
