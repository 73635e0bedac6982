// How light leaves a pixel: the lobes of fibres, films and metals.

#if defined(ATELIER_FABRIC_PHOTO_LOBES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ATELIER_FABRIC_PHOTO_LOBES_INL_H_
#undef ATELIER_FABRIC_PHOTO_LOBES_INL_H_
#else
#define ATELIER_FABRIC_PHOTO_LOBES_INL_H_
#endif

#include <hwy/highway.h>
#include <cmath>

#include "fabric/photo/photo_shade.h"

HWY_BEFORE_NAMESPACE();
namespace atelier::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

HWY_INLINE V number_of(float value) {
  return hn::Set(D(), value);
}
HWY_INLINE V squared(V a) {
  return hn::Mul(a, a);
}
HWY_INLINE V inverse(V a) {
  return hn::Div(number_of(1), a);
}
HWY_INLINE V clamp01(V a) {
  return hn::Min(hn::Max(a, hn::Zero(D())), number_of(1));
}
HWY_INLINE V mix(V a, V b, V share) {
  return hn::Add(a, hn::Mul(hn::Sub(b, a), share));
}
HWY_INLINE V rest_of(V share) {
  return hn::Sub(number_of(1), share);
}

HWY_INLINE V load_signed(const std::int8_t* p) {
  const D d;
  const hn::Rebind<std::int8_t, D> d8;
  const hn::Rebind<std::int32_t, D> d32;
  return hn::Mul(hn::ConvertTo(d, hn::PromoteTo(d32, hn::LoadU(d8, p))), number_of(1.0f / 127));
}

struct Vec3 {
  V x, y, z;
};

template <class Light>
HWY_INLINE V dot(const Vec3& a, const Light& l) {
  return hn::Add(hn::Add(hn::Mul(a.x, number_of(l.x)), hn::Mul(a.y, number_of(l.y))), hn::Mul(a.z, number_of(l.z)));
}

HWY_INLINE Vec3 normalised(const Vec3& a) {
  const V inv =
      inverse(hn::Sqrt(hn::Max(hn::Add(hn::Add(squared(a.x), squared(a.y)), squared(a.z)), number_of(1e-12f))));
  return {hn::Mul(a.x, inv), hn::Mul(a.y, inv), hn::Mul(a.z, inv)};
}

HWY_INLINE V fresnel(float f0, V cosine) {
  const V m = clamp01(hn::Sub(number_of(1), cosine)), m2 = squared(m);
  return hn::Add(number_of(f0), hn::Mul(number_of(1 - f0), hn::Mul(squared(m2), m)));
}

/// The geometry of a pixel.
struct Pixel {
  Vec3 normal, tangent;
  V cos_r;                      // of the angle between the viewer and the fibre's normal plane
  V inv_width, inv_body_width;  // of the lobes, widened by slopes finer than a pixel
  V slope_variance;             // of slopes finer than a pixel
  V smooth, metal;              // 1: no fibres; a mirror of the dye's colour
  V standing;                   // square of the part of the fibre that stands up from the cloth, 0..1
  V inv_standing_light;         // 1 / mean sine between the fibre and even light
};

/// What a light adds, per unit of visibility.
struct Lobes {
  V white, colored;
};

/// What a light adds on smooth places: reflected at normal incidence, and what grazing light adds to that.
struct Gloss {
  V straight, edge;
};

/// The direction half way to the viewer.
struct HalfWay {
  explicit HalfWay(const LightSample& l) {
    const float inv = 1 / std::sqrt((1 + l.z) * 2);
    direction = {l.x * inv, l.y * inv, (l.z + 1) * inv, 1};
    light_cosine2 = (1 + l.z) / 2;
    const float m = 1 - std::sqrt(light_cosine2);
    grazing = (m * m) * (m * m) * m;
  }
  LightSample direction;
  float light_cosine2;  // of the angle between it and the light
  float grazing;        // Schlick's (1 - cosine)^5
};

