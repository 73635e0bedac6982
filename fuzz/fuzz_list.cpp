#include <cstdlib>

#include <nlohmann/json.hpp>

#include "fuzz/fuzz.h"
#include "jobs/kind.h"
#include "jobs/request_list.h"

/// Lists of requests: CSV, JSON and JSON lines. Each request that counts as good must be one that its kind takes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace atelier;
  static const std::vector<FieldInfo> fields = find_job_kind("texture")->fields();
  static const Json defaults = {{"product", "shirt"}, {"material", "poplin"}};
  const auto list = read_request_list(as_text(fuzz::view(data, size)), "input", fields, defaults);
  if (!list.ok()) return 0;
  for (const ListedRequest& request : *list) {
    if (request.line < 1) std::abort();
    if (!request.params.ok()) continue;
    Json params = *request.params;
    if (!check_fields(fields, params).ok()) std::abort();
  }
  return 0;
}
