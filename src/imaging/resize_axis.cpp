#include "imaging/resize_axis.h"

#include <algorithm>
#include <cmath>

#include "imaging/portable_math.h"

namespace atelier {
namespace {

constexpr double half_turn_deg = 180, least_share = 1e-9;

double sinc(double x) {
  constexpr double pi = 3.14159265358979323846;
  return x == 0 ? 1 : portable_sin_deg(x * half_turn_deg) / (x * pi);
}

double box_kernel(double x) {
  return x > -0.5 && x <= 0.5 ? 1 : 0;
}
double bilinear_kernel(double x) {
  return std::max(0.0, 1 - std::abs(x));
}
double hamming_kernel(double x) {
  return std::abs(x) < 1 ? sinc(x) * (0.54 + 0.46 * portable_cos_deg(x * half_turn_deg)) : 0;
}
double bicubic_kernel(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}
double lanczos_kernel(double x) {
  return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
}

struct Kernel {
  double (*value)(double);
  double support;
};

Kernel kernel_of(Filter filter) {
  switch (filter) {
    case Filter::bilinear:
      return {bilinear_kernel, 1};
    case Filter::hamming:
      return {hamming_kernel, 1};
    case Filter::bicubic:
      return {bicubic_kernel, 2};
    case Filter::lanczos:
      return {lanczos_kernel, 3};
    default:
      return {box_kernel, 0.5};
  }
}

void add_span(Axis& axis, int first, const std::vector<double>& weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  axis.spans.push_back({first, static_cast<int>(weights.size()), axis.weights.size()});
  for (const double weight : weights) axis.weights.push_back(sum != 0 ? weight / sum : weight);
}

Axis area_axis(int from, double begin, double end, int to) {
  Axis axis;
  const double scale = (end - begin) / to;
  std::vector<double> weights;
  for (int i = 0; i < to; ++i) {
    const double low = begin + i * scale, high = begin + (i + 1) * scale;
    int first = std::min(static_cast<int>(low), from - 1);
    if (first + 1 - low < least_share && first + 1 < from) ++first;
    weights.clear();
    for (int s = first; s < from && (s == first || high - s > least_share); ++s) {
      weights.push_back(std::min(high, s + 1.0) - std::max(low, static_cast<double>(s)));
    }
    add_span(axis, first, weights);
  }
  return axis;
}

}  // namespace

Axis make_axis(Filter filter, int from, double begin, double end, int to) {
  if (filter == Filter::area) return area_axis(from, begin, end, to);
  Axis axis;
  const Kernel kernel = kernel_of(filter);
  const double scale = (end - begin) / to, stretch = std::max(scale, 1.0), support = kernel.support * stretch;
  const double shrink = 1 / stretch;
  std::vector<double> weights;
  for (int i = 0; i < to; ++i) {
    const double center = begin + (i + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(center - support + 0.5));
    const int last = std::min(from, static_cast<int>(center + support + 0.5));
    weights.clear();
    for (int s = first; s < last; ++s) weights.push_back(kernel.value((s - center + 0.5) * shrink));
    add_span(axis, first, weights);
  }
  return axis;
}

}  // namespace atelier
