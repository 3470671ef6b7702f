#include "ingest/observation_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::ingest {
namespace {

using ::testing::SizeIs;

class ObservationFormatTest : public testing::Test {
 protected:
  Result<std::vector<Observation>> Answers(const std::string& text) const {
    return ParseObservations(ParseRecords("f.csv", text, AnswerColumns()).value(), index_,
                             Day::Of(2025, 6, 30));
  }
  Result<std::vector<PublishedFigure>> Figures(const std::string& text) const {
    return ParseFigures(ParseRecords("f.csv", text, FigureColumns()).value(), index_);
  }

  Index index_ = SmallIndex();
};

TEST_F(ObservationFormatTest, AnAnswerPerRow) {
  const auto answers = Answers(
      "country,indicator,answer,reference,comment,flags,score,effective,earliest,latest,basis,kind,"
      "event,at,known_at\n"
      "UK,aa1,50,2019-12-31,\"why, then\",,50,2019,,,convention,coding,1,2020-01-01,\n"
      "PT,aa1,not_applicable,2019-06-30,,,,,,,,,,,\n"
      "PT,aa1,75,2019-12-31,,unlisted,,,,,,,,,\n"
      "PT,ab2,67,2019-12-31,,unlisted,,,,,,,,,\n");
  ASSERT_TRUE(answers) << answers.error().Message();
  ASSERT_THAT(*answers, SizeIs(4));
  const Observation& first = answers->at(0);
  EXPECT_EQ(first.country, "GB");
  EXPECT_EQ(first.indicator, "aa1");
  EXPECT_EQ(first.reference, Day::Of(2019, 12, 31));
  EXPECT_EQ(first.answer, Answer::Option("50"));
  EXPECT_EQ(first.comment, "why, then");
  EXPECT_EQ(first.place, "line 2");
  EXPECT_FALSE(first.is_unlisted);
  EXPECT_EQ(answers->at(1).answer, Answer::NotApplicable());
  EXPECT_TRUE(answers->at(2).is_unlisted);
  EXPECT_FALSE(answers->at(3).is_unlisted);  // It is an option, whatever the flag says.
}

TEST_F(ObservationFormatTest, EachFaultOfAnswersHasItsLine) {
  const auto answers = Answers(
      "country,indicator,answer,reference,flags\n"
      "XX,aa1,50,2019-12-31,\n"
      "PT,zz,50,2019-12-31,\n"
      "PT,ac_new,50,2019-12-31,\n"
      "PT,aa1,75,2019-12-31,\n"
      "PT,aa1,much,2019-12-31,unlisted\n"
      "PT,aa1,50,2019,\n"
      "PT,aa1,50,1949-12-31,\n"
      "PT,aa1,50,2046-12-31,\n"
      "PT,aa1,,2019-12-31,\n"
      ",aa1,50,2019-12-31,\n"
      "GB,aa1,50,2019-12-31,\n"
      "UK,aa1,0,2019-12-31,\n"
      "PT,ac3,50,2019-12-31,odd\n");
  ASSERT_FALSE(answers);
  EXPECT_EQ(answers.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(answers.error().Message(),
            "f.csv:2: country 'XX' is not in the index\n"
            "f.csv:3: indicator 'zz' is not in the index\n"
            "f.csv:4: 'ac_new' is computed from ac3, ac4; record those instead\n"
            "f.csv:5: answer '75' is not an option of aa1; write one of 0, 50, 100\n"
            "f.csv:6: answer 'much' is not an option of aa1; write one of 0, 50, 100\n"
            "f.csv:6: states the same country, indicator and reference day as line 5; keep one of "
            "them\n"
            "f.csv:7: reference: '2019' is not a day; write YYYY-MM-DD\n"
            "f.csv:8: reference 1949-12-31 is before 1950; check the year\n"
            "f.csv:9: reference 2046-12-31 is more than 20 years ahead; check the year\n"
            "f.csv:10: column 'answer' is empty; fill it\n"
            "f.csv:11: column 'country' is empty; fill it\n"
            "f.csv:13: states the same country, indicator and reference day as line 12; keep one "
            "of them\n"
            "f.csv:14: flags: 'odd' is unknown; write unlisted or nothing");
}

TEST_F(ObservationFormatTest, AMissingColumnIsSaidOnce) {
  EXPECT_EQ(Answers("country,answer\nPT,50\nPT,0\n").error().Message(),
            "f.csv:1: the column 'indicator' is missing; add it\n"
            "f.csv:1: the column 'reference' is missing; add it");
  EXPECT_EQ(Figures("country\nPT\n").error().Message(),
            "f.csv:1: the column 'node' is missing; add it\n"
            "f.csv:1: the column 'score' is missing; add it\n"
            "f.csv:1: the column 'at' is missing; add it");
}

TEST_F(ObservationFormatTest, AFigurePerRow) {
  const auto figures = Figures(
      "country,node,score,at,band\n"
      "UK,a,62.5,2019-12-31,high\n"
      "PT,overall,,2019-12-31,\n");
  ASSERT_TRUE(figures) << figures.error().Message();
  ASSERT_THAT(*figures, SizeIs(2));
  EXPECT_EQ(figures->at(0).country, "GB");
  EXPECT_EQ(figures->at(0).node, "a");
  EXPECT_EQ(figures->at(0).value, 62.5);
  EXPECT_EQ(figures->at(0).place, "line 2");
  EXPECT_EQ(figures->at(1).value, std::nullopt);
}

TEST_F(ObservationFormatTest, EachFaultOfFiguresHasItsLine) {
  const auto figures = Figures(
      "country,node,score,at\n"
      "XX,a,50,2019-12-31\n"
      "PT,aa1,50,2019-12-31\n"
      "PT,a,100.5,2019-12-31\n"
      "PT,a,nan,2019-12-31\n"
      "PT,a,50,\n"
      "PT,,50,31.12.2019\n");
  ASSERT_FALSE(figures);
  EXPECT_EQ(figures.error().Message(),
            "f.csv:2: country 'XX' is not in the index\n"
            "f.csv:3: node 'aa1' is not in methodology small-core\n"
            "f.csv:4: score: '100.5' is not a score; write a number from 0 to 100\n"
            "f.csv:5: score: 'nan' is not a score; write a number from 0 to 100\n"
            "f.csv:6: column 'at' is empty; fill it\n"
            "f.csv:7: column 'node' is empty; fill it\n"
            "f.csv:7: at: '31.12.2019' is not a day; write YYYY-MM-DD");
}

}  // namespace
}  // namespace lawtrace::ingest
