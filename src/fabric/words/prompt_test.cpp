#include "fabric/words/prompt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "fabric/words/vocabulary.h"

namespace atelier {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Prompt prompt_for(std::string_view product, std::string_view material, std::string_view color,
                  std::string_view finish = "", const PromptOptions& options = {}) {
  TextureRequest request;
  request.product = product;
  request.material = material;
  request.color = color;
  request.finish = finish;
  const Result<Prompt> prompt = build_prompt(request, options);
  if (!prompt.ok()) ADD_FAILURE() << product << " " << material << " " << color << ": " << prompt.error().message.en;
  return prompt.ok() ? *prompt : Prompt{};
}

TEST(Prompt, TheWorkedExampleOfTheReference) {
  EXPECT_EQ(
      prompt_for("down jacket", "nylon", "navy").positive,
      "Extreme close-up macro photograph of deep navy blue down-proof nylon fabric, the softly inflated quilted shell "
      "of a "
      "down jacket. An extremely fine, high-density plain weave flattened to a quiet sheen; puffy horizontal channels "
      "pinched by a straight stitch line with small puckers radiating from the needle holes. The cloth fills the whole "
      "frame edge to edge and only fabric is in view, plain and unbranded. Large studio softbox at a low angle reveals "
      "every thread. The frame spans roughly forty millimetres. Natural colour, macro lens, crisp focus.");
}

TEST(Prompt, TheTagsOfTheSource) {
  const Prompt prompt = prompt_for("down jacket", "nylon", "navy blue", "", {.style = PromptStyle::tags});
  EXPECT_EQ(prompt.positive,
            "extreme close-up macro photograph of navy blue water-resistant nylon, quilted pattern, technical fabric "
            "outer garment "
            "material, only fabric in view, edge to edge, low studio softbox light, natural textile texture, sharp "
            "focus, highly "
            "detailed weave pattern");
  EXPECT_THAT(prompt.negative, StartsWith("people, faces, objects, watermark, text, logo, "));
}

TEST(Prompt, TheLanguageOfTheRequestDoesNotMatter) {
  const Prompt english = prompt_for("down jacket", "nylon", "navy blue");
  EXPECT_EQ(prompt_for("패딩", "나일론", "네이비").positive, english.positive);
  EXPECT_EQ(prompt_for("пуховик", "нейлон", "тёмно-синий").positive, english.positive);
}

TEST(Prompt, DistilledModelsGetNoNegative) {
  for (const char* model : {"black-forest-labs/FLUX.1-dev", "FLUX.1-schnell", "flux.2-pro", "FLUX.1-Kontext-dev"}) {
    EXPECT_EQ(prompt_for("suit", "wool", "charcoal", "", {.model = model}).negative, "") << model;
  }
  for (const char* model : {"stabilityai/stable-diffusion-xl-base-1.0", "SD3.5-large", "Qwen/Qwen-Image", ""}) {
    EXPECT_NE(prompt_for("suit", "wool", "charcoal", "", {.model = model}).negative, "") << model;
  }
  EXPECT_THAT(prompt_for("suit", "wool", "charcoal", "", {.model = "flux.2-dev"}).positive, HasSubstr("#3b3d40"));
}

TEST(Prompt, NegativesFollowTheFamilyAndNeverContradict) {
  EXPECT_THAT(prompt_for("T-shirt", "cotton", "white").negative, HasSubstr("woven grid"));
  EXPECT_THAT(prompt_for("down jacket", "nylon", "navy").negative,
              testing::AllOf(HasSubstr("mattress"), HasSubstr("fuzzy fibres")));
  EXPECT_THAT(prompt_for("dress", "poplin", "red").negative, HasSubstr("printed motif"));
  EXPECT_THAT(prompt_for("dress", "poplin", "red", "floral print").negative, Not(HasSubstr("printed motif")));
  EXPECT_THAT(prompt_for("T-shirt", "cotton", "red", "print").negative, Not(HasSubstr("logo")));
  EXPECT_THAT(prompt_for("leather jacket", "leather", "black").negative, HasSubstr("plastic shine"));
  EXPECT_THAT(prompt_for("leather jacket", "faux leather", "black").negative, Not(HasSubstr("plastic shine")));
  EXPECT_THAT(prompt_for("dress", "poplin", "red", "floral print").positive, Not(HasSubstr("plain and unbranded")));
}

TEST(Prompt, TheWholeTaxonomyGivesSentencesOfAGoodLength) {
  const auto check = [](const Prompt& prompt) {
    std::istringstream stream(prompt.positive);
    const auto count = std::distance(std::istream_iterator<std::string>(stream), {});
    EXPECT_GE(count, 40) << prompt.positive;
    EXPECT_LE(count, 110) << prompt.positive;
    EXPECT_THAT(prompt.positive,
                Not(testing::AnyOf(HasSubstr("  "), HasSubstr(" ,"), HasSubstr(";."), HasSubstr(" a a "))))
        << prompt.positive;
    for (const char c : prompt.positive + prompt.negative) ASSERT_TRUE(c != '_' && c != '{') << prompt.positive;
  };
  for (const ProductRow& product : product_rows()) {
    for (const MaterialRow& material : material_rows()) {
      check(prompt_for(product.id, material.id, "olive"));
      EXPECT_FALSE(prompt_for(product.id, material.id, "olive", "", {.style = PromptStyle::tags}).positive.empty());
    }
  }
  for (const FinishRow& finish : finish_rows()) check(prompt_for("shirt", "poplin", "black and white", finish.id));
  for (const ColorRow& color : color_rows()) check(prompt_for("shirt", "poplin", color.id));
}

TEST(Prompt, UnknownWordsAreRefused) {
  TextureRequest request;
  request.product = "shirt";
  request.material = "popiln";
  request.color = "navy";
  const auto prompt = build_prompt(request);
  ASSERT_FALSE(prompt.ok());
  EXPECT_EQ(prompt.error().kind, ErrorKind::invalid_argument);
  EXPECT_FALSE(parse_prompt_style("poem").ok());
  EXPECT_EQ(*parse_prompt_style("tags"), PromptStyle::tags);
}

}  // namespace
}  // namespace atelier
