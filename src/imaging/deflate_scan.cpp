#include "imaging/deflate_scan.h"

#include <algorithm>
#include <array>
#include <bit>

#include "imaging/huffman.h"

namespace atelier {
namespace {

// Of a block: long enough to pay for its header, short enough to follow the picture.
constexpr std::size_t literals_max = 49152;
constexpr std::size_t run_min = 7, distance_max = 32768;
constexpr std::size_t key_bytes = 8;  // read at once where a match may begin
constexpr int hash_bits = 15, literal_bits_max = 15;

// The next place where four bytes in a row equal those before, looking at every fourth; `end` if there is none.
std::size_t next_candidate(const std::byte* data, std::size_t at, std::size_t end, std::size_t distance) {
  for (; at + 8 <= end; at += 8) {
    const std::uint64_t differs = little_endian64(data + at) ^ little_endian64(data + at - distance);
    if (static_cast<std::uint32_t>(differs) == 0) return at;
    if (differs >> 32 == 0) return at + 4;
  }
  return end;
}

std::size_t match_end(const std::byte* data, std::size_t at, std::size_t end, std::size_t distance) {
  for (; at + 8 <= end; at += 8) {
    const std::uint64_t differs = little_endian64(data + at) ^ little_endian64(data + at - distance);
    if (differs != 0) return at + std::countr_zero(differs) / 8;
  }
  while (at < end && data[at] == data[at - distance]) ++at;
  return at;
}

Match make_match(std::size_t begin, std::size_t end, std::size_t distance) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), static_cast<std::uint32_t>(distance)};
}

std::uint32_t hash(std::uint64_t key, int bytes) {
  return static_cast<std::uint32_t>((key << (64 - 8 * bytes)) * 0x9e3779b97f4a7c15ull >> (64 - hash_bits));
}

}  // namespace

/// Where each short and each long key was seen last, and what a literal costs.
struct DeflateScanner::Tables {
  std::array<std::uint32_t, 1 << hash_bits> short_key{}, long_key{};  // position + 1
  std::array<std::uint8_t, 256> literal_bits{};
};

// Of 8 bit pixels whole ones repeat. Of 16 bit samples it is the high byte with its neighbours: short keys, anywhere.
DeflateScanner::DeflateScanner(ByteView data, RowLayout layout, DeflateSearch search)
    : data_(data),
      period_(layout.pixel_bytes),
      row_bytes_(layout.row_bytes),
      stride_(layout.sample_bytes == 1 ? layout.pixel_bytes : 1),
      short_key_bytes_(stride_ == 4 ? 4 : 3),
      long_key_bytes_(layout.sample_bytes == 1 ? 2 * short_key_bytes_ : 4) {
  if (search == DeflateSearch::runs) return;
  tables_ = std::make_shared<Tables>();
  std::array<std::uint32_t, 256> counts;
  counts.fill(1);
  for (std::size_t i = 0; i < std::min(data.size(), literals_max); ++i) ++counts[std::to_integer<int>(data[i])];
  huffman_lengths(counts, literal_bits_max, tables_->literal_bits);
}

bool DeflateScanner::next(DeflateBlock& block) {
  if (done_ == data_.size()) return false;
  block.begin = done_;
  block.matches.clear();
  if (tables_) {
    scan_matches(block);
  } else {
    scan_runs(block);
  }
  done_ = block.end;
  return true;
}

void DeflateScanner::scan_runs(DeflateBlock& block) const {
  const std::byte* data = data_.data();
  std::size_t literals = 0, done = block.begin, at = std::max(block.begin, period_);
  while (true) {
    const std::size_t limit = std::min(data_.size(), done + (literals_max - literals));
    const std::size_t found = at < limit ? next_candidate(data, at, limit, period_) : limit;
    if (found >= limit) {
      block.end = limit;
      return;
    }
    std::size_t first = found;
    while (first > done && first > period_ && data[first - 1] == data[first - 1 - period_]) --first;
    const std::size_t last = match_end(data, found, data_.size(), period_);
    at = std::max(last, found + 4);
    if (last - first < run_min) continue;
    literals += first - done;
    block.matches.push_back(make_match(first, last, period_));
    done = last;
    if (literals >= literals_max || done == data_.size()) {
      block.end = done;
      return;
    }
  }
}

// A match costs about six bits and what its length and distance add.
bool DeflateScanner::worthwhile(std::size_t begin, std::size_t end, std::size_t distance) const {
  const std::size_t length = end - begin;
  if (length < 3) return false;
  const int distance_bits = std::max(0, static_cast<int>(std::bit_width(distance - 1)) - 2);
  const int match_bits = 6 + distance_bits + std::max(0, static_cast<int>(std::bit_width(length)) - 4);
  int literal_bits = 0;
  for (std::size_t i = begin; i < std::min(end, begin + 16) && literal_bits <= match_bits; ++i) {
    literal_bits += tables_->literal_bits[std::to_integer<int>(data_[i])];
  }
  return literal_bits > match_bits;
}

// The latest place with the same long key, or else the same short one. An empty match if neither pays.
Match DeflateScanner::find_match(std::size_t at, std::size_t limit) {
  const std::uint64_t key = little_endian64(data_.data() + at);
  std::uint32_t* slots[] = {&tables_->long_key[hash(key, long_key_bytes_)],
                            &tables_->short_key[hash(key, short_key_bytes_)]};
  Match found = make_match(at, at, 0);
  for (std::uint32_t* slot : slots) {
    const std::size_t before = *slot, distance = at + 1 - before;
    *slot = static_cast<std::uint32_t>(at + 1);
    if (found.end > at || before == 0 || distance > distance_max) continue;
    std::size_t end = match_end(data_.data(), at, limit, distance);
    end -= (end - at) % stride_;
    if (worthwhile(at, end, distance)) found = make_match(at, end, distance);
  }
  return found;
}

void DeflateScanner::insert(std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < std::min(end, data_.size() - key_bytes); at += stride_) {
    const std::uint64_t key = little_endian64(data_.data() + at);
    tables_->long_key[hash(key, long_key_bytes_)] = static_cast<std::uint32_t>(at + 1);
    tables_->short_key[hash(key, short_key_bytes_)] = static_cast<std::uint32_t>(at + 1);
  }
}

void DeflateScanner::scan_matches(DeflateBlock& block) {
  std::size_t at = block.begin, tries = 0;
  while (at + key_bytes < data_.size() && tries < literals_max) {
    const std::size_t row_end = std::min((at / row_bytes_ + 1) * row_bytes_, data_.size());
    if (at % row_bytes_ == 0) ++at;
    for (; at < row_end && at + key_bytes < data_.size(); ++tries) {
      const Match match = find_match(at, row_end);
      if (match.end == match.begin) {
        at += stride_;
        continue;
      }
      block.matches.push_back(match);
      insert(at + stride_, match.end);
      at = match.end;
    }
  }
  block.end = tries < literals_max ? data_.size() : at;
}

}  // namespace atelier
