#pragma once

#include "fabric/fabric_spec.h"

namespace atelier::test_specs {

/// Hand-filled specs for tests of the engine (Cloth reference 13.1, 13.4); rows F02, F10, F32 and so on.

inline YarnSpec yarn(double tex, double diameter_mm, double flattening, double crimp, double bulge, double twist = 25) {
  YarnSpec made;
  made.tex = tex;
  made.diameter_mm = diameter_mm;
  made.flattening = flattening;
  made.crimp_percent = crimp;
  made.bulge = bulge;
  made.twist_deg = twist;
  return made;
}

inline FabricSpec cloth(const char* fabric, double ends, double picks, const YarnSpec& warp, const YarnSpec& weft) {
  FabricSpec spec;
  spec.fabric = fabric;
  spec.ends_per_cm = ends;
  spec.picks_per_cm = picks;
  spec.warp = warp;
  spec.weft = weft;
  spec.weave.id = "plain";
  spec.dyes = {{0.35F, 0.42F, 0.55F}};
  return spec;
}

inline void hair(FabricSpec& spec, double per_mm, double mm) {
  for (YarnSpec* thread : {&spec.warp, &spec.weft}) {
    thread->hair_per_mm = per_mm;
    thread->hair_mm = mm;
  }
}

inline FabricSpec poplin() {
  FabricSpec spec = cloth("F02", 52, 28, yarn(14.8, 0.144, 1.35, 7, 0.20), yarn(14.8, 0.144, 1.35, 3, 0.20));
  hair(spec, 0.5, 0.3);
  return spec;
}

inline FabricSpec denim() {
  FabricSpec spec = cloth("F10", 28, 17, yarn(84.4, 0.34, 1.25, 10, 0.30), yarn(84.4, 0.34, 1.25, 3, 0.30));
  spec.weave = {"twill", 3, 1, 1, 0, 0, 0};
  spec.dyes = {{0.030F, 0.052F, 0.125F}, {0.62F, 0.58F, 0.49F}};
  spec.weft_order = {1};
  spec.warp.color_sigma_l = 2.5;
  hair(spec, 4, 0.45);
  return spec;
}

inline FabricSpec houndstooth() {
  FabricSpec spec = cloth("F32", 32, 27, yarn(33.3, 0.24, 1.35, 6, 0.22, 12), yarn(33.3, 0.24, 1.35, 5, 0.22, 12));
  spec.weave = {"houndstooth", 2, 2, 1, 0, 0, 0};
  spec.dyes = {{0.02F, 0.02F, 0.022F}, {0.68F, 0.64F, 0.56F}};
  spec.warp_order = spec.weft_order = {0, 0, 0, 0, 1, 1, 1, 1};
  for (YarnSpec* thread : {&spec.warp, &spec.weft}) {
    thread->plies = 2;
    thread->ply_pitch_mm = 1.6;
    thread->fibre_pitch_um = 20;
  }
  hair(spec, 1, 0.4);
  return spec;
}

inline FabricSpec charmeuse() {
  FabricSpec spec = cloth("F18", 118, 48, yarn(4.67, 0.080, 2.2, 2, 0.12, 3), yarn(7, 0.097, 2.2, 3, 0.12, 3));
  spec.weave = {"satin", 5, 2, 1, 0, 0, 0};
  spec.dyes = {{0.55F, 0.10F, 0.14F}};
  for (YarnSpec* thread : {&spec.warp, &spec.weft}) {
    thread->fibre_pitch_um = 11;
    thread->mass_cv_percent = 4;
    thread->offset_pitch = 0.02;
  }
  hair(spec, 0, 0);
  return spec;
}

inline FabricSpec down_nylon() {
  FabricSpec spec = cloth("F25", 83, 67, yarn(2.22, 0.057, 3.0, 3, 0.08, 2), yarn(2.22, 0.057, 3.0, 3, 0.08, 2));
  spec.dyes = {{0.012F, 0.021F, 0.075F}};
  spec.finish.calender = 0.6;
  for (YarnSpec* thread : {&spec.warp, &spec.weft}) {
    thread->fibre_pitch_um = 16;
    thread->mass_cv_percent = 1.5;
    thread->offset_pitch = 0.015;
    thread->superellipse = 2.7;
  }
  hair(spec, 0, 0);
  spec.quilt.layout = QuiltSpec::Layout::horizontal;
  spec.quilt.spacing_mm = 32;
  spec.quilt.height_mm = 8;
  return spec;
}

inline FabricSpec tweed() {
  FabricSpec spec = cloth("F35", 8.3, 8, yarn(190, 0.68, 1.3, 9, 0.40, 17), yarn(190, 0.68, 1.3, 8, 0.40, 17));
  spec.weave = {"herringbone", 2, 2, 1, 12, 0, 0};
  spec.dyes = {{0.13F, 0.09F, 0.06F}, {0.42F, 0.36F, 0.27F}};
  spec.weft_order = {1};
  for (YarnSpec* thread : {&spec.warp, &spec.weft}) {
    thread->fibre_pitch_um = 27;
    thread->mass_cv_percent = 20;
    thread->color_sigma_l = 3;
  }
  hair(spec, 10, 1.2);
  return spec;
}

inline FabricSpec linen() {
  FabricSpec spec = cloth("F13", 19, 18, yarn(41, 0.24, 1.3, 6, 0.15, 20), yarn(41, 0.24, 1.3, 5, 0.15, 20));
  spec.dyes = {{0.52F, 0.45F, 0.33F}};
  for (YarnSpec* thread : {&spec.warp, &spec.weft}) {
    thread->fibre_pitch_um = 40;
    thread->mass_cv_percent = 25;
    thread->offset_pitch = 0.12;
    thread->slub_mm = 25;
    thread->slub_pause_mm = 120;
    thread->slub_gain = 1.7;
  }
  hair(spec, 2, 0.7);
  return spec;
}

inline FabricSpec oxford() {
  FabricSpec spec = cloth("F03", 44, 20, yarn(14.8, 0.144, 1.4, 5, 0.28), yarn(29.5, 0.203, 1.4, 8, 0.28));
  spec.weave.id = "oxford";
  spec.dyes = {{0.30F, 0.42F, 0.62F}, {0.75F, 0.74F, 0.71F}};
  spec.weft_order = {1};
  hair(spec, 1.5, 0.5);
  return spec;
}

inline FabricSpec canvas() {
  FabricSpec spec = cloth("F12", 18, 14, yarn(118, 0.41, 1.25, 13, 0.28), yarn(118, 0.41, 1.25, 6, 0.28));
  spec.dyes = {{0.50F, 0.44F, 0.32F}};
  hair(spec, 3, 0.5);
  return spec;
}

inline FabricSpec chino() {
  FabricSpec spec = cloth("F08", 50, 24, yarn(29.5, 0.20, 1.4, 6, 0.22), yarn(36.9, 0.23, 1.4, 3, 0.22));
  spec.weave = {"twill", 3, 1, 1, 0, 0, 0};
  spec.dyes = {{0.42F, 0.31F, 0.18F}};
  hair(spec, 1.5, 0.4);
  return spec;
}

inline FabricSpec flannel() {
  FabricSpec spec = cloth("F07", 17, 17, yarn(29.5, 0.20, 1.5, 6, 0.35, 20), yarn(59, 0.29, 1.5, 5, 0.35, 20));
  spec.finish.brushed = 0.6;
  hair(spec, 12, 0.9);
  return spec;
}

inline FabricSpec ripstop() {
  FabricSpec spec = cloth("F27", 47, 35, yarn(7.8, 0.107, 2.5, 4, 0.10, 2), yarn(7.8, 0.107, 2.5, 4, 0.10, 2));
  spec.weave.ripstop_ends = 24;
  spec.weave.ripstop_picks = 18;
  spec.dyes = {{0.10F, 0.16F, 0.06F}};
  for (YarnSpec* thread : {&spec.warp, &spec.weft}) {
    thread->fibre_pitch_um = 18;
    thread->mass_cv_percent = 2;
    thread->offset_pitch = 0.02;
    thread->superellipse = 2.6;
  }
  hair(spec, 0, 0);
  return spec;
}

}  // namespace atelier::test_specs
