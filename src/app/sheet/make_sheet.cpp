#include "app/sheet/make_sheet.h"

#include "app/sheet/contact_sheet.h"
#include "app/sheet/thumbnail.h"
#include "base/files.h"
#include "base/lang.h"
#include "base/staged_folder.h"
#include "fabric/words/canonical.h"
#include "imaging/codec.h"
#include "jobs/kind.h"

namespace atelier {

namespace {

namespace fs = std::filesystem;

constexpr const char* thumbnails = "thumbnails";
constexpr Phrase weaving{"weaving the samples", "ткём образцы", "견본 짜는 중"};

Json params_of(const Sample& sample, int size_px) {
  Json params = {
      {"product", sample.product}, {"material", sample.material}, {"color", sample.color}, {"size", size_px}};
  if (!sample.finish.empty()) params["finish"] = sample.finish;
  return params;
}

std::string quoted(const std::string& word) {
  return word.find_first_of(" #&;") == std::string::npos ? word : '"' + word + '"';
}

std::string command_of(const Sample& sample) {
  std::string command = fmt::format("atelier texture --product {} --material {} --color {}", quoted(sample.product),
                                    quoted(sample.material), quoted(sample.color));
  return sample.finish.empty() ? command : command + " --finish " + quoted(sample.finish);
}

/// The first word for an ID in the person's language; the ID where the taxonomy has no such row.
std::string name_of(std::string_view id, FabricListing::Kind kind, Lang lang) {
  static const std::vector<FabricListing> listings = list_fabrics();
  for (const FabricListing& listing : listings) {
    if (listing.kind == kind && listing.id == id) return listing.name.in(lang);
  }
  return std::string(id);
}

/// "black+ivory" is two colours.
std::string color_name(std::string_view ids, Lang lang) {
  const std::size_t plus = ids.find('+');
  const std::string first = name_of(ids.substr(0, plus), FabricListing::Kind::color, lang);
  return plus == std::string_view::npos ? first : first + " + " + color_name(ids.substr(plus + 1), lang);
}

std::vector<SheetCloth::Fact> facts_of(const Json& facts, Lang lang) {
  const auto number = [](const Json& value, const char* format) {
    return fmt::format(fmt::runtime(format), value.get<double>());
  };
  const Json& size = facts.at("size_mm");
  const Json& height = facts.at("height_mm");
  const double relief_mm = height.at("max").get<double>() - height.at("min").get<double>();
  constexpr Phrase threads{"threads per cm", "нитей на см", "1 cm당 올 수"};
  constexpr Phrase stitches{"wales × courses per cm", "столбиков × рядов на см", "1 cm당 웨일 × 코스"};
  constexpr Phrase mass{"weight", "плотность", "무게"};
  constexpr Phrase mass_unit{"{:.0f} g/m²", "{:.0f} г/м²", "{:.0f} g/m²"};
  constexpr Phrase tile{"tile", "образец", "타일"};
  constexpr Phrase tile_unit{"{:.1f} × {:.1f} mm", "{:.1f} × {:.1f} мм", "{:.1f} × {:.1f} mm"};
  constexpr Phrase relief{"relief", "рельеф", "높낮이"};
  constexpr Phrase relief_unit{"{:.2f} mm", "{:.2f} мм", "{:.2f} mm"};
  const auto in = [&](const Phrase& phrase) { return std::string(phrase.in(lang)); };
  std::vector<SheetCloth::Fact> shown;
  const auto count = [&](const Phrase& what, const char* across, const char* along) {
    if (!facts.contains(across)) return;
    shown.push_back({in(what), number(facts.at(across), "{:.1f}") + " × " + number(facts.at(along), "{:.1f}")});
  };
  count(threads, "ends_per_cm", "picks_per_cm");
  count(stitches, "wales_per_cm", "courses_per_cm");
  const SheetCloth::Fact sizes[] = {
      {in(mass), fmt::format(fmt::runtime(mass_unit.in(lang)), facts.at("mass_gsm").get<double>())},
      {in(tile), fmt::format(fmt::runtime(tile_unit.in(lang)), size.at(0).get<double>(), size.at(1).get<double>())},
      {in(relief), fmt::format(fmt::runtime(relief_unit.in(lang)), relief_mm)},
  };
  shown.insert(shown.end(), std::begin(sizes), std::end(sizes));
  return shown;
}

Result<double> photo_width_mm(const fs::path& photo) {
  TRY(const Bytes file, read_image_file(photo));
  TRY(const ImageInfo info, inspect_image(file, shown_path(photo)));
  return info.pixels_per_metre > 0 ? 1000 * info.width_px / info.pixels_per_metre : 0;
}

/// The pictures of a cloth, each with a small copy of it in `folder`/thumbnails.
class Pictures {
 public:
  Pictures(const StagedFolder& staged, std::string cloth, const RunContext& run)
      : folder_(staged.folder()), address_(staged.target().filename()), cloth_(std::move(cloth)), run_(run) {}

  Result<SheetCloth::Picture> add(const std::string& name, const Json& entry, int side_px) const {
    const fs::path file = fs::path(cloth_) / entry.at("file").get<std::string>();
    TRY(const fs::path small,
        write_thumbnail(folder_ / file, folder_ / thumbnails / (cloth_ + "_" + name), side_px, run_));
    return SheetCloth::Picture{name, (address_ / file).generic_string(),
                               (address_ / thumbnails / small.filename()).generic_string()};
  }