/// Both fibre lobes for one light: white (times Fresnel) and coloured.
HWY_INLINE void add_fibre(const FibreShading& f, const Pixel& p, const LightSample& l, Lobes& sum) {
  const V sin_i = dot(p.tangent, l), sin_r = p.tangent.z;
  const V cos_i = hn::Sqrt(hn::Max(number_of(1e-4f), hn::Sub(number_of(1), squared(sin_i))));
  const V cos_cos = hn::Mul(cos_i, p.cos_r), sin_sin = hn::Mul(sin_i, sin_r);
  const V cos_phi = hn::Div(hn::Sub(number_of(l.z), sin_sin), cos_cos);
  const V half_phi = hn::Sqrt(clamp01(hn::Mul(hn::Add(number_of(1), cos_phi), number_of(0.5f))));
  const V cos_d2 =
      hn::Max(hn::Mul(hn::Add(number_of(1), hn::Add(cos_cos, sin_sin)), number_of(0.5f)), number_of(0.05f));
  const V cos_d = hn::Sqrt(cos_d2);
  const V sin_h = hn::Div(hn::Mul(hn::Add(sin_i, sin_r), number_of(0.5f)), cos_d);
  const V u = hn::Mul(hn::Sub(sin_h, number_of(f.surface.shift)), p.inv_width);
  const V w = hn::Mul(hn::Sub(sin_h, number_of(f.body.shift)), p.inv_body_width);
  const V lit = clamp01(hn::Mul(hn::Add(dot(p.normal, l), number_of(0.08f)), number_of(3)));
  const V common = hn::Mul(hn::Mul(hn::Div(hn::Mul(half_phi, cos_i), cos_d2), lit), number_of(l.power));
  const V surface =
      hn::Mul(squared(inverse(hn::Add(number_of(1), squared(u)))), fresnel(f.f0, hn::Mul(cos_d, half_phi)));
  const V body = squared(inverse(hn::Add(number_of(1), squared(w))));
  sum.white = hn::Add(sum.white, hn::Mul(common, hn::Mul(surface, hn::Mul(number_of(f.surface.scale), p.inv_width))));
  sum.colored =
      hn::Add(sum.colored, hn::Mul(common, hn::Mul(body, hn::Mul(number_of(f.body.scale), p.inv_body_width))));
}

/// A smooth film or plateau over what else there is (GGX; visibility by Kelemen).
HWY_INLINE V coat_light(const FibreShading& f, const Pixel& p, const LightSample& l) {
  const HalfWay h(l);
  const float a2 = f.coat_alpha * f.coat_alpha, reflected = f.f0 + (1 - f.f0) * h.grazing;
  const V nh = hn::Max(dot(p.normal, h.direction), hn::Zero(D()));
  const V d = hn::Add(hn::Mul(squared(nh), number_of(a2 - 1)), number_of(1));
  const V cosine = hn::Max(dot(p.normal, l), hn::Zero(D()));
  return hn::Div(hn::Mul(cosine, number_of(f.coat * reflected * a2 / (4 * h.light_cosine2) * l.power)), squared(d));
}

/// GGX of reflectance 1 whose alpha² differs from pixel to pixel.
HWY_INLINE void add_gloss(const Pixel& p, V a2, const LightSample& l, Gloss& sum) {
  const HalfWay h(l);
  const V nh = hn::Max(dot(p.normal, h.direction), hn::Zero(D()));
  const V d = hn::Add(hn::Mul(squared(nh), hn::Sub(a2, number_of(1))), number_of(1));
  const V cosine = hn::Max(dot(p.normal, l), hn::Zero(D()));
  const V light = hn::Div(hn::Mul(hn::Mul(cosine, a2), number_of(l.power / (4 * h.light_cosine2))),
                          hn::Max(squared(d), number_of(1e-8f)));
  sum.straight = hn::Add(sum.straight, hn::Mul(light, number_of(1 - h.grazing)));
  sum.edge = hn::Add(sum.edge, hn::Mul(light, number_of(h.grazing)));
}

/// How much of the softbox lies within a lobe of GGX around `from` the middle, along one of its axes.
HWY_INLINE V box_share(V from, float half_size, V inv_width) {
  const auto part = [&](V edge) { return hn::Div(edge, hn::Sqrt(hn::Add(number_of(1), squared(edge)))); };
  const V low = hn::Mul(hn::Sub(number_of(half_size), from), inv_width);
  const V high = hn::Mul(hn::Add(number_of(half_size), from), inv_width);
  return hn::Mul(hn::Add(part(low), part(high)), number_of(0.5f));
}

/// What a surface of reflectance 1 shows of the softbox: GGX falls off around the mirrored direction as (1 + x²)^-2
/// with x = angle / (2 alpha), whose integral across has a closed form.
HWY_INLINE V mirrored_box(const Softbox& box, const Pixel& p, V a2) {
  const V nz2 = hn::Mul(p.normal.z, number_of(2));
  const Vec3 mirrored{hn::Mul(nz2, p.normal.x), hn::Mul(nz2, p.normal.y),
                      hn::Sub(hn::Mul(nz2, p.normal.z), number_of(1))};
  const V inv = inverse(hn::Max(dot(mirrored, box.centre), number_of(0.05f)));
  const V inv_width = inverse(hn::Mul(hn::Sqrt(a2), number_of(2)));
  const V along = box_share(hn::Mul(dot(mirrored, box.along), inv), box.half_size, inv_width);
  const V up = box_share(hn::Mul(dot(mirrored, box.up), inv), box.half_size, inv_width);
  return hn::Mul(hn::Mul(along, up), number_of(box.radiance));
}

