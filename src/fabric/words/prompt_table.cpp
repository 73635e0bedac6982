#include <algorithm>
#include <array>

#include "fabric/words/prompt.h"
#include "fabric/words/prompt_negative.h"

namespace atelier {

namespace {

constexpr PromptModelRow models[] = {
    {"flux.1-krea", false, false}, {"flux.2", false, true},     {"flux-2", false, true},
    {"kontext", false, false},     {"flux", false, false},      {"schnell", false, false},
    {"turbo", false, false},       {"lightning", false, false}, {"lcm", false, false},
    {"gpt-image", false, true},    {"dall-e", false, false},    {"gen4_image", false, false},
    {"imagen", false, false},      {"seedream", false, false},  {"nano-banana", false, true},
    {"gemini", false, true},       {"qwen", true, false},       {"stable-diffusion", true, false},
    {"sdxl", true, false},         {"sd3", true, false},
};

// Words for every picture: what is around the cloth, marks on it, faults of the image, and styles that are no
// photographs.
constexpr std::string_view everywhere[] = {
    "people",      "faces",     "objects",         "watermark", "text",         "logo",   "hand",   "mannequin",
    "hanger",      "furniture", "background",      "border",    "lettering",    "label",  "blur",   "low resolution",
    "jpeg blocks", "noise",     "over-sharpening", "drawing",   "illustration", "render", "cartoon"};

struct FamilyRow {
  Family family;
  bool woven;  ///< the plain-dyed woven add-ons apply as well
  std::string_view words;
};

constexpr std::string_view woven_words =
    "printed motif, embroidery, knit loops, melted or merging threads, broken grid, repeated stamp";
constexpr std::string_view quilt_words = "bedding, pillow, mattress, sofa, zipper, hood";

constexpr FamilyRow families[] = {
    {Family::plain, true, ""},
    {Family::filament, true, "fuzzy fibres, wool, coarse canvas threads, paper, plastic sheet"},
    {Family::coarse, true, "silky gloss, perfectly uniform threads, knit"},
    {Family::wool, true, "plastic shine, glossy filament, fur hairs"},
    {Family::sheer, false, "opaque cloth, metal wire, net bag"},
    {Family::knit, false, "woven grid, crossing straight threads, crochet lace"},
    {Family::pile, false, "visible bare weave, animal, face"},
    {Family::leather, false, "woven threads, scales, skin of a person, plastic shine"},
    {Family::felt, false, "woven grid, knit loops, cardboard"},
    {Family::coated, false, "fuzzy fibres, coarse canvas threads, paper"},
};

// A finish or material makes these negatives contradict the request.
struct DropRow {
  std::string_view id;
  std::string_view words;
};

constexpr DropRow drops[] = {
    {"print", "printed motif, repeated stamp, logo, text, lettering"},
    {"print_floral", "printed motif, repeated stamp"},
    {"camo", "printed motif, repeated stamp"},
    {"dots", "printed motif, repeated stamp"},
    {"embroidery", "embroidery"},
    {"brushed", "fuzzy fibres, wool"},
    {"coat_pu", "silky gloss, plastic sheet, plastic shine"},
    {"cire", "plastic sheet, silky gloss, plastic shine"},
    {"calender", "silky gloss"},
    {"crinkle", "paper"},
    {"metallic", "metal wire, silky gloss"},
    {"N_pu", "plastic shine"},
    {"N_mesh", "net bag"},
    {"K06", "crochet lace"},
    {"P_fur", "animal"},
    {"F29", "silky gloss, perfectly uniform threads"},
    {"F30", "perfectly uniform threads"},
    {"F28", "perfectly uniform threads"},
};

void add_words(std::vector<std::string_view>& all, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(", "), list.size());
    const std::string_view word = list.substr(0, end);
    if (std::find(all.begin(), all.end(), word) == all.end()) all.push_back(word);
    list.remove_prefix(std::min(end + 2, list.size()));
  }
}

}  // namespace

std::span<const PromptModelRow> prompt_model_rows() {
  return models;
}

std::string negative_prompt(const FabricWords& words) {
  std::vector<std::string_view> all(std::begin(everywhere), std::end(everywhere));
  for (const FamilyRow& row : families) {
    if (row.family != words.material->family) continue;
    if (row.woven) add_words(all, woven_words);
    add_words(all, row.words);
  }
  const bool quilted = std::any_of(words.finishes.begin(), words.finishes.end(), [](std::string_view finish) {
    return find_finish(finish)->kind == FinishKind::quilt;
  });
  if (quilted) add_words(all, quilt_words);
  std::vector<std::string_view> contradicting;
  for (const DropRow& row : drops) {
    if (words.has(row.id) || words.material->id == row.id) add_words(contradicting, row.words);
  }
  std::string text;
  for (const std::string_view word : all) {
    if (std::find(contradicting.begin(), contradicting.end(), word) != contradicting.end()) continue;
    text += text.empty() ? std::string(word) : ", " + std::string(word);
  }
  return text;
}

}  // namespace atelier