 private:
  fs::path folder_, address_;
  std::string cloth_;
  const RunContext& run_;
};

/// What the page says of a finished set in `folder`.
Result<SheetCloth> describe(const Sample& sample, const JobResult& result, const fs::path& folder,
                            const Pictures& pictures, Lang lang) {
  constexpr int photo_px = 1280, preview_px = 800, map_px = 240;  // twice as shown, for fine screens
  const Json& facts = result.facts;
  SheetCloth cloth;
  cloth.title = sample.title.in(lang);
  cloth.wish = name_of(facts.at("canonical").at("material").get<std::string>(), FabricListing::Kind::material, lang) +
               ", " + color_name(facts.at("color").at("id").get<std::string>(), lang);
  cloth.command = command_of(sample);
  TRY(cloth.photo, pictures.add("macro", facts.at("pictures").at("macro"), photo_px));
  TRY(cloth.preview, pictures.add("preview", facts.at("pictures").at("preview"), preview_px));
  TRY(cloth.photo_mm, photo_width_mm(folder / facts.at("pictures").at("macro").at("file").get<std::string>()));
  cloth.tile_mm = facts.at("size_mm").at(0);
  for (const auto& [name, entry] : facts.at("maps").items()) {
    TRY(SheetCloth::Picture map, pictures.add(name, entry, map_px));
    cloth.maps.push_back(std::move(map));
  }
  cloth.facts = facts_of(facts, lang);
  return cloth;
}

/// A page of ours may be replaced; anything else stays.
Result<void> check_page(const fs::path& page) {
  TRY_VOID(check_out_path(page));
  if (page.extension() != ".html" || page.stem().empty()) {
    return fail(ErrorKind::invalid_argument,
                {"sheet: a sheet is a page; {} does not end in .html",
                 "sheet: лист — это страница, а {} не оканчивается на .html",
                 "sheet: 시트는 페이지인데 {} 이(가) .html로 끝나지 않습니다"},
                shown_path(page))
        .with_hint({"For example: {}", "Например: {}", "예: {}"}, "atelier fabrics --sheet fabrics.html");
  }
  std::error_code ignored;
  if (!fs::exists(page, ignored)) return ok();
  constexpr std::size_t page_bytes_max = std::size_t{16} << 20;
  const Result<std::string> text = read_file(page, page_bytes_max);
  if (text.ok() && text->find(sheet_mark) != std::string::npos) return ok();
  return fail(ErrorKind::conflict,
              {"sheet: {} is there already and is no sheet of ours", "sheet: {} уже есть, и это не наш лист",
               "sheet: {} 이(가) 이미 있으며 저희 시트가 아닙니다"},
              shown_path(page))
      .with_hint({"Choose another name.", "Выберите другое имя.", "다른 이름을 고르세요."});
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directory(folder, failed);
  return failed ? Result<void>(file_error(failed.value(), folder)) : ok();
}

struct Woven {
  std::vector<SheetCloth> cloths;
  Json listed = Json::array();
};

Result<Woven> weave_all(const StagedFolder& staged, const std::vector<Sample>& samples, int size_px, Lang lang,
                        TaskRun& run) {
  const JobKind& kind = *find_job_kind("texture");
  RunContext& context = run.context();
  Woven woven;
  TRY_VOID(make_folder(staged.folder() / thumbnails));
  context.begin(weaving, static_cast<double>(samples.size()));
  for (const Sample& sample : samples) {
    const Json params = params_of(sample, size_px);
    TRY(const std::string name, kind.folder_name(params));
    const fs::path folder = staged.folder() / name;
    TRY_VOID(make_folder(folder));
    RunContext silent(context.threads(), &run.cancellation());
    TRY(const JobResult result, kind.run(params, folder, silent));
    TRY(SheetCloth cloth, describe(sample, result, folder, Pictures(staged, name, silent), lang));
    woven.listed.push_back(
        {{"title", cloth.title}, {"folder", name}, {"command", cloth.command}, {"facts", result.facts}});
    woven.cloths.push_back(std::move(cloth));
    TRY_VOID(context.step());
  }
  return woven;
}

}  // namespace

Result<SheetFiles> make_sheet(const fs::path& page, const std::vector<Sample>& samples, int size_px, Lang lang,
                              TaskRun& run) {
  TRY_VOID(check_page(page));
  const fs::path folder = page.parent_path() / (page.stem().string() + "_files");
  TRY(StagedFolder staged, StagedFolder::create(folder, IfThere::replace));
  TRY(Woven woven, weave_all(staged, samples, size_px, lang, run));
  const Json manifest = {{"generator", "atelier"}, {"sheet", page.filename().string()}, {"cloths", woven.listed}};
  TRY_VOID(write_file(staged.folder() / "manifest.json", manifest.dump(2) + "\n"));
  TRY_VOID(staged.publish());
  TRY_VOID(write_file_atomic(page, contact_sheet_html(woven.cloths, lang)));
  return SheetFiles{page, folder, std::move(woven.listed)};
}

}  // namespace atelier
