#include "jobs/request_list.h"

#include <gmock/gmock.h>

#include "jobs/csv.h"
#include "jobs/kind.h"

namespace atelier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<std::vector<ListedRequest>> read(std::string_view text, const Json& defaults = Json::object()) {
  return read_request_list(text, "list", find_job_kind("texture")->fields(), defaults);
}

std::string refused(std::string_view text) {
  const auto requests = read(text);
  if (requests.ok()) return "read";
  EXPECT_EQ(requests.error().kind, ErrorKind::invalid_argument);
  EXPECT_EQ(requests.error().field, "batch");
  return requests.error().message.en + " / " + requests.error().hint.en;
}

TEST(Csv, CellsAsRfc4180HasThem) {
  const auto rows = read_csv("a,b,c\r\n1,\"two, \"\"2\"\"\",\n\n\"line\none\",,3\n");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_THAT(rows[1].cells, ElementsAre("1", "two, \"2\"", ""));
  EXPECT_EQ(rows[1].line, 2);
  EXPECT_THAT(rows[2].cells, ElementsAre("line\none", "", "3"));
  EXPECT_EQ(rows[2].line, 4);
}

TEST(Csv, SeparatorIsWhatTheFirstRowHas) {
  EXPECT_THAT(read_csv("a;b\n1,5;2")[1].cells, ElementsAre("1,5", "2"));
  EXPECT_THAT(read_csv("a\tb\n1\t2")[1].cells, ElementsAre("1", "2"));
  EXPECT_THAT(read_csv("\"a;x\",b\n1,2")[1].cells, ElementsAre("1", "2"));
}

TEST(RequestList, CsvRowsBecomeCheckedParams) {
  const auto requests =
      read("Product,material,colour,size,name\nshirt,poplin,white,256,first\n\njeans,denim,\"indigo\",,\n");
  ASSERT_TRUE(requests.ok());
  ASSERT_EQ(requests->size(), 2u);
  const ListedRequest& first = requests->front();
  EXPECT_EQ(first.line, 2);
  EXPECT_EQ(first.name, "first");
  ASSERT_TRUE(first.params.ok());
  EXPECT_EQ((*first.params)["color"], "white");
  EXPECT_EQ((*first.params)["size"], 256);
  EXPECT_EQ(requests->back().line, 4);
  EXPECT_FALSE(requests->back().params->contains("size"));
}

TEST(RequestList, JsonInAllItsForms) {
  constexpr std::string_view one = R"({"product":"shirt","material":"poplin","color":"white"})";
  for (const std::string& text : {fmt::format("[{},{}]", one, one), fmt::format("{}\n{}\n", one, one),
                                  fmt::format("\xEF\xBB\xBF{}\r\n\r\n{}", one, one)}) {
    const auto requests = read(text);
    ASSERT_TRUE(requests.ok()) << text;
    ASSERT_EQ(requests->size(), 2u);
    EXPECT_TRUE(requests->back().params.ok());
  }
  EXPECT_EQ(read("{\n \"product\": \"shirt\",\n \"material\": \"poplin\", \"color\": \"white\"\n}")->size(), 1u);
}

TEST(RequestList, DefaultsHoldWhereTheRequestSaysNothing) {
  const auto requests =
      read("product,colour\nshirt,red\nshirt,\n", {{"material", "poplin"}, {"color", "navy"}, {"size", 128}});
  ASSERT_TRUE(requests.ok());
  EXPECT_EQ((*requests->front().params)["color"], "red");
  EXPECT_EQ((*requests->back().params)["color"], "navy");
  EXPECT_EQ((*requests->back().params)["size"], 128);
}

TEST(RequestList, OneBadRequestIsToldInItsPlaceAndTheOthersStand) {
  const auto requests = read(
      "product,material,color,size\nshirt,poplin,white,64\nshirt,poplin,white,sixty\nshirt,poplin,white,64,extra\n"
      "shirt,,white,64\nshirt,poplin,\"white\n");
  ASSERT_TRUE(requests.ok());
  ASSERT_EQ(requests->size(), 5u);
  EXPECT_TRUE((*requests)[0].params.ok());
  EXPECT_THAT((*requests)[1].params.error().message.en, HasSubstr("size"));
  EXPECT_THAT((*requests)[2].params.error().message.en, HasSubstr("5 cells"));
  EXPECT_THAT((*requests)[3].params.error().message.en, HasSubstr("material"));
  EXPECT_THAT((*requests)[4].params.error().message.en, HasSubstr("quote"));
  EXPECT_EQ((*requests)[4].line, 6);
  const auto lines =
      read("{\"product\":\"shirt\"}\n{broken\n7\n{\"prodct\":\"shirt\",\"material\":\"x\",\"color\":\"y\"}\n");
  ASSERT_TRUE(lines.ok());
  for (const ListedRequest& line : *lines) EXPECT_FALSE(line.params.ok()) << line.line;
  EXPECT_THAT((*lines)[3].params.error().hint.en, HasSubstr("product"));
}

TEST(RequestList, NamesThatLeaveTheFolderAreRefused) {
  for (const std::string_view name : {"../x", "a/b", "..", ".hidden", "/abs"}) {
    const auto requests = read(fmt::format(R"({{"product":"a","material":"b","color":"c","name":"{}"}})", name));
    ASSERT_TRUE(requests.ok());
    ASSERT_FALSE(requests->front().params.ok()) << name;
    EXPECT_THAT(requests->front().params.error().message.en, HasSubstr("name"));
  }
}

TEST(RequestList, WhatIsWrongWithTheWholeListIsOneError) {
  EXPECT_THAT(refused(""), HasSubstr("no request"));
  EXPECT_THAT(refused(" \n\n"), HasSubstr("no request"));
  EXPECT_THAT(refused("[]"), HasSubstr("no request"));
  EXPECT_THAT(refused("product,material,color\n"), HasSubstr("no request"));
  EXPECT_THAT(refused("product,materal\nshirt,poplin\n"), HasSubstr("material"));
  EXPECT_THAT(refused("product,product\nshirt,poplin\n"), HasSubstr("twice"));
  EXPECT_THAT(refused("product\xFF,material\n"), HasSubstr("UTF-8"));
  EXPECT_THAT(refused("[{\"product\":"), HasSubstr("list"));
  EXPECT_THAT(refused("just words\n"), HasSubstr("first row"));
}

}  // namespace
}  // namespace atelier
