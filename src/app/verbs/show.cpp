#include "app/task_run.h"
#include "app/verb.h"
#include "base/files.h"
#include "base/utf8.h"
#include "imaging/codec.h"

namespace atelier {

namespace {

struct ShowFlags {
  std::string file;
  bool check = false;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("file", &ShowFlags::file, Phrase{"a PNG or JPEG picture", "картинка PNG или JPEG", "PNG 또는 JPEG 그림"},
          Required{}, MaxBytes{4096}, Example{"photo.png"});
    visit("check", &ShowFlags::check,
          Phrase{"decode it wholly and report damage", "декодировать целиком и сообщить о повреждениях",
                 "전체를 디코딩하여 손상을 보고"});
  }
};

constexpr VerbExample examples[] = {
    {"atelier show my-fabric/*_diff_*.png",
     {"what a map is and how it was made", "что это за карта и как она сделана", "맵이 무엇이고 어떻게 만들어졌는지"}},
    {"atelier show my-fabric/*_macro_* --check --json",
     {"decode the photograph wholly, answer as JSON", "декодировать фотографию целиком, ответ в JSON",
      "사진 전체를 디코딩하고 JSON으로 답하기"}},
};

/// What is known of a picture.
struct Picture {
  ImageInfo info;
  std::optional<Json> recipe;
  std::optional<std::string> source_type;
};

Result<Picture> look_at(ByteView file, const std::string& name) {
  TRY(const ImageInfo info, inspect_image(file, name));
  TRY(std::optional<Json> recipe, read_recipe(file, name));
  return Picture{info, std::move(recipe), xmp_value(read_xmp(file), "DigitalSourceType")};
}

Json as_json(const Picture& picture, const ShowFlags& flags) {
  const ImageInfo& info = picture.info;
  return {{"file", flags.file},
          {"format", info.format},
          {"media_type", info.media_type},
          {"width_px", info.width_px},
          {"height_px", info.height_px},
          {"channels", info.channels},
          {"bits", info.bits},
          {"layout", info.layout},
          {"color", info.color},
          {"interlaced", info.interlaced},
          {"orientation", info.orientation},
          {"pixels_per_metre", info.pixels_per_metre},
          {"has_exif", info.has_exif},
          {"has_xmp", info.has_xmp},
          {"has_icc", info.has_icc},
          {"digital_source_type", picture.source_type ? Json(*picture.source_type) : Json()},
          {"recipe", picture.recipe.value_or(Json())},
          {"checked", flags.check}};
}

class Lines {
 public:
  explicit Lines(Console& console) : console_(console) {}

  void add(const Phrase& label, const Text& value) {
    console_.print("  " + pad_right(label.in(console_.lang()), label_columns) + "  " + value.in(console_.lang()));
  }

 private:
  static constexpr int label_columns = 13;
  Console& console_;
};

Text plain(std::string text) {
  return {std::move(text), "", ""};
}

/// ImageInfo::color in the person's language.
Text color_text(std::string_view color) {
  if (color == "data") return {"data, no colour", "данные, не цвет", "색이 아닌 데이터"};
  if (color == "not stated") return {"not stated", "не указан", "적혀 있지 않음"};
  if (color == "gamma") return {"gamma", "гамма", "감마"};
  if (color == "ICC profile") return {"ICC profile", "профиль ICC", "ICC 프로필"};
  return plain(std::string(color));
}

void print_picture(const Picture& picture, const ShowFlags& flags, Console& console) {
  const ImageInfo& info = picture.info;
  Lines lines(console);
  console.print(shown_path(flags.file));
  lines.add({"format", "формат", "형식"},
            format_text({"{}, {}, {} bit", "{}, {}, {} бит", "{}, {}, {}비트"}, info.format, info.layout, info.bits));
  lines.add({"size", "размер", "크기"},
            format_text({"{} × {} px", "{} × {} пикс.", "{} × {} px"}, info.width_px, info.height_px));
  lines.add({"colour", "цвет", "색"}, color_text(info.color));
  if (info.pixels_per_metre > 0) {
    lines.add({"true size", "масштаб", "실제 크기"},
              format_text({"{:.4g} × {:.4g} mm", "{:.4g} × {:.4g} мм", "{:.4g} × {:.4g} mm"},
                          1000 * info.width_px / info.pixels_per_metre, 1000 * info.height_px / info.pixels_per_metre));
  }
  if (!picture.recipe) {
    lines.add({"recipe", "рецепт", "레시피"}, format_text({"none of ours", "нашего нет", "atelier 레시피 없음"}));
  } else {
    lines.add({"recipe", "рецепт", "레시피"}, plain(picture.recipe->dump()));
    if (picture.recipe->is_object() && picture.recipe->contains("params")) {
      lines.add({"made again by", "повторить", "다시 만들기"},
                plain(fmt::format("atelier replay {}", shown_path(flags.file))));
    }
  }
  if (flags.check) {
    lines.add({"check", "проверка", "검사"},
              format_text({"decoded wholly, no damage", "декодировано целиком, повреждений нет",
                           "전체를 디코딩함, 손상 없음"}));
  }
}

Result<void> run_show(const Invocation& invocation, Console& console) {
  TRY(const ShowFlags flags, request_from_json<ShowFlags>(invocation.params));
  TRY(const Bytes file, read_image_file(flags.file));
  const std::string name = shown_path(flags.file);
  TRY(const Picture picture, look_at(file, name));
  if (flags.check) {
    TaskRun run(console);
    TRY(const Image decoded, decode_image(file, DecodeLimits{}, name, run.context()));
  }
  if (console.json())
    console.print_json(as_json(picture, flags));
  else
    print_picture(picture, flags, console);
  return ok();
}

}  // namespace

Verb show_verb() {
  return {.name = "show",
          .group = VerbGroup::look,
          .what = {"what a picture is, and our recipe if it is ours",
                   "что это за картинка, и наш рецепт, если она наша", "그림이 무엇인지, 우리 것이면 레시피까지"},
          .fields = fields_of<ShowFlags>,
          .operand = "file",
          .examples = examples,
          .run = run_show};
}

}  // namespace atelier
