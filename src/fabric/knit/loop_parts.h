#pragma once

#include "fabric/knit/loop_field.h"

namespace atelier {

// A stitch and what it is tied to.
struct LoopField::Loop {
  int column = 0, row = 0, until = 1;
  Stitch stitch = Stitch::knit;
  double face = 1, face_above = 1, face_left = 1, face_right = 1;  // 1: towards the face, -1: the back
  double x = 0, half = 0, base = 0, base_left = 0, base_right = 0;
  double size = 1, lean = 0, head_shift = 0;
  Place low{}, high{}, left{}, right{};  // where knots of yarns moved: foot, head, arcs to the neighbours
  double leg_left = 0, leg_right = 0;    // legs apart, mm
};

// The functions of the centre line's parameter, -half a turn to half a turn.
struct LoopField::Wave {
  double t, cosine, sine_twice, head, arc, leg, edge_left, edge_right;
};

/// How much higher than the ground the crossing strand of a cable lies, yarn diameters.
inline constexpr double front_of_cable = 1.2;

/// value modulo period, 0 .. period - 1.
inline int wrapped(int value, int period) {
  return (value % period + period) % period;
}

}  // namespace atelier
