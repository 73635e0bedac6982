#pragma once

#include <vector>

namespace atelier {

/// Light from one direction: unit vector from the cloth to the light in cloth axes (X right, Y up, Z to the viewer).
struct LightSample {
  float x = 0, y = 0, z = 1;
  float power = 1;  ///< irradiance on a card that faces it; pi is left out, so a white card shows power · cosine
};

/// A square source of even brightness: axes of length 1, half its side by its distance.
struct Softbox {
  LightSample centre, along, up;
  float half_size = 0;
  float radiance = 0;  ///< what a mirror shows of it, where a white card that faces it shows centre.power
};

/// Light from many directions, summed: vectors times power, and power.
struct LightFlux {
  float x = 0, y = 0, z = 0, power = 0;
  void add(const LightSample& s) { x += s.x * s.power, y += s.y * s.power, z += s.z * s.power, power += s.power; }
};

/// The lights of the photograph. A white card that lies flat shows about 1.
struct LightRig {
  std::vector<LightSample> key;   ///< casts shadows
  std::vector<LightSample> fill;  ///< fill and rim: dimmed by ambient occlusion only
  float ambient = 0;              ///< even light of the room, irradiance on a flat card
  float falloff = 0;              ///< share by which the key is brighter at the edge of the picture nearest to it
  float tilt_x = 0, tilt_y = 0;   ///< horizontal part of the key's mean direction, unit length
  float key_tan = 1;              ///< tangent of the key's elevation
  Softbox box;                    ///< the key as smooth things mirror it; half_size 0: only its samples are known

  /// Of the whole key: a matt surface needs no more.
  LightFlux key_flux() const;
  /// The key as one sample from its mean direction.
  LightSample key_mean() const;
};

/// How the lights stand.
struct StudioLight {
  double azimuth_deg = 134;  ///< of the key, counted from X to Y: 135 is the upper left
  double elevation_deg = 35;
  double half_size = 0.375;            ///< half of the softbox's side by its distance: 0.6 × 0.6 m at 0.8 m
  int samples = 4;                     ///< along each of its sides
  double fill = 0.13, ambient = 0.22;  ///< shares of the light on a flat card; the rim has 0.04, the key the rest
};

/// A softbox that rakes, weak fill from the other side, a rim at 15°, ambient (Cloth reference 10.1).
LightRig studio_light(const StudioLight& studio = {});

/// Equal light from the whole upper half sphere, `rings` × 4·rings samples of equal solid angle: a white furnace.
LightRig even_light(int rings);

}  // namespace atelier
