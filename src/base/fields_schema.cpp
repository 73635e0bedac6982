#include <cmath>

#include "base/fields.h"

namespace atelier {

namespace {

/// Limits of integers are written as integers.
Json limit(const FieldInfo& field, double value) {
  return field.type == FieldType::number ? Json(value) : Json(std::llround(value));
}

void describe_text(const FieldInfo& field, Json& schema) {
  schema["type"] = "string";
  if (!field.choices.empty()) {
    Json& values = schema["enum"] = Json::array();
    for (const std::string_view choice : field.choices) values.push_back(std::string(choice));
    return;
  }
  if (field.required) schema["minLength"] = 1;
  schema["maxLength"] = field.bytes_max;
  schema["x-max-bytes"] = field.bytes_max;
}

void describe_type(const FieldInfo& field, Json& schema) {
  const bool list = field.type == FieldType::text_list;
  switch (field.type) {
    case FieldType::text:
      describe_text(field, schema);
      return;
    case FieldType::flag:
      schema["type"] = "boolean";
      return;
    case FieldType::integer:
      schema["type"] = "integer";
      break;
    case FieldType::number:
      schema["type"] = "number";
      break;
    case FieldType::text_list:
      schema["type"] = "array";
      describe_text(field, schema["items"]);
      break;
  }
  if (field.range) {
    schema[list ? "minItems" : "minimum"] = limit(field, field.range->min);
    schema[list ? "maxItems" : "maximum"] = limit(field, field.range->max);
  } else if (list) {
    schema["maxItems"] = list_items_max;
  }
}

Json property(const FieldInfo& field, Lang lang) {
  Json schema = Json::object();
  describe_type(field, schema);
  schema["description"] = std::string(field.help.in(lang));
  if (!field.default_value.is_null()) schema["default"] = field.default_value;
  if (!field.example.empty()) {
    const Result<Json> example = field_from_text(field, field.example);
    if (example.ok()) schema["examples"] = Json::array({*example});
  }
  if (!field.group.en.empty()) schema["x-group"] = std::string(field.group.in(lang));
  if (!field.aliases.empty()) {
    Json& aliases = schema["x-aliases"] = Json::array();
    for (const std::string_view alias : field.aliases) aliases.push_back(std::string(alias));
  }
  return schema;
}

}  // namespace

Json json_schema(const std::vector<FieldInfo>& fields, std::string_view title, Lang lang) {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", std::string(title)},
                 {"type", "object"},
                 {"properties", Json::object()},
                 {"required", Json::array()},
                 {"additionalProperties", false}};
  for (const FieldInfo& field : fields) {
    schema["properties"][std::string(field.name)] = property(field, lang);
    if (field.required) schema["required"].push_back(std::string(field.name));
  }
  return schema;
}

}  // namespace atelier
