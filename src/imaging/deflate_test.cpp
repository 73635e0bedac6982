#include "imaging/deflate.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
#include <string>
#include <vector>

namespace atelier {
namespace {

// Unpacks with zlib, which must also find the stream whole.
Bytes inflate_raw(Bytes packed, std::size_t size) {
  append(packed, std::string_view("\x03\0", 2));
  Bytes plain(size + 1);
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, -15), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END) << (stream.msg ? stream.msg : "");
  plain.resize(stream.total_out);
  inflateEnd(&stream);
  return plain;
}

// Rows of 100 pixels.
RowLayout layout_of(int period, std::size_t sample_bytes = 1) {
  return {static_cast<std::size_t>(period), static_cast<std::size_t>(period) * 100 + 1, sample_bytes};
}

Bytes pack(const Bytes& data, int period, DeflateSearch search = DeflateSearch::runs, std::size_t sample_bytes = 1) {
  Bytes packed(deflate_bound(data.size()) + 1, std::byte{0xa5});
  const std::size_t size = deflate_strip(data, layout_of(period, sample_bytes), search, packed.data());
  EXPECT_LE(size, deflate_bound(data.size()));
  EXPECT_EQ(packed.back(), std::byte{0xa5});
  packed.resize(size);
  return packed;
}

// Alternating stretches of noise with 2^bits values, and of repetition with the period.
Bytes mixed(std::size_t size, int bits, int period, unsigned seed) {
  std::minstd_rand random(seed);
  Bytes data;
  while (data.size() < size) {
    const std::size_t noise = random() % 3000, run = random() % 700;
    for (std::size_t i = 0; i < noise; ++i) append_byte(data, random() >> 12 & ((1u << bits) - 1));
    for (std::size_t i = 0; i < run && data.size() >= static_cast<std::size_t>(period); ++i) {
      data.push_back(data[data.size() - period]);
    }
  }
  data.resize(size);
  return data;
}

TEST(Deflate, EverySizeAndPeriodComesBack) {
  for (const int period : {1, 2, 3, 4, 6, 8}) {
    for (std::size_t size = 0; size < 40; ++size) {
      const Bytes data = mixed(size, 2, period, static_cast<unsigned>(size));
      EXPECT_EQ(inflate_raw(pack(data, period), size), data) << size << " bytes, period " << period;
    }
    for (const int bits : {1, 3, 5, 8}) {
      for (const std::size_t size : {1000, 49152, 49153, 65536, 300000}) {
        const Bytes data = mixed(size, bits, period, 5);
        EXPECT_EQ(inflate_raw(pack(data, period), size), data) << size << " bytes, period " << period;
      }
    }
  }
}

TEST(Deflate, EveryMatchComesBack) {
  for (std::size_t size = 0; size < 40; ++size) {
    const Bytes data = mixed(size, 1, 1, static_cast<unsigned>(size));
    EXPECT_EQ(inflate_raw(pack(data, 1, DeflateSearch::matches), size), data) << size;
  }
  for (const int period : {1, 3, 4, 8}) {
    for (const int bits : {1, 2, 4, 6, 8}) {
      for (const std::size_t size : {1000, 33000, 70000, 400000}) {
        const Bytes data = mixed(size, bits, period * 11, 9);
        EXPECT_EQ(inflate_raw(pack(data, period, DeflateSearch::matches), size), data) << size << ", " << bits;
        EXPECT_EQ(inflate_raw(pack(data, period, DeflateSearch::matches, 2), size), data) << size << ", " << bits;
      }
    }
  }
}

TEST(Deflate, RepeatsFromFarAreFound) {
  const Bytes tile = mixed(301 * 60, 8, 1, 4);
  Bytes data;
  for (int i = 0; i < 10; ++i) append(data, tile);
  const Bytes packed = pack(data, 3, DeflateSearch::matches);
  EXPECT_LT(packed.size(), tile.size() * 5 / 4);
  EXPECT_EQ(inflate_raw(packed, data.size()), data);
}

TEST(Deflate, TheCostIsWhatIsWritten) {
  for (const DeflateSearch search : {DeflateSearch::runs, DeflateSearch::matches}) {
    const Bytes data = mixed(200000, 4, 3, 2);
    EXPECT_NEAR(static_cast<double>(deflate_cost_bits(data, layout_of(3), search)) / 8,
                static_cast<double>(pack(data, 3, search).size()), 16);
  }
}

TEST(Deflate, EveryRunLengthComesBack) {
  for (std::size_t run = 1; run < 800; ++run) {
    Bytes data = mixed(50, 8, 1, 3);
    data.insert(data.end(), run, std::byte{7});
    append(data, std::string_view("end"));
    EXPECT_EQ(inflate_raw(pack(data, 1), data.size()), data) << run;
  }
}

TEST(Deflate, OneValueShrinksAThousandfold) {
  const Bytes flat(1 << 20, std::byte{0});
  const Bytes packed = pack(flat, 3);
  EXPECT_LT(packed.size(), flat.size() / 950);
  EXPECT_EQ(inflate_raw(packed, flat.size()), flat);
}

TEST(Deflate, VerySkewedFrequenciesKeepTheCodeLegal) {
  // Fibonacci numbers of each value make Huffman's code as deep as it gets.
  Bytes data;
  std::size_t count = 1, before = 1;
  for (int value = 0; value < 24 && data.size() < 200000; ++value) {
    for (std::size_t i = 0; i < count; ++i) append_byte(data, static_cast<std::uint32_t>(value * 7));
    before = std::exchange(count, count + before);
  }
  std::shuffle(data.begin(), data.end(), std::minstd_rand(1));
  data.resize(49000);
  EXPECT_EQ(inflate_raw(pack(data, 1), data.size()), data);
}

TEST(Deflate, NoiseIsStoredWithinTheBound) {
  const Bytes noise = [] {
    Bytes bytes;
    std::mt19937 random(1);
    for (int i = 0; i < 200000; ++i) append_byte(bytes, random() >> 7);
    return bytes;
  }();
  const Bytes packed = pack(noise, 4);
  EXPECT_LT(packed.size(), noise.size() + 100);
  EXPECT_EQ(inflate_raw(packed, noise.size()), noise);
}

}  // namespace
}  // namespace atelier
