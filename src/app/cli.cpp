#include "app/cli.h"

#include "jobs/kind.h"

namespace atelier {

int run_cli(int, char**) { return job_kinds().empty() ? 1 : 0; }

}  // namespace atelier
