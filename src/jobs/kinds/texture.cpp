#include "jobs/kinds/texture.h"

namespace atelier {

Result<JobResult> run_texture(const Json&, const std::filesystem::path&, RunContext&) {
  return fail(ErrorKind::unsupported, {"texture", "", ""});
}

Result<std::string> texture_folder_name(const Json&) {
  return std::string("texture");
}

}  // namespace atelier
