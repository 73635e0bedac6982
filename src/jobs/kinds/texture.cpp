#include "jobs/kinds/texture.h"

namespace atelier {

Result<JobResult> run_texture(const Json&, const std::filesystem::path&, RunContext&) {
  return fail(ErrorKind::unsupported, {"texture", "", ""});
}

}  // namespace atelier
