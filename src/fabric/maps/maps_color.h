#pragma once

#include <cstdint>
#include <vector>

#include "fabric/fabric_spec.h"

namespace atelier {

/// How much of each dye has each shade, in 1/255 of a pixel; integers, so that neither order nor place of the pixels
/// matters.
class ShadeHistogram {
 public:
  static constexpr int steps = 4096;  ///< shade steps of 1 / steps_per_unit
  static constexpr int steps_per_unit = 1024;
  static constexpr int whole = 255;  ///< a pixel

  explicit ShadeHistogram(int dyes) : counts_(static_cast<std::size_t>(dyes) * steps) {}
  int dyes() const { return static_cast<int>(counts_.size() / steps); }
  std::uint64_t* counts(int dye) { return counts_.data() + static_cast<std::size_t>(dye) * steps; }
  const std::uint64_t* counts(int dye) const { return counts_.data() + static_cast<std::size_t>(dye) * steps; }
  void add(const ShadeHistogram& other);
  double pixels(int dye) const;

 private:
  std::vector<std::uint64_t> counts_;
};

/// Two dyes in a pixel; `share` of 255 is the first's.
struct DyeMix {
  int dye, other, share;
};

/// The sRGB colour of each dye at each shade, with the mean light as wished: the closed loop of section 11.3, run on
/// the histogram, rounding to 8 bit included. Where dyes share a pixel, each has its share of the light.
class ColorTable {
 public:
  /// Each dye's mean over its own pixels is that dye (yarn-dyed cloth).
  ColorTable(const std::vector<LinearRgb>& dyes, const ShadeHistogram& histogram);
  /// The mean over all pixels is `mean_wish`.
  ColorTable(const std::vector<LinearRgb>& dyes, const ShadeHistogram& histogram, const LinearRgb& mean_wish);

  /// 0x00BBGGRR for ShadeHistogram::steps shades.
  const std::uint32_t* colors(int dye) const {
    return colors_.data() + static_cast<std::size_t>(dye) * ShadeHistogram::steps;
  }
  /// The same for a pixel that two dyes share.
  std::uint32_t mixed(const DyeMix& mix, int step) const;
  /// Mean light over all pixels, as written.
  LinearRgb mean() const { return mean_; }
  /// Largest CIEDE2000 between a mean and its wish, over dyes with at least one pixel in a hundred.
  double delta_e() const { return delta_e_; }

 private:
  struct Group {
    double pixels = 0;
    LinearRgb mean, wish;
  };
  void close_group(const std::vector<LinearRgb>& dyes, const ShadeHistogram& histogram, int first, int end,
                   const LinearRgb& wish);
  void finish();

  std::vector<std::uint32_t> colors_;
  std::vector<LinearRgb> lights_;  ///< of each dye at shade 1
  std::vector<Group> groups_;
  LinearRgb mean_;
  double delta_e_ = 0;
};

/// Light to 0x00BBGGRR in sRGB.
std::uint32_t pack_srgb(const LinearRgb& color);

}  // namespace atelier
