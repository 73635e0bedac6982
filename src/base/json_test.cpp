#include "base/json.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace atelier {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string refusal(std::string_view text) {
  const Result<Json> value = parse_json(text, "test");
  if (value.ok()) {
    ADD_FAILURE() << "accepted: " << text.substr(0, 60);
    return "";
  }
  EXPECT_FALSE(value.error().message.ru.empty());
  EXPECT_FALSE(value.error().message.ko.empty());
  return value.error().message.en;
}

TEST(ParseJson, ReadsValuesAndKeepsTheOrderOfKeys) {
  const Result<Json> value = parse_json(R"({"b": [1, -2, 2.5, true, null], "a": {"c": "한\ud83e\uddf5"}})", "test");
  ASSERT_TRUE(value.ok()) << value.error().message.en;
  EXPECT_EQ(json_text(*value), R"({"b":[1,-2,2.5,true,null],"a":{"c":"한🧵"}})");
  EXPECT_EQ(parse_json(" 7 ", "test").value(), Json(7));
}

TEST(ParseJson, NamesLineAndColumn) {
  EXPECT_THAT(refusal("{\"a\": 1,\n \"색\": ?}"), StartsWith("test, line 2, column 7: "));
  EXPECT_THAT(refusal("nope"), StartsWith("test, line 1, column "));
}

TEST(ParseJson, SaysWhenTheTextIsCutShort) {
  for (const char* text : {"", "{", "[1,", "{\"a\"", "\"abc", "tru"})
    EXPECT_THAT(refusal(text), HasSubstr("ends before")) << text;
}

TEST(ParseJson, RefusesWhatFollowsTheValue) {
  EXPECT_THAT(refusal("{} x"), HasSubstr("follows"));
  EXPECT_THAT(refusal("1 2"), HasSubstr("follows"));
}

TEST(ParseJson, RefusesDuplicateKeys) {
  EXPECT_THAT(refusal(R"({"a": 1, "b": {"a": 2}, "a": 3})"), HasSubstr("\"a\" is there twice"));
  EXPECT_THAT(refusal(R"({"a": 1, "\u0061": 2})"), HasSubstr("twice"));
}

TEST(ParseJson, RefusesDepthOver64) {
  EXPECT_TRUE(parse_json(std::string(64, '[') + std::string(64, ']'), "test").ok());
  EXPECT_THAT(refusal(std::string(65, '[') + std::string(65, ']')),
              StartsWith("test, line 1, column 65: more than 64"));
  EXPECT_THAT(refusal(std::string(1'000'000, '[')), HasSubstr("64"));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(refusal(objects), HasSubstr("64"));
}

TEST(ParseJson, RefusesBadUnicode) {
  EXPECT_THAT(refusal("\"ab\xFF\""), StartsWith("test, line 1, column 4: not valid UTF-8"));
  EXPECT_THAT(refusal("\"\xED\xA0\x80\""), HasSubstr("UTF-8"));
  for (const char* text : {R"("\ud800")", R"("\udc00")", R"("\ud800\u0041")"}) EXPECT_FALSE(refusal(text).empty());
  EXPECT_FALSE(refusal("\"a\x01\"").empty());
}

TEST(ParseJson, RefusesNumbersThatAreNone) {
  EXPECT_THAT(refusal("1e999"), HasSubstr("out of range"));
  for (const char* text : {"NaN", "Infinity", "-", "01", "+1", ".5", "1.", "0x10"})
    EXPECT_FALSE(refusal(text).empty()) << text;
}

TEST(ParseJson, SkipsAByteOrderMark) {
  EXPECT_EQ(parse_json("\xEF\xBB\xBF[1]", "test").value(), Json({1}));
  EXPECT_FALSE(refusal("\xEF\xBB").empty());
}

TEST(ParseJson, LimitsBytesAndValues) {
  EXPECT_EQ(parse_json("[1, 2, 3]", "test", 4).error().kind, ErrorKind::too_large);
  std::string many = "[0";
  for (std::size_t i = 0; i < json_values_max; ++i) many += ",0";
  EXPECT_THAT(refusal(many + "]"), HasSubstr("million"));
}

TEST(ParseJson, ReadsManyKeysInLinearTime) {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":0";
  EXPECT_EQ(parse_json(text + "}", "test").value().size(), 200'000u);
}

TEST(JsonText, NeverThrowsOnBadBytes) {
  EXPECT_EQ(json_text(Json("a\xFF")), "\"a\xEF\xBF\xBD\"");
}

TEST(CanonicalJson, SortsKeysAndFixesNumbers) {
  const Json value = Json::parse(R"({"b": 2.0, "a": [1, 0.1, 1e21, -0.0, "é\n"], "Z": {"y": true, "x": null}})");
  EXPECT_EQ(canonical_json(value), R"({"Z":{"x":null,"y":true},"a":[1,0.1,1e+21,0,"é\n"],"b":2})");
}

TEST(CanonicalJson, IsTheSameForEveryOrderOfKeys) {
  EXPECT_EQ(canonical_json(Json::parse(R"({"a":1,"b":2})")), canonical_json(Json::parse(R"({"b":2.0,"a":1})")));
}

}  // namespace
}  // namespace atelier
