#include "model/result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lawtrace {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

std::string AsOption(const std::string& name) {
  return "--" + name;
}

TEST(ResultTest, EachEdgeSpellsAField) {
  const Error error =
      FailAt("known_at", "'x' is no day; name it beside " + Phrase(lawtrace::Field{"country"}))
          .value();
  EXPECT_EQ(error.Message(), "known_at: 'x' is no day; name it beside country");
  EXPECT_EQ(error.Message(&AsOption), "--known_at: 'x' is no day; name it beside --country");
  EXPECT_EQ(error.Spelled(&AsOption).Message(), error.Message(&AsOption));
  EXPECT_EQ(error.Spelled(&AsOption).faults.front().field, "known_at");
}

// What a user wrote is never taken for the name of a field.
TEST(ResultTest, QuotedWordsStayAsTheyAre) {
  const Error error = FailAt("at", "'--known-at {at} at' is no day").value();
  EXPECT_EQ(error.Message(&AsOption), "--at: '--known-at {at} at' is no day");
}

TEST(ResultTest, EveryLineIsAFault) {
  const Error error(ErrorCode::kInvalidInput, "one\ntwo\n");
  EXPECT_THAT(error.faults.size(), 2U);
  EXPECT_EQ(error.Message(), "one\ntwo");
  EXPECT_EQ(Error(ErrorCode::kNotFound, "").faults.size(), 1U);
}

TEST(ResultTest, OnlyFaultsWithoutAFieldGetOne) {
  Error error(ErrorCode::kInvalidInput, {Fault{.field = "group", .words = "group 'x' is unknown"},
                                         Fault{.words = "is late"}});
  error = std::move(error).At("at");
  EXPECT_THAT(error.faults, ElementsAre(Field(&Fault::field, "group"), Field(&Fault::field, "at")));
  EXPECT_EQ(error.Message(), "group 'x' is unknown\nat: is late");
}

TEST(ResultTest, TheContextStandsBeforeTheFirstFault) {
  EXPECT_EQ(Error(ErrorCode::kInvalidInput, "a\nb").WithContext("file.csv").Message(),
            "file.csv: a\nb");
}

}  // namespace
}  // namespace lawtrace
