#include "fabric/photo/photo_light.h"

#include <cmath>

#include "imaging/portable_math.h"

namespace atelier {
namespace {

constexpr double rim_share = 0.04, falloff = 0.1;

struct Vector {
  double x, y, z;
};

Vector direction(double azimuth_deg, double elevation_deg) {
  const double flat = portable_cos_deg(elevation_deg);
  return {flat * portable_cos_deg(azimuth_deg), flat * portable_sin_deg(azimuth_deg), portable_sin_deg(elevation_deg)};
}

LightSample sample(const Vector& v, double power) {
  const double length = std::sqrt(v.x * v.x + v.y * v.y + v.z * v.z);
  return {static_cast<float>(v.x / length), static_cast<float>(v.y / length), static_cast<float>(v.z / length),
          static_cast<float>(power)};
}

Softbox softbox(const Vector& centre, double half_size, double power) {
  const double flat = std::sqrt(centre.x * centre.x + centre.y * centre.y);
  Softbox box;
  box.centre = sample(centre, power);
  box.along = sample({-centre.y / flat, centre.x / flat, 0}, 0);
  box.up = sample({-centre.z * centre.x / flat, -centre.z * centre.y / flat, flat}, 0);
  box.half_size = static_cast<float>(half_size);
  box.radiance = static_cast<float>(power * 3.14159265358979 / (4 * half_size * half_size));
  return box;
}

std::vector<LightSample> samples_of(const Softbox& box, int side) {
  std::vector<LightSample> samples;
  const auto place = [&](int i) { return box.half_size * ((i + 0.5) * 2 / side - 1); };
  for (int i = 0; i < side * side; ++i) {
    const double a = place(i % side), b = place(i / side);
    samples.push_back(
        sample({box.centre.x + a * box.along.x + b * box.up.x, box.centre.y + a * box.along.y + b * box.up.y,
                box.centre.z + a * box.along.z + b * box.up.z},
               box.centre.power / (side * side)));
  }
  return samples;
}

}  // namespace

LightFlux LightRig::key_flux() const {
  LightFlux sum;
  for (const LightSample& s : key) sum.add(s);
  return sum;
}

LightSample LightRig::key_mean() const {
  const LightFlux sum = key_flux();
  return sample({sum.x, sum.y, sum.z}, sum.power);
}

LightRig studio_light(const StudioLight& studio) {
  const double azimuth_deg = studio.azimuth_deg, key_share = 1 - studio.fill - studio.ambient - rim_share;
  const Vector key = direction(azimuth_deg, studio.elevation_deg);
  const Vector fill = direction(azimuth_deg + 165, 48), rim = direction(azimuth_deg + 100, 15);
  LightRig rig;
  rig.box = softbox(key, studio.half_size, key_share / key.z);
  rig.key = samples_of(rig.box, studio.samples);
  rig.fill = {sample(fill, studio.fill / fill.z), sample(rim, rim_share / rim.z)};
  rig.ambient = static_cast<float>(studio.ambient);
  rig.falloff = static_cast<float>(falloff);
  rig.tilt_x = static_cast<float>(portable_cos_deg(azimuth_deg));
  rig.tilt_y = static_cast<float>(portable_sin_deg(azimuth_deg));
  rig.key_tan = static_cast<float>(key.z / portable_cos_deg(studio.elevation_deg));
  return rig;
}

LightRig even_light(int rings) {
  LightRig rig;
  const int spokes = 4 * rings;
  for (int i = 0; i < rings * spokes; ++i) {
    const double z = (i / spokes + 0.5) / rings, flat = std::sqrt(1 - z * z), azimuth = 360.0 * (i % spokes) / spokes;
    rig.key.push_back(
        sample({flat * portable_cos_deg(azimuth), flat * portable_sin_deg(azimuth), z}, 2.0 / (rings * spokes)));
  }
  rig.tilt_x = 1;
  rig.key_tan = 1e6f;
  return rig;
}

}  // namespace atelier
