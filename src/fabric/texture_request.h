#pragma once

#include <optional>
#include <string>

#include "base/fields.h"

namespace atelier {

/// What a person asks for: words in English, Korean or Russian, and numbers that override the fabric's own.
struct TextureRequest {
  std::string product;
  std::string material;
  std::string color;
  std::string finish;  ///< words joined by commas; empty: the product's default finish; "none": no finish
  int size = 1024;
  std::int64_t seed = 1;
  std::optional<double> tile_mm;
  std::optional<double> quilt_mm;    ///< distance between stitch lines
  std::string print;                 ///< picture file to print; empty: none
  std::optional<double> print_mm;    ///< width of a print's repeat
  std::string print_sha256;          ///< what the file of `print` must be, in hexadecimal; empty: anything
  std::optional<std::string> draft;  ///< text of a WIF file, or rows of 0 and 1
  std::optional<std::string> sett;   ///< thread counts of a tartan, or the name of one

  template <class Visit>
  static void fields(Visit&& visit) {
    using R = TextureRequest;
    visit("product", &R::product, Phrase{"what is made of it", "что из этого шьют", "만들 제품"}, Required{},
          Example{"down jacket"});
    visit("material", &R::material, Phrase{"the cloth", "ткань", "소재"}, Required{}, Example{"nylon"});
    visit("color", &R::color, Phrase{"colour name or #hex", "цвет словом или #hex", "색 이름 또는 #hex"}, Required{},
          Alias{"colour"}, Example{"navy blue"});
    visit("finish", &R::finish,
          Phrase{"finishes, comma-separated; empty: as usual for the product; none: no finish",
                 "отделка через запятую; пусто: обычная для изделия; none: без отделки",
                 "가공(쉼표로 구분); 비우면 제품의 기본값; none: 가공 없음"},
          Example{"stonewash"});
    visit("size", &R::size,
          Phrase{"pixels along one side of every map", "сторона карты в пикселях", "맵 한 변의 픽셀 수"},
          Range{64, 8192});
    visit("seed", &R::seed,
          Phrase{"another seed, another piece of the same cloth", "другое число — другой кусок той же ткани",
                 "다른 값이면 같은 천의 다른 조각"},
          Range{0, 9007199254740991.0});
    visit(
        "tile_mm", &R::tile_mm,
        Phrase{"side of the tile in millimetres; otherwise as the cloth needs",
               "сторона образца в миллиметрах; иначе сколько нужно ткани", "타일 한 변(mm); 지정하지 않으면 천에 맞춤"},
        Range{4, 400});
    visit("quilt_mm", &R::quilt_mm,
          Phrase{"distance between a quilt's stitch lines in millimetres; otherwise as usual",
                 "расстояние между строчками стёжки в миллиметрах; иначе обычное",
                 "누빔 선 사이의 거리(mm); 지정하지 않으면 보통 값"},
          Range{12, 200});
    visit("print", &R::print,
          Phrase{"a picture file to print on the cloth; it repeats",
                 "файл картинки, которую напечатать; она повторяется", "직물에 찍을 그림 파일(반복됨)"},
          Example{"flowers.png"});
    visit("print_mm", &R::print_mm,
          Phrase{"width in millimetres after which a print repeats; otherwise as usual",
                 "ширина повтора рисунка в миллиметрах; иначе обычная",
                 "무늬가 반복되는 너비(mm); 지정하지 않으면 보통 값"},
          Range{5, 400});
    visit("print_sha256", &R::print_sha256,
          Phrase{"SHA-256 that the printed file must have (written by recipes)",
                 "SHA-256, который должен быть у файла рисунка (пишут рецепты)",
                 "무늬 파일이 가져야 할 SHA-256 (레시피가 적음)"},
          MaxBytes{64});
    visit(
        "draft", &R::draft,
        Phrase{"a weaver's draft: a WIF file, or a text file with rows of 0 and 1 (. and x); \"as drafted\" as colour "
               "keeps its colours",
               "заправка ткача: файл WIF или текст из строк 0 и 1 (. и x); цвет «как в заправке» сохраняет её цвета",
               "직조 설계: WIF 파일, 또는 0과 1(. 과 x) 줄로 된 텍스트 파일; 색을 \"원본\"으로 하면 그 색 그대로"},
        FileText{1 << 20}, Example{"point_twill.wif"});
    visit(
        "sett", &R::sett,
        Phrase{
            "thread counts of a tartan (B24 K4 G24 W2; / pivots, ... repeating, ! between warp and weft) or its name; "
            "the colour replaces the main one, or is \"as drafted\"",
            "раппорт тартана в нитях (B24 K4 G24 W2; / поворот, ... повтор, ! между основой и утком) или его имя; "
            "цвет заменяет главный или равен «как в заправке»",
            "타탄의 올 수(B24 K4 G24 W2; / 되돌이, ... 반복, ! 경사와 위사 사이) 또는 이름; 색은 주색을 바꾸거나 "
            "\"원본\"이면 그대로"},
        MaxBytes{1000}, Example{"B24 K4 G24 W2"});
  }
};

}  // namespace atelier
