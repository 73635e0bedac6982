#pragma once

#include "jobs/kind.h"

namespace atelier {

/// A result as it is kept beside its files and sent by a runner; read back, it is the same.
/// {"files":[…],"primary":"…","facts":{…},"engine":{…},"summary":{…}}
Json result_record(const JobResult& result);

/// `record` is what result_record made; anything else throws nlohmann's exception.
JobResult result_of_record(const Json& record);

}  // namespace atelier
