#include "imaging/codecs/bmp.h"

#include <algorithm>

#include "imaging/codecs/codecs.h"
#include "imaging/plane.h"

namespace atelier {
namespace {

constexpr int rows_between_checks = 64;

/// The indexes of a picture packed in run lengths (RLE4, RLE8); row 0 is the first stored one.
class RunLengths {
 public:
  RunLengths(const BmpHeader& header) : header_(header), indexes_(header.width, header.height) {
    std::fill_n(indexes_.data(), indexes_.size(), std::uint8_t{0});
  }

  /// False: damaged or cut.
  bool unpack(const RunContext& run) {
    while (at_ + 2 <= header_.pixels.size()) {
      const std::uint32_t count = byte_at(header_.pixels, at_), value = byte_at(header_.pixels, at_ + 1);
      at_ += 2;
      if (count > 0) {
        if (!put(count, [&](std::uint32_t i) { return index_in(value, i); })) return false;
      } else if (value == 0) {
        x_ = 0;
        ++y_;
        if (run.stopped()) return true;
      } else if (value == 1) {
        return true;
      } else if (!(value == 2 ? jump() : copy(value))) {
        return false;
      }
    }
    return false;
  }

  const std::uint8_t* row(int y) const { return indexes_.row(y); }

 private:
  // RLE4 puts two pixels in turn.
  std::uint8_t index_in(std::uint32_t value, std::uint32_t i) const {
    if (header_.packing == BmpPacking::rle8) return static_cast<std::uint8_t>(value);
    return static_cast<std::uint8_t>(i % 2 == 0 ? value >> 4 : value & 15);
  }

  template <class Index>
  bool put(std::uint32_t count, Index&& index) {
    if (y_ >= header_.height || count > static_cast<std::uint32_t>(header_.width - x_)) return false;
    for (std::uint32_t i = 0; i < count; ++i) indexes_.row(y_)[x_ + i] = index(i);
    x_ += static_cast<int>(count);
    return true;
  }

  bool jump() {
    if (at_ + 2 > header_.pixels.size()) return false;
    x_ += static_cast<int>(byte_at(header_.pixels, at_));
    y_ += static_cast<int>(byte_at(header_.pixels, at_ + 1));
    at_ += 2;
    return x_ <= header_.width && y_ <= header_.height;
  }

  // Pixels as they are, filled up to a whole number of 16 bits.
  bool copy(std::uint32_t count) {
    const bool bytes = header_.packing == BmpPacking::rle8;
    const std::size_t size = bytes ? count : (count + 1) / 2;
    if (at_ + size > header_.pixels.size()) return false;
    const bool fits =
        put(count, [&](std::uint32_t i) { return index_in(byte_at(header_.pixels, at_ + (bytes ? i : i / 2)), i); });
    at_ += size + size % 2;
    return fits;
  }

  const BmpHeader& header_;
  Plane<std::uint8_t> indexes_;
  std::size_t at_ = 0;
  int x_ = 0, y_ = 0;
};

Result<void> look_up_row(const BmpHeader& header, const std::uint8_t* indexes, std::uint8_t* to,
                         std::string_view what) {
  for (int x = 0; x < header.width; ++x) {
    if (indexes[x] >= header.colors.size()) {
      return damaged_picture(what, fmt::format("colour {} of a palette of {}", indexes[x], header.colors.size()));
    }
    to = std::copy_n(header.colors[indexes[x]].begin(), 3, to);
  }
  return ok();
}

void unpack_indexes(const BmpHeader& header, ByteView row, std::vector<std::uint8_t>& indexes) {
  for (int x = 0; x < header.width; ++x) {
    const int bit = x * header.bits;
    const std::uint32_t byte = byte_at(row, static_cast<std::size_t>(bit / 8));
    indexes[x] = static_cast<std::uint8_t>(byte >> (8 - header.bits - bit % 8) & ((1u << header.bits) - 1));
  }
}

void split_row(const BmpHeader& header, ByteView row, std::uint8_t* to) {
  const int channels = header.has_alpha() ? 4 : 3;
  for (int x = 0; x < header.width; ++x) {
    const std::uint32_t pixel =
        header.bits == 16 ? little_endian16(row, std::size_t{2} * x) : little_endian32(row, std::size_t{4} * x);
    for (int c = 0; c < channels; ++c) {
      const BmpField& field = header.fields[c];
      const std::uint64_t value = pixel >> field.shift & field.max;
      *to++ = static_cast<std::uint8_t>(field.max > 0 ? (value * 255 + field.max / 2) / field.max : 0);
    }
  }
}

void swap_row(const BmpHeader& header, ByteView row, std::uint8_t* to) {
  for (int x = 0; x < header.width; ++x, to += 3) {
    for (int c = 0; c < 3; ++c) to[c] = static_cast<std::uint8_t>(row[std::size_t{3} * x + 2 - c]);
  }
}

int target_row(const BmpHeader& header, int stored) {
  return header.top_down ? stored : header.height - 1 - stored;
}

Result<void> unpack_run_lengths(const BmpHeader& header, Image& image, std::string_view what, const RunContext& run) {
  RunLengths indexes(header);
  if (!indexes.unpack(run)) return damaged_picture(what, "a run leaves its row, or the file is cut off");
  TRY_VOID(run.check());
  for (int y = 0; y < header.height; ++y) {
    TRY_VOID(look_up_row(header, indexes.row(y), image.row<std::uint8_t>(target_row(header, y)), what));
  }
  return ok();
}

Result<void> unpack_rows(const BmpHeader& header, Image& image, std::string_view what, const RunContext& run) {
  std::vector<std::uint8_t> indexes(header.width);
  for (int y = 0; y < header.height; ++y) {
    if (y % rows_between_checks == 0) TRY_VOID(run.check());
    const ByteView row = header.pixels.subspan(header.row_bytes() * y, header.row_bytes());
    std::uint8_t* to = image.row<std::uint8_t>(target_row(header, y));
    if (header.bits == 24) {
      swap_row(header, row, to);
    } else if (header.bits > 8) {
      split_row(header, row, to);
    } else {
      unpack_indexes(header, row, indexes);
      TRY_VOID(look_up_row(header, indexes.data(), to, what));
    }
  }
  return ok();
}

}  // namespace

Result<ImageInfo> inspect_bmp(ByteView file, std::string_view what) {
  TRY(const BmpHeader header, read_bmp_header(file, what));
  ImageInfo info;
  info.width_px = header.width;
  info.height_px = header.height;
  info.channels = header.has_alpha() ? 4 : 3;
  info.bits = header.bits <= 8 ? header.bits : header.bits == 16 ? 5 : 8;
  info.layout = header.bits <= 8 ? "palette" : info.channels == 4 ? "RGBA" : "RGB";
  info.has_icc = !header.profile.empty();
  info.color = info.has_icc ? "ICC profile" : "not stated";
  info.pixels_per_metre = header.pixels_per_metre;
  info.stored_bytes = header.row_bytes() * header.height;
  return info;
}

Result<Decoded> decode_bmp(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run) {
  TRY(const BmpHeader header, read_bmp_header(file, what));
  Image image(header.width, header.height, info.channels, SampleType::u8, info.meaning);
  TRY_VOID(header.run_lengths() ? unpack_run_lengths(header, image, what, run) : unpack_rows(header, image, what, run));
  return Decoded{std::move(image), Bytes(header.profile.begin(), header.profile.end())};
}

}  // namespace atelier
