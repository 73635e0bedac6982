#include "app/sheet/contact_sheet.h"

#include <cmath>

#include "app/sheet/style.h"
#include "base/lang.h"

namespace atelier {

namespace {

constexpr Phrase page_title{"Fabrics woven by atelier", "Ткани, сотканные в atelier", "atelier가 짠 직물"};
constexpr Phrase lead{
    "Every picture here was computed thread by thread on this machine: no photographs, no model. The large picture is "
    "a "
    "close-up of the cloth; the small square repeats the seamless tile three by three; the maps below it are ready for "
    "any 3D program, at true scale.",
    "Каждая картинка здесь вычислена нить за нитью на этой машине: без фотографий и без моделей. Крупно — ткань "
    "вблизи; "
    "малый квадрат повторяет бесшовный образец три на три; карты под ним готовы для любой 3D-программы, в натуральном "
    "масштабе.",
    "여기 있는 모든 그림은 이 컴퓨터에서 실 한 올씩 계산한 것입니다. 사진도 모델도 쓰지 않았습니다. 큰 그림은 천의 "
    "근접 사진, 작은 "
    "정사각형은 이음매 없는 타일을 3×3으로 이은 것, 아래의 맵은 실제 크기로 어떤 3D 프로그램에서든 쓸 수 있습니다."};
constexpr Phrase photo_caption{"Close-up, {} mm across", "Вблизи, ширина {} мм", "근접 사진, 폭 {} mm"};
constexpr Phrase photo_plain{"Close-up", "Вблизи", "근접 사진"};
constexpr Phrase tiled_caption{"The tile, 3 × 3: {} mm across", "Образец 3 × 3: ширина {} мм", "타일 3 × 3: 폭 {} mm"};
constexpr Phrase footer{
    "Open any picture for its full size. A folder beside this page holds the complete set of every cloth, "
    "with manifest.json.",
    "Щёлкните картинку, чтобы открыть её целиком. Полный набор каждой ткани с manifest.json лежит в папке "
    "рядом с этой страницей.",
    "그림을 누르면 원래 크기로 열립니다. 각 천의 전체 세트와 manifest.json은 이 페이지 옆 폴더에 있습니다."};

constexpr std::string_view page_html = R"HTML(<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
{mark}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<header><h1>{title}</h1><p>{lead}</p></header>
<nav>
{links}</nav>
{articles}<footer>{footer}</footer>
</main>
</body>
</html>
)HTML";

constexpr std::string_view article_html = R"HTML(<article id="c{number}">
<div class="pair">
<div class="pictures">
{photo}
<div class="maps">
{maps}</div>
</div>
<div class="words">
<div class="head"><h2>{title}</h2><p class="wish">{wish}</p><dl>{facts}</dl></div>
{tiled}
</div>
</div>
<pre>{command}</pre>
</article>
)HTML";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string picture(const SheetCloth::Picture& picture, std::string_view what) {
  return fmt::format("<a href=\"{}\"><img src=\"{}\" alt=\"{}\"></a>",
                     escaped(picture.file), escaped(picture.small), escaped(what));
}

/// A bar of a round length that is about a fifth of the picture.
std::string scale_bar(double picture_mm) {
  if (picture_mm <= 0) return "";
  const double wish = picture_mm / 5;
  const double power = std::pow(10, std::floor(std::log10(wish)));
  const double length = wish >= 5 * power ? 5 * power : wish >= 2 * power ? 2 * power : power;
  return fmt::format("<span class=\"bar\" style=\"width:{:.3f}%\"><b>{:g} mm</b></span>", 100 * length / picture_mm,
                     length);
}

std::string photo_figure(const SheetCloth& cloth, Lang lang) {
  const std::string caption =
      cloth.photo_mm > 0 ? fmt::format(fmt::runtime(photo_caption.in(lang)), fmt::format("{:.3g}", cloth.photo_mm))
                         : std::string(photo_plain.in(lang));
  return fmt::format("<figure class=\"photo\"><div class=\"frame\">{}{}</div><figcaption>{}</figcaption></figure>",
                     picture(cloth.photo, cloth.title), scale_bar(cloth.photo_mm), escaped(caption));
}

std::string tiled_figure(const SheetCloth& cloth, Lang lang) {
  const std::string caption =
      fmt::format(fmt::runtime(tiled_caption.in(lang)), fmt::format("{:.3g}", 3 * cloth.tile_mm));
  return fmt::format("<figure class=\"tiled\">{}<figcaption>{}</figcaption></figure>", picture(cloth.preview, caption),
                     escaped(caption));
}

std::string article(const SheetCloth& cloth, std::size_t number, Lang lang) {
  std::string facts, maps;
  for (const SheetCloth::Fact& fact : cloth.facts) {
    facts += fmt::format("<dt>{}</dt><dd>{}</dd>", escaped(fact.name), escaped(fact.value));
  }
  for (const SheetCloth::Picture& map : cloth.maps) {
    maps += fmt::format("<figure>{}<figcaption>{}</figcaption></figure>\n", picture(map, map.name), escaped(map.name));
  }
  return fmt::format(fmt::runtime(article_html), fmt::arg("number", number),
                     fmt::arg("photo", photo_figure(cloth, lang)), fmt::arg("maps", maps),
                     fmt::arg("title", escaped(cloth.title)), fmt::arg("wish", escaped(cloth.wish)),
                     fmt::arg("facts", facts), fmt::arg("tiled", tiled_figure(cloth, lang)),
                     fmt::arg("command", escaped(cloth.command)));
}

}  // namespace

std::string contact_sheet_html(std::span<const SheetCloth> cloths, Lang lang) {
  std::string links, articles;
  for (std::size_t i = 0; i < cloths.size(); ++i) {
    links += fmt::format("<a href=\"#c{}\">{}</a>\n", i, escaped(cloths[i].title));
    articles += article(cloths[i], i, lang);
  }
  return fmt::format(fmt::runtime(page_html), fmt::arg("lang", lang_name(lang)), fmt::arg("mark", sheet_mark),
                     fmt::arg("title", page_title.in(lang)), fmt::arg("style", sheet_style),
                     fmt::arg("lead", lead.in(lang)), fmt::arg("links", links), fmt::arg("articles", articles),
                     fmt::arg("footer", footer.in(lang)));
}

}  // namespace atelier
