#include "imaging/resize.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "imaging/resize_axis.h"

namespace atelier {
namespace {

constexpr std::pair<std::string_view, Filter> filters[] = {{"nearest", Filter::nearest}, {"box", Filter::box},
                                                           {"area", Filter::area},       {"bilinear", Filter::bilinear},
                                                           {"hamming", Filter::hamming}, {"bicubic", Filter::bicubic},
                                                           {"lanczos", Filter::lanczos}};

/// The source sample under the middle of each new one; added up, as Pillow does, which decides where a middle falls
/// between two samples.
std::vector<int> nearest_samples(int from, double begin, double end, int to) {
  std::vector<int> samples(to);
  const double scale = (end - begin) / to;
  double middle = begin + scale * 0.5;
  for (int& sample : samples) {
    sample = std::min(from - 1, static_cast<int>(middle));
    middle += scale;
  }
  return samples;
}

Result<Image> resize_nearest(const Image& image, int width, int height, const Box& box, const RunContext& run) {
  Image resized(width, height, image.channels(), image.type(), image.meaning());
  const auto columns = nearest_samples(image.width(), box.left, box.right, width);
  const auto rows = nearest_samples(image.height(), box.top, box.bottom, height);
  const std::size_t pixel = image.channels() * sample_bytes(image.type());
  TRY_VOID(parallel_for(run, height, [&](int y) {
    const std::byte* from = image.data() + image.row_bytes() * rows[y];
    std::byte* to = resized.data() + resized.row_bytes() * y;
    for (const int x : columns) {
      std::memcpy(to, from + pixel * x, pixel);
      to += pixel;
    }
  }));
  return resized;
}

Result<Box> checked_box(const Image& image, int width, int height, const std::optional<Box>& wanted) {
  if (image.empty() || width < 1 || height < 1) {
    return fail(ErrorKind::invalid_argument,
                {"size: {} × {} pixels is no picture", "размер: {} × {} пикселей — не изображение",
                 "크기: {} × {}픽셀은 그림이 아닙니다"},
                width, height);
  }
  const Box whole{0, 0, static_cast<double>(image.width()), static_cast<double>(image.height())};
  const Box box = wanted.value_or(whole);
  if (box.left >= 0 && box.top >= 0 && box.left < box.right && box.top < box.bottom && box.right <= whole.right &&
      box.bottom <= whole.bottom) {
    return box;
  }
  return fail(ErrorKind::invalid_argument,
              {"box: {}, {} to {}, {} is no part of {} × {} pixels", "box: {}, {} – {}, {} — не часть {} × {} пикселей",
               "box: {}, {} – {}, {}은(는) {} × {}픽셀의 일부가 아닙니다"},
              box.left, box.top, box.right, box.bottom, image.width(), image.height());
}

}  // namespace

Result<Filter> parse_filter(std::string_view word) {
  for (const auto& [name, filter] : filters) {
    if (name == word) return filter;
  }
  return fail(ErrorKind::invalid_argument,
              {"filter: \"{}\" is not one of nearest, box, area, bilinear, hamming, bicubic, lanczos",
               "filter: «{}» — не nearest, box, area, bilinear, hamming, bicubic или lanczos",
               "filter: \"{}\"은(는) nearest, box, area, bilinear, hamming, bicubic, lanczos 중 하나가 아닙니다"},
              word);
}

Result<Image> resize(const Image& image, int width, int height, const ResizeOptions& options, const RunContext& run) {
  TRY(const Box box, checked_box(image, width, height, options.box));
  if (options.filter == Filter::nearest) return resize_nearest(image, width, height, box, run);
  const Axis across = make_axis(options.filter, image.width(), box.left, box.right, width);
  const Axis down = make_axis(options.filter, image.height(), box.top, box.bottom, height);
  const bool light = options.average_in == AverageIn::light && image.meaning() == ColorMeaning::srgb;
  const bool levels = image.type() == SampleType::u8 && !light && options.filter != Filter::area;
  return levels ? resize_levels(image, across, down, box, run) : resize_floats(image, across, down, light, run);
}

Result<Image> fit_within(const Image& image, int side, AverageIn average_in, const RunContext& run) {
  const int longest = std::max(image.width(), image.height());
  if (longest <= side) return image.clone();
  const auto scaled = [&](int length) {
    return static_cast<int>(std::max<std::int64_t>(1, (std::int64_t{length} * side + longest / 2) / longest));
  };
  return resize(image, scaled(image.width()), scaled(image.height()), {Filter::area, average_in}, run);
}

Image repeat(const Image& image, int columns, int rows) {
  Image repeated(image.width() * columns, image.height() * rows, image.channels(), image.type(), image.meaning());
  for (int y = 0; y < repeated.height(); ++y) {
    const std::byte* from = image.data() + image.row_bytes() * (y % image.height());
    for (int column = 0; column < columns; ++column) {
      std::memcpy(repeated.data() + repeated.row_bytes() * y + image.row_bytes() * column, from, image.row_bytes());
    }
  }
  return repeated;
}

}  // namespace atelier
