#include "base/fields.h"

#include <gmock/gmock.h>

namespace atelier {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Swatch {
  std::string color;
  std::string weave = "plain";
  int size = 1024;
  std::int64_t seed = 1;
  std::optional<double> tile_mm;
  bool photo = true;
  std::vector<std::string> tags;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("color", &Swatch::color, Phrase{"colour", "цвет", "색"}, Required{}, Alias{"colour"}, Example{"navy blue"});
    visit("weave", &Swatch::weave, Phrase{"weave", "", ""}, Choices{[] {
            return std::vector<std::string_view>{"plain", "twill", "satin"};
          }});
    visit("size", &Swatch::size, Phrase{"pixels", "", ""}, Range{64, 8192}, Example{"2048"},
          Group{{"Output", "Вывод", "출력"}});
    visit("seed", &Swatch::seed, Phrase{"seed", "", ""}, Range{0, 9007199254740991.0});
    visit("tile_mm", &Swatch::tile_mm, Phrase{"tile", "", ""}, Range{4, 400});
    visit("photo", &Swatch::photo, Phrase{"photo", "", ""});
    visit("tags", &Swatch::tags, Phrase{"tags", "", ""}, Range{0, 3});
  }
};

const FieldInfo& field(std::string_view name) {
  static const std::vector<FieldInfo> all = fields_of<Swatch>();
  for (const FieldInfo& info : all) {
    if (info.name == name) return info;
  }
  throw std::runtime_error("no such field");
}

Error refused(const char* json) {
  const Result<Swatch> swatch = request_from_json<Swatch>(Json::parse(json));
  if (swatch.ok()) {
    ADD_FAILURE() << json << " was accepted";
    return {};
  }
  EXPECT_EQ(swatch.error().kind, ErrorKind::invalid_argument);
  EXPECT_FALSE(swatch.error().message.ru.empty());
  EXPECT_FALSE(swatch.error().message.ko.empty());
  return swatch.error();
}

TEST(Fields, ReadsARequestAndKeepsDefaults) {
  const Result<Swatch> swatch =
      request_from_json<Swatch>(Json::parse(R"({"colour": "navy", "tile_mm": 12, "tags": ["a"]})"));
  ASSERT_TRUE(swatch.ok()) << swatch.error().message.en;
  EXPECT_EQ(swatch->color, "navy");
  EXPECT_EQ(swatch->size, 1024);
  EXPECT_EQ(swatch->tile_mm, 12.0);
  EXPECT_EQ(swatch->tags.size(), 1u);
}

TEST(Fields, SurvivesTheWayToJsonAndBack) {
  Swatch swatch;
  swatch.color = "네이비";
  const Result<Swatch> back = request_from_json<Swatch>(request_to_json(swatch));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(request_to_json(*back), request_to_json(swatch));
  EXPECT_FALSE(request_to_json(swatch).contains("tile_mm"));
}

TEST(Fields, NamesTheNearestFieldForAnUnknownOne) {
  const Error error = refused(R"({"color": "navy", "siez": 100})");
  EXPECT_EQ(error.field, "siez");
  EXPECT_THAT(error.hint.en, HasSubstr("size"));
  EXPECT_THAT(refused(R"({"color": "navy", "banana": 100})").hint.en, HasSubstr("color, weave, size"));
}

TEST(Fields, RefusesAMissingOrEmptyRequiredField) {
  EXPECT_THAT(refused("{}").message.en, StartsWith("color: "));
  EXPECT_THAT(refused(R"({"color": null})").message.en, StartsWith("color: "));
  EXPECT_THAT(refused(R"({"color": ""})").message.en, StartsWith("color: "));
  EXPECT_THAT(refused(R"({"color": "  "})").message.en, StartsWith("color: "));
}

TEST(Fields, RefusesAFieldGivenUnderBothNames) {
  EXPECT_THAT(refused(R"({"color": "a", "colour": "b"})").message.en,
              StartsWith("color: given twice, also as \"colour\""));
}

TEST(Fields, RefusesIntegersThatAreNoneAndNamesTheRange) {
  for (const char* size : {"12.5", "1e9", "-1", "0", "63", "8193", "\"128\"", "true", "99999999999999999999"}) {
    const Error error = refused(fmt::format(R"({{"color": "navy", "size": {}}})", size).c_str());
    EXPECT_THAT(error.message.en, StartsWith("size: ")) << size;
    EXPECT_THAT(error.hint.en, HasSubstr("64 to 8192")) << size;
    EXPECT_THAT(error.hint.ru, HasSubstr("от 64 до 8192")) << size;
    EXPECT_EQ(error.field, "size");
  }
}

TEST(Fields, WritesWideRangesAsIntegers) {
  EXPECT_THAT(refused(R"({"color": "navy", "seed": -1})").message.en, HasSubstr("0 to 9007199254740991"));
}

TEST(Fields, RefusesNumbersThatAreNotFinite) {
  Json params = {{"color", "navy"}, {"tile_mm", std::numeric_limits<double>::quiet_NaN()}};
  EXPECT_FALSE(request_from_json<Swatch>(params).ok());
  params["tile_mm"] = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(request_from_json<Swatch>(params).ok());
}

