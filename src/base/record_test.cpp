#include "base/record.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace atelier {
namespace {

TEST(Record, AnErrorOfEveryKindReadsBackAsItself) {
  for (const ErrorRow& row : error_rows()) {
    const Error error = fail(row.kind, {"size {}", "размер {}", "크기 {}"}, 3)
                            .with_hint({"Ask for less.", "Меньше.", "작게."})
                            .with_field("size");
    const Error read = error_of_record(error_record(error));
    EXPECT_EQ(read.kind, row.kind);
    EXPECT_EQ(read.message.ko, "크기 3");
    EXPECT_EQ(read.hint.ru, "Меньше.");
    EXPECT_EQ(read.field, "size");
  }
}

TEST(Record, LeavesOutWhatIsNotSaid) {
  EXPECT_EQ(json_text(error_record(fail(ErrorKind::timed_out, {"60 s", "", ""}))),
            R"({"kind":"timed_out","message":{"en":"60 s"}})");
}

TEST(Record, WhatALaterVersionWroteIsInternalWithAllOfIt) {
  for (const char* text : {R"({"kind":"weary","message":{"en":"x"}})", "[1]", "null", R"({"kind":7})"}) {
    const Error read = error_of_record(Json::parse(text));
    EXPECT_EQ(read.kind, ErrorKind::internal);
    EXPECT_EQ(read.message.en, text);
  }
}

TEST(Record, WrongTypesInsideDoNoHarm) {
  const Error read = error_of_record(Json::parse(R"({"kind":"denied","message":"no","hint":{"en":5}})"));
  EXPECT_EQ(read.kind, ErrorKind::denied);
  EXPECT_TRUE(read.message.empty());
  EXPECT_TRUE(read.hint.empty());
}

}  // namespace
}  // namespace atelier
