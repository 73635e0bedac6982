#pragma once

#include <cstdint>
#include <vector>

namespace atelier {

/// A simple form of a motif, somewhere in its repeat.
struct Shape {
  enum class Form { ellipse, petal, leaf, diamond, stroke };
  Form form = Form::ellipse;
  int ink = 0;  ///< layer: later ones lie over earlier ones
  double x_mm = 0, y_mm = 0;
  double cosine = 1, sine = 0;  ///< of its long axis
  double half_length_mm = 1, half_width_mm = 1;
  double bow_mm = 0;  ///< of a stroke's middle
  /// How deep (dx, dy) from its middle lies inside, in millimetres; negative outside. Near enough at the edge.
  double inside_mm(double dx_mm, double dy_mm) const;
  double reach_mm() const { return half_length_mm + half_width_mm + (bow_mm < 0 ? -bow_mm : bow_mm); }
};

/// The layers of flowers, in the order of their inks.
enum FlowerInk : int { leaf_ink, petal_ink, accent_ink, centre_ink, flower_inks };

/// Flowers, buds and leaves in a square repeat, the second half dropped by half of it: one of three invented sorts.
std::vector<Shape> flower_shapes(std::uint32_t key, int sort, double repeat_mm);

/// One flower each in the corner and in the middle of a repeat, with leaves: large forms that can be embroidered.
std::vector<Shape> sprig_shapes(std::uint32_t key, double repeat_mm);

/// Rosettes: ink 0 inside, ink 1 around.
std::vector<Shape> rosette_shapes(std::uint32_t key, double repeat_mm);

/// Lozenges and discs, inks 0 and 1.
std::vector<Shape> lozenge_shapes(double repeat_mm);

/// Two dots in each repeat, one dropped by half; together `share` of its area.
std::vector<Shape> dot_shapes(double repeat_mm, double share);

}  // namespace atelier
