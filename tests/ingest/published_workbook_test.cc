// The published workbooks against the tables that were drawn from them independently.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ingest/workbook_reader.h"
#include "proto/index_codec.h"

namespace lawtrace::ingest {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::filesystem::path kFolder = std::filesystem::path(LAWTRACE_SHARED_DATA_DIR) / "mipex";

// "PT 2019 aa1" to the score as printed; an empty score is a blank cell.
using Table = std::map<std::string, std::string>;

std::string Key(const std::string& country, int year, const std::string& code) {
  return country + " " + std::to_string(year) + " " + code;
}

// With the 15 digits that spreadsheet programs show.
std::string Shortest(double number) {
  std::ostringstream text;
  text << std::setprecision(15) << number;
  return text.str();
}

// Rows "workbook,country,year,code,score" of one workbook.
Table ReadTable(const char* file, const std::string& workbook) {
  Table table;
  std::ifstream rows(kFolder / file);
  for (std::string row; std::getline(rows, row);) {
    std::istringstream fields(row);
    std::string name, country, year, code, score;
    std::getline(fields, name, ',');
    std::getline(fields, country, ',');
    std::getline(fields, year, ',');
    std::getline(fields, code, ',');
    std::getline(fields, score);
    if (!score.empty() && score.back() == '\r') score.pop_back();
    if (name != workbook) continue;
    table[Key(country, std::stoi(year), code)] = score.empty() ? score : Shortest(std::stod(score));
  }
  return table;
}

struct Expected {
  const char* workbook;
  const char* file;
  std::size_t sheet_count;
  std::size_t answer_count;  // Indicators and derived nodes.
  std::size_t unlisted_count;
  std::size_t comment_count;
  std::size_t figure_count;  // Blank ones included.
  std::size_t number_count;  // Figures that are not blank.
};

// Names the test after the workbook.
void PrintTo(const Expected& expected, std::ostream* out) {
  *out << expected.workbook;
}

class PublishedWorkbookTest : public testing::TestWithParam<Expected> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kFolder / GetParam().file)) GTEST_SKIP() << "skipped: no data";
    Result<WorkbookReading> reading = ReadWorkbook(kFolder / GetParam().file, index_, {});
    ASSERT_TRUE(reading) << reading.error().Message();
    reading_ = *std::move(reading);
  }

  Index index_ = proto::LoadIndex(LAWTRACE_SOURCE_DIR "/data/mipex").value();
  WorkbookReading reading_;
};

TEST_P(PublishedWorkbookTest, EveryAnswerIsThatOfTheTable) {
  Table found;
  for (const Observation& observation : reading_.observations) {
    EXPECT_EQ(observation.reference, observation.reference.last_of_year());
    const std::string key =
        Key(observation.country, observation.reference.year(), observation.indicator);
    EXPECT_TRUE(found.emplace(key, observation.answer.code()).second) << key;
  }
  for (const PublishedFigure& figure : reading_.derived) {
    const std::string key = Key(figure.country, figure.reference.year(), figure.node);
    const std::string value = figure.value ? Shortest(*figure.value) : "blank";
    EXPECT_TRUE(found.emplace(key, value).second) << key;
  }
  EXPECT_EQ(reading_.sheet_count, GetParam().sheet_count);
  EXPECT_EQ(found.size(), GetParam().answer_count);
  EXPECT_EQ(found, ReadTable("answers.csv", GetParam().workbook));
}

TEST_P(PublishedWorkbookTest, EveryFigureIsThatOfTheTable) {
  Table found;
  std::size_t number_count = 0;
  for (const PublishedFigure& figure : reading_.figures) {
    const std::string key = Key(figure.country, figure.reference.year(), figure.node);
    const std::string value = figure.value ? Shortest(*figure.value) : "";
    EXPECT_TRUE(found.emplace(key, value).second) << key;
    if (figure.value) ++number_count;
  }
  EXPECT_EQ(found.size(), GetParam().figure_count);
  EXPECT_EQ(number_count, GetParam().number_count);
  EXPECT_EQ(found, ReadTable("published-scores.csv", GetParam().workbook));
}

TEST_P(PublishedWorkbookTest, OnlyTwoBelgianIndicatorsHaveAnswersOutsideTheirOptions) {
  std::size_t count = 0;
  for (const Observation& observation : reading_.observations) {
    if (!observation.is_unlisted) continue;
    ++count;
    EXPECT_EQ(observation.country, "BE");
    EXPECT_TRUE(observation.indicator == "cb50" || observation.indicator == "cb53");
    EXPECT_EQ(observation.answer, Answer::Option("75"));
  }
  EXPECT_EQ(count, GetParam().unlisted_count);
}

TEST_P(PublishedWorkbookTest, CommentsAreKeptWhole) {
  std::size_t count = 0;
  std::size_t longest = 0;
  for (const Observation& observation : reading_.observations) {
    if (!observation.comment.empty()) ++count;
    longest = std::max(longest, observation.comment.size());
    EXPECT_EQ(observation.comment.find("_x000D_"), std::string::npos) << observation.place;
  }
  EXPECT_EQ(count, GetParam().comment_count);
  EXPECT_GE(longest, std::size_t{6'000});
}

TEST_P(PublishedWorkbookTest, WhatIsLeftOutIsSaid) {
  if (GetParam().workbook == std::string("core")) {
    EXPECT_THAT(reading_.remarks, Contains(StartsWith("AR!AC73: the answer is the text '")));
    EXPECT_THAT(reading_.remarks, Contains(HasSubstr("AE: cells outside the year rows and columns "
                                                     "are not read: F47, B107, D107")));
    EXPECT_THAT(reading_.remarks, Contains("16 comments beside a blank answer left out"));
    EXPECT_THAT(reading_.remarks, Contains("6 comments beside a computed score left out"));
  } else {
    EXPECT_THAT(reading_.remarks, Contains("5 comments beside a computed score left out"));
  }
}

// Counts of the workbooks' description: of 6,328 + 2,837 comments, 16 stand beside a blank answer,
// 5 beside a derived node and 6 beside a strand.
INSTANTIATE_TEST_SUITE_P(
    Files, PublishedWorkbookTest,
    testing::Values(Expected{"core", "core-2007-2019.xlsx", 56, 39'225, 22, 6'306, 8'052, 5'236},
                    Expected{"eu", "eu-2020-2024.xlsx", 28, 10'033, 10, 2'832, 1'397, 1'397}),
    [](const auto& parameter) { return std::string(parameter.param.workbook); });

}  // namespace
}  // namespace lawtrace::ingest
