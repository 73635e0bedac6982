#include "fabric/words/prompt.h"

#include "app/verb.h"

namespace atelier {

namespace {

/// The words of a texture request, and what the prompt is for.
struct PromptFlags : TextureRequest {
  std::string style = "sentence";
  std::string light = "softbox";
  std::string model;
  bool tileable = false;

  template <class Visit>
  static void fields(Visit&& visit) {
    TextureRequest::fields([&](std::string_view name, auto member, const auto&... about) {
      const bool is_word = name == "product" || name == "material" || name == "color" || name == "finish";
      if (is_word) visit(name, member, about...);
    });
    const Group picture{{"Picture", "Картинка", "그림"}};
    visit("style", &PromptFlags::style,
          Phrase{"whole sentences, or tags with commas", "предложения или теги через запятую",
                 "문장 또는 쉼표로 구분한 태그"},
          Choices{prompt_style_names}, picture);
    visit("light", &PromptFlags::light, Phrase{"where the light comes from", "откуда падает свет", "조명"},
          Choices{prompt_light_names}, picture);
    visit("model", &PromptFlags::model,
          Phrase{"name of the image model; distilled ones get a positive prompt only",
                 "имя модели; дистиллированным — только позитивный промпт",
                 "이미지 모델 이름; 증류 모델에는 긍정 프롬프트만 줌"},
          Example{"black-forest-labs/FLUX.1-dev"}, picture);
    visit("tileable", &PromptFlags::tileable,
          Phrase{"ask for a flat scan that repeats", "просить ровный скан, который повторяется",
                 "반복되는 평평한 스캔을 요청"},
          picture);
  }
};

constexpr VerbExample examples[] = {
    {"atelier prompt --product \"down jacket\" --material nylon --color \"navy blue\"",
     {"positive and negative prompt", "позитивный и негативный промпт", "긍정 프롬프트와 부정 프롬프트"}},
    {"atelier prompt --product sweater --material \"cable knit\" --color cream --style tags",
     {"tags, for older models; cloth that cannot be woven here works too",
      "теги для старых моделей; годится и ткань, которую здесь соткать нельзя",
      "옛 모델용 태그; 여기서 짤 수 없는 천도 됩니다"}},
    {"atelier prompt --product 코트 --material 트위드 --color 브라운 --model FLUX.1-schnell --json",
     {"for a model that takes no negative prompt, as JSON", "для модели без негативного промпта, в JSON",
      "부정 프롬프트가 없는 모델용, JSON으로"}},
};

Result<void> run_prompt(const Invocation& invocation, Console& console) {
  TRY(const PromptFlags flags, request_from_json<PromptFlags>(invocation.params));
  PromptOptions options{.model = flags.model, .tileable = flags.tileable};
  TRY(options.style, parse_prompt_style(flags.style));
  TRY(options.light, parse_prompt_light(flags.light));
  TRY(const Prompt prompt, build_prompt(flags, options));
  if (console.json()) {
    console.print_json({{"positive", prompt.positive}, {"negative", prompt.negative}});
    return ok();
  }
  console.print(prompt.positive);
  if (prompt.negative.empty()) return ok();
  constexpr Phrase keep_out{"Negative prompt:", "Негативный промпт:", "부정 프롬프트:"};
  console.print(fmt::format("\n{}\n{}", keep_out.in(console.lang()), prompt.negative));
  return ok();
}

}  // namespace

Verb prompt_verb() {
  return {.name = "prompt",
          .group = VerbGroup::make,
          .what = {"write the prompt that asks an image model for a photograph of the cloth",
                   "написать промпт, который попросит у модели фотографию ткани",
                   "이미지 모델에 천 사진을 요청하는 프롬프트 쓰기"},
          .fields = fields_of<PromptFlags>,
          .examples = examples,
          .run = run_prompt};
}

}  // namespace atelier
