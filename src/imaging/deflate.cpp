#include "imaging/deflate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "imaging/deflate_scan.h"
#include "imaging/huffman.h"

namespace atelier {
namespace {

constexpr int end_of_block = 256, first_length_symbol = 257, symbols = 286, distance_symbols = 30;
constexpr int code_bits_max = 12, length_code_bits_max = 7;
constexpr std::size_t match_max = 258, stored_max = 65535;

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
  int symbol, extra_bits;
  std::uint32_t extra;
};

constexpr DistanceCode distance_code(std::uint32_t distance) {
  if (distance <= 4) return {static_cast<int>(distance) - 1, 0, 0};
  const int width = static_cast<int>(std::bit_width(distance - 1)), bits = width - 2;
  return {2 * width - 2 + static_cast<int>((distance - 1) >> bits & 1), bits, (distance - 1) & ((1u << bits) - 1)};
}

constexpr int length_extra_bits(int symbol) {
  return symbol < 265 || symbol == 285 ? 0 : (symbol - 261) / 4;
}
constexpr int distance_extra_bits(int symbol) {
  return symbol < 4 ? 0 : symbol / 2 - 1;
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

std::size_t match_length(std::size_t rest) {  // never leaves 1 or 2 behind
  if (rest <= match_max) return rest;
  return rest - match_max >= 3 ? match_max : rest - 3;
}

struct Frequencies {
  std::array<std::uint32_t, symbols> literals{};  // and the end of the block, and lengths
  std::array<std::uint32_t, distance_symbols> distances{};
};

// Four tables, so that equal neighbours do not wait for each other.
struct Histogram {
  std::array<std::array<std::uint32_t, 256>, 4> tables{};
  void count(const std::byte* data, std::size_t size) {
    std::size_t i = 0;
    for (; i + 8 <= size; i += 8) {
      const std::uint64_t word = little_endian64(data + i);
      for (int b = 0; b < 8; ++b) ++tables[b & 3][word >> (8 * b) & 0xff];
    }
    for (; i < size; ++i) ++tables[0][std::to_integer<int>(data[i])];
  }
};

Frequencies count_symbols(ByteView data, const DeflateBlock& block) {
  Histogram histogram;
  Frequencies frequencies;
  std::size_t done = block.begin;
  for (const Match& match : block.matches) {
    histogram.count(data.data() + done, match.begin - done);
    const int distance_symbol = distance_code(match.distance).symbol;
    for (std::size_t rest = match.end - match.begin; rest > 0; rest -= match_length(rest)) {
      ++frequencies.literals[length_codes[match_length(rest)].symbol];
      ++frequencies.distances[distance_symbol];
    }
    done = match.end;
  }
  histogram.count(data.data() + done, block.end - done);
  for (const auto& table : histogram.tables) {
    for (int i = 0; i < 256; ++i) frequencies.literals[i] += table[i];
  }
  frequencies.literals[end_of_block] = 1;
  return frequencies;
}

struct Code {
  std::array<std::uint8_t, symbols + distance_symbols> lengths{};
  std::array<std::uint16_t, symbols + distance_symbols> bits{};
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

Code make_code(Frequencies frequencies) {
  // A code needs two symbols; some decoders refuse a distance code with less.
  for (std::size_t i = 0, used = 0; i < 2 && used < 2; ++i) {
    used = distance_symbols - std::count(frequencies.distances.begin(), frequencies.distances.end(), 0u);
    if (used < 2 && frequencies.distances[i] == 0) frequencies.distances[i] = 1;
  }
  Code code;
  const std::span lengths(code.lengths);
  const std::span bits(code.bits);
  huffman_lengths(frequencies.literals, code_bits_max, lengths.first(symbols));
  huffman_codes(lengths.first(symbols), bits.first(symbols));
  huffman_lengths(frequencies.distances, code_bits_max, lengths.subspan(symbols));
  huffman_codes(lengths.subspan(symbols), bits.subspan(symbols));
  code.distances_used = distance_symbols;
  while (code.lengths[code.symbols_used - 1] == 0) --code.symbols_used;
  while (code.lengths[symbols + code.distances_used - 1] == 0) --code.distances_used;
  for (int i = 0; i < 256; ++i) code.literals[i] = code.bits[i] | std::uint32_t{code.lengths[i]} << 16;
  return code;
}

std::size_t body_bits(const Frequencies& frequencies, const Code& code) {
  std::size_t bits = 0;
  for (int i = 0; i < symbols; ++i) {
    const int extra = i < first_length_symbol ? 0 : length_extra_bits(i);
    bits += std::size_t{frequencies.literals[i]} * (code.lengths[i] + extra);
  }
  for (int i = 0; i < distance_symbols; ++i) {
    bits += std::size_t{frequencies.distances[i]} * (code.lengths[symbols + i] + distance_extra_bits(i));
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
  for (; i < size; ++i) add(i);
  writer.flush();
  return writer;
}

void write_match(BitWriter& writer, const Match& match, const Code& code) {
  const DistanceCode distance = distance_code(match.distance);
  for (std::size_t rest = match.end - match.begin; rest > 0; rest -= match_length(rest)) {
    const LengthCode& length = length_codes[match_length(rest)];
    writer.add(code.bits[length.symbol], code.lengths[length.symbol]);
    writer.add(length.extra, length.extra_bits);
    writer.add(code.bits[symbols + distance.symbol], code.lengths[symbols + distance.symbol]);
    writer.add(distance.extra, distance.extra_bits);
    writer.flush();
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

/// A block with all that is needed to write it; stored plainly where packing does not pay.
struct CodedBlock {
  Code code;
  Header header;
  std::size_t bits = 0;
  bool stored = false;
};

CodedBlock code_block(ByteView data, const DeflateBlock& block) {
  const Frequencies frequencies = count_symbols(data, block);
  CodedBlock coded;
  coded.code = make_code(frequencies);
  coded.header = make_header(coded.code);
  coded.bits = coded.header.bits + body_bits(frequencies, coded.code);
  coded.stored = coded.bits >= 8 * (block.end - block.begin);
  if (coded.stored) coded.bits = 8 * (block.end - block.begin);
  return coded;
}

void write_block(BitWriter& writer, ByteView data, const DeflateBlock& block, const CodedBlock& coded) {
  if (coded.stored) return write_stored(writer, data.subspan(block.begin, block.end - block.begin));
  write_header(writer, coded.code, coded.header);
  const std::uint32_t* literals = coded.code.literals.data();
  std::size_t done = block.begin;
  for (const Match& match : block.matches) {
    writer = write_literals(writer, data.data() + done, match.begin - done, literals);
    write_match(writer, match, coded.code);
    done = match.end;
  }
  writer = write_literals(writer, data.data() + done, block.end - done, literals);
  writer.put(coded.code.bits[end_of_block], coded.code.lengths[end_of_block]);
}

}  // namespace

std::size_t deflate_bound(std::size_t size) {
  return size + 8 * (size / 32768 + 2) + 16;
}

std::size_t deflate_strip(ByteView data, RowLayout layout, DeflateSearch search, std::byte* out) {
  BitWriter writer(out);
  DeflateScanner scanner(data, layout, search);
  for (DeflateBlock block; scanner.next(block);) write_block(writer, data, block, code_block(data, block));
  writer.put(0, 3);  // an empty stored block ends on a byte
  writer.align();
  writer.put(0xffff0000, 32);
  return static_cast<std::size_t>(writer.position() - out);
}

std::size_t deflate_cost_bits(ByteView data, RowLayout layout, DeflateSearch search) {
  std::size_t bits = 0;
  DeflateScanner scanner(data, layout, search);
  for (DeflateBlock block; scanner.next(block);) bits += code_block(data, block).bits;
  return bits;
}

}  // namespace atelier
