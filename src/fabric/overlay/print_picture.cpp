#include "fabric/overlay/print_picture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/sha256.h"
#include "fabric/words/color_codes.h"
#include "imaging/codec.h"
#include "imaging/resize.h"

namespace atelier {
namespace {

constexpr int side_px_max = 1024;
constexpr DecodeLimits limits{.file_bytes_max = std::size_t{64} << 20, .pixels_max = 100'000'000, .side_px_max = 32768};
constexpr int rounds = 4;  // of moving each dye to the mean of its pixels

// Square roots of light: near enough to how different colours look.
using Tone = std::array<float, 3>;

Tone tone_of(const LinearRgb& color) {
  return {std::sqrt(std::max(0.0F, color.r)), std::sqrt(std::max(0.0F, color.g)), std::sqrt(std::max(0.0F, color.b))};
}

float distance(const Tone& a, const Tone& b) {
  float sum = 0;
  for (int i = 0; i < 3; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

// One level of each channel out of 32, with how many pixels have it.
struct Bin {
  Tone tone;
  double count;
};

std::vector<Bin> bins_of(const std::vector<Tone>& pixels) {
  std::vector<std::array<double, 4>> sums(std::size_t{1} << 15);
  for (const Tone& tone : pixels) {
    std::size_t at = 0;
    for (const float channel : tone) at = at << 5 | static_cast<std::size_t>(std::clamp(channel * 32, 0.0F, 31.0F));
    for (int i = 0; i < 3; ++i) sums[at][i] += tone[i];
    sums[at][3] += 1;
  }
  std::vector<Bin> bins;
  for (const auto& sum : sums) {
    if (sum[3] == 0) continue;
    bins.push_back({{static_cast<float>(sum[0] / sum[3]), static_cast<float>(sum[1] / sum[3]),
                     static_cast<float>(sum[2] / sum[3])},
                    sum[3]});
  }
  return bins;
}

std::size_t nearest(const std::vector<Tone>& dyes, const Tone& tone) {
  std::size_t best = 0;
  for (std::size_t n = 1; n < dyes.size(); ++n)
    if (distance(dyes[n], tone) < distance(dyes[best], tone)) best = n;
  return best;
}

// Each next dye is the bin that is worst served, weighed by its pixels; then each moves to the mean of what it serves.
std::vector<Tone> choose_dyes(const std::vector<Bin>& bins) {
  std::vector<Tone> dyes;
  std::vector<float> missed(bins.size(), 10);
  while (dyes.size() < static_cast<std::size_t>(print_dyes_max)) {
    std::size_t worst = 0;
    const auto weight = [&](std::size_t n) { return missed[n] * std::sqrt(bins[n].count); };
    for (std::size_t n = 1; n < bins.size(); ++n)
      if (weight(n) > weight(worst)) worst = n;
    if (missed[worst] < 2e-5F) break;
    dyes.push_back(bins[worst].tone);
    for (std::size_t n = 0; n < bins.size(); ++n) missed[n] = std::min(missed[n], distance(bins[n].tone, dyes.back()));
  }
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::array<double, 4>> sums(dyes.size());
    for (const Bin& bin : bins) {
      auto& sum = sums[nearest(dyes, bin.tone)];
      for (int i = 0; i < 3; ++i) sum[i] += bin.count * bin.tone[i];
      sum[3] += bin.count;
    }
    for (std::size_t n = 0; n < dyes.size(); ++n) {
      if (sums[n][3] == 0) continue;
      for (int i = 0; i < 3; ++i) dyes[n][i] = static_cast<float>(sums[n][i] / sums[n][3]);
    }
  }
  return dyes;
}

struct TwoDyes {
  std::uint8_t first, second, share;
};

// The nearest dye, and of the others the one with which it comes nearest to the tone.
TwoDyes mix(const std::vector<Tone>& dyes, const Tone& tone) {
  const std::size_t first = nearest(dyes, tone);
  std::size_t second = first;
  float share = 0, best = distance(dyes[first], tone);
  for (std::size_t n = 0; n < dyes.size(); ++n) {
    if (n == first) continue;
    const float length = distance(dyes[n], dyes[first]);
    if (length < 1e-8F || length > 0.12F) continue;
    float along = 0;
    for (int i = 0; i < 3; ++i) along += (tone[i] - dyes[first][i]) * (dyes[n][i] - dyes[first][i]);
    along = std::clamp(along / length, 0.0F, 0.5F);
    float miss = 0;
    for (int i = 0; i < 3; ++i) {
      const float off = dyes[first][i] + along * (dyes[n][i] - dyes[first][i]) - tone[i];
      miss += off * off;
    }
    if (miss >= best) continue;
    best = miss;
    second = n;
    share = along;
  }
  return {static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second),
          static_cast<std::uint8_t>(255 * (1 - share) + 0.5F)};
}

// Tones that are the same to 7 bits are mixed once.
void mix_all(const std::vector<Tone>& dyes, const std::vector<Tone>& tones, PrintPicture& picture) {
  constexpr int levels = 128;
  std::vector<std::int32_t> known(std::size_t{levels} * levels * levels, -1);
  std::vector<TwoDyes> mixes;
  for (const Tone& tone : tones) {
    std::size_t at = 0;
    Tone middle;
    for (int i = 0; i < 3; ++i) {
      const float level = std::floor(std::clamp(tone[i] * levels, 0.0F, levels - 1.0F));
      at = at * levels + static_cast<std::size_t>(level);
      middle[i] = (level + 0.5F) / levels;
    }
    if (known[at] < 0) {
      known[at] = static_cast<std::int32_t>(mixes.size());
      mixes.push_back(mix(dyes, middle));
    }
    const TwoDyes& two = mixes[static_cast<std::size_t>(known[at])];
    picture.dye.push_back(two.first);
    picture.other_dye.push_back(two.second);
    picture.dye_share.push_back(two.share);
  }
}

std::vector<Tone> tones_of(const Image& image, const LinearRgb& ground) {
  const float* light = srgb_decode_table();
  const int channels = image.channels();
  std::vector<Tone> tones;
  tones.reserve(static_cast<std::size_t>(image.width()) * image.height());
  for (int y = 0; y < image.height(); ++y) {
    const auto* row = image.row<std::uint8_t>(y);
    for (int x = 0; x < image.width(); ++x, row += channels) {
      const int green = channels >= 3 ? 1 : 0, blue = channels >= 3 ? 2 : 0;
      const float alpha = channels % 2 == 0 ? static_cast<float>(row[channels - 1]) / 255 : 1;
      const auto over = [&](int channel, float below) { return below + alpha * (light[row[channel]] - below); };
      tones.push_back(tone_of(legal_albedo({over(0, ground.r), over(green, ground.g), over(blue, ground.b)}, false)));
    }
  }
  return tones;
}

Image eight_bit(const Image& image) {
  if (image.type() == SampleType::u8) return image.clone();
  Image made(image.width(), image.height(), image.channels(), SampleType::u8, image.meaning());
  for (int y = 0; y < image.height(); ++y) {
    const auto* from = image.row<std::uint16_t>(y);
    auto* to = made.row<std::uint8_t>(y);
    for (std::size_t i = 0; i < image.row_samples(); ++i) to[i] = static_cast<std::uint8_t>((from[i] + 128) / 257);
  }
  return made;
}

}  // namespace

PrintableFile mix_print(const Image& image, const LinearRgb& ground) {
  const std::vector<Tone> tones = tones_of(image, ground);
  const std::vector<Tone> dyes = choose_dyes(bins_of(tones));
  auto picture = std::make_shared<PrintPicture>();
  picture->width_px = image.width();
  picture->height_px = image.height();
  mix_all(dyes, tones, *picture);
  PrintableFile made{std::move(picture), {}};
  for (const Tone& dye : dyes)
    made.dyes.push_back(legal_albedo({dye[0] * dye[0], dye[1] * dye[1], dye[2] * dye[2]}, false));
  return made;
}

Result<PrintableFile> read_print(const std::string& file, const std::string& sha256, const LinearRgb& ground) {
  Result<Bytes> bytes = read_image_file(file, limits);
  if (!bytes.ok()) {
    Error error = bytes.error();
    for (std::string* text : {&error.message.en, &error.message.ru, &error.message.ko}) *text = "print: " + *text;
    if (sha256.empty()) return error;
    return std::move(error).with_hint({"the recipe means the picture with SHA-256 {}; name it with --print FILE",
                                       "рецепту нужна картинка с SHA-256 {}; укажите её: --print ФАЙЛ",
                                       "레시피의 그림은 SHA-256 {} 입니다. --print 파일 로 지정하세요"},
                                      sha256);
  }
  const std::string_view content(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  const std::string found = sha256_hex(content);
  if (!sha256.empty() && sha256 != found) {
    return fail(ErrorKind::invalid_argument,
                {"print: {} is not the picture that is meant: its SHA-256 is {}",
                 "print: {} — не та картинка: её SHA-256 — {}", "print: {}은(는) 다른 그림입니다. SHA-256: {}"},
                file, found)
        .with_hint({"the recipe means {}", "рецепту нужна {}", "레시피의 그림은 {} 입니다"}, sha256);
  }
  const RunContext run(1);
  TRY(const Image decoded, decode_image(*bytes, limits, "print", run));
  const Image image = eight_bit(decoded);
  TRY(const Image fitted, fit_within(image, side_px_max, AverageIn::light, run));
  PrintableFile made = mix_print(fitted, ground);
  auto named = std::make_shared<PrintPicture>(*made.picture);
  named->file = file;
  named->sha256 = found;
  made.picture = std::move(named);
  return made;
}

}  // namespace atelier
