#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fabric/texture_request.h"

namespace atelier {

/// Sentences (text encoders of newer models prefer them), or comma-separated tags.
enum class PromptStyle { sentence, tags };

/// Where the light of the picture comes from.
enum class PromptLight { softbox, window, copy_stand };

struct PromptOptions {
  PromptStyle style = PromptStyle::sentence;
  PromptLight light = PromptLight::softbox;
  std::string model;  ///< name or path of an image model ("black-forest-labs/FLUX.1-dev"); empty: none in particular
  bool tileable = false;  ///< ask for a flat, seamless scan
};

/// What to give an image model.
struct Prompt {
  std::string positive;
  std::string negative;  ///< what to keep out; empty for models that take none
};

/// A family of image models, found by a part of the model's name.
struct PromptModelRow {
  std::string_view part;  ///< lower case
  bool takes_negative;    ///< false: guidance-distilled, absences are said positively
  bool knows_hex;
};
std::span<const PromptModelRow> prompt_model_rows();

/// The names of PromptStyle and PromptLight, for flags ("sentence", "tags"; "softbox", "window", "copy-stand").
std::vector<std::string_view> prompt_style_names();
std::vector<std::string_view> prompt_light_names();
/// The style or light of a name; invalid_argument where there is none.
Result<PromptStyle> parse_prompt_style(std::string_view name);
Result<PromptLight> parse_prompt_light(std::string_view name);

/// Positive and negative prompt of a request (14.4), in English whatever the language of the request, for the whole
/// taxonomy: also for cloth that cannot be woven here. Errors: those of read_words.
Result<Prompt> build_prompt(const TextureRequest& request, const PromptOptions& options = {});

}  // namespace atelier
