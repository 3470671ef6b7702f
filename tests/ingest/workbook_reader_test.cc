#include "ingest/workbook_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// "PT 2019-12-31 aa1=50 @PT!E13".
std::string Show(const Observation& observation) {
  return observation.country + " " + observation.reference.ToString() + " " +
         observation.indicator + "=" + observation.answer.ToString() + " @" + observation.place;
}

std::string Show(const PublishedFigure& figure) {
  std::ostringstream shown;
  shown << figure.country << " " << figure.reference.ToString() << " " << figure.node << "=";
  if (figure.value) shown << *figure.value;
  shown << " @" << figure.place;
  return shown.str();
}

template <typename T>
std::vector<std::string> ShowAll(const std::vector<T>& all) {
  std::vector<std::string> shown;
  shown.reserve(all.size());
  for (const T& one : all) shown.push_back(Show(one));
  return shown;
}

// Edits that break a right sheet, and what is said of it.
struct Case {
  // Without a value: clear the cell.
  std::vector<std::pair<const char*, std::optional<WorkbookFixture::Value>>> edits;
  const char* faults;
};

WorkbookFixture::Value Text(const char* text) {
  return std::string(text);
}

class WorkbookReaderTest : public testing::Test {
 protected:
  WorkbookReaderTest() { book_.AddSheet("PT", {2019, 2020}); }

  Result<WorkbookReading> Read() {
    book_.Write(file_);
    return ReadWorkbook(file_, index_, {});
  }
  WorkbookReading ReadOrDie() {
    Result<WorkbookReading> reading = Read();
    EXPECT_TRUE(reading) << reading.error().Message();
    return reading ? *std::move(reading) : WorkbookReading();
  }
  void ExpectFaults(const std::string& lines) {
    const Result<WorkbookReading> reading = Read();
    ASSERT_FALSE(reading);
    EXPECT_EQ(reading.error().code, ErrorCode::kInvalidInput);
    // Every line names the file.
    EXPECT_EQ(reading.error().Message(),
              "small.xlsx:" + std::regex_replace(lines, std::regex("\n"), "\nsmall.xlsx:"));
  }
  void ExpectFaultsOf(const std::vector<Case>& cases) {
    for (const auto& [edits, faults] : cases) {
      SCOPED_TRACE(edits.front().first);
      book_ = WorkbookFixture(index_);
      book_.AddSheet("PT", {2019, 2020});
      for (const auto& [cell, value] : edits) {
        if (value)
          book_.Set("PT", cell, *value);
        else
          book_.Clear("PT", cell);
      }
      ExpectFaults(faults);
    }
  }
  const Observation& Find(const WorkbookReading& reading, const std::string& place) {
    for (const Observation& observation : reading.observations)
      if (observation.place == place) return observation;
    ADD_FAILURE() << "no observation at " << place;
    return reading.observations.front();
  }

  TemporaryDirectory folder_;
  std::filesystem::path file_ = folder_ / "small.xlsx";
  Index index_ = SmallIndex();
  WorkbookFixture book_{index_};
};

TEST_F(WorkbookReaderTest, GivesOneObservationPerAnswer) {
  const WorkbookReading reading = ReadOrDie();
  EXPECT_EQ(reading.sheet_count, 1U);
  EXPECT_THAT(ShowAll(reading.observations),
              ElementsAre("PT 2019-12-31 aa1=50 @PT!E13", "PT 2019-12-31 ab2=50 @PT!H13",
                          "PT 2019-12-31 ac3=50 @PT!N13", "PT 2019-12-31 ac4=50 @PT!Q13",
                          "PT 2020-12-31 aa1=50 @PT!E14", "PT 2020-12-31 ab2=50 @PT!H14",
                          "PT 2020-12-31 ac3=50 @PT!N14", "PT 2020-12-31 ac4=50 @PT!Q14",
                          "PT 2019-12-31 ba5=50 @PT!E23", "PT 2019-12-31 148=50 @PT!H23",
                          "PT 2020-12-31 ba5=50 @PT!E24", "PT 2020-12-31 148=50 @PT!H24"));
  EXPECT_THAT(reading.remarks, IsEmpty());
}

