#include "imaging/codecs/tiff_file.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <new>

namespace atelier {
namespace {

constexpr tmsize_t piece_bytes_max = tmsize_t{512} << 20;

TiffFile& file_of(thandle_t handle) {
  return *static_cast<TiffFile*>(handle);
}

tmsize_t read_some(thandle_t handle, void* to, tmsize_t count) {
  TiffFile& file = file_of(handle);
  const ByteView from = file.input.empty() ? ByteView(file.output) : file.input;
  if (count < 0 || file.at > from.size()) return 0;
  const std::size_t given = std::min(static_cast<std::size_t>(count), from.size() - file.at);
  if (given > 0) std::memcpy(to, from.data() + file.at, given);
  file.at += given;
  return static_cast<tmsize_t>(given);
}

tmsize_t write_some(thandle_t handle, void* from, tmsize_t count) {
  TiffFile& file = file_of(handle);
  if (!file.input.empty() || count < 0) return 0;
  const std::size_t end = file.at + static_cast<std::size_t>(count);
  try {
    if (end > file.output.size()) file.output.resize(end);
  } catch (const std::bad_alloc&) {
    return 0;
  }
  if (count > 0) std::memcpy(file.output.data() + file.at, from, static_cast<std::size_t>(count));
  file.at = end;
  return count;
}

toff_t seek(thandle_t handle, toff_t offset, int from) {
  TiffFile& file = file_of(handle);
  const std::size_t size = file.input.empty() ? file.output.size() : file.input.size();
  file.at = from == SEEK_SET ? offset : from == SEEK_CUR ? file.at + offset : size + offset;
  return file.at;
}

toff_t size_of(thandle_t handle) {
  const TiffFile& file = file_of(handle);
  return file.input.empty() ? file.output.size() : file.input.size();
}

int map(thandle_t handle, void** base, toff_t* size) {
  const TiffFile& file = file_of(handle);
  if (file.input.empty()) return 0;
  *base = const_cast<std::byte*>(file.input.data());
  *size = file.input.size();
  return 1;
}

void unmap(thandle_t, void*, toff_t) {}

int close(thandle_t) {
  return 0;
}

// The first error says the cause; those that follow are its consequences.
int note_trouble(TIFF*, void* user, const char*, const char* format, va_list arguments) {
  auto& trouble = *static_cast<std::string*>(user);
  if (!trouble.empty()) return 1;
  char text[256];
  std::vsnprintf(text, sizeof text, format, arguments);
  trouble = text;
  return 1;
}

int ignore(TIFF*, void*, const char*, const char*, va_list) {
  return 1;
}

struct FreeOptions {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

void open(TiffFile& file, const char* mode) {
  const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  if (!options) throw std::bad_alloc();
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), piece_bytes_max);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), note_trouble, &file.trouble);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), ignore, nullptr);
  file.tiff.reset(TIFFClientOpenExt("picture", mode, &file, read_some, write_some, seek, close, size_of, map, unmap,
                                    options.get()));
}

}  // namespace

std::unique_ptr<TiffFile> open_tiff(ByteView file) {
  auto opened = std::make_unique<TiffFile>();
  opened->input = file;
  open(*opened, "r");
  return opened;
}

std::unique_ptr<TiffFile> create_tiff() {
  auto created = std::make_unique<TiffFile>();
  open(*created, "wl");
  return created;
}

ByteView tiff_bytes(TIFF* tiff, std::uint32_t tag) {
  std::uint32_t count = 0;
  const std::byte* bytes = nullptr;
  if (!TIFFGetField(tiff, tag, &count, &bytes) || !bytes) return {};
  return {bytes, count};
}

std::string tiff_xmp(ByteView file) {
  const auto opened = open_tiff(file);
  if (!opened->tiff) return {};
  return std::string(as_text(tiff_bytes(opened->tiff.get(), TIFFTAG_XMLPACKET)));
}

}  // namespace atelier
