#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fabric/fabric_spec.h"

namespace atelier {

/// Which dye a fibre of a blended yarn has (Cloth reference 11.4): a pattern over the yarn's unrolled surface, fibres
/// side by side (across) and along their length, periodic both ways. Values are uniform in 0..1 over a period, so that
/// what lies below p covers just p of the surface. Groups are 3 to 6 fibres wide and 10 to 40 mm long, of which 1 to 5
/// mm surface at a time.
class MelangeTexture {
 public:
  static constexpr int fibres = 64;             ///< in one period across
  static constexpr int across_texels = 256;     ///< 4 for a fibre
  static constexpr int along_texels = 128;      ///< in one period along
  static constexpr double period_mm = 42;       ///< wished length of a period along
  static constexpr float texels_per_fibre = 4;  ///< as in the texture of fibres (weave/noise.h)

  explicit MelangeTexture(std::uint32_t key);

  /// Value at a place, bilinear. Any numbers: both directions repeat.
  float value(float across_texel, float along_texel) const;

  /// Rows of across_texels; the low half of a texel is its own value, the high half that of its right neighbour, each
  /// 0..32767.
  const std::int32_t* texels() const { return texels_.data(); }

  /// Whole periods that fit along a yarn of this length best, at least 1.
  static int periods(double length_mm);

 private:
  std::vector<std::int32_t> texels_;
};

/// The dye at a value of the pattern, and the dye it borders on where the border lies within half a `softness`.
struct MelangeSplit {
  int dye = 0, other = 0;
  float share = 1;  ///< of `dye`, 0.5..1
};
MelangeSplit split_melange(std::span<const double> shares, float value, float softness);

/// Mean colour of blended fibres: Stearns and Noechel's f(R) = (1 − R) / (M (R − 0.01) + 0.01) is mixed by shares,
/// M = 0.15. Darker than the mean of the lights. Shares sum to 1; reflectances 0.002..1.
LinearRgb blended_color(std::span<const LinearRgb> dyes, std::span<const double> shares);

/// Makes the cloth's yarns of dye 0 a blend (spec.melange). Of one dye: dark fibres in a light colour, light ones in a
/// dark colour, with the wish as their blend. Of two: both, six to four; the cloth is then judged against their blend.
/// Sets dyes, melange, color_target and target_is_mean. Call before any dye for a pattern is added.
void set_melange(FabricSpec& spec);

}  // namespace atelier
