#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "fabric/weave/drafts/wif.h"

namespace atelier {

namespace {

class Writer {
 public:
  explicit Writer(const Draft& draft) : draft_(draft) {}

  std::string text() {
    keep("");  // what stood before the first section
    section("WIF");
    text_ += "Version=1.1\nDate=April 20, 1997\nDevelopers=wif@mhsoft.com\n";
    text_ += fmt::format("Source Program={}\n", draft_.source.empty() ? "atelier" : draft_.source);
    keep("WIF");
    std::string body;
    std::swap(body, text_);
    write_body();
    std::swap(body, text_);
    write_contents();
    return text_ + "\n" + body;
  }

 private:
  void write_body() {
    write_palette();
    write_weaving();
    write_system("WARP", draft_.warp);
    write_system("WEFT", draft_.weft);
    write_lists("THREADING", draft_.threading);
    if (draft_.liftplan.empty()) {
      write_lists("TIEUP", draft_.tieup);
      write_lists("TREADLING", draft_.treadling);
    } else {
      write_lists("LIFTPLAN", draft_.liftplan);
    }
    for (const auto& [prefix, system] : {std::pair{"WARP", &draft_.warp}, std::pair{"WEFT", &draft_.weft}}) {
      write_values(fmt::format("{} COLORS", prefix), system->colors);
      write_values(fmt::format("{} SPACING", prefix), system->spacings_mm);
      write_values(fmt::format("{} THICKNESS", prefix), system->widths_mm);
    }
    for (const Draft::Section& kept : draft_.kept) {
      if (kept.name.empty() || kept.name == "WIF" || kept.name == "CONTENTS" || written(kept.name) ||
          kept.lines.empty())
        continue;
      section(kept.name);
      keep(kept.name);
    }
  }

  bool written(const std::string& name) const { return std::find(names_.begin(), names_.end(), name) != names_.end(); }

  void section(const std::string& name) {
    names_.push_back(name);
    text_ += fmt::format("{}[{}]\n", text_.empty() ? "" : "\n", name);
  }

  void keep(const std::string& name) {
    for (const Draft::Section& kept : draft_.kept) {
      if (kept.name != name) continue;
      for (const std::string& line : kept.lines) text_ += line + "\n";
    }
  }

  void write_contents() {
    text_ += "\n[CONTENTS]\n";
    for (const std::string& name : names_) {
      if (name != "WIF") text_ += name + "=true\n";
    }
    keep("CONTENTS");
  }

  void write_palette() {
    if (draft_.palette.empty()) return;
    section("COLOR PALETTE");
    text_ += fmt::format("Entries={}\nForm=RGB\nRange=0,255\n", draft_.palette.size());
    keep("COLOR PALETTE");
    section("COLOR TABLE");
    keep("COLOR TABLE");
    for (std::size_t n = 0; n < draft_.palette.size(); ++n) {
      const std::uint32_t rgb = draft_.palette[n];
      text_ += fmt::format("{}={},{},{}\n", n + 1, rgb >> 16, rgb >> 8 & 255, rgb & 255);
    }
  }

  void write_weaving() {
    section("WEAVING");
    text_ += fmt::format("Shafts={}\nTreadles={}\nRising Shed={}\n", draft_.shafts, draft_.treadles, draft_.rising);
    keep("WEAVING");
  }

  void write_system(const std::string& name, const DraftThreads& system) {
    section(name);
    text_ += fmt::format("Threads={}\n", system.threads);
    if (system.color > 0) text_ += fmt::format("Color={}\n", system.color);
    text_ += "Units=Centimeters\n";
    if (system.spacing_mm) text_ += fmt::format("Spacing={}\n", centimetres(*system.spacing_mm));
    if (system.thickness_mm) text_ += fmt::format("Thickness={}\n", centimetres(*system.thickness_mm));
    keep(name);
  }

  static std::string centimetres(double mm) {
    std::string text = fmt::format("{:.7f}", mm / 10);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
  }

  void write_lists(const std::string& name, const std::vector<DraftList>& lists) {
    section(name);
    keep(name);
    for (std::size_t n = 0; n < lists.size(); ++n)
      text_ += fmt::format("{}={}\n", n + 1, lists[n].empty() ? "0" : fmt::format("{}", fmt::join(lists[n], ",")));
  }

  template <class T>
  void write_values(const std::string& name, const std::vector<T>& values) {
    if (values.empty()) return;
    section(name);
    keep(name);
    for (std::size_t n = 0; n < values.size(); ++n) {
      if (values[n] == T{}) continue;
      if constexpr (std::is_same_v<T, int>)
        text_ += fmt::format("{}={}\n", n + 1, values[n]);
      else
        text_ += fmt::format("{}={}\n", n + 1, centimetres(values[n]));
    }
  }

  const Draft& draft_;
  std::string text_;
  std::vector<std::string> names_;
};

}  // namespace

std::string wif_text(const Draft& draft) {
  return Writer(draft).text();
}

}  // namespace atelier
