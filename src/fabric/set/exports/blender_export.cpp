#include "base/files.h"
#include "fabric/set/exports/export_set.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

// What the script needs to know, as Python.
std::string facts(const ExportSource& source) {
  const auto image = [&](std::string_view map) {
    const std::string file = source.map_file(map);
    return file.empty() ? std::string("None") : '"' + file + '"';
  };
  const double low = source.number("height_mm", "min"), high = source.number("height_mm", "max");
  return fmt::format(
      R"(NAME = "{}"
SIZE_MM = ({:.4f}, {:.4f})
BASE_COLOR = {}
NORMAL = {}
PACKED = {}
HEIGHT = {}
OPACITY = {}
HEIGHT_SPAN_MM = {:.6f}
HEIGHT_MIDLEVEL = {:.6f}
SHEEN = {:.4f}
SHEEN_ROUGHNESS = {:.4f}
CLEARCOAT = {:.4f}
ANISOTROPY = {:.4f}
)",
      source.slug(), source.width_mm(), source.height_mm(), image("diff"), image("nor_gl"), image("arm"), image("disp"),
      image("opacity"), high - low, source.number("height_mm", "mid"), source.number("appearance", "sheen"),
      source.number("appearance", "sheen_roughness"), source.number("appearance", "clearcoat"),
      source.number("appearance", "anisotropy"));
}

constexpr std::string_view head =
    R"(# Makes the material in Blender 4 or newer: blender --python THIS_FILE, or run it in the Text Editor.
# One unit of UV is one metre, so that the cloth has its true size.
import os

import bpy

)";

constexpr std::string_view body = R"(

def set_folder():
    path = globals().get("__file__", "")
    space = getattr(bpy.context, "space_data", None)
    if not os.path.isfile(path) and getattr(space, "text", None):
        path = bpy.path.abspath(space.text.filepath)
    return os.path.dirname(os.path.dirname(os.path.abspath(path)))


class Wiring:
    def __init__(self, material):
        material.use_nodes = True
        self.tree = material.node_tree
        self.tree.nodes.clear()
        place = self.node("ShaderNodeTexCoord", -1200, 0)
        self.scale = self.node("ShaderNodeMapping", -1000, 0)
        self.scale.inputs["Scale"].default_value = (1000 / SIZE_MM[0], 1000 / SIZE_MM[1], 1)
        self.link(place.outputs["UV"], self.scale.inputs["Vector"])

    def node(self, kind, x, y):
        made = self.tree.nodes.new(kind)
        made.location = (x, y)
        return made

    def link(self, start, end):
        self.tree.links.new(start, end)

    def image(self, file, y, color=False):
        made = self.node("ShaderNodeTexImage", -750, y)
        made.image = bpy.data.images.load(os.path.join(set_folder(), file), check_existing=True)
        made.image.colorspace_settings.name = "sRGB" if color else "Non-Color"
        self.link(self.scale.outputs["Vector"], made.inputs["Vector"])
        return made


def build():
    material = bpy.data.materials.new(NAME)
    wiring = Wiring(material)
    surface = wiring.node("ShaderNodeBsdfPrincipled", 0, 200)
    output = wiring.node("ShaderNodeOutputMaterial", 350, 200)
    wiring.link(surface.outputs["BSDF"], output.inputs["Surface"])
    wiring.link(wiring.image(BASE_COLOR, 500, color=True).outputs["Color"], surface.inputs["Base Color"])

    packed = wiring.node("ShaderNodeSeparateColor", -450, 150)
    wiring.link(wiring.image(PACKED, 200).outputs["Color"], packed.inputs["Color"])
    wiring.link(packed.outputs["Green"], surface.inputs["Roughness"])
    wiring.link(packed.outputs["Blue"], surface.inputs["Metallic"])

    normal = wiring.node("ShaderNodeNormalMap", -300, -100)
    wiring.link(wiring.image(NORMAL, -100).outputs["Color"], normal.inputs["Color"])
    wiring.link(normal.outputs["Normal"], surface.inputs["Normal"])
    if OPACITY:
        wiring.link(wiring.image(OPACITY, -700).outputs["Color"], surface.inputs["Alpha"])

    surface.inputs["IOR"].default_value = 1.54
    surface.inputs["Sheen Weight"].default_value = min(1, SHEEN)
    surface.inputs["Sheen Roughness"].default_value = SHEEN_ROUGHNESS
    surface.inputs["Coat Weight"].default_value = CLEARCOAT
    surface.inputs["Anisotropic"].default_value = ANISOTROPY

    relief = wiring.node("ShaderNodeDisplacement", 100, -300)
    relief.inputs["Scale"].default_value = HEIGHT_SPAN_MM / 1000
    relief.inputs["Midlevel"].default_value = HEIGHT_MIDLEVEL
    wiring.link(wiring.image(HEIGHT, -400).outputs["Color"], relief.inputs["Height"])
    wiring.link(relief.outputs["Displacement"], output.inputs["Displacement"])
    return material


build()
)";

}  // namespace

Result<std::vector<fs::path>> blender_extra(const ExportSource& source, const fs::path& to, const RunContext&) {
  const std::string script = source.slug() + ".py";
  TRY_VOID(write_file(to / script, std::string(head) + facts(source) + std::string(body)));
  return std::vector<fs::path>{script};
}

}  // namespace atelier
