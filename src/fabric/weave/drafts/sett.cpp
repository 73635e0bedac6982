#include "fabric/weave/drafts/sett.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "fabric/words/color_codes.h"
#include "fabric/words/words.h"

namespace atelier {

namespace {

struct CodeRow {
  char code;
  std::uint32_t rgb;
};

constexpr CodeRow codes[] = {
    {'W', 0xECE7DA}, {'R', 0xA51C2A}, {'G', 0x1F5B39}, {'B', 0x27408A}, {'Y', 0xE0AC1E},
    {'K', 0x17181A}, {'O', 0xC8571C}, {'P', 0x5A2D6E}, {'T', 0x6B4327}, {'N', 0x808386},
};
constexpr double light_step = 0.17, dark_step = 0.13;  // of OKLab lightness
constexpr int stripe_threads_max = 500;

const CodeRow* find_code(char code) {
  for (const CodeRow& row : codes) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Reads one sett; positions in errors count bytes from 1, as an editor shows them for plain text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Sett> read() {
    Sett sett;
    TRY(sett.warp, read_side());
    if (at_ >= text_.size()) {
      sett.weft = sett.warp;
      return sett;
    }
    ++at_;  // the "!"
    TRY(sett.weft, read_side());
    if (at_ < text_.size()) return error({"a second \"!\"", "второй знак «!»", "\"!\"가 두 번 나옵니다"}, at_);
    return sett;
  }

 private:
  Error error(const Phrase& what, std::size_t at) const {
    const auto in = [&](Lang lang, std::string_view form) {
      return fmt::format(fmt::runtime(form), at + 1, what.in(lang));
    };
    return Error{ErrorKind::invalid_argument,
                 {in(Lang::en, "sett: position {}: {}"), in(Lang::ru, "sett: позиция {}: {}"),
                  in(Lang::ko, "sett: {}번째 글자: {}")},
                 {}}
        .with_hint({"For example: B24 K4 G24 W2 (codes W R G B Y K O P T N, L or D before them)",
                    "Например: B24 K4 G24 W2 (коды W R G B Y K O P T N, перед ними L или D)",
                    "예: B24 K4 G24 W2 (색 기호 W R G B Y K O P T N, 앞에 L 또는 D)"});
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == ',' || text_[at_] == ';' || text_[at_] == '\t'))
      ++at_;
  }

  bool take(std::string_view sign) {
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }

  bool take_dots() { return take("...") || take("…"); }

  struct Read {
    Sett::Stripe stripe;
    bool pivot = false;
    std::size_t at = 0;
  };

  Result<Read> read_stripe() {
    Read read;
    read.at = at_;
    read.pivot = take("/");
    const char first = at_ < text_.size() ? upper(text_[at_]) : ' ';
    const char second = at_ + 1 < text_.size() ? upper(text_[at_ + 1]) : ' ';
    if ((first == 'L' || first == 'D') && find_code(second)) {
      read.stripe.code = {first, second};
    } else if (find_code(first)) {
      read.stripe.code = {first};
    } else {
      return error({"here a colour code is expected", "здесь должен стоять код цвета", "색 기호가 와야 합니다"}, at_);
    }
    at_ += read.stripe.code.size();
    read.pivot = take("/") || read.pivot;
    const std::size_t number = at_;
    int threads = 0;
    while (at_ < text_.size() && is_digit(text_[at_]) && threads <= stripe_threads_max)
      threads = threads * 10 + (text_[at_++] - '0');
    if (number == at_) {
      return error({"the code needs a number of threads after it", "после кода нужно число нитей",
                    "색 기호 뒤에 올 수가 필요합니다"},
                   at_);
    }
    if (threads < 1 || threads > stripe_threads_max) {
      return error({"a stripe has 1 to 500 threads", "в полосе от 1 до 500 нитей", "줄 하나는 1~500올입니다"}, number);
    }
    read.stripe.threads = threads;
    read.pivot = take("/") || read.pivot;
    return read;
  }

  Result<Sett::Side> read_side() {
    skip_blanks();
    const std::size_t start = at_;
    bool repeats = take_dots();
    std::vector<Read> reads;
    for (skip_blanks(); at_ < text_.size() && text_[at_] != '!'; skip_blanks()) {
      if (take_dots()) {
        repeats = true;
        skip_blanks();
        break;
      }
      TRY(Read read, read_stripe());
      if (static_cast<int>(reads.size()) == sett_stripes_max)
        return error({"over 100 stripes", "больше 100 полос", "줄이 100개를 넘습니다"}, read.at);
      reads.push_back(std::move(read));
    }
    TRY_VOID(check_side(reads, start, repeats));
    Sett::Side side;
    side.mirrored = !repeats;
    for (Read& read : reads) side.stripes.push_back(std::move(read.stripe));
    if (side.threads() <= sett_threads_max) return side;
    return error(
        {"the whole sett has over 2000 threads", "во всём раппорте больше 2000 нитей", "무늬 전체가 2000올을 넘습니다"},
        start);
  }

