#include "fabric/words/canonical.h"

#include <array>

#include "base/sha256.h"
#include "fabric/words/fabric_words.h"
#include "fabric/words/fabrics_table.h"

namespace atelier {

namespace {

constexpr std::size_t hash_digits = 6;
constexpr std::string_view table_version = "fabric 1";

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : std::string(separator)) + part;
  return text;
}

std::string with_commas(std::string_view names) {
  std::string text;
  for (const char c : names) text += c == ';' ? std::string(", ") : std::string(1, c);
  return text;
}

std::string snake(std::string_view text) {
  std::string name;
  for (const char c : text) {
    if (c == '#') continue;
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    name += plain ? c : '_';
  }
  return name;
}

FabricListing listing(FabricListing::Kind kind, std::string_view id, const Names& names) {
  FabricListing row{kind, std::string(id), {}, {}, false, {}, {}};
  row.name = {std::string(shown_name(names, Lang::en)), std::string(shown_name(names, Lang::ru)),
              std::string(shown_name(names, Lang::ko))};
  row.words = {with_commas(names.en), with_commas(names.ru), with_commas(names.ko)};
  return row;
}

std::string command(bool built, std::string_view product, std::string_view material, std::string_view color,
                    std::string_view finish = {}) {
  std::string text = fmt::format("atelier {} --product \"{}\" --material \"{}\" --color \"{}\"",
                                 built ? "texture" : "prompt", product, material, color);
  if (!finish.empty()) text += fmt::format(" --finish \"{}\"", finish);
  return text;
}

bool can_render(std::string_view product, std::string_view material, std::string_view color, std::string_view finish) {
  TextureRequest request;
  request.product = product;
  request.material = material;
  request.color = color;
  request.finish = finish;
  return resolve_fabric(request).ok();
}

std::string construction(const MaterialRow& material) {
  const WovenRow* woven = find_woven(material.fabric);
  if (!woven) return std::string(material.phrase);
  const std::string counts = woven->weave == "twill"   ? fmt::format(" {}/{}", woven->a, woven->b)
                             : woven->weave == "satin" ? fmt::format(" {}", woven->a)
                                                       : std::string();
  return fmt::format("{}{}, {:g} x {:g} /cm, {:g} / {:g} tex, {:.0f} g/m2", woven->weave, counts, woven->ends_per_cm,
                     woven->picks_per_cm, woven->warp_tex, woven->weft_tex, areal_mass(*woven));
}

FabricListing list_product(const ProductRow& row) {
  FabricListing entry = listing(FabricListing::Kind::product, row.id, row.names);
  const MaterialRow& material = *find_material(row.materials.substr(0, row.materials.find(' ')));
  entry.built = can_render(row.id, material.id, "navy", "");
  entry.detail = shown_name(material.names, Lang::en);
  entry.example = command(entry.built, shown_name(row.names, Lang::en), shown_name(material.names, Lang::en), "navy");
  return entry;
}

FabricListing list_material(const MaterialRow& row) {
  FabricListing entry = listing(FabricListing::Kind::material, row.id, row.names);
  const ProductRow& product = usual_product(row);
  entry.built = can_render(product.id, row.id, "navy", "");
  entry.detail = construction(row);
  entry.example = command(entry.built, shown_name(product.names, Lang::en), shown_name(row.names, Lang::en), "navy");
  return entry;
}

FabricListing list_finish(const FinishRow& row) {
  FabricListing entry = listing(FabricListing::Kind::finish, row.id, row.names);
  entry.built = row.kind != FinishKind::not_built;
  entry.detail = row.phrase;
  const bool shell = row.kind == FinishKind::quilt || row.id == "dwr" || row.id == "coat_pu" || row.id == "ripstop";
  const std::string_view name = shown_name(row.names, Lang::en);
  entry.example = shell ? command(entry.built, "down jacket", "nylon taffeta", "navy", name)
                        : command(entry.built, "shirt", "poplin", "navy", name);
  return entry;
}

FabricListing list_color(const ColorRow& row) {
  FabricListing entry = listing(FabricListing::Kind::color, row.id, row.names);
  entry.detail = fmt::format("#{:06x}", row.rgb);
  entry.example = command(true, "shirt", "poplin", shown_name(row.names, Lang::en));
  return entry;
}

}  // namespace

const ProductRow& usual_product(const MaterialRow& material) {
  const ProductRow* found = nullptr;
  for (const ProductRow& product : product_rows()) {
    const std::size_t at = fmt::format(" {} ", product.materials).find(fmt::format(" {} ", material.id));
    if (at == 0) return product;
    if (at != std::string::npos && !found) found = &product;
  }
  return found ? *found : product_rows()[0];
}

TextureRequest canonical_request(const FabricSpec& spec) {
  TextureRequest request;
  request.product = spec.product;
  request.material = spec.fabric;
  request.color = spec.color;
  request.finish = spec.finishes.empty() ? "none" : joined(spec.finishes, ", ");
  request.size = spec.size_px;
  request.seed = static_cast<std::int64_t>(spec.seed);
  if (spec.tile_mm > 0) request.tile_mm = spec.tile_mm;
  if (spec.overlay.quilt_mm > 0) request.quilt_mm = spec.overlay.quilt_mm;
  if (spec.overlay.print.asked_mm > 0) request.print_mm = spec.overlay.print.asked_mm;
  if (spec.overlay.print.picture) {
    request.print = spec.overlay.print.picture->file;
    request.print_sha256 = spec.overlay.print.picture->sha256;
  }
  if (!spec.draft.empty()) request.draft = spec.draft;
  if (!spec.sett.empty()) request.sett = spec.sett;
  return request;
}

std::string fabric_slug(const FabricSpec& spec) {
  TextureRequest named = canonical_request(spec);
  if (!named.print_sha256.empty()) named.print = named.print_sha256;  // wherever the file lies
  const Json request = request_to_json(named);
  const std::string hash = sha256_hex(std::string(table_version) + request.dump());
  return fmt::format("{}_{}_{}_{}", snake(spec.material), snake(spec.weave.id), snake(spec.color),
                     hash.substr(0, hash_digits));
}

std::vector<FabricListing> list_fabrics() {
  std::vector<FabricListing> all;
  for (const ProductRow& row : product_rows()) all.push_back(list_product(row));
  for (const MaterialRow& row : material_rows()) all.push_back(list_material(row));
  for (const FinishRow& row : finish_rows()) all.push_back(list_finish(row));
  for (const ColorRow& row : color_rows()) all.push_back(list_color(row));
  return all;
}

Result<FabricListing> describe_fabric(std::string_view word) {
  TRY(const std::vector<Word> words, split_words("fabric", word));
  if (const int row = material_lexicon().find(words); row >= 0) return list_material(material_rows()[row]);
  if (const int row = material_word_lexicon().find(words); row >= 0) {
    const std::string_view rules = material_word_rows()[row].rules;
    return list_material(*find_material(rules.substr(rules.find_last_of(' ') + 1)));
  }
  if (const int row = product_lexicon().find(words); row >= 0) return list_product(product_rows()[row]);
  if (const int row = finish_lexicon().find(words); row >= 0) return list_finish(finish_rows()[row]);
  if (const int row = color_lexicon().find(words); row >= 0) return list_color(color_rows()[row]);
  const std::array<const Lexicon*, 5> lexicons = {&material_lexicon(), &material_word_lexicon(), &product_lexicon(),
                                                  &finish_lexicon(), &color_lexicon()};
  return unknown_word("fabric", word, lexicons);
}

}  // namespace atelier