TEST_F(WorkbookReaderTest, GivesEveryFigureOfTheGrid) {
  book_.SetScore("PT", 2019, "overall", 62.5);
  book_.SetScore("PT", 2020, "b", 70);
  book_.SetScore("PT", 2020, "ac_new", 16.5);
  const WorkbookReading reading = ReadOrDie();
  EXPECT_THAT(
      ShowAll(reading.figures),
      ElementsAre("PT 2019-12-31 overall=62.5 @PT!B3", "PT 2019-12-31 overall_without_b= @PT!C3",
                  "PT 2019-12-31 a= @PT!B13", "PT 2019-12-31 b= @PT!B23",
                  "PT 2020-12-31 overall= @PT!B4", "PT 2020-12-31 overall_without_b= @PT!C4",
                  "PT 2020-12-31 a= @PT!B14", "PT 2020-12-31 b=70 @PT!B24"));
  EXPECT_THAT(ShowAll(reading.derived), ElementsAre("PT 2020-12-31 ac_new=16.5 @PT!K14"));
}

TEST_F(WorkbookReaderTest, ABlockMayHaveFewerYearsThanTheOverallScores) {
  for (const char* cell : {"A24", "B24", "E24", "H24", "D24", "G24"}) book_.Clear("PT", cell);
  const WorkbookReading reading = ReadOrDie();
  EXPECT_THAT(reading.observations, SizeIs(10));
  EXPECT_EQ(Show(reading.figures.back()), "PT 2020-12-31 b= @PT");
}

TEST_F(WorkbookReaderTest, KnowsAliasesOfCountries) {
  book_.AddSheet("UK", {2020});
  const WorkbookReading reading = ReadOrDie();
  EXPECT_EQ(Show(reading.observations.back()), "GB 2020-12-31 148=50 @UK!H21");
}

TEST_F(WorkbookReaderTest, CleansCodes) {
  book_.Set("PT", "E7", std::string(" aa1 "));
  book_.Set("PT", "H7", std::string("ab2(new)"));
  book_.Set("PT", "K7", std::string("ac (1, 2)"));
  book_.Set("PT", "N7", std::string("\u00A0ac3\u00A0x"));
  book_.Clear("PT", "Q7");
  book_.Set("PT", "Q8", std::string("ac4"));
  book_.Set("PT", "E8", std::string("s"));
  EXPECT_THAT(ReadOrDie().observations, SizeIs(12));
}

TEST_F(WorkbookReaderTest, ReadsThroughDamagedLabelsAndYears) {
  for (const char* cell : {"A9", "A10", "A11", "G12", "B12", "C12", "E12", "D13", "G14"})
    book_.Set("PT", cell, std::string("damaged"));
  book_.Set("PT", "A12", std::string("Year "));
  book_.Set("PT", "A6", std::string(" Policy strand"));
  const WorkbookReading reading = ReadOrDie();
  EXPECT_THAT(reading.observations, SizeIs(12));
  EXPECT_THAT(reading.remarks, IsEmpty());
}

TEST_F(WorkbookReaderTest, CommentsAreTrimmedAndGoToTheAnswerBesideThem) {
  book_.SetComment("PT", 2019, "aa1", "\u00A0 Law 1/2019,\n art. 2 \n");
  book_.SetComment("PT", 2020, "aa1", " \u00A0\n");
  book_.Set("PT", "I13", 0.0);
  const WorkbookReading reading = ReadOrDie();
  EXPECT_EQ(Find(reading, "PT!E13").comment, "Law 1/2019,\n art. 2");
  EXPECT_EQ(Find(reading, "PT!E14").comment, "");
  EXPECT_EQ(Find(reading, "PT!H13").comment, "");
}

TEST_F(WorkbookReaderTest, SaysWhichCommentsBelongToNoAnswer) {
  book_.SetComment("PT", 2019, "aa1", "beside a blank");
  book_.Clear("PT", "E13");
  book_.SetComment("PT", 2019, "ac_new", "beside a derived node");
  book_.SetComment("PT", 2020, "b", "beside a strand");
  const WorkbookReading reading = ReadOrDie();
  EXPECT_THAT(reading.observations, SizeIs(11));
  EXPECT_THAT(reading.remarks, ElementsAre("1 comment beside a blank answer left out",
                                           "2 comments beside a computed score left out"));
}

