#include "fabric/photo/photo_fibre.h"

#include <algorithm>
#include <cmath>

#include "imaging/portable_math.h"

namespace atelier {
namespace {

constexpr int rings = 24, spokes = 48;
constexpr double glaze_roughness_max = 0.3;

/// Mean of value(x, y, z) over directions of the upper half sphere, times 2: the integral over solid angle by pi.
template <class Value>
double half_sphere(const Value& value) {
  double sum = 0;
  for (int i = 0; i < rings; ++i) {
    for (int k = 0; k < spokes; ++k) {
      const double z = (i + 0.5) / rings, flat = std::sqrt(1 - z * z), azimuth = 360 * (k + 0.5) / spokes;
      sum += value(flat * portable_cos_deg(azimuth), flat * portable_sin_deg(azimuth), z);
    }
  }
  return 2 * sum / (rings * spokes);
}

double fresnel(double f0, double cosine) {
  const double m = 1 - cosine, m2 = m * m;
  return f0 + (1 - f0) * m2 * m2 * m;
}

/// The fibre lies along X and is seen from straight above; the same formula as in the shading of a row.
double lobe(const FibreLobe& l, double f0, double x, double z) {
  const double cos_i = std::sqrt(std::max(1e-4, 1 - x * x));
  const double cos_phi = std::clamp(z / cos_i, -1.0, 1.0), half_phi = std::sqrt((1 + cos_phi) / 2);
  const double cos_d2 = (1 + cos_i) / 2, cos_d = std::sqrt(cos_d2);
  const double u = (x / (2 * cos_d) - l.shift) / l.width, m = 1 / (1 + u * u);
  const double f = f0 > 0 ? fresnel(f0, cos_d * half_phi) : 1;
  return l.scale / l.width * m * m * f * half_phi * cos_i / cos_d2;
}

double sine(double degrees) {
  return portable_sin_deg(degrees);
}

}  // namespace

float surface_lobe_albedo(const FibreShading& s) {
  return static_cast<float>(half_sphere([&](double x, double, double z) { return lobe(s.surface, s.f0, x, z); }));
}

float body_lobe_albedo(const FibreShading& s) {
  return static_cast<float>(half_sphere([&](double x, double, double z) { return lobe(s.body, 0, x, z); }));
}

float coat_lobe_albedo(const FibreShading& s) {
  const double a2 = static_cast<double>(s.coat_alpha) * s.coat_alpha;
  return static_cast<float>(half_sphere([&](double, double, double z) {
    const double nh2 = (1 + z) / 2, d = nh2 * (a2 - 1) + 1;  // h halves the angle between light and viewer
    return s.coat * fresnel(s.f0, std::sqrt(nh2)) * a2 / (4 * nh2 * d * d) * z;
  }));
}

float sheen_lobe_albedo(const FibreShading& s, double view_cosine) {
  const double vx = std::sqrt(1 - view_cosine * view_cosine);
  return static_cast<float>(half_sphere([&](double x, double y, double z) {
    const double hx = x + vx, hz = z + view_cosine, h2 = hx * hx + y * y + hz * hz, sin2 = 1 - hz * hz / h2;
    double power = 1;
    for (int i = 0; i < s.sheen_power; ++i) power *= sin2;
    return (2 + 2 * s.sheen_power) * power / 8 * z / (z + view_cosine - z * view_cosine);
  }));
}

FibreShading matt_shading(const FabricSpec& spec) {
  FibreShading s;
  s.f0 = static_cast<float>(spec.optics.f0);
  s.wrap = static_cast<float>(0.5 * spec.optics.wrap);  // threads are modelled, so only fibres wrap
  return s;
}

FibreShading fibre_shading(const FabricSpec& spec, bool smooth) {
  FibreShading s = matt_shading(spec);
  const double width = std::max(0.05, sine(spec.optics.lobe_width_deg));
  const double shift = sine(spec.optics.scale_tilt_deg);
  s.surface = {static_cast<float>(spec.optics.specular_weight / 2), static_cast<float>(width),
               static_cast<float>(shift)};
  s.body = {static_cast<float>(spec.optics.body_weight / 2), static_cast<float>(std::min(0.9, 2 * width)),
            static_cast<float>(-shift / 2)};
  s.surface_albedo = surface_lobe_albedo(s);
  s.body_albedo = body_lobe_albedo(s);

  s.sheen = static_cast<float>(spec.sheen);
  const double alpha = std::max(0.04, spec.sheen_roughness * spec.sheen_roughness);
  s.sheen_power = std::clamp(static_cast<int>(0.5 / alpha + 0.5), 1, 12);
  s.sheen_albedo_front = sheen_lobe_albedo(s, 1);
  s.sheen_albedo_slope = (sheen_lobe_albedo(s, 0.3) - s.sheen_albedo_front) / 0.7f;

  s.coat = static_cast<float>(std::clamp(std::max(spec.finish.clearcoat, 0.6 * spec.finish.calender), 0.0, 1.0));
  const double roughness = std::clamp(spec.roughness, 0.12, smooth ? glaze_roughness_max : 0.9);
  s.coat_alpha = static_cast<float>(roughness * roughness);
  s.coat_albedo = coat_lobe_albedo(s);
  return s;
}

}  // namespace atelier