/// What a mirror on the cloth would see of the room, as a multiple of its even light: bright towards the key.
HWY_INLINE V seen_room(const LightRig& light, const Pixel& p) {
  const V nz2 = hn::Mul(p.normal.z, number_of(2));
  const float flat = 1 / std::sqrt(1 + light.key_tan * light.key_tan);
  const V towards = hn::Add(hn::Mul(nz2, hn::Add(hn::Mul(p.normal.x, number_of(light.tilt_x * flat)),
                                                 hn::Mul(p.normal.y, number_of(light.tilt_y * flat)))),
                            hn::Mul(hn::Sub(hn::Mul(nz2, p.normal.z), number_of(1)), number_of(light.key_tan * flat)));
  const V bright = clamp01(hn::Mul(hn::Add(towards, number_of(0.3f)), number_of(1 / 1.3f)));
  return hn::Add(number_of(0.25f), hn::Mul(squared(squared(bright)), number_of(5)));
}

/// Charlie's sheen of strength 1.
HWY_INLINE V sheen_light(const FibreShading& f, const Pixel& p, const LightSample& l) {
  const V nh = dot(p.normal, HalfWay(l).direction);
  const V sin2 = clamp01(hn::Sub(number_of(1), squared(nh)));
  V power = sin2;
  for (int i = 1; i < f.sheen_power; ++i) power = hn::Mul(power, sin2);
  const V nl = clamp01(dot(p.normal, l)), nv = p.normal.z;
  const V v = hn::Max(hn::Sub(hn::Add(nl, nv), hn::Mul(nl, nv)), number_of(0.02f));
  return hn::Mul(hn::Mul(number_of((2 + 2 * f.sheen_power) * l.power / 8), power), hn::Div(nl, v));
}

HWY_INLINE V matt_light(const FibreShading& f, const Pixel& p, const LightFlux& l) {
  const V lit = hn::Max(hn::Add(dot(p.normal, l), number_of(f.wrap * l.power)), hn::Zero(D()));
  return hn::Mul(lit, number_of(1 / (1 + 2 * f.wrap)));
}

/// Fibres that stand up are lit on their flanks: most by light across them, least by light that comes along them.
HWY_INLINE V standing_light(const FibreShading& f, const Pixel& p, const LightSample& l) {
  LightFlux flux;
  flux.add(l);
  const V across = hn::Sqrt(hn::Max(rest_of(squared(dot(p.tangent, l))), hn::Zero(D())));
  return hn::Mul(matt_light(f, p, flux), mix(number_of(1), hn::Mul(across, p.inv_standing_light), p.standing));
}

/// Between fibres that are seen from their ends one looks into the dark: 0.47 of what lying fibres send back.
HWY_INLINE V seen_of_standing(const Pixel& p) {
  const V across = hn::Sqrt(hn::Max(hn::Sub(number_of(1.0225f), squared(p.tangent.z)), hn::Zero(D())));
  const V seen = hn::Mul(hn::Div(across, hn::Add(across, number_of(0.25f))), number_of(1.25f));
  return mix(number_of(1), hn::Min(seen, number_of(1)), p.standing);
}

/// Hairs over the cloth: matt by the sine to the light, a highlight along the hair, and a bright edge against the key.
struct Hair {
  V opacity, matt, white;
};

HWY_INLINE Vec3 hair_direction(const ShadeInput& in, int x) {
  const Vec3 t =
      normalised({hn::LoadU(D(), in.fuzz_tangent_x + x), hn::LoadU(D(), in.fuzz_tangent_y + x), number_of(1e-3f)});
  return normalised({t.x, t.y, number_of(0.12f)});
}

HWY_INLINE Hair hair_light(const PhotoScene& scene, const ShadeInput& in, int x) {
  const D d;
  const Vec3 t = hair_direction(in, x);
  Hair hair{hn::Min(hn::Mul(hn::LoadU(d, in.fuzz + x), number_of(scene.fuzz_gain)), number_of(0.8f)), hn::Zero(d),
            hn::Zero(d)};
  const auto add = [&](const LightSample& l) {
    const V sin_i = dot(t, l), cos_i = hn::Sqrt(hn::Max(hn::Sub(number_of(1), squared(sin_i)), number_of(1e-4f)));
    const V u = hn::Mul(hn::Add(sin_i, t.z), number_of(0.5f / 0.28f));
    hair.matt = hn::Add(hair.matt, hn::Mul(cos_i, number_of(0.9f * l.power)));
    hair.white = hn::Add(hair.white, hn::Mul(squared(inverse(hn::Add(number_of(1), squared(u)))),
                                             hn::Mul(cos_i, number_of(0.14f * l.power))));
  };
  add(in.key_mean);
  for (const LightSample& l : scene.light.fill) add(l);
  hair.matt = hn::Add(hair.matt, number_of(scene.light.ambient));
  return hair;
}

}  // namespace atelier::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