TEST_F(WorkbookReaderTest, WhatIsNotANumberIsMissing) {
  book_.Set("PT", "E13", std::string("#DIV/0! "));
  book_.Set("PT", "H13", std::string(" "));
  book_.Set("PT", "N13", std::string("see\nbelow"));
  book_.Set("PT", "B13", std::string("not filled"));
  const WorkbookReading reading = ReadOrDie();
  EXPECT_THAT(reading.observations, SizeIs(9));
  EXPECT_THAT(reading.remarks,
              ElementsAre("PT!N13: the answer is the text 'see below' and counts as missing",
                          "answers whose formula gives no number, and which count as missing: "
                          "PT!E13 (#DIV/0!)"));
}

TEST_F(WorkbookReaderTest, HiddenSheetsArePassedOver) {
  book_.AddSheet("_addin", {2019});
  book_.AddSheet("GB", {2019});
  book_.Hide("_addin");
  book_.Hide("GB");
  const WorkbookReading reading = ReadOrDie();
  EXPECT_EQ(reading.sheet_count, 1U);
  EXPECT_THAT(reading.remarks,
              ElementsAre("_addin: the sheet is hidden and was passed over; unhide it to read it",
                          "GB: the sheet is hidden and was passed over; unhide it to read it"));
}

TEST_F(WorkbookReaderTest, EveryFormulaWithoutAStoredValueIsAFault) {
  book_.AddSheet("GB", {2019});
  for (const char* cell : {"E13", "E14", "A3"}) book_.SetFormula("PT", cell);
  book_.SetFormula("GB", "F12");
  const std::string fault =
      ": is a formula without a stored value; open the file in a spreadsheet program and save it "
      "again";
  ExpectFaults("PT!A3" + fault + "\nPT!E13" + fault + "\nPT!E14" + fault + "\nGB!F12" + fault);
}

TEST_F(WorkbookReaderTest, NoiseBelowTheDigitsOfASpreadsheetIsNoOtherAnswer) {
  book_.SetScore("PT", 2019, "aa1", 49.999999999999993);
  book_.SetScore("PT", 2019, "ab2", 67.000000000000014);
  const WorkbookReading reading = ReadOrDie();
  EXPECT_EQ(Find(reading, "PT!E13").answer, Answer::Option("50"));
  EXPECT_FALSE(Find(reading, "PT!E13").is_unlisted);
  EXPECT_EQ(Find(reading, "PT!H13").answer, Answer::Option("67"));
}

TEST_F(WorkbookReaderTest, NamesCellsThatNothingReads) {
  book_.Set("PT", "B15", 34.375);
  book_.Set("PT", "Z13", std::string("note"));
  book_.Set("PT", "E4", 1.0);
  for (const char* cell : {"B25", "C25", "D25", "E25", "F25"}) book_.Set("PT", cell, 1.0);
  EXPECT_THAT(ReadOrDie().remarks,
              ElementsAre("PT: cells outside the year rows and columns are not read: E4, Z13, B15, "
                          "B25, C25, D25 and 2 more"));
}

TEST_F(WorkbookReaderTest, MarksAnswersOutsideTheOptionsWhereTheMethodologyScoresThem) {
  book_.SetScore("PT", 2019, "aa1", 66.5);
  const Observation observation = Find(ReadOrDie(), "PT!E13");
  EXPECT_EQ(observation.answer, Answer::Option("66.5"));
  EXPECT_TRUE(observation.is_unlisted);
  EXPECT_FALSE(Find(ReadOrDie(), "PT!E14").is_unlisted);

  index_.methodologies.front().scores_unlisted_numbers = false;
  ExpectFaults(
      "PT!E13: 66.5 is not an option of 'aa1'; write one of 0, 50, 100\n"
      "PT!H13: 50 is not an option of 'ab2'; write one of 0, 33, 67, 100\n"
      "PT!H14: 50 is not an option of 'ab2'; write one of 0, 33, 67, 100");
}

