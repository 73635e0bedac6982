#include "fabric/set/files/write_material.h"

#include "base/files.h"
#include "base/sha256.h"
#include "base/zip_file.h"

namespace atelier {
namespace {

constexpr std::size_t picture_bytes_max = std::size_t{1} << 32;

struct Writer {
  const char* format;
  std::string (*text)(const SetMaterial&);
};
constexpr Writer writers[] = {{"gltf", gltf_file}, {"mtlx", materialx_file}, {"u3m", u3m_file}};

// The maps that u3m_file names.
constexpr std::string_view u3m_maps[] = {"diff", "nor_gl", "rough", "disp", "opacity", "transl"};

Result<MaterialFile> write_archive(const SetMaterial& material, const std::filesystem::path& folder) {
  const std::string name = material.slug + ".u3ma";
  TRY(ZipFile zip, ZipFile::create(folder / name));
  TRY_VOID(zip.add(material.slug + ".u3m", u3m_file(material)));
  std::vector<std::string> pictures;
  for (const std::string_view map_name : u3m_maps) {
    if (const MaterialMap* map = material.find(map_name)) pictures.push_back(map->file);
  }
  if (!material.preview.file.empty()) pictures.push_back(material.preview.file);
  for (const std::string& picture : pictures) {
    TRY(const std::string bytes, read_file(folder / picture, picture_bytes_max));
    TRY_VOID(zip.add(picture, bytes));
  }
  TRY_VOID(zip.finish());
  TRY(const std::string whole, read_file(folder / name, picture_bytes_max));
  return MaterialFile{"u3ma", name, sha256_hex(whole)};
}

}  // namespace

Result<std::vector<MaterialFile>> write_material_files(const SetMaterial& material, const std::filesystem::path& folder,
                                                       bool archive) {
  std::vector<MaterialFile> files;
  for (const Writer& writer : writers) {
    const std::string text = writer.text(material), name = material.slug + "." + writer.format;
    TRY_VOID(write_file(folder / name, text));
    files.push_back({writer.format, name, sha256_hex(text)});
  }
  if (archive) {
    TRY(MaterialFile file, write_archive(material, folder));
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace atelier
