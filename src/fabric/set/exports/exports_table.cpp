#include "fabric/set/exports/export_set.h"

namespace atelier {
namespace {

using Copy = ExportTarget::Copy;

constexpr Copy unity[] = {
    {"diff_alpha diff", "{}_BaseMap.png"}, {"nor_gl", "{}_Normal.png"}, {"disp", "{}_Height.png"}};
constexpr Copy unreal[] = {{"diff", "T_{}_BC.png"},
                           {"nor_dx", "T_{}_N.png"},
                           {"arm", "T_{}_ORM.png"},
                           {"disp", "T_{}_H.png"},
                           {"opacity", "T_{}_O.png"}};
constexpr Copy clo[] = {{"diff", "{}_BaseColor.png"},
                        {"nor_gl", "{}_Normal.png"},
                        {"rough", "{}_Roughness.png"},
                        {"opacity", "{}_Opacity.png"},
                        {"disp", "{}_Displacement.png"}};

constexpr ExportTarget rows[] = {
    {"unity", unity, unity_extra},
    {"unreal", unreal, unreal_extra},
    {"blender", {}, blender_extra},
    {"clo", clo, clo_extra},
};

}  // namespace

std::span<const ExportTarget> export_targets() {
  return rows;
}

}  // namespace atelier