TEST_F(WorkbookReaderTest, NumericIndicatorsTakeAnyNumberFromZeroToAHundred) {
  Indicator& indicator = index_.methodologies.front().indicators.front();
  indicator.options.clear();
  indicator.is_numeric = true;
  book_.SetScore("PT", 2019, "aa1", 12.25);
  const Observation observation = Find(ReadOrDie(), "PT!E13");
  EXPECT_EQ(observation.answer, Answer::Option("12.25"));
  EXPECT_FALSE(observation.is_unlisted);
  book_.SetScore("PT", 2019, "aa1", 101);
  ExpectFaults("PT!E13: 101 is outside the scale; write a number from 0 to 100");
}

TEST_F(WorkbookReaderTest, ReportsProgressAfterEachSheet) {
  book_.AddSheet("GB", {2020});
  book_.Write(file_);
  std::vector<std::pair<std::size_t, std::size_t>> calls;
  ASSERT_TRUE(ReadWorkbook(file_, index_, [&](std::size_t done, std::size_t total) {
    calls.emplace_back(done, total);
  }));
  EXPECT_THAT(calls, ElementsAre(std::pair(1, 2), std::pair(2, 2)));
}

TEST_F(WorkbookReaderTest, CollectsEveryFaultOfTheFile) {
  book_.AddSheet("GB", {2019, 2020});
  book_.AddSheet("UK", {2019});
  book_.AddSheet("Notes", {2019});
  book_.SetScore("PT", 2019, "aa1", 500);
  book_.SetScore("PT", 2020, "148", -1);
  book_.SetScore("GB", 2019, "overall", 100.5);
  ExpectFaults(
      "PT!E13: 500 is outside the scale; write one of 0, 50, 100\n"
      "PT!H24: -1 is outside the scale; write one of 0, 50, 100\n"
      "GB!B3: 100.5 is outside the scale; write the published score, or leave the cell "
      "blank\n"
      "UK: the sheet 'GB' is of the country GB, too; keep one of the two\n"
      "Notes: country 'Notes' is not in the index; rename the sheet, hide it, or add it to "
      "countries.textproto");
}

TEST_F(WorkbookReaderTest, NamesWhatAForeignSheetLacks) {
  book_ = WorkbookFixture(index_);
  book_.AddSheet("PT", {});
  for (int row = 1; row <= 30; ++row)
    for (const char* column : {"A", "B", "C", "D", "E", "G", "H", "J", "K", "M", "N", "P", "Q"})
      book_.Clear("PT", column + std::to_string(row));
  book_.Set("PT", "A1", std::string("country"));
  ExpectFaults(
      "PT!A2: the cell is blank; the layout of the published workbooks has 'Year' here\n"
      "PT!B2: the cell is blank; the layout of the published workbooks has 'Overall' here\n"
      "PT!C2: the cell is blank; the layout of the published workbooks has 'Overall (without b)' "
      "here\n"
      "PT!A3: there are no years of overall scores; write one row per year from here on\n"
      "PT: there is no block for the strand 'a'; add one that begins with 'Policy strand' in "
      "column "
      "A\n"
      "PT: there is no block for the strand 'b'; add one that begins with 'Policy strand' in "
      "column "
      "A");
}

TEST_F(WorkbookReaderTest, RefusesAnIndexWhoseSpellingsAreUnknownToItsMethodology) {
  index_.workbook.codes.push_back({.written = "x", .code = "xx1"});
  const Result<WorkbookReading> codes = Read();
  ASSERT_FALSE(codes);
  EXPECT_EQ(codes.error().Message(),
            "index small: its workbook spellings name 'xx1', which is not a code of small-core");
}

TEST_F(WorkbookReaderTest, PassesOnWhatIsWrongWithTheFile) {
  const Result<WorkbookReading> reading = ReadWorkbook(folder_ / "absent.xlsx", index_, {});
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, ErrorCode::kNotFound);
}

