#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// A row of a CSV text and the line of its first character, from 1.
struct CsvRow {
  int line = 0;
  std::vector<std::string> cells;
  bool unclosed = false;  ///< a quote was opened and never closed
};

/// Cuts CSV (RFC 4180): quoted cells may hold the separator, doubled quotes and line ends; lines may end in LF, CRLF or
/// CR; rows without any text are left out. The separator is the comma, semicolon or tab that the first row has most of.
std::vector<CsvRow> read_csv(std::string_view text);

}  // namespace atelier
