#include "jobs/kinds/texture.h"

#include "base/files.h"
#include "fabric/map_set.h"
#include "fabric/texture_request.h"
#include "imaging/codec.h"

namespace atelier {

Result<JobResult> run_texture(const Json& params, const std::filesystem::path& folder, RunContext& run) {
  TRY(const TextureRequest request, request_from_json<TextureRequest>(params));
  TRY(const FabricSpec spec, resolve_fabric(request));
  TRY(const std::unique_ptr<Structure> structure, make_structure(spec));
  TRY(const MapSet maps, bake_maps(spec, *structure, MapChoice::full, run));
  TRY(const Image photo, photograph(spec, *structure, 0, run));
  JobResult result;
  for (const Map& map : maps.maps) {
    TRY(const Bytes bytes, encode_image(map.image, "png", {}, run));
    result.files.push_back(fmt::format("seam_{}_1k.png", map.name));
    TRY_VOID(write_file(folder / result.files.back(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  }
  TRY(const Bytes bytes, encode_image(photo, "png", {}, run));
  result.files.push_back("seam_macro_1k.png");
  TRY_VOID(write_file(folder / result.files.back(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  TRY_VOID(write_file(folder / "manifest.json", "{\"generator\":\"atelier 0\"}"));
  result.facts = {{"engine", "woven (embedded)"}};
  result.summary = format_text({"woven (embedded)", "", ""});
  return result;
}

Result<std::string> texture_folder_name(const Json&) {
  return std::string("texture");
}

}  // namespace atelier