TEST_F(WorkbookReaderTest, KeepsAThousandFaultsAndCountsTheRest) {
  std::vector<int> years;
  for (int year = 1900; year <= 2100; ++year) years.push_back(year);
  book_.AddSheet("GB", years, 500);
  book_.Write(file_);
  const std::string message = ReadWorkbook(file_, index_, {}).error().Message();
  EXPECT_EQ(std::ranges::count(message, '\n'), 1'000);
  EXPECT_TRUE(message.ends_with("\nsmall.xlsx: and 206 more faults"));
}

TEST_F(WorkbookReaderTest, RefusesNumbersKeptAsText) {
  book_.Set("PT", "E13", std::string(" 50 "));
  book_.Set("PT", "B3", std::string("62.5"));
  ExpectFaults(
      "PT!B3: '62.5' is text; write it as a number\n"
      "PT!E13: '50' is text; write it as a number");
}

TEST_F(WorkbookReaderTest, NamesTheFaultOfTheLayout) {
  ExpectFaultsOf({
      {{{"A2", Text("Jahr")}},
       "PT!A2: the cell reads 'Jahr'; the layout of the published workbooks has 'Year' here"},
      {{{"C2", std::nullopt}},
       "PT!C2: the cell is blank; the layout of the published workbooks has 'Overall (without b)' "
       "here"},
      {{{"D2", Text("Overall (new)")}},
       "PT!D2: 'Overall (new)' is no overall score of the index; remove it, or add the column to "
       "the index's workbook spellings"},
      {{{"A7", Text("Indicators")}},
       "PT!A7: the cell reads 'Indicators'; the layout of the published workbooks has 'Indicator' "
       "here"},
      {{{"A12", std::nullopt}},
       "PT!A12: the cell is blank; the layout of the published workbooks has 'Year' here"},
      {{{"J7", std::nullopt}},
       "PT!J7: the cell is blank; the layout of the published workbooks has 'Indicator' here"},
      {{{"AZ7", Text("far away")}},
       "PT!S7: the cell is blank; the layout of the published workbooks has 'Indicator' here"},
      {{{"A16", std::nullopt}},
       "PT!A17: 'Indicator' stands apart from the year rows above; remove the rows between, or the "
       "cell\n"
       "PT: there is no block for the strand 'b'; add one that begins with 'Policy strand' in "
       "column A"},
  });
}

TEST_F(WorkbookReaderTest, NamesTheFaultOfACode) {
  ExpectFaultsOf({
      {{{"E7", Text("aa11")}},
       "PT!E7: 'aa11' is not a code of small-core; write 'aa1', or list the spelling in the index\n"
       "PT!A7: the block has no column for the indicator 'aa1'; add its three columns"},
      {{{"K7", Text("zzzzzzz")}},
       "PT!K7: 'zzzzzzz' is not a code of small-core; write the codebook's code, or list the "
       "spelling in the index"},
      {{{"K7", std::nullopt}},
       "PT!K7: the column has no code; write the codebook's code of the indicator"},
      {{{"K7", Text("aa1")}},
       "PT!K7: the code 'aa1' stands in E7, too; keep one of the two columns"},
      {{{"K7", Text("b")}},
       "PT!K7: 'b' is a strand; write it in column B of a block of its own\n"
       "PT!B17: the code 'b' stands in K7, too; keep one of the two columns"},
      {{{"B7", Text("aa9")}}, "PT!B7: 'aa9' is not a strand of small-core; write one of a, b"},
      {{{"Q7", std::nullopt}, {"P7", std::nullopt}, {"P8", std::nullopt}},
       "PT!A7: the block has no column for the indicator 'ac4'; add its three columns"},
  });
}

TEST_F(WorkbookReaderTest, NamesTheFaultOfAYear) {
  ExpectFaultsOf({
      {{{"A14", 2019.0}}, "PT!A14: the year 2019 stands in A13, too; keep one of the two rows"},
      {{{"A14", 2021.0}},
       "PT!A14: the year 2021 is not among the overall scores at the top of the sheet; add its row "
       "there"},
      {{{"A14", 20.0}}, "PT!A14: '20' is not a year; write one from 1900 to 2100"},
      {{{"A14", 2020.5}}, "PT!A14: '2020.5' is not a year; write one from 1900 to 2100"},
      {{{"A14", Text("2020")}}, "PT!A14: '2020' is text, not a year; write the year as a number"},
      {{{"A15", 2020.0}, {"A14", std::nullopt}},
       "PT!A15: '2020' stands apart from the year rows above; remove the rows between, or the "
       "cell"},
      {{{"A13", std::nullopt}, {"A14", std::nullopt}},
       "PT!A13: the block has no years; write one row per year from here on"},
  });
}

}  // namespace
}  // namespace lawtrace::ingest
