// The light that each pixel of a row sends to the camera.

#include <algorithm>
#include <cmath>

#include "fabric/photo/photo_shade.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fabric/photo/photo_lobes.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.
#include <hwy/highway.h>

#include "fabric/photo/photo_lobes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace atelier {
namespace HWY_NAMESPACE {
namespace {

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

/// What part of a fibre stands up; the tangents of lying ones are a little shorter than 1 by rounding.
HWY_INLINE V standing_part(V tx, V ty) {
  const V missing = hn::Sub(rest_of(hn::Add(squared(tx), squared(ty))), number_of(0.03f));
  return clamp01(hn::Mul(missing, number_of(1 / 0.97f)));
}

HWY_INLINE void set_widths(const PhotoScene& scene, const ShadeInput& in, int x, Pixel& p) {
  const float width = scene.fibre.surface.width, body = scene.fibre.body.width;
  if (in.slope_variance) {
    p.slope_variance = hn::LoadU(D(), in.slope_variance + x);
    p.inv_width = inverse(hn::Sqrt(hn::Add(number_of(width * width), p.slope_variance)));
    p.inv_body_width = inverse(hn::Sqrt(hn::Add(number_of(body * body), p.slope_variance)));
  } else {
    p.slope_variance = hn::Zero(D());
    p.inv_width = number_of(1 / width);
    p.inv_body_width = number_of(1 / body);
  }
}

HWY_INLINE Pixel geometry_term(const PhotoScene& scene, const ShadeInput& in, int x) {
  const D d;
  const V tx = load_signed(in.tangent_x + x), ty = load_signed(in.tangent_y + x);
  const V cloth = in.card ? rest_of(hn::LoadU(d, in.card + x)) : number_of(1);
  Pixel p;
  p.smooth = in.smooth ? hn::LoadU(d, in.smooth + x) : hn::Zero(d);
  p.metal = in.metal ? hn::LoadU(d, in.metal + x) : hn::Zero(d);
  p.standing = scene.stands ? hn::Mul(hn::Mul(standing_part(tx, ty), cloth), rest_of(p.smooth)) : hn::Zero(d);
  // What stands is lit as a volume: the tips of fibres are no hills.
  const V relief = hn::Mul(hn::Mul(cloth, number_of(in.inv_2px)), rest_of(hn::Mul(p.standing, number_of(0.5f))));
  const V dx = hn::Mul(hn::Sub(hn::LoadU(d, in.z + x + 1), hn::LoadU(d, in.z + x - 1)), relief);
  const V dy = hn::Mul(hn::Sub(hn::LoadU(d, in.above + x), hn::LoadU(d, in.below + x)), relief);
  const V sx = hn::Add(dx, hn::LoadU(d, in.slope_x + x)), sy = hn::Add(dy, hn::LoadU(d, in.slope_y + x));
  p.normal = normalised({hn::Neg(sx), hn::Neg(sy), number_of(1)});
  const V rise = hn::Add(hn::Add(hn::Mul(sx, tx), hn::Mul(sy, ty)), hn::Sqrt(p.standing));
  p.tangent = normalised({tx, ty, rise});
  p.cos_r = hn::Sqrt(hn::Max(number_of(1e-4f), hn::Sub(number_of(1), squared(p.tangent.z))));
  p.inv_standing_light = inverse(hn::Sub(number_of(0.8488f), hn::Mul(p.standing, number_of(0.182f))));
  set_widths(scene, in, x, p);
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
  V direct;                // matt light that comes from lights
  V through;               // of the key, light that is held back but comes through threads of full albedo
  V ambient;               // visibility of the room
  V key_flat;              // what the key would give a flat card
  V white, colored, coat;  // reflected by lobes
  V sheen;
  Gloss gloss;
};

/// Visibilities by which lights are weighed.
struct Seen {
  V key, key_whole, ambient;
  HWY_INLINE V sum(V from_key, V from_fill) const {
    return hn::Add(hn::Mul(from_key, key), hn::Mul(from_fill, ambient));
  }
};

/// Threads are bundles with air between their fibres: some light comes through them where a solid would hold it back.
HWY_INLINE V leaked(V visibility, V fibres, float share) {
  return hn::Add(visibility, hn::Mul(rest_of(visibility), hn::Mul(fibres, number_of(share))));
}

HWY_INLINE Seen seen_lights(const PhotoScene& scene, const ShadeInput& in, int x, const Pixel& p) {
  const D d;
  const V fibres = rest_of(p.smooth), key_whole = hn::LoadU(d, in.key_gain + x);
  const V ambient = leaked(hn::LoadU(d, in.ambient + x), fibres, 0.15f);
  const V visible = leaked(visibility_of(scene, in, x, hn::LoadU(d, in.z + x)), fibres, 0.08f);
  V key = hn::Mul(visible, key_whole);
  if (in.fuzz_shadow) key = hn::Mul(key, rest_of(hn::LoadU(d, in.fuzz_shadow + x)));
  key = hn::Mul(key, mix(number_of(1), ambient, number_of(0.4f)));  // a softbox is partly hidden in grooves, too
  return {key, hn::Max(key_whole, key), ambient};
}

HWY_INLINE void receive_matt(const PhotoScene& scene, const ShadeInput& in, const Pixel& p, const Seen& seen,
                             Received& light) {
  V from_key = hn::Zero(D()), from_fill = from_key;
  if (scene.stands) {
    for (const LightSample& l : scene.light.key) from_key = hn::Add(from_key, standing_light(scene.fibre, p, l));
    for (const LightSample& l : scene.light.fill) from_fill = hn::Add(from_fill, standing_light(scene.fibre, p, l));
  } else {
    from_key = matt_light(scene.fibre, p, in.key_flux);
    for (const LightSample& l : scene.light.fill) {
      LightFlux flux;
      flux.add(l);
      from_fill = hn::Add(from_fill, matt_light(scene.fibre, p, flux));
    }
  }
  light.direct = seen.sum(from_key, from_fill);
  const V held = hn::Sub(seen.key_whole, seen.key);
  // Standing fibres send light on to each other's flanks: it spreads further than between threads.
  const V share = hn::Add(hn::Mul(seen.ambient, number_of(0.45f)), hn::Mul(p.standing, number_of(0.3f)));
  light.through = hn::Mul(hn::Mul(from_key, held), share);
}

HWY_INLINE void receive_fibre(const PhotoScene& scene, const Pixel& p, const Seen& seen, Received& light) {
  const FibreShading& f = scene.fibre;
  if (f.surface.scale <= 0 || !scene.fibrous) return;
  const V zero = hn::Zero(D()), room = hn::Mul(seen.ambient, number_of(scene.light.ambient));
  Lobes key{zero, zero}, fill{zero, zero};
  for (const LightSample& l : scene.light.key) add_fibre(f, p, l, key);
  for (const LightSample& l : scene.light.fill) add_fibre(f, p, l, fill);
  light.white = hn::Add(seen.sum(key.white, fill.white), hn::Mul(room, number_of(0.4f * f.surface_albedo)));
  light.colored = hn::Add(seen.sum(key.colored, fill.colored), hn::Mul(room, number_of(f.body_albedo)));
}

HWY_INLINE void receive_coat(const PhotoScene& scene, const Pixel& p, const Seen& seen, Received& light) {
  const FibreShading& f = scene.fibre;
  V key = hn::Zero(D()), fill = key;
  if (scene.light.box.half_size > 0) {
    key = hn::Mul(mirrored_box(scene.light.box, p, number_of(f.coat_alpha * f.coat_alpha)), number_of(f.coat * f.f0));
  } else {
    for (const LightSample& l : scene.light.key) key = hn::Add(key, coat_light(f, p, l));
  }
  for (const LightSample& l : scene.light.fill) fill = hn::Add(fill, coat_light(f, p, l));
  const V room = hn::Mul(seen.ambient, number_of(scene.light.ambient * 0.4f * f.coat_albedo));
  light.coat =
      hn::Add(seen.sum(key, fill), scene.smooth_share > 0.5F ? hn::Mul(room, seen_room(scene.light, p)) : room);
}

HWY_INLINE void receive_gloss(const PhotoScene& scene, const Pixel& p, V a2, const Seen& seen, Received& light) {
  const V zero = hn::Zero(D());
  a2 = hn::Min(hn::Add(a2, hn::Mul(p.slope_variance, number_of(2))), number_of(1));
  Gloss key{zero, zero}, fill{zero, zero};
  if (scene.light.box.half_size > 0) {
    key.straight = mirrored_box(scene.light.box, p, a2);
  } else {
    for (const LightSample& l : scene.light.key) add_gloss(p, a2, l, key);
  }
  for (const LightSample& l : scene.light.fill) add_gloss(p, a2, l, fill);
  const V room = hn::Mul(hn::Mul(seen.ambient, number_of(scene.light.ambient)), seen_room(scene.light, p));
  light.gloss = {hn::Add(seen.sum(key.straight, fill.straight), room), seen.sum(key.edge, fill.edge)};
}

HWY_INLINE void receive_sheen(const PhotoScene& scene, const Pixel& p, const Seen& seen, Received& light) {
  const FibreShading& f = scene.fibre;
  V key = hn::Zero(D()), fill = number_of(scene.light.ambient * f.sheen_albedo_front);
  for (const LightSample& l : scene.light.key) key = hn::Add(key, sheen_light(f, p, l));
  for (const LightSample& l : scene.light.fill) fill = hn::Add(fill, sheen_light(f, p, l));
  light.sheen = hn::Mul(seen.sum(key, fill), hn::Mul(rest_of(p.smooth), number_of(f.sheen)));
}

HWY_INLINE Received receive(const PhotoScene& scene, const ShadeInput& in, int x, const Pixel& p) {
  const V zero = hn::Zero(D());
  const Seen seen = seen_lights(scene, in, x, p);
  Received light{zero, zero, seen.ambient, hn::Mul(seen.key_whole, number_of(in.key_flux.z)), zero, zero,
                 zero, zero, {zero, zero}};
  receive_matt(scene, in, p, seen, light);
  receive_fibre(scene, p, seen, light);
  if (scene.fibre.coat > 0) receive_coat(scene, p, seen, light);
  if (in.smooth) receive_gloss(scene, p, hn::LoadU(D(), in.gloss_a2 + x), seen, light);
  if (scene.fibre.sheen > 0) receive_sheen(scene, p, seen, light);
  return light;
}

/// What the lobes leave for matt reflection, whatever its colour.
HWY_INLINE V left_by_lobes(const FibreShading& f, const Pixel& p) {
  const V e_sheen = hn::Add(number_of(f.sheen_albedo_front),
                            hn::Mul(number_of(f.sheen_albedo_slope), hn::Sub(number_of(1), p.normal.z)));
  const V under_sheen = rest_of(hn::Mul(clamp01(e_sheen), hn::Mul(rest_of(p.smooth), number_of(f.sheen))));
  const V lobes = mix(number_of(f.surface_albedo + f.coat_albedo), number_of(f.f0 + f.coat_albedo), p.smooth);
  return hn::Mul(rest_of(lobes), under_sheen);
}

/// Light that reaches shaded fibres came through others or from them, which deepens its colour; where light falls full
/// it comes back after fewer fibres, and paler. `weak`: -1 for the strongest channel .. 1 for one that is absorbed.
HWY_INLINE V deepened(const PhotoScene& scene, const Pixel& p, const Received& light, V weak) {
  constexpr float depth = 0.6f;
  const V received = hn::Add(light.direct, hn::Mul(light.ambient, number_of(scene.light.ambient)));
  const V more = hn::Sub(hn::Min(received, number_of(1.4f)), number_of(1));
  return hn::Add(number_of(1), hn::Mul(hn::Mul(more, weak), hn::Mul(rest_of(p.smooth), number_of(depth))));
}

/// One channel of the cloth's light, without what its surface reflects white.
HWY_INLINE V channel_of(const PhotoScene& scene, const Pixel& p, const Received& light, V left, V albedo, V weak) {
  const FibreShading& f = scene.fibre;
  const V root = hn::Sqrt(hn::Max(albedo, hn::Zero(D()))), fibres = rest_of(p.smooth);
  const V matt_share = hn::Sub(left, hn::Mul(root, hn::Mul(fibres, number_of(f.body_albedo))));
  const V bounced = many_bounces(albedo, light.ambient);
  V received = hn::Add(light.direct, hn::Mul(light.through, albedo));
  received = hn::Add(received, hn::Mul(number_of(scene.light.ambient), bounced));
  // The key, too, comes from one lit flank to the next.
  received = hn::Add(received, hn::Mul(light.key_flat, hn::Sub(bounced, light.ambient)));
  V sum = hn::Mul(hn::Mul(albedo, matt_share), hn::Mul(received, deepened(scene, p, light, weak)));
  sum = hn::Add(sum, hn::Mul(hn::Mul(albedo, hn::Mul(root, fibres)), light.colored));
  sum = hn::Add(sum, hn::Mul(light.sheen, hn::Mul(albedo, number_of(0.65f))));
  if (scene.stands) {
    // Light fibres are lit by each other: one looks less deep into the dark.
    const V dark = hn::Mul(rest_of(seen_of_standing(p)), rest_of(hn::Mul(squared(albedo), number_of(0.8f))));
    sum = hn::Mul(sum, rest_of(dark));
  }
  const V mirrored = hn::Add(hn::Mul(albedo, light.gloss.straight), light.gloss.edge);
  return mix(sum, mirrored, p.metal);
}

/// What the surface of a pixel reflects without colouring it. `open`: shade to the fourth.
HWY_INLINE V white_of(const PhotoScene& scene, const Pixel& p, const Received& light, V open) {
  const V fibres = hn::Mul(light.white, hn::Mul(open, rest_of(p.smooth)));
  V white = hn::Add(fibres, hn::Mul(light.coat, mix(open, number_of(1), p.smooth)));
  white = hn::Add(white, hn::Mul(light.sheen, number_of(0.35f)));
  if (scene.stands) white = hn::Mul(white, seen_of_standing(p));
  const V film = hn::Add(hn::Mul(light.gloss.straight, number_of(scene.fibre.f0)), light.gloss.edge);
  white = hn::Add(white, hn::Mul(film, hn::Mul(p.smooth, rest_of(p.metal))));
  return hn::Mul(white, number_of(scene.specular_gain));
}

HWY_INLINE V luminance_of(V r, V g, V b) {
  return hn::Add(hn::Add(hn::Mul(r, number_of(0.2126f)), hn::Mul(g, number_of(0.7152f))),
                 hn::Mul(b, number_of(0.0722f)));
}

HWY_INLINE V over_cloth(const Hair& hair, V cloth, V albedo) {
  const V light =
      hn::Add(hn::Mul(hair.matt, hn::Add(hn::Mul(albedo, number_of(0.92f)), number_of(0.012f))), hair.white);
  return mix(cloth, light, hair.opacity);
}

void shade_pixels(const PhotoScene& scene, const ShadeInput& in, LightRow& out) {
  const D d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  for (int i = 0; i < in.width; i += lanes) {
    const int x = std::min(i, in.width - lanes);
    const Pixel p = geometry_term(scene, in, x);
    const Received light = receive(scene, in, x, p);
    const V r = hn::LoadU(d, in.albedo_r + x), g = hn::LoadU(d, in.albedo_g + x), b = hn::LoadU(d, in.albedo_b + x);
    // Fibres that lie deep or in the shade of others reflect less of everything, not only of their colour.
    const V open = hn::Min(squared(squared(hn::LoadU(d, in.shade + x))), number_of(2));
    V white = white_of(scene, p, light, open);
    const V left = left_by_lobes(scene.fibre, p);
    const V tint = hn::Mul(number_of(scene.white_tint), rest_of(p.smooth));
    const V y = hn::Max(luminance_of(r, g, b), number_of(1e-4f)), inv_y = inverse(y);
    const auto channel = [&](V albedo) {
      const V tinted = mix(number_of(1), hn::Mul(albedo, inv_y), tint);
      const V weak = hn::Div(hn::Sub(y, albedo), hn::Add(y, hn::Max(albedo, number_of(1e-4f))));
      return hn::Add(channel_of(scene, p, light, left, albedo, weak), hn::Mul(white, tinted));
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
