#pragma once

#include <cstddef>
#include <vector>

#include "imaging/resize.h"

namespace atelier {

/// The source samples that make one new sample: `count` from `first` on, with as many weights from `weights` on.
struct Span {
  int first = 0, count = 0;
  std::size_t weights = 0;
};

/// Every new sample along one side of a picture; the weights of each sum to 1.
struct Axis {
  std::vector<Span> spans;
  std::vector<double> weights;
};

/// The axis for `to` samples made of begin..end (≤ from) of `from` samples; not for Filter::nearest.
Axis make_axis(Filter filter, int from, double begin, double end, int to);

/// The resizing of 8 bit samples as Pillow does it: whole numbers, rounded between the passes.
Result<Image> resize_levels(const Image& image, const Axis& across, const Axis& down, const Box& box,
                            const RunContext& run);
/// The resizing in floats, of any samples; `light`: averaged as light.
Result<Image> resize_floats(const Image& image, const Axis& across, const Axis& down, bool light,
                            const RunContext& run);

}  // namespace atelier