TEST(Fields, RefusesBadTextWithoutEchoingItWhole) {
  EXPECT_THAT(refused(R"({"color": "a\u0007b"})").message.en, HasSubstr("U+0007"));
  EXPECT_THAT(refused(R"({"color": 7})").message.en, HasSubstr("7 is not text"));
  Json params = {{"color", "ab\xFF"}};
  const Result<Swatch> bad_bytes = request_from_json<Swatch>(params);
  ASSERT_FALSE(bad_bytes.ok());
  EXPECT_THAT(bad_bytes.error().message.en, HasSubstr("byte 3"));
  params["color"] = std::string(10000, 'x');
  const Result<Swatch> too_long = request_from_json<Swatch>(params);
  ASSERT_FALSE(too_long.ok());
  EXPECT_LT(too_long.error().message.en.size(), 200u);
  EXPECT_THAT(too_long.error().message.en, HasSubstr("10000 bytes"));
  params = {{"color", "navy"}, {std::string(10000, 'k'), 1}};
  EXPECT_LT(request_from_json<Swatch>(params).error().message.en.size(), 200u);
}

TEST(Fields, RefusesAChoiceThatIsNotThere) {
  EXPECT_THAT(refused(R"({"color": "navy", "weave": "twil"})").hint.en, HasSubstr("twill"));
  EXPECT_THAT(refused(R"({"color": "navy", "weave": "zzzzzzz"})").hint.en, HasSubstr("plain, twill, satin"));
  EXPECT_THAT(refused(R"({"color": "navy", "weave": ""})").message.en, StartsWith("weave: "));
}

TEST(Fields, RefusesListsThatAreTooLongOrHoldOtherThings) {
  EXPECT_THAT(refused(R"({"color": "navy", "tags": ["a", "b", "c", "d"]})").message.en, StartsWith("tags: "));
  EXPECT_THAT(refused(R"({"color": "navy", "tags": ["a", 1]})").message.en, StartsWith("tags: "));
  EXPECT_THAT(refused(R"({"color": "navy", "tags": "a"})").message.en, StartsWith("tags: "));
}

TEST(Fields, RefusesWhatIsNoObject) {
  EXPECT_THAT(refused("[1]").message.en, HasSubstr("object"));
}

TEST(FieldText, ReadsEveryType) {
  EXPECT_EQ(field_from_text(field("size"), "128").value(), Json(128));
  EXPECT_EQ(field_from_text(field("tile_mm"), "0.5e1").value(), Json(5.0));
  EXPECT_EQ(field_from_text(field("color"), "навы").value(), Json("навы"));
  EXPECT_EQ(field_from_text(field("photo"), "no").value(), Json(false));
  EXPECT_EQ(field_from_text(field("tags"), "a, b,,c").value(), Json({"a", "b", "c"}));
}

TEST(FieldText, RefusesBadIntegersNamingFieldAndRemedy) {
  for (const char* text :
       {"12.5", "", "1e9", "+5", "NaN", "0x10", " 128", "128px", "99999999999999999999999", "-1", "0", "1000000000"}) {
    const Result<Json> value = field_from_text(field("size"), text);
    ASSERT_FALSE(value.ok()) << text;
    EXPECT_THAT(value.error().message.en, StartsWith("size: ")) << text;
    EXPECT_THAT(value.error().hint.en, HasSubstr("a whole number from 64 to 8192, for example \"2048\"")) << text;
  }
}

TEST(FieldText, RefusesBadNumbersAndFlags) {
  for (const char* text : {"nan", "inf", "-inf", "", "1,5", "1e999", "+1", "1.5mm", "401"}) {
    EXPECT_FALSE(field_from_text(field("tile_mm"), text).ok()) << text;
  }
  for (const char* text : {"", "maybe", "2", "TRUE "}) EXPECT_FALSE(field_from_text(field("photo"), text).ok()) << text;
}

TEST(FieldSchema, DescribesEveryField) {
  const Json schema = json_schema(fields_of<Swatch>(), "swatch", Lang::ru);
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema["required"], Json({"color"}));
  EXPECT_EQ(schema["additionalProperties"], false);
  const Json& all = schema["properties"];
  EXPECT_EQ(all["color"]["description"], "цвет");
  EXPECT_EQ(all["color"]["minLength"], 1);
  EXPECT_EQ(all["color"]["x-aliases"], Json({"colour"}));
  EXPECT_EQ(all["color"]["examples"], Json({"navy blue"}));
  EXPECT_FALSE(all["color"].contains("default"));
  EXPECT_EQ(all["weave"]["enum"], Json({"plain", "twill", "satin"}));
  EXPECT_EQ(
      all["size"].dump(),
      R"({"type":"integer","minimum":64,"maximum":8192,"description":"pixels","default":1024,"examples":[2048],"x-group":"Вывод"})");
  EXPECT_EQ(all["seed"]["maximum"].dump(), "9007199254740991");
  EXPECT_EQ(all["tile_mm"]["type"], "number");
  EXPECT_EQ(all["tags"]["items"]["type"], "string");
  EXPECT_EQ(all["tags"]["maxItems"], 3);
}

}  // namespace
}  // namespace atelier
