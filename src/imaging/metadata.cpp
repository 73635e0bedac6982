#include "imaging/metadata.h"

#include <nlohmann/json.hpp>

#include "imaging/codecs/exr_file.h"
#include "imaging/codecs/riff.h"
#include "imaging/codecs/tiff_file.h"
#include "imaging/jpeg_segments.h"
#include "imaging/png_chunks.h"
#include "imaging/xmp.h"

namespace atelier {
namespace {

constexpr std::string_view recipe_namespace = "urn:atelier:recipe:1";
constexpr std::size_t xmp_bytes_max = std::size_t{1} << 20;

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json minimal_recipe(const Json& recipe) {
  Json minimal = Json::object();
  for (const char* key : {"engine", "version", "seed"}) {
    if (recipe.contains(key)) {
      minimal[key] = recipe[key];
    } else if (recipe.contains("params") && recipe["params"].is_object() && recipe["params"].contains(key)) {
      minimal[key] = recipe["params"][key];
    }
  }
  return minimal;
}

std::string_view png_text(ByteView file, std::string_view keyword) {
  std::string_view found;
  for_each_png_chunk(file, [&](const PngChunk& chunk) {
    found = itxt_value(chunk, keyword);
    return found.empty();
  });
  return found;
}

std::string_view jpeg_xmp(ByteView file) {
  std::string_view packet;
  for_each_jpeg_segment(file, [&](const JpegSegment& segment) {
    if (segment.marker == 0xe1 && begins_with(segment.payload, jpeg_xmp_start)) {
      packet = as_text(segment.payload.subspan(jpeg_xmp_start.size()));
    }
    return packet.empty();
  });
  return packet;
}

std::optional<std::string> recipe_text(ByteView file) {
  if (begins_with(file, png_signature)) {
    const std::string_view text = png_text(file, "atelier");
    if (!text.empty()) return std::string(text);
  }
  const std::string packet = read_xmp(file);
  if (packet.find(recipe_namespace) == packet.npos) return std::nullopt;
  return xmp_value(packet, "recipe");
}

std::string element(std::string_view name, std::string_view text) {
  return fmt::format("   <{0}>{1}</{0}>\n", name, xml_escape(text));
}

}  // namespace

Result<RecipeLevel> parse_recipe_level(std::string_view word) {
  if (word == "full") return RecipeLevel::full;
  if (word == "minimal") return RecipeLevel::minimal;
  if (word == "none") return RecipeLevel::none;
  return fail(ErrorKind::invalid_argument,
              {"recipe: \"{}\" is not one of full, minimal, none", "recipe: «{}» — не full, minimal или none",
               "recipe: \"{}\"은(는) full, minimal, none 중 하나가 아닙니다"},
              word);
}

Metadata make_metadata(const Json& recipe, RecipeLevel level, std::string_view creator_tool,
                       std::string_view digital_source_type) {
  Metadata metadata;
  metadata.digital_source_type = digital_source_type;
  if (level == RecipeLevel::none) return metadata;
  metadata.creator_tool = creator_tool;
  metadata.recipe = dump(level == RecipeLevel::full ? recipe : minimal_recipe(recipe));
  return metadata;
}

std::string xmp_packet(const Metadata& metadata, bool with_recipe) {
  std::string body;
  if (!metadata.digital_source_type.empty()) {
    body += element("Iptc4xmpExt:DigitalSourceType", metadata.digital_source_type);
  }
  if (!metadata.creator_tool.empty()) body += element("xmp:CreatorTool", metadata.creator_tool);
  if (with_recipe && !metadata.recipe.empty()) body += element("atelier:recipe", metadata.recipe);
  if (body.empty()) return {};
  return fmt::format(
      "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
      " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "  <rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
      " xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" xmlns:atelier=\"{}\">\n"
      "{}  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>",
      recipe_namespace, body);
}

Result<std::optional<Json>> read_recipe(ByteView file, std::string_view what) {
  const std::optional<std::string> text = recipe_text(file);
  if (!text) return std::optional<Json>();
  TRY(Json recipe, parse_json(*text, fmt::format("{} (recipe)", what)));
  if (!recipe.is_object()) {
    return fail(ErrorKind::invalid_argument,
                {"{}: the recipe inside is not an object", "{}: рецепт внутри — не объект",
                 "{}: 안의 레시피가 객체가 아닙니다"},
                what);
  }
  return std::optional<Json>(std::move(recipe));
}

std::string read_xmp(ByteView file) {
  if (begins_with(file, exr_start)) return exr_xmp(file).substr(0, xmp_bytes_max);
  if (begins_with(file, "II") || begins_with(file, "MM")) return tiff_xmp(file).substr(0, xmp_bytes_max);
  std::string_view packet;
  if (begins_with(file, png_signature)) {
    packet = png_text(file, "XML:com.adobe.xmp");
  } else if (begins_with(file, "RIFF")) {
    packet = as_text(riff_chunk(file, "XMP "));
  } else {
    packet = jpeg_xmp(file);
  }
  return std::string(packet.substr(0, xmp_bytes_max));
}

}  // namespace atelier