  Result<void> check_side(const std::vector<Read>& reads, std::size_t start, bool repeats) const {
    if (reads.empty()) return error({"there are no stripes", "нет ни одной полосы", "줄이 하나도 없습니다"}, start);
    if (at_ < text_.size() && text_[at_] != '!') {
      return error({"nothing may follow the dots", "после многоточия ничего быть не может",
                    "줄임표 뒤에는 아무것도 올 수 없습니다"},
                   at_);
    }
    for (std::size_t n = 0; n < reads.size(); ++n) {
      if (!reads[n].pivot) continue;
      if (repeats) {
        return error({"a repeating sett (...) has no pivots (/)", "у повторяющегося раппорта (...) нет поворотов (/)",
                      "반복하는 무늬(...)에는 되돌아가는 줄(/)이 없습니다"},
                     reads[n].at);
      }
      if (n == 0 || n + 1 == reads.size()) continue;
      return error({"\"/\" marks a pivot: only the first and the last stripe can be one",
                    "«/» отмечает поворот: им бывает только первая и последняя полоса",
                    "\"/\"는 되돌아가는 줄을 뜻하며 처음과 마지막 줄에만 쓸 수 있습니다"},
                   reads[n].at);
    }
    return ok();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::vector<const Sett::Stripe*> whole_repeat(const Sett::Side& side) {
  std::vector<const Sett::Stripe*> all;
  for (const Sett::Stripe& stripe : side.stripes) all.push_back(&stripe);
  if (!side.mirrored) return all;
  for (int n = static_cast<int>(side.stripes.size()) - 2; n > 0; --n) all.push_back(&side.stripes[n]);
  return all;
}

std::string side_text(const Sett::Side& side) {
  std::string text;
  for (std::size_t n = 0; n < side.stripes.size(); ++n) {
    const Sett::Stripe& stripe = side.stripes[n];
    const bool pivot = side.mirrored && (n == 0 || n + 1 == side.stripes.size());
    text += fmt::format("{}{}{}{}", n > 0 ? " " : "", stripe.code, pivot ? "/" : "", stripe.threads);
  }
  return side.mirrored ? text : fmt::format("...{}...", text);
}

bool same(const Sett::Side& a, const Sett::Side& b) {
  return side_text(a) == side_text(b);
}

}  // namespace

int Sett::Side::threads() const {
  int sum = 0;
  for (const Stripe* stripe : whole_repeat(*this)) sum += stripe->threads;
  return sum;
}

Result<Sett> parse_sett(std::string_view text) {
  std::string name;
  for (const char c : text) {
    if (c != ' ') name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  for (const NamedSett& row : named_setts()) {
    if (name == row.name) return Reader(row.text).read();
  }
  Result<Sett> read = Reader(text).read();
  if (read.ok() || std::any_of(text.begin(), text.end(), is_digit)) return read;
  std::string names;
  for (const NamedSett& row : named_setts()) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return fail(ErrorKind::invalid_argument,
              {"sett: \"{}\" is neither thread counts nor a known sett", "sett: «{}» — не раппорт и не известное имя",
               "sett: \"{}\"은(는) 올 수 표기도 아니고 아는 이름도 아닙니다"},
              shortened(text))
      .with_hint({"Thread counts look like B24 K4 G24 W2; there are {}",
                  "Раппорт пишут так: B24 K4 G24 W2; есть имена {}", "예: B24 K4 G24 W2. 이름: {}"},
                 names);
}

std::string sett_text(const Sett& sett) {
  const std::string warp = side_text(sett.warp);
  return same(sett.warp, sett.weft) ? warp : fmt::format("{} ! {}", warp, side_text(sett.weft));
}

std::uint32_t sett_color(std::string_view code) {
  const CodeRow* row = find_code(code.back());
  if (!row) return 0;
  if (code.size() < 2) return row->rgb;
  OkLab color = to_oklab(linear_from_rgb(row->rgb));
  color.l = std::clamp(color.l + (code[0] == 'L' ? light_step : -dark_step), 0.14, 0.97);
  return rgb_from_oklab(color);
}

SettDyes sett_dyes(const Sett& sett) {
  std::vector<std::pair<std::string, int>> shares;
  for (const Sett::Side* side : {&sett.warp, &sett.weft}) {
    for (const Sett::Stripe* stripe : whole_repeat(*side)) {
      const auto found =
          std::find_if(shares.begin(), shares.end(), [&](const auto& s) { return s.first == stripe->code; });
      if (found == shares.end())
        shares.emplace_back(stripe->code, stripe->threads);
      else
        found->second += stripe->threads;
    }
  }
  std::stable_sort(shares.begin(), shares.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  SettDyes dyes;
  std::map<std::string, std::uint8_t> index;
  for (const auto& [code, threads] : shares) {
    index[code] = static_cast<std::uint8_t>(dyes.rgb.size());
    dyes.rgb.push_back(sett_color(code));
  }
  for (const auto& [side, order] : {std::pair{&sett.warp, &dyes.warp}, std::pair{&sett.weft, &dyes.weft}}) {
    for (const Sett::Stripe* stripe : whole_repeat(*side))
      order->insert(order->end(), stripe->threads, index[stripe->code]);
  }
  return dyes;
}

}  // namespace atelier
