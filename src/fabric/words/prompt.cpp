#include "fabric/words/prompt.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/words/fabric_words.h"
#include "fabric/words/fabrics_table.h"
#include "fabric/words/prompt_negative.h"

namespace atelier {

namespace {

constexpr int threads_across = 80;

struct Frame {
  int mm;
  std::string_view words;
};
constexpr Frame frames[] = {{6, "six"},     {8, "eight"},        {10, "ten"},    {12, "twelve"}, {15, "fifteen"},
                            {20, "twenty"}, {25, "twenty-five"}, {30, "thirty"}, {40, "forty"},  {50, "fifty"}};

const PromptModelRow* find_model(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const PromptModelRow& row : prompt_model_rows()) {
    if (lower.find(row.part) != std::string::npos) return &row;
  }
  return nullptr;
}

std::string capitalised(std::string_view text) {
  std::string sentence(text);
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z')
    sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
  return sentence;
}

bool quilted(const FabricWords& words) {
  return std::any_of(words.finishes.begin(), words.finishes.end(),
                     [](std::string_view finish) { return find_finish(finish)->kind == FinishKind::quilt; });
}

const ColorRow& nearest_color(std::uint32_t rgb) {
  const OkLab wanted = to_oklab(linear_from_rgb(rgb));
  const ColorRow* best = &color_rows()[0];
  double best_distance = 1e9;
  for (const ColorRow& row : color_rows()) {
    const OkLab known = to_oklab(linear_from_rgb(row.rgb));
    const double dl = known.l - wanted.l, da = known.a - wanted.a, db = known.b - wanted.b;
    const double distance = dl * dl + da * da + db * db;
    if (distance >= best_distance || row.id == "melange") continue;
    best_distance = distance;
    best = &row;
  }
  return *best;
}

// "navy blue" rather than "navy", where the palette has it.
std::string_view full_name(const ColorRow& row) {
  const std::string_view first = shown_name(row.names, Lang::en);
  std::string_view rest = row.names.en;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view name = rest.substr(0, end);
    if (name.size() > first.size() + 1 && name.starts_with(first) && name[first.size()] == ' ') return name;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return first;
}

// One adjective that tells how light and strong a colour is; empty where its name says so.
std::string_view adjective(const ColorWish& color, std::string_view name) {
  for (const std::string_view told : {"light", "dark", "dusty", "neon", "pale", "heather", "melange"}) {
    if (name.starts_with(told)) return {};
  }
  const OkLab lab = to_oklab(linear_from_rgb(color.rgb));
  const double chroma = std::sqrt(lab.a * lab.a + lab.b * lab.b);
  if (color.fluorescent) return "neon";
  if (lab.l < 0.38) return "deep";
  if (chroma < 0.02) return lab.l > 0.9 ? "clean" : "neutral";
  if (lab.l > 0.75) return "soft";
  return chroma > 0.14 ? "vivid" : "rich";
}

std::string color_name(const ColorWish& color) {
  const ColorRow* row = find_color(color.id);
  return std::string(full_name(row ? *row : nearest_color(color.rgb)));
}

std::string color_phrase(const FabricWords& words) {
  std::string text;
  for (const ColorWish& color : words.colors) {
    const std::string name = color_name(color);
    const std::string_view how = words.colors.size() == 1 ? adjective(color, name) : std::string_view{};
    text += text.empty() ? "" : " and ";
    text += how.empty() ? name : std::string(how) + " " + name;
  }
  return text;
}

// "the … of a down jacket"; other product phrases name a cloth and stand alone.
std::string product_phrase(const ProductRow& product) {
  const bool part = product.phrase.find(" of a ") != std::string_view::npos;
  return (part ? "the " : "") + std::string(product.phrase);
}

bool tells(const FabricWords& words, const FinishRow& finish) {
  if (finish.phrase.empty() || !words.has(finish.id)) return false;
  const bool faint = finish.id == "dwr" || finish.id == "calender" || finish.id == "coat_pu";
  if (faint && quilted(words)) return false;  // hidden by the relief
  const WovenRow* woven = find_woven(words.material->fabric);
  if (finish.id == "calender" && woven && woven->calender > 0) return false;  // already in the structure phrase
  return !(finish.id == "ripstop" && woven && woven->weave == "ripstop");
}

std::string finish_phrase(const FabricWords& words) {
  std::string text;
  for (const FinishRow& row : finish_rows()) {
    if (!tells(words, row)) continue;
    text += (text.empty() ? "" : ", ") + std::string(row.phrase);
    if (row.kind == FinishKind::pattern && words.colors.size() == 2) text += " in " + color_phrase(words);
  }
  return text;
}

std::string view_sentence(const FabricWords& words) {
  std::string bare = "plain and unbranded";
  for (const std::string_view print : {"print", "print_floral", "camo", "dots", "embroidery"}) {
    if (words.has(print)) bare = "unbranded";
  }
  for (const FinishRow& row : finish_rows()) {
    if (row.kind == FinishKind::pattern && words.has(row.id) && row.id != "ripstop") bare = "unprinted and unbranded";
  }
  const std::string_view flat = quilted(words) ? "" : ", laid flat and square to the camera,";
  const bool leather = words.material->family == Family::leather;
  return fmt::format("The {} fills the whole frame edge to edge{} and only {} is in view, {}.",
                     leather ? "leather" : "cloth", flat, leather ? "the material" : "fabric", bare);
}

bool has_threads(const FabricWords& words) {
  const Family family = words.material->family;
  return family != Family::leather && family != Family::pile && family != Family::felt && family != Family::coated;
}

std::string_view light_sentence(PromptLight light, bool threads) {
  switch (light) {
    case PromptLight::softbox:
      return threads ? "Large studio softbox at a low angle reveals every thread."
                     : "Large studio softbox at a low angle reveals every detail of the surface.";
    case PromptLight::window:
      return "Soft raking window light falls from the upper left.";
    case PromptLight::copy_stand:
      return "Even copy-stand lighting, as for a material scan.";
  }
  return {};
}

double wanted_frame_mm(const FabricWords& words) {
  if (quilted(words)) return 40;
  if (const WovenRow* woven = find_woven(words.material->fabric))
    return std::min(40.0, threads_across * 10 / woven->ends_per_cm);
  const std::string_view id = words.material->id;
  if (id == "K05" || id == "K06" || id == "P_corduroy" || id == "P_fur" || id == "P_sherpa") return 50;
  return words.material->family == Family::knit ? 25 : words.material->family == Family::pile ? 40 : 30;
}

std::string_view frame_words(const FabricWords& words) {
  const double wanted = wanted_frame_mm(words);
  const Frame* best = &frames[0];
  for (const Frame& frame : frames) {
    if (std::abs(frame.mm - wanted) < std::abs(best->mm - wanted)) best = &frame;
  }
  return best->words;
}

// "poplin fabric", but "leather", "terry cloth".
std::string cloth_name(const MaterialRow& material) {
  const bool complete = material.family == Family::leather || material.family == Family::felt ||
                        material.noun.ends_with("cloth") || material.noun.ends_with("fur");
  return std::string(material.noun) + (complete ? "" : " fabric");
}

std::string sentences(const FabricWords& words, const PromptOptions& options, const PromptModelRow* model) {
  const std::string finish = finish_phrase(words);
  const std::string cloth = capitalised(words.material->phrase) + (finish.empty() ? "" : "; " + finish);
  const bool hex = model && model->knows_hex && words.colors.size() == 1;
  const std::string color =
      hex ? fmt::format("True-to-life colour close to #{:06x}", words.colors[0].rgb) : "Natural colour";
  std::string text = fmt::format(
      "Extreme close-up macro photograph of {} {}, {}. {}. {} {} The frame spans roughly {} millimetres. {}, macro "
      "lens, crisp focus.",
      color_phrase(words), cloth_name(*words.material), product_phrase(*words.product), cloth, view_sentence(words),
      light_sentence(options.light, has_threads(words)), frame_words(words), color);
  if (options.tileable) text += " Seamless flat material scan, uniformly lit from corner to corner.";
  return text;
}

std::string_view detail_tag(const FabricWords& words) {
  if (find_woven(words.material->fabric)) return "highly detailed weave pattern";
  return words.material->family == Family::knit ? "highly detailed knit pattern" : "highly detailed surface texture";
}

std::string_view light_tag(PromptLight light) {
  switch (light) {
    case PromptLight::softbox:
      return "low studio softbox light";
    case PromptLight::window:
      return "soft raking window light";
    case PromptLight::copy_stand:
      return "even copy-stand lighting";
  }
  return {};
}

std::string garment_tag(const FabricWords& words) {
  constexpr std::array outer = {"down_jacket", "padded_vest",      "parka",      "windbreaker",
                                "rain_jacket", "softshell_jacket", "ski_jacket", "bomber"};
  const bool outerwear = std::find(outer.begin(), outer.end(), words.product->id) != outer.end();
  return outerwear ? "technical fabric outer garment material" : std::string(words.product->phrase);
}

std::string tags(const FabricWords& words, const PromptOptions& options) {
  std::string before, after;
  for (const FinishRow& row : finish_rows()) {
    if (row.adjective.empty() || !words.has(row.id)) continue;
    if (row.kind == FinishKind::surface)
      before += std::string(row.adjective) + " ";
    else
      after += fmt::format(", {} pattern", row.adjective);
  }
  std::string label(words.material->label);
  std::replace(label.begin(), label.end(), '_', ' ');
  std::string colors;
  for (const ColorWish& color : words.colors) colors += (colors.empty() ? "" : " and ") + color_name(color);
  std::string text = fmt::format(
      "extreme close-up macro photograph of {} {}{}{}, {}, only fabric in view, edge to edge, {}, natural "
      "textile texture, sharp focus, {}",
      colors, before, label, after, garment_tag(words), light_tag(options.light), detail_tag(words));
  if (options.tileable) text += ", seamless flat material scan, uniformly lit from corner to corner";
  return text;
}

template <class Value>
Result<Value> parse_name(std::string_view field, std::string_view name, std::span<const std::string_view> known) {
  const auto found = std::find(known.begin(), known.end(), name);
  if (found != known.end()) return static_cast<Value>(found - known.begin());
  return fail(ErrorKind::invalid_argument,
              {"{}: \"{}\" is none of {}", "{}: «{}» — нет среди {}", "{}: \"{}\"은(는) {} 중에 없습니다"}, field,
              shortened(name), fmt::join(known, ", "));
}

constexpr std::array<std::string_view, 2> style_names = {"sentence", "tags"};
constexpr std::array<std::string_view, 3> light_names = {"softbox", "window", "copy-stand"};

}  // namespace

std::vector<std::string_view> prompt_style_names() {
  return {style_names.begin(), style_names.end()};
}
std::vector<std::string_view> prompt_light_names() {
  return {light_names.begin(), light_names.end()};
}

Result<PromptStyle> parse_prompt_style(std::string_view name) {
  return parse_name<PromptStyle>("style", name, style_names);
}
Result<PromptLight> parse_prompt_light(std::string_view name) {
  return parse_name<PromptLight>("light", name, light_names);
}

Result<Prompt> build_prompt(const TextureRequest& request, const PromptOptions& options) {
  TRY(const FabricWords words, read_words(request));
  const PromptModelRow* model = find_model(options.model);
  Prompt prompt;
  prompt.positive = options.style == PromptStyle::tags ? tags(words, options) : sentences(words, options, model);
  if (!model || model->takes_negative) prompt.negative = negative_prompt(words);
  return prompt;
}

}  // namespace atelier
