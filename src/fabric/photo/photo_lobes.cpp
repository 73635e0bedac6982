// The light that each pixel of a row sends to the camera.

#include <algorithm>
#include <cmath>

#include "fabric/photo/photo_shade.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fabric/photo/photo_lobes.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace atelier {
namespace HWY_NAMESPACE {
namespace {
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

HWY_INLINE V load_signed(const std::int8_t* p) {
  const D d;
  const hn::Rebind<std::int8_t, D> d8;
  const hn::Rebind<std::int32_t, D> d32;
  return hn::Mul(hn::ConvertTo(d, hn::PromoteTo(d32, hn::LoadU(d8, p))), number_of(1.0f / 127));
}

struct Vec3 {
  V x, y, z;
};

HWY_INLINE V dot(const Vec3& a, const LightSample& l) {
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
};

/// What a light adds, per unit of visibility.
struct Lobes {
  V matt, white, colored;
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

/// A smooth film or plateau (GGX; visibility by Kelemen).
HWY_INLINE V coat_light(const FibreShading& f, const Pixel& p, const LightSample& l) {
  const float inv = 1 / std::sqrt((1 + l.z) * 2), lh2 = (1 + l.z) / 2, a2 = f.coat_alpha * f.coat_alpha;
  const V nh = dot(p.normal, {l.x * inv, l.y * inv, (l.z + 1) * inv, 1});
  const float lh = std::sqrt(lh2), m = 1 - lh, fresnel = f.f0 + (1 - f.f0) * (m * m) * (m * m) * m;
  const V d = hn::Add(hn::Mul(squared(hn::Max(nh, hn::Zero(D()))), number_of(a2 - 1)), number_of(1));
  const V cosine = hn::Max(dot(p.normal, l), hn::Zero(D()));
  return hn::Div(hn::Mul(cosine, number_of(f.coat * fresnel * a2 / (4 * lh2) * l.power)), squared(d));
}

/// Charlie's sheen of strength 1.
HWY_INLINE V sheen_light(const FibreShading& f, const Pixel& p, const LightSample& l) {
  const float inv = 1 / std::sqrt((1 + l.z) * 2);
  const V nh = dot(p.normal, {l.x * inv, l.y * inv, (l.z + 1) * inv, 1});
  const V sin2 = clamp01(hn::Sub(number_of(1), squared(nh)));
  V power = sin2;
  for (int i = 1; i < f.sheen_power; ++i) power = hn::Mul(power, sin2);
  const V nl = clamp01(dot(p.normal, l)), nv = p.normal.z;
  const V v = hn::Max(hn::Sub(hn::Add(nl, nv), hn::Mul(nl, nv)), number_of(0.02f));
  return hn::Mul(hn::Mul(number_of((2 + 2 * f.sheen_power) * l.power / 8), power), hn::Div(nl, v));
}

HWY_INLINE V matt_light(const FibreShading& f, const Pixel& p, const LightSample& l) {
  const V lit = hn::Max(hn::Add(dot(p.normal, l), number_of(f.wrap * l.power)), hn::Zero(D()));
  return hn::Mul(lit, number_of(1 / (1 + 2 * f.wrap)));
}

/// Light through the steps of the march that is not held back, 0..1.
HWY_INLINE V visibility_of(const PhotoScene& scene, const ShadeInput& in, int x, V z0) {
  V held = hn::Zero(D());
  for (std::size_t k = 0; k < scene.march.size(); ++k) {
    const MarchStep& step = scene.march[k];
    const V over = hn::Sub(hn::Sub(hn::LoadU(D(), in.shadow_rows[k] + x), z0), number_of(step.rise_mm));
    held = hn::Max(held, hn::Mul(over, number_of(step.inv_softness)));
  }
  return hn::Sub(number_of(1), hn::Min(held, number_of(1)));
}

HWY_INLINE Pixel geometry_term(const PhotoScene& scene, const ShadeInput& in, int x) {
  const D d;
  const V dx = hn::Mul(hn::Sub(hn::LoadU(d, in.z + x + 1), hn::LoadU(d, in.z + x - 1)), number_of(in.inv_2px));
  const V dy = hn::Mul(hn::Sub(hn::LoadU(d, in.above + x), hn::LoadU(d, in.below + x)), number_of(in.inv_2px));
  const V sx = hn::Add(dx, hn::LoadU(d, in.slope_x + x)), sy = hn::Add(dy, hn::LoadU(d, in.slope_y + x));
  const V tx = load_signed(in.tangent_x + x), ty = load_signed(in.tangent_y + x);
  Pixel p;
  p.normal = normalised({hn::Neg(sx), hn::Neg(sy), number_of(1)});
  p.tangent = normalised({tx, ty, hn::Add(hn::Mul(sx, tx), hn::Mul(sy, ty))});
  p.cos_r = hn::Sqrt(hn::Max(number_of(1e-4f), hn::Sub(number_of(1), squared(p.tangent.z))));
  const float width = scene.fibre.surface.width, body = scene.fibre.body.width;
  if (in.slope_variance) {
    const V variance = hn::LoadU(d, in.slope_variance + x);
    p.inv_width = inverse(hn::Sqrt(hn::Add(number_of(width * width), variance)));
    p.inv_body_width = inverse(hn::Sqrt(hn::Add(number_of(body * body), variance)));
  } else {
    p.inv_width = number_of(1 / width);
    p.inv_body_width = number_of(1 / body);
  }
  return p;
}

/// Ambient visibility with the light that goes between threads several times, by albedo (Jimenez 2016).
HWY_INLINE V many_bounces(V albedo, V v) {
  const V a = hn::Sub(hn::Mul(number_of(2.0404f), albedo), number_of(0.3324f));
  const V b = hn::Sub(number_of(0.6417f), hn::Mul(number_of(4.7951f), albedo));
  const V c = hn::Add(hn::Mul(number_of(2.7552f), albedo), number_of(0.6903f));
  return hn::Max(v, hn::Mul(hn::Add(hn::Mul(hn::Add(hn::Mul(v, a), b), v), c), v));
}

/// What reaches the pixel, before its colour is known.
struct Received {
  V direct;          // matt light that comes from lights
  V through;         // of the key, light that is held back but comes through threads of full albedo
  V ambient;         // visibility of the room
  V white, colored;  // reflected by lobes
  V sheen;
};

HWY_INLINE Received receive(const PhotoScene& scene, const ShadeInput& in, int x, const Pixel& p,
                            const LightSample& key_sum) {
  const D d;
  const FibreShading& f = scene.fibre;
  const V key_whole = hn::LoadU(d, in.key_gain + x);
  V key = hn::Mul(visibility_of(scene, in, x, hn::LoadU(d, in.z + x)), key_whole);
  if (in.fuzz_shadow) key = hn::Mul(key, hn::Sub(number_of(1), hn::LoadU(d, in.fuzz_shadow + x)));
  const V ambient = hn::LoadU(d, in.ambient + x);
  key = hn::Mul(key, mix(number_of(1), ambient, number_of(0.4f)));  // a softbox is partly hidden in grooves, too
  Lobes from_key{hn::Zero(d), hn::Zero(d), hn::Zero(d)}, from_fill = from_key;
  from_key.matt = matt_light(f, p, key_sum);
  V sheen = hn::Zero(d);
  if (f.surface.scale > 0) {
    for (const LightSample& l : scene.light.key) add_fibre(f, p, l, from_key);
    for (const LightSample& l : scene.light.fill) add_fibre(f, p, l, from_fill);
  }
  for (const LightSample& l : scene.light.fill) from_fill.matt = hn::Add(from_fill.matt, matt_light(f, p, l));
  if (f.coat > 0) {
    for (const LightSample& l : scene.light.key) from_key.white = hn::Add(from_key.white, coat_light(f, p, l));
    for (const LightSample& l : scene.light.fill) from_fill.white = hn::Add(from_fill.white, coat_light(f, p, l));
  }
  if (f.sheen > 0) {
    for (const LightSample& l : scene.light.key) sheen = hn::Add(sheen, hn::Mul(sheen_light(f, p, l), key));
    for (const LightSample& l : scene.light.fill) sheen = hn::Add(sheen, hn::Mul(sheen_light(f, p, l), ambient));
    sheen = hn::Add(sheen, hn::Mul(ambient, number_of(scene.light.ambient * f.sheen_albedo_front)));
    sheen = hn::Mul(sheen, number_of(f.sheen));
  }
  const V room = number_of(scene.light.ambient);
  const V white_room = hn::Mul(room, number_of(0.4f * (f.surface_albedo + f.coat_albedo)));
  const auto lit = [&](V k, V fill, V rest) { return hn::Add(hn::Mul(k, key), hn::Mul(hn::Add(fill, rest), ambient)); };
  const V held = hn::Sub(hn::Max(key_whole, key), key);
  const V through = hn::Mul(hn::Mul(from_key.matt, held), hn::Mul(ambient, number_of(0.45f)));
  return {lit(from_key.matt, from_fill.matt, hn::Zero(d)),
          through,
          ambient,
          lit(from_key.white, from_fill.white, white_room),
          lit(from_key.colored, from_fill.colored, hn::Mul(room, number_of(f.body_albedo))),
          sheen};
}

/// One channel of the cloth's light.
HWY_INLINE V channel_of(const PhotoScene& scene, const Pixel& p, const Received& light, V albedo) {
  const FibreShading& f = scene.fibre;
  const V root = hn::Sqrt(hn::Max(albedo, hn::Zero(D())));
  const V e_sheen = hn::Add(number_of(f.sheen_albedo_front),
                            hn::Mul(number_of(f.sheen_albedo_slope), hn::Sub(number_of(1), p.normal.z)));
  const V under_sheen = hn::Sub(number_of(1), hn::Mul(clamp01(e_sheen), number_of(f.sheen)));
  const V rest = hn::Sub(number_of(1 - f.surface_albedo - f.coat_albedo), hn::Mul(root, number_of(f.body_albedo)));
  const V lights = hn::Add(light.direct, hn::Mul(light.through, albedo));
  const V received = hn::Add(lights, hn::Mul(number_of(scene.light.ambient), many_bounces(albedo, light.ambient)));
  const V matt = hn::Mul(hn::Mul(albedo, hn::Mul(rest, under_sheen)), received);
  const V body = hn::Mul(hn::Mul(albedo, root), light.colored);
  return hn::Add(hn::Add(matt, body), hn::Mul(light.sheen, hn::Mul(albedo, number_of(0.65f))));
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
  const LightSample sum = scene.light.key_sum();
  const float inv = 1 / std::sqrt(sum.x * sum.x + sum.y * sum.y + sum.z * sum.z);
  add({sum.x * inv, sum.y * inv, sum.z * inv, sum.power});
  for (const LightSample& l : scene.light.fill) add(l);
  hair.matt = hn::Add(hair.matt, number_of(scene.light.ambient));
  return hair;
}

HWY_INLINE V luminance_of(V r, V g, V b) {
  return hn::Add(hn::Add(hn::Mul(r, number_of(0.2126f)), hn::Mul(g, number_of(0.7152f))),
                 hn::Mul(b, number_of(0.0722f)));
}

/// Light that dyed fibres reflect at their surface went partly through their skin.
HWY_INLINE V tinted_light(V relative) {
  return hn::Add(number_of(1 - white_tint), hn::Mul(relative, number_of(white_tint)));
}

HWY_INLINE V over_cloth(const Hair& hair, V cloth, V albedo) {
  const V light =
      hn::Add(hn::Mul(hair.matt, hn::Add(hn::Mul(albedo, number_of(0.92f)), number_of(0.012f))), hair.white);
  return mix(cloth, light, hair.opacity);
}

void shade_pixels(const PhotoScene& scene, const ShadeInput& in, LightRow& out) {
  const D d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  const LightSample key_sum = scene.light.key_sum();
  for (int i = 0; i < in.width; i += lanes) {
    const int x = std::min(i, in.width - lanes);
    const Pixel p = geometry_term(scene, in, x);
    const Received light = receive(scene, in, x, p, key_sum);
    const V r = hn::LoadU(d, in.albedo_r + x), g = hn::LoadU(d, in.albedo_g + x), b = hn::LoadU(d, in.albedo_b + x);
    // Fibres that lie deep or in the shade of others reflect less of everything, not only of their colour.
    const V open = hn::Min(squared(squared(hn::LoadU(d, in.shade + x))), number_of(2));
    V white = hn::Add(hn::Mul(light.white, open), hn::Mul(light.sheen, number_of(0.35f)));
    white = hn::Mul(white, number_of(scene.specular_gain));
    const V inv_y = inverse(hn::Max(luminance_of(r, g, b), number_of(1e-4f)));
    const auto channel = [&](V albedo) {
      return hn::Add(channel_of(scene, p, light, albedo), hn::Mul(white, tinted_light(hn::Mul(albedo, inv_y))));
    };
    V red = channel(r), green = channel(g), blue = channel(b);
    if (in.fuzz) {
      const Hair hair = hair_light(scene, in, x);
      red = over_cloth(hair, red, r), green = over_cloth(hair, green, g), blue = over_cloth(hair, blue, b);
      white = mix(white, hair.white, hair.opacity);
    }
    hn::StoreU(red, d, out.r.data() + x);
    hn::StoreU(green, d, out.g.data() + x);
    hn::StoreU(blue, d, out.b.data() + x);
    hn::StoreU(white, d, out.white.data() + x);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace atelier
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace atelier {
HWY_EXPORT(shade_pixels);

void shade_pixels(const PhotoScene& scene, const ShadeInput& in, LightRow& out) {
  HWY_DYNAMIC_DISPATCH(shade_pixels)(scene, in, out);
}

}  // namespace atelier
#endif
