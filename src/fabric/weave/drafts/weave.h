#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "fabric/fabric_spec.h"

namespace atelier {

/// One repeat of a weave: which system is on top where an end and a pick cross, seen from the face.
class WeaveMatrix {
 public:
  WeaveMatrix(int ends, int picks) : ends_(ends), picks_(picks), up_(static_cast<std::size_t>(ends) * picks) {}

  int ends() const { return ends_; }    ///< repeat along the weft
  int picks() const { return picks_; }  ///< repeat along the warp
  /// 1: the warp is on top. Any index; the weave repeats.
  bool warp_up(int pick, int end) const { return up_[index(pick, end)] != 0; }
  void set(int pick, int end, bool up) { up_[index(pick, end)] = up ? 1 : 0; }

  /// Most crossings in a row that a thread passes over (or under); the repeat's whole length where it never turns.
  int longest_float() const;

 private:
  std::size_t index(int pick, int end) const {
    const int j = (pick % picks_ + picks_) % picks_, i = (end % ends_ + ends_) % ends_;
    return static_cast<std::size_t>(j) * ends_ + i;
  }
  int ends_, picks_;
  std::vector<std::uint8_t> up_;
};

/// Crossings that a thread may float over where the cloth is not figured (Cloth reference 4).
inline constexpr int longest_float_max = 12;

/// The repeat of a WeaveSpec. invalid_argument for impossible numbers (a satin of 4 or 6, a counter that shares a
/// factor with n) and for floats over longest_float_max in a cloth that is not figured; unsupported for an unknown id,
/// naming those that exist (weaves_table.cpp).
Result<WeaveMatrix> make_weave(const WeaveSpec& spec);

/// The ids that make_weave knows, in the table's order.
std::vector<std::string> weave_ids();

}  // namespace atelier
