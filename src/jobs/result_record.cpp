#include "jobs/result_record.h"

#include <nlohmann/json.hpp>

#include "base/record.h"

namespace atelier {

Json result_record(const JobResult& result) {
  Json files = Json::array();
  for (const std::filesystem::path& file : result.files) files.push_back(file.generic_string());
  return {{"files", std::move(files)},
          {"primary", result.primary.generic_string()},
          {"facts", result.facts},
          {"engine", text_record(result.engine)},
          {"summary", text_record(result.summary)}};
}

JobResult result_of_record(const Json& record) {
  JobResult result;
  for (const Json& file : record.at("files")) result.files.emplace_back(file.get<std::string>());
  result.primary = record.at("primary").get<std::string>();
  result.facts = record.at("facts");
  result.engine = text_of_record(record.at("engine"));
  result.summary = text_of_record(record.at("summary"));
  return result;
}

}  // namespace atelier
