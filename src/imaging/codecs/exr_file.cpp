#include "imaging/codecs/exr_file.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace atelier {
namespace {

constexpr int side_px_max = 1 << 20;  // a bound for OpenEXRCore's own sums; DecodeLimits has the real one

std::int64_t read_at(exr_const_context_t, void* user, void* to, std::uint64_t count, std::uint64_t offset,
                     exr_stream_error_func_ptr_t) {
  const auto& file = *static_cast<ExrFile*>(user);
  if (offset > file.input.size()) return -1;
  const std::uint64_t given = std::min<std::uint64_t>(count, file.input.size() - offset);
  if (given > 0) std::memcpy(to, file.input.data() + offset, given);
  return static_cast<std::int64_t>(given);
}

std::int64_t write_at(exr_const_context_t, void* user, const void* from, std::uint64_t count, std::uint64_t offset,
                      exr_stream_error_func_ptr_t) {
  auto& file = *static_cast<ExrFile*>(user);
  try {
    if (offset + count > file.output.size()) file.output.resize(offset + count);
  } catch (const std::bad_alloc&) {
    return -1;
  }
  if (count > 0) std::memcpy(file.output.data() + offset, from, count);
  return static_cast<std::int64_t>(count);
}

std::int64_t size_of(exr_const_context_t, void* user) {
  return static_cast<std::int64_t>(static_cast<ExrFile*>(user)->input.size());
}

void note_trouble(exr_const_context_t context, exr_result_t, const char* text) {
  void* user = nullptr;
  if (!context || exr_get_user_data(context, &user) != EXR_ERR_SUCCESS || !user) return;
  auto& file = *static_cast<ExrFile*>(user);
  if (file.trouble.empty()) file.trouble = text;
}

exr_context_initializer_t settings(ExrFile& file) {
  exr_context_initializer_t init = EXR_DEFAULT_CONTEXT_INITIALIZER;
  init.user_data = &file;
  init.error_handler_fn = note_trouble;
  init.max_image_width = init.max_image_height = side_px_max;
  init.max_tile_width = init.max_tile_height = side_px_max;
  return init;
}

}  // namespace

ExrFile::~ExrFile() {
  if (context) exr_finish(&context);
}

std::unique_ptr<ExrFile> open_exr(ByteView bytes) {
  auto file = std::make_unique<ExrFile>();
  file->input = bytes;
  exr_context_initializer_t init = settings(*file);
  init.read_fn = read_at;
  init.size_fn = size_of;
  init.flags = EXR_CONTEXT_FLAG_DISABLE_CHUNK_RECONSTRUCTION;
  if (exr_start_read(&file->context, "picture", &init) != EXR_ERR_SUCCESS) file->context = nullptr;
  return file;
}

std::unique_ptr<ExrFile> create_exr() {
  auto file = std::make_unique<ExrFile>();
  exr_context_initializer_t init = settings(*file);
  init.write_fn = write_at;
  if (exr_start_write(&file->context, "picture", EXR_WRITE_FILE_DIRECTLY, &init) != EXR_ERR_SUCCESS) {
    file->context = nullptr;
  }
  return file;
}

std::string exr_xmp(ByteView bytes) {
  const auto file = open_exr(bytes);
  std::int32_t length = 0;
  const char* text = nullptr;
  if (!file->context || exr_attr_get_string(file->context, 0, "xmp", &length, &text) != EXR_ERR_SUCCESS) return {};
  return text && length > 0 ? std::string(text, static_cast<std::size_t>(length)) : std::string();
}

}  // namespace atelier
