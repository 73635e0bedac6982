#include <algorithm>
#include <vector>

#include "imaging/codecs/codecs.h"
#include "imaging/codecs/tiff_file.h"
#include "imaging/icc.h"

namespace atelier {
namespace {

constexpr std::uint64_t file_bytes_max = std::uint64_t{3} << 30;  // offsets have 32 bits
constexpr int rows_between_checks = 64, strip_bytes = 1 << 18;

Error tiff_failed(const TiffFile& file) {
  return fail(ErrorKind::internal, {"TIFF encoder: {}", "кодировщик TIFF: {}", "TIFF 인코더: {}"}, file.trouble);
}

void describe(TIFF* tiff, const Image& image, const EncodeOptions& options) {
  const int channels = image.channels();
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, image.width());
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, image.height());
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, channels);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, image.type() == SampleType::u16 ? 16 : 8);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, channels <= 2 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP,
               std::max(1, static_cast<int>(strip_bytes / std::max<std::size_t>(1, image.row_bytes()))));
  if (channels % 2 == 0) {
    const std::uint16_t straight = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &straight);
  }
  if (options.pixels_per_metre > 0) {
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, options.pixels_per_metre / 100);
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, options.pixels_per_metre / 100);
  }
}

void add_texts(TIFF* tiff, const Image& image, const EncodeOptions& options) {
  if (image.meaning() == ColorMeaning::srgb && image.channels() >= 3) {
    const Bytes profile = srgb_profile();
    TIFFSetField(tiff, TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(profile.size()), profile.data());
  }
  if (!options.metadata.creator_tool.empty()) {
    TIFFSetField(tiff, TIFFTAG_SOFTWARE, options.metadata.creator_tool.c_str());
  }
  const std::string xmp = xmp_packet(options.metadata, true);
  if (!xmp.empty()) TIFFSetField(tiff, TIFFTAG_XMLPACKET, static_cast<std::uint32_t>(xmp.size()), xmp.data());
}

}  // namespace

Result<Bytes> encode_tiff(const Image& image, const EncodeOptions& options, const RunContext& run) {
  if (image.type() == SampleType::f32) {
    return fail(ErrorKind::unsupported,
                {"TIFF is written with 8 or 16 bits a sample; EXR holds floats",
                 "TIFF записывается с 8 или 16 битами на отсчёт; числа с плавающей точкой — в EXR",
                 "TIFF는 샘플당 8 또는 16비트로 씁니다. 부동소수점은 EXR이 담습니다"});
  }
  if (image.bytes() > file_bytes_max) {
    return fail(ErrorKind::too_large,
                {"size: {} bytes of samples are over the {} of a TIFF", "размер: {} байт отсчётов больше {} для TIFF",
                 "크기: 샘플 {}바이트가 TIFF 한도 {}바이트를 넘습니다"},
                image.bytes(), file_bytes_max);
  }
  const auto file = create_tiff();
  if (!file->tiff) return tiff_failed(*file);
  describe(file->tiff.get(), image, options);
  add_texts(file->tiff.get(), image, options);
  std::vector<std::byte> row(image.row_bytes());  // the predictor works in place
  for (int y = 0; y < image.height(); ++y) {
    if (y % rows_between_checks == 0) TRY_VOID(run.check());
    std::copy_n(image.data() + image.row_bytes() * y, row.size(), row.begin());
    if (TIFFWriteScanline(file->tiff.get(), row.data(), static_cast<std::uint32_t>(y), 0) != 1) {
      return tiff_failed(*file);
    }
  }
  file->tiff.reset();  // writes the rest
  if (!file->trouble.empty()) return tiff_failed(*file);
  return std::move(file->output);
}

}  // namespace atelier
