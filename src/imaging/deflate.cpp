#include "imaging/deflate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "imaging/huffman.h"

namespace atelier {
namespace {

constexpr int end_of_block = 256, first_length_symbol = 257, symbols = 286, distance_symbols = 30;
constexpr int code_bits_max = 12, length_code_bits_max = 7;
constexpr std::size_t literals_max =
    49152;  // of a block: long enough for its header, short enough to follow the picture
constexpr std::size_t run_min = 7, match_max = 258, stored_max = 65535;

// RFC 1951, 3.2.5: the symbol of each match length, and how many bits follow it.
struct LengthCode {
  std::uint16_t symbol;
  std::uint8_t extra_bits, extra;
};

constexpr auto length_codes = [] {
  std::array<LengthCode, match_max + 1> codes{};
  int length = 3;
  for (int symbol = first_length_symbol; symbol < 285; ++symbol) {
    const int bits = symbol < 265 ? 0 : (symbol - 261) / 4;
    for (int extra = 0; extra < 1 << bits; ++extra, ++length) {
      if (length < 258) {
        codes[length] = {static_cast<std::uint16_t>(symbol), static_cast<std::uint8_t>(bits),
                         static_cast<std::uint8_t>(extra)};
      }
    }
  }
  codes[258] = {285, 0, 0};
  return codes;
}();

struct DistanceCode {
  int symbol, extra_bits, extra;
};

constexpr DistanceCode distance_code(int period) {
  if (period <= 4) return {period - 1, 0, 0};
  return period == 6 ? DistanceCode{4, 1, 1} : DistanceCode{5, 1, 1};
}

std::uint64_t load64(const std::byte* at) {
  std::uint64_t word;
  std::memcpy(&word, at, 8);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

/// Bits from the lowest up; the caller has made room for 8 bytes beyond what is written.
class BitWriter {
 public:
  explicit BitWriter(std::byte* out) : out_(out) {}

  // At most 56 bits between two flushes.
  void add(std::uint64_t bits, int count) {
    bits_ |= bits << count_;
    count_ += count;
  }
  void flush() {
    std::uint64_t word = bits_;
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    std::memcpy(out_, &word, 8);
    out_ += count_ >> 3;
    bits_ >>= count_ & ~7;
    count_ &= 7;
  }
  void put(std::uint64_t bits, int count) {
    add(bits, count);
    flush();
  }
  void align() {
    count_ = (count_ + 7) & ~7;
    flush();
  }
  void copy(const std::byte* from, std::size_t count) {
    std::memcpy(out_, from, count);
    out_ += count;
  }
  std::byte* position() const { return out_; }

 private:
  std::byte* out_;
  std::uint64_t bits_ = 0;
  int count_ = 0;
};

/// Bytes that equal those one period before.
struct Run {
  std::size_t begin, end;
};

/// A part of the strip that shares one code.
struct Block {
  std::size_t begin, end;
  std::vector<Run> runs;
};

// The next place where four bytes in a row equal those before, looking at every fourth; `end` if there is none.
std::size_t next_candidate(const std::byte* data, std::size_t at, std::size_t end, int period) {
  for (; at + 8 <= end; at += 8) {
    const std::uint64_t differs = load64(data + at) ^ load64(data + at - period);
    if (static_cast<std::uint32_t>(differs) == 0) return at;
    if (differs >> 32 == 0) return at + 4;
  }
  return end;
}

std::size_t run_end(const std::byte* data, std::size_t at, std::size_t end, int period) {
  for (; at + 8 <= end; at += 8) {
    const std::uint64_t differs = load64(data + at) ^ load64(data + at - period);
    if (differs != 0) return at + std::countr_zero(differs) / 8;
  }
  while (at < end && data[at] == data[at - period]) ++at;
  return at;
}

// Finds the runs from `begin` until there are literals_max other bytes, or the data end.
void scan_block(ByteView data, std::size_t begin, int period, Block& block) {
  block.begin = begin;
  block.runs.clear();
  std::size_t literals = 0, done = begin, at = std::max<std::size_t>(begin, period);
  while (true) {
    const std::size_t limit = std::min(data.size(), done + (literals_max - literals));
    const std::size_t found = at < limit ? next_candidate(data.data(), at, limit, period) : limit;
    if (found >= limit) {
      block.end = limit;
      return;
    }
    std::size_t first = found;
    while (first > done && first > static_cast<std::size_t>(period) && data[first - 1] == data[first - 1 - period])
      --first;
    const std::size_t last = run_end(data.data(), found, data.size(), period);
    at = std::max(last, found + 4);
    if (last - first < run_min) continue;
    literals += first - done;
    block.runs.push_back({first, last});
    done = last;
    if (literals >= literals_max || done == data.size()) {
      block.end = done;
      return;
    }
  }
}

std::size_t match_length(std::size_t rest) {  // never leaves 1 or 2 behind
  if (rest <= match_max) return rest;
  return rest - match_max >= 3 ? match_max : rest - 3;
}

using Frequencies = std::array<std::uint32_t, symbols>;

// Four tables, so that equal neighbours do not wait for each other.
struct Histogram {
  std::array<std::array<std::uint32_t, 256>, 4> tables{};
  void count(const std::byte* data, std::size_t size) {
    std::size_t i = 0;
    for (; i + 8 <= size; i += 8) {
      const std::uint64_t word = load64(data + i);
      for (int b = 0; b < 8; ++b) ++tables[b & 3][word >> (8 * b) & 0xff];
    }
    for (; i < size; ++i) ++tables[0][std::to_integer<int>(data[i])];
  }
};

Frequencies count_symbols(ByteView data, const Block& block) {
  Histogram histogram;
  Frequencies frequencies{};
  std::size_t done = block.begin;
  for (const Run& run : block.runs) {
    histogram.count(data.data() + done, run.begin - done);
    for (std::size_t rest = run.end - run.begin; rest > 0; rest -= match_length(rest)) {
      ++frequencies[length_codes[match_length(rest)].symbol];
    }
    done = run.end;
  }
  histogram.count(data.data() + done, block.end - done);
  for (const auto& table : histogram.tables) {
    for (int i = 0; i < 256; ++i) frequencies[i] += table[i];
  }
  frequencies[end_of_block] = 1;
  return frequencies;
}

struct Code {
  std::array<std::uint8_t, symbols + distance_symbols> lengths{};
  std::array<std::uint16_t, symbols> bits{};
  std::array<std::uint32_t, 256> literals{};  // bits, and above 16 their count
  int symbols_used = symbols, distances_used = 0;
};

/// One item of the coded code lengths (RFC 1951, 3.2.7).
struct LengthItem {
  std::uint8_t symbol, extra_bits, extra;
};

std::vector<LengthItem> pack_lengths(std::span<const std::uint8_t> lengths) {
  std::vector<LengthItem> items;
  for (std::size_t i = 0; i < lengths.size();) {
    std::size_t same = 1;
    while (i + same < lengths.size() && lengths[i + same] == lengths[i]) ++same;
    const std::uint8_t length = lengths[i];
    i += same;
    if (length != 0) {
      items.push_back({length, 0, 0});
      --same;
    }
    while (same >= 3) {
      const std::size_t most = length != 0 ? 6 : same >= 11 ? 138 : 10, take = std::min(same, most);
      if (length != 0)
        items.push_back({16, 2, static_cast<std::uint8_t>(take - 3)});
      else if (take >= 11)
        items.push_back({18, 7, static_cast<std::uint8_t>(take - 11)});
      else
        items.push_back({17, 3, static_cast<std::uint8_t>(take - 3)});
      same -= take;
    }
    for (; same > 0; --same) items.push_back({length, 0, 0});
  }
  return items;
}

/// The header of a dynamic block: the items, their code, and its size.
struct Header {
  std::vector<LengthItem> items;
  std::array<std::uint8_t, 19> lengths{};
  std::array<std::uint16_t, 19> codes{};
  int lengths_sent = 4;
  std::size_t bits = 0;
};

constexpr std::array<std::uint8_t, 19> length_order{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

Header make_header(const Code& code) {
  Header header;
  std::array<std::uint8_t, symbols + distance_symbols> sent{};
  std::copy_n(code.lengths.begin(), code.symbols_used, sent.begin());
  std::copy_n(code.lengths.begin() + symbols, code.distances_used, sent.begin() + code.symbols_used);
  header.items = pack_lengths(std::span(sent).first(code.symbols_used + code.distances_used));
  std::array<std::uint32_t, 19> frequencies{};
  for (const LengthItem& item : header.items) ++frequencies[item.symbol];
  huffman_lengths(frequencies, length_code_bits_max, header.lengths);
  huffman_codes(header.lengths, header.codes);
  for (int i = 0; i < 19; ++i) {
    if (header.lengths[length_order[i]] != 0) header.lengths_sent = std::max(header.lengths_sent, i + 1);
  }
  header.bits = 3 + 14 + 3 * header.lengths_sent;
  for (const LengthItem& item : header.items) header.bits += header.lengths[item.symbol] + item.extra_bits;
  return header;
}

// Two distances of one bit each make the code complete; only the period's is used.
Code make_code(const Frequencies& frequencies, const DistanceCode& distance) {
  Code code;
  huffman_lengths(frequencies, code_bits_max, std::span(code.lengths).first(symbols));
  huffman_codes(std::span(code.lengths).first(symbols), code.bits);
  while (code.lengths[code.symbols_used - 1] == 0) --code.symbols_used;
  const int other = distance.symbol == 0 ? 1 : 0;
  code.lengths[symbols + distance.symbol] = code.lengths[symbols + other] = 1;
  code.distances_used = std::max(distance.symbol, other) + 1;
  for (int i = 0; i < 256; ++i) code.literals[i] = code.bits[i] | std::uint32_t{code.lengths[i]} << 16;
  return code;
}

std::size_t body_bits(const Frequencies& frequencies, const Code& code, const DistanceCode& distance) {
  std::size_t bits = 0;
  for (int i = 0; i < symbols; ++i) bits += std::size_t{frequencies[i]} * code.lengths[i];
  for (int symbol = first_length_symbol; symbol < symbols; ++symbol) {
    const int extra = symbol < 265 || symbol == 285 ? 0 : (symbol - 261) / 4;
    bits += std::size_t{frequencies[symbol]} * (extra + 1 + distance.extra_bits);
  }
  return bits;
}

void write_header(BitWriter& writer, const Code& code, const Header& header) {
  writer.put(0 | 2 << 1, 3);  // not final, dynamic
  writer.put(code.symbols_used - 257, 5);
  writer.put(code.distances_used - 1, 5);
  writer.put(header.lengths_sent - 4, 4);
  for (int i = 0; i < header.lengths_sent; ++i) writer.put(header.lengths[length_order[i]], 3);
  for (const LengthItem& item : header.items) {
    writer.put(header.codes[item.symbol], header.lengths[item.symbol]);
    writer.put(item.extra, item.extra_bits);
  }
}

// By value: with its fields in registers the loop is a third faster.
BitWriter write_literals(BitWriter writer, const std::byte* data, std::size_t size, const std::uint32_t* literals) {
  const auto add = [&](std::size_t i) {
    const std::uint32_t entry = literals[std::to_integer<int>(data[i])];
    writer.add(entry & 0xffff, static_cast<int>(entry >> 16));
  };
  std::size_t i = 0;
  for (; i + 4 <= size; i += 4) {
    add(i);
    add(i + 1);
    add(i + 2);
    add(i + 3);
    writer.flush();
  }
  for (; i < size; ++i) {
    add(i);
    writer.flush();
  }
  return writer;
}

void write_run(BitWriter& writer, std::size_t rest, const Code& code, const DistanceCode& distance) {
  const int distance_bit = distance.symbol == 0 ? 0 : 1;
  while (rest > 0) {
    const std::size_t length = match_length(rest);
    const LengthCode& entry = length_codes[length];
    writer.add(code.bits[entry.symbol], code.lengths[entry.symbol]);
    writer.add(entry.extra, entry.extra_bits);
    writer.add(distance_bit, 1);
    writer.add(distance.extra, distance.extra_bits);
    writer.flush();
    rest -= length;
  }
}

void write_stored(BitWriter& writer, ByteView data) {
  for (std::size_t done = 0; done < data.size();) {
    const std::size_t size = std::min(data.size() - done, stored_max);
    writer.put(0, 3);
    writer.align();
    writer.put(size | (~size & 0xffff) << 16, 32);
    writer.copy(data.data() + done, size);
    done += size;
  }
}

void write_block(BitWriter& writer, ByteView data, const Block& block, const DistanceCode& distance) {
  const Frequencies frequencies = count_symbols(data, block);
  const Code code = make_code(frequencies, distance);
  const Header header = make_header(code);
  const std::size_t size = block.end - block.begin;
  if (header.bits + body_bits(frequencies, code, distance) >= 8 * size) {
    return write_stored(writer, data.subspan(block.begin, size));
  }
  write_header(writer, code, header);
  std::size_t done = block.begin;
  for (const Run& run : block.runs) {
    writer = write_literals(writer, data.data() + done, run.begin - done, code.literals.data());
    write_run(writer, run.end - run.begin, code, distance);
    done = run.end;
  }
  writer = write_literals(writer, data.data() + done, block.end - done, code.literals.data());
  writer.put(code.bits[end_of_block], code.lengths[end_of_block]);
}

}  // namespace

std::size_t deflate_bound(std::size_t size) {
  return size + 8 * (size / literals_max + 2) + 16;
}

std::size_t deflate_strip(ByteView data, int period, std::byte* out) {
  BitWriter writer(out);
  const DistanceCode distance = distance_code(period);
  Block block;
  for (std::size_t begin = 0; begin < data.size(); begin = block.end) {
    scan_block(data, begin, period, block);
    write_block(writer, data, block, distance);
  }
  writer.put(0, 3);  // an empty stored block ends on a byte
  writer.align();
  writer.put(0xffff0000, 32);
  return static_cast<std::size_t>(writer.position() - out);
}

}  // namespace atelier
