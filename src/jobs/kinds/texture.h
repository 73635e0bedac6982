#pragma once

#include "fabric/set/file_names.h"
#include "fabric/texture_request.h"
#include "jobs/kind.h"

namespace atelier {

/// A texture request, and what is written into its files.
struct TextureJob : TextureRequest {
  std::string recipe = "full";
  std::string archive = "none";
  std::vector<std::string> exports;
  std::string recolor;  ///< folder of a finished set; the other fields are those of its request, but for the colour
  bool no_photo = false;
  std::string names = "polyhaven";
  std::string format = "png";

  template <class Visit>
  static void fields(Visit&& visit) {
    TextureRequest::fields(visit);
    visit(
        "recipe", &TextureJob::recipe,
        Phrase{"what pictures say about how they were made: all that `atelier replay` needs; engine and seed; nothing",
               "что картинки сообщают о том, как сделаны: всё для `atelier replay`; движок и число; ничего",
               "그림에 제작 과정을 얼마나 적을지: `atelier replay` 에 필요한 전부; 엔진과 시드; 없음"},
        Choices{recipe_levels}, Group{{"Result", "Результат", "결과"}});
    visit("archive", &TextureJob::archive,
          Phrase{"also one file with the whole material, for apparel programs",
                 "ещё и один файл со всем материалом, для программ моделирования одежды",
                 "의류 프로그램용으로 소재 전체를 담은 파일 하나도 만듦"},
          Choices{archives}, Group{{"Result", "Результат", "결과"}});
    visit("export", &TextureJob::exports,
          Phrase{"also named and packed as these programs want it, each in a folder of its own",
                 "ещё и с именами и упаковкой, как нужно этим программам, в отдельных папках",
                 "이 프로그램들에 맞는 이름과 채널 구성으로도, 각각의 폴더에"},
          Choices{programs}, Group{{"Result", "Результат", "결과"}});
    visit("recolor", &TextureJob::recolor,
          Phrase{"folder of a finished set: the same cloth in --color, without weaving it again",
                 "папка готового набора: та же ткань цвета --color, без нового ткачества",
                 "완성된 세트의 폴더: 다시 짜지 않고 같은 천을 --color 색으로"},
          MaxBytes{4096}, Example{"my-fabric"});
    visit("names", &TextureJob::names,
          Phrase{"after whose custom the files are called: _diff_2k or _2K-PNG_Color",
                 "чьи имена у файлов: _diff_2k или _2K-PNG_Color", "파일 이름 방식: _diff_2k 또는 _2K-PNG_Color"},
          Choices{file_names_words}, Group{{"Result", "Результат", "결과"}});
    visit("format", &TextureJob::format,
          Phrase{"exr: heights (32 bit) and normals (16 bit) as EXR too, up to 4096 px",
                 "exr: высоты (32 бита) и нормали (16 бит) ещё и как EXR, до 4096 пикселей",
                 "exr: 높이(32비트)와 노멀(16비트)을 EXR로도, 4096 px까지"},
          Choices{formats}, Group{{"Result", "Результат", "결과"}});
    visit("no_photo", &TextureJob::no_photo,
          Phrase{"leave out the macro photograph", "без макрофотографии", "접사 사진을 만들지 않음"},
          Group{{"Result", "Результат", "결과"}});
  }
  static std::vector<std::string_view> programs();
  static std::vector<std::string_view> formats() { return {"png", "exr"}; }
  static std::vector<std::string_view> archives() { return {"none", "u3ma"}; }
  static std::vector<std::string_view> recipe_levels() { return {"full", "minimal", "none"}; }
};

/// Words → spec → structure → maps and photo → files (JobKind::run).
Result<JobResult> run_texture(const Json& params, const std::filesystem::path& folder, RunContext& run);

/// The canonical request of a recipe or a manifest (JobKind::replay).
Result<Json> replay_texture(const Json& recipe);

/// MATERIAL_WEAVE_COLOUR_HASH of the resolved request (JobKind::folder_name).
Result<std::string> texture_folder_name(const Json& params);

/// The job as canonical JSON, its words as IDs; empty for a recolour (JobKind::request_key).
Result<std::string> texture_request_key(const Json& params);

/// Whether the manifest's canonical request is that of the params (JobKind::answers).
bool answers_texture(const Json& manifest, const Json& params);

/// Puts the request's own words into the manifest (JobKind::adopt).
Result<void> adopt_texture(const Json& params, const std::filesystem::path& folder, JobResult& result);

inline constexpr Phrase texture_details{
    "Weaves the cloth that the product, the material and the colour mean and writes a folder: seamless maps at true "
    "scale "
    "(base colour, normals, height, roughness, occlusion …), a close-up photograph, a 3×3 preview and manifest.json. "
    "Words "
    "may be English, Russian or Korean. `atelier fabrics` shows what can be woven.",
    "Ткёт ткань, которую означают изделие, материал и цвет, и пишет папку: бесшовные карты в натуральном масштабе "
    "(цвет, "
    "нормали, высота, шероховатость, затенение …), макрофотографию, вид 3×3 и manifest.json. Слова — по-русски, "
    "по-английски или по-корейски. `atelier fabrics` покажет, что можно соткать.",
    "제품, 소재, 색이 뜻하는 천을 짜서 폴더에 씁니다. 실제 크기의 이음매 없는 맵(색, 노멀, 높이, 거칠기, 차폐 …), 근접 "
    "사진, "
    "3×3 미리보기, manifest.json. 말은 한국어, 영어, 러시아어로 쓸 수 있습니다. `atelier fabrics` 로 무엇을 짤 수 "
    "있는지 봅니다."};

inline constexpr JobExample texture_examples[] = {
    {"--product \"down jacket\" --material nylon --color \"navy blue\"",
     {"the shell of a navy down jacket", "верх тёмно-синего пуховика", "네이비 패딩의 겉감"}},
    {"--product shirt --material cotton --color \"#f4f1e8\" --size 512 --out my-fabric",
     {"a smaller set in a folder of your choice", "набор поменьше в своей папке", "원하는 폴더에 작은 세트"}},
    {"--product 패딩 --material 나일론 --color 네이비 --json",
     {"asked in Korean, answered as JSON", "запрос по-корейски, ответ в JSON", "한국어로 묻고 JSON으로 받기"}},
    {"--recolor my-fabric --color \"wine red\" --out my-red",
     {"the cloth of a finished set in another colour, at once", "ткань готового набора другого цвета, сразу",
      "완성된 세트의 천을 다른 색으로, 바로"}},
};

}  // namespace atelier
