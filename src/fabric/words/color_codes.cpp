#include "fabric/words/color_codes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "fabric/words/vocabulary.h"
#include "fabric/words/words.h"
#include "imaging/portable_math.h"

namespace atelier {

namespace {

constexpr std::string_view space = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::uint32_t rgb_from_linear(const LinearRgb& color) {
  const std::array<float, 3> linear = {color.r, color.g, color.b};
  std::array<std::uint8_t, 3> encoded{};
  encode_srgb(linear, std::span<std::uint8_t>(encoded));
  return std::uint32_t{encoded[0]} << 16 | std::uint32_t{encoded[1]} << 8 | encoded[2];
}

bool in_gamut(const LinearRgb& c) {
  const auto inside = [](float x) { return x >= -0.0005F && x <= 1.0005F; };
  return inside(c.r) && inside(c.g) && inside(c.b);
}

std::optional<std::uint32_t> hex_color(std::string_view digits) {
  if (digits.size() != 3 && digits.size() != 6) return std::nullopt;
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  if (digits.size() == 6) return value;
  const std::uint32_t r = value >> 8, g = value >> 4 & 15, b = value & 15;
  return r * 17 << 16 | g * 17 << 8 | b * 17;
}

struct Number {
  double value;
  bool percent;
};

std::optional<std::array<Number, 3>> three_numbers(std::string_view text) {
  std::array<Number, 3> numbers;
  for (Number& number : numbers) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t,"), text.size()));
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number.value);
    if (error != std::errc{} || !std::isfinite(number.value)) return std::nullopt;
    text.remove_prefix(end - text.data());
    number.percent = text.starts_with('%');
    if (number.percent) text.remove_prefix(1);
    if (text.starts_with("deg")) text.remove_prefix(3);
    if (!text.empty() && text.front() != ' ' && text.front() != ',') return std::nullopt;
  }
  if (!trimmed(text).empty()) return std::nullopt;
  return numbers;
}

bool within(double value, double limit) {
  return value >= -limit && value <= limit;
}

std::optional<std::uint32_t> rgb_function(const std::array<Number, 3>& n) {
  std::uint32_t rgb = 0;
  for (const Number& number : n) {
    const double value = number.percent ? number.value * 2.55 : number.value;
    if (!(value >= 0 && value <= 255)) return std::nullopt;
    rgb = rgb << 8 | static_cast<std::uint32_t>(std::floor(value + 0.5));
  }
  return rgb;
}

std::optional<std::uint32_t> color_function(std::string_view name, std::string_view arguments) {
  const auto numbers = three_numbers(arguments);
  if (!numbers) return std::nullopt;
  const auto& n = *numbers;
  const bool ok = name.starts_with("ok");
  const double l = ok && n[0].percent ? n[0].value / 100 : n[0].value;
  if (name == "rgb") return rgb_function(n);
  if (!(l >= 0 && l <= (ok ? 1 : 100)) || n[1].percent || n[2].percent) return std::nullopt;
  const double limit = ok ? 1 : 200;
  const bool polar = name.ends_with("lch");
  if (!within(n[1].value, limit) || !within(n[2].value, polar ? 3600 : limit) || (polar && n[1].value < 0))
    return std::nullopt;
  const double hue = n[2].value;
  const double a = polar ? n[1].value * portable_cos_deg(hue) : n[1].value;
  const double b = polar ? n[1].value * portable_sin_deg(hue) : hue;
  if (ok) return rgb_from_oklab({l, a, b});
  if (name == "lab" || name == "lch") return rgb_from_linear(to_linear(to_xyz(Lab{l, a, b})));
  return std::nullopt;
}

}  // namespace

bool is_color_code(std::string_view text) {
  return text.find('#') != std::string_view::npos || text.find('(') != std::string_view::npos;
}

Result<ColorWish> read_color_code(std::string_view field, std::string_view text) {
  std::string code;
  for (const char c : text) code += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const bool neon = code.starts_with("neon:");
  std::string_view rest = std::string_view(code).substr(neon ? 5 : 0);
  std::optional<std::uint32_t> rgb;
  const std::size_t open = rest.find('(');
  if (rest.starts_with('#')) {
    rgb = hex_color(rest.substr(1));
  } else if (open != std::string_view::npos && rest.ends_with(')')) {
    rgb = color_function(trimmed(rest.substr(0, open)), rest.substr(open + 1, rest.size() - open - 2));
  }
  if (rgb) return wish_of(*rgb, neon);
  return fail(ErrorKind::invalid_argument,
              {"{}: \"{}\" is not a colour code", "{}: «{}» — не код цвета", "{}: \"{}\"은(는) 색 코드가 아닙니다"},
              field, shortened(text))
      .with_hint(
          {"codes look like #1e2a47, rgb(30, 42, 71), lab(17 2 -19), lch(17 19 276), oklab(0.29 0 -0.06) or oklch(0.29 "
           "0.06 270)",
           "коды: #1e2a47, rgb(30, 42, 71), lab(17 2 -19), lch(17 19 276), oklab(0.29 0 -0.06), oklch(0.29 0.06 270)",
           "코드 예: #1e2a47, rgb(30, 42, 71), lab(17 2 -19), lch(17 19 276), oklab(0.29 0 -0.06), oklch(0.29 0.06 "
           "270)"});
}

ColorWish wish_of(std::uint32_t rgb, bool fluorescent) {
  for (const ColorRow& row : color_rows()) {
    if (row.rgb == rgb && row.fluorescent == fluorescent) return {std::string(row.id), rgb, fluorescent};
  }
  return {fmt::format("{}#{:06x}", fluorescent ? "neon:" : "", rgb), rgb, fluorescent};
}

LinearRgb linear_from_rgb(std::uint32_t rgb) {
  return linear_from_srgb8(static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8),
                           static_cast<std::uint8_t>(rgb));
}

std::uint32_t rgb_from_oklab(OkLab color) {
  color.l = std::clamp(color.l, 0.0, 1.0);
  LinearRgb linear = to_linear(color);
  for (int i = 0; i < 200 && !in_gamut(linear); ++i) {
    color.a *= 0.97;
    color.b *= 0.97;
    linear = to_linear(color);
  }
  return rgb_from_linear(linear);
}

LinearRgb legal_albedo(const LinearRgb& color, bool fluorescent) {
  const float channel_max = fluorescent ? 1.1F : 0.87F;
  const double luminance_max = fluorescent ? 1.1 : 0.86;
  const auto clamped = [&](float channel) { return std::clamp(channel, 0.008F, channel_max); };
  LinearRgb legal = {clamped(color.r), clamped(color.g), clamped(color.b)};
  const double y = luminance(legal);
  const auto gain = static_cast<float>(y < 0.012 ? 0.012 / y : y > luminance_max ? luminance_max / y : 1);
  return {legal.r * gain, legal.g * gain, legal.b * gain};
}

}  // namespace atelier
