#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "imaging/bytes.h"
#include "imaging/deflate.h"

namespace atelier {

/// Bytes [begin, end) equal those `distance` before.
struct Match {
  std::uint32_t begin, end, distance;
};

/// A part of the data that shares one code; what lies between its matches are literals.
struct DeflateBlock {
  std::size_t begin = 0, end = 0;
  std::vector<Match> matches;
};

/// Cuts data of less than 4 GiB into blocks and finds their matches.
class DeflateScanner {
 public:
  DeflateScanner(ByteView data, RowLayout layout, DeflateSearch search);
  /// The block after the last; false at the end of the data.
  bool next(DeflateBlock& block);

 private:
  struct Tables;

  void scan_runs(DeflateBlock& block) const;
  void scan_matches(DeflateBlock& block);
  bool worthwhile(std::size_t begin, std::size_t end, std::size_t distance) const;
  Match find_match(std::size_t at, std::size_t limit);
  void insert(std::size_t begin, std::size_t end);

  ByteView data_;
  std::size_t period_, row_bytes_, done_ = 0;
  std::size_t stride_;  // matches begin at every so many bytes of a row
  int short_key_bytes_, long_key_bytes_;
  std::shared_ptr<Tables> tables_;  // for matches only
};

}  // namespace atelier
