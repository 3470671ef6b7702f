#include "ingest/scenario_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "ingest/record_reader.h"

namespace lawtrace::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

Indicator MakeIndicator(const std::string& code) {
  return {.code = code,
          .labels = {{.text = code, .from = std::nullopt}},
          .options = {{.code = "0", .score = 0, .label = ""},
                      {.code = "100", .score = 100, .label = ""}}};
}

Index MakeIndex() {
  Methodology methodology{.id = "new", .version = "1", .headline = "n"};
  methodology.indicators = {MakeIndicator("x"), MakeIndicator("y")};
  methodology.nodes = {{.code = "n", .children = {"x", "y"}}};
  Methodology former{.id = "old", .version = "1", .headline = "m"};
  former.indicators = {MakeIndicator("z")};
  former.nodes = {{.code = "m", .children = {"z"}}};
  return {.id = "toy",
          .default_methodology = "new",
          .methodologies = {methodology, former},
          .countries = {{.code = "GB", .name = "United Kingdom", .aliases = {"UK"}},
                        {.code = "PT", .name = "Portugal", .aliases = {}}}};
}

class ScenarioFormatTest : public testing::Test {
 protected:
  Result<ScenarioLayer> Parse(const std::string& text) const {
    return ParseScenarioChanges("bill", text, index_, index_.main_methodology(),
                                Day::Of(2026, 1, 1));
  }
  std::string Fault(const std::string& text) const {
    const Result<ScenarioLayer> layer = Parse(text);
    return layer ? "" : layer.error().Message();
  }

  const Index index_ = MakeIndex();
};

TEST_F(ScenarioFormatTest, CsvJsonLinesAndAJsonListSayTheSame) {
  const ScenarioLayer csv =
      Parse(
          "country,indicator,answer,effective,law,comment\nUK,x,100,2027-01-01,Act 5,\"Why, so\"\n")
          .value();
  const std::string object =
      R"({"country": "UK", "indicator": "x", "answer": 100, "effective": "2027-01-01",)"
      R"( "law": "Act 5", "comment": "Why, so"})";
  ASSERT_THAT(csv.changes, SizeIs(1));
  EXPECT_EQ(csv.name, "bill");
  EXPECT_EQ(csv.changes[0].country, "GB");
  EXPECT_EQ(csv.changes[0].answer, Answer::Option("100"));
  EXPECT_EQ(csv.changes[0].effective.ToString(), "2027-01-01");
  EXPECT_EQ(csv.changes[0].law, "Act 5");
  EXPECT_EQ(csv.changes[0].comment, "Why, so");
  EXPECT_EQ(csv.changes[0].place, "bill:2");
  ScenarioLayer expected = csv;
  expected.changes[0].place = "bill:2";
  EXPECT_EQ(Parse("\n" + object).value(), expected);
  EXPECT_EQ(Parse("[\n" + object + "]").value(), expected);
  EXPECT_EQ(Parse("\xEF\xBB\xBF[\n" + object + "\n]\n").value(), expected);
}

TEST_F(ScenarioFormatTest, AJsonListTellsTheLineOfEachElement) {
  const std::string list =
      "[ {\"country\": \"PT\", \"indicator\": \"x\",\n \"answer\": \"0\", \"effective\": \"2027\","
      " \"comment\": \"a ] , } \\\" [\"},\n\n  {\"country\": \"PT\", \"indicator\": \"y\", "
      "\"answer\": \"0\", \"effective\": \"2027\"} ]";
  const ScenarioLayer layer = Parse(list).value();
  ASSERT_THAT(layer.changes, SizeIs(2));
  EXPECT_EQ(layer.changes[0].place, "bill:1");
  EXPECT_EQ(layer.changes[0].comment, "a ] , } \" [");
  EXPECT_EQ(layer.changes[1].place, "bill:4");
  EXPECT_THAT(Parse("[]").value().changes, SizeIs(0));
}

TEST_F(ScenarioFormatTest, ABrokenJsonListIsAnError) {
  EXPECT_EQ(Fault("[{\"country\": \"PT\"}"), "bill:1: the list never ends; close it with ]");
  EXPECT_EQ(Fault("["), "bill:1: the list never ends; close it with ]");
  EXPECT_EQ(Fault("[\n5]"), "bill:2: is not a JSON object; write one object on each line");
  EXPECT_EQ(Fault("[]\nx"), "bill:2: text follows the end of the list; remove it");
  EXPECT_THAT(Fault("[{\"nation\": \"PT\"}]"), HasSubstr("bill:1: unknown key 'nation'"));
}

TEST_F(ScenarioFormatTest, EveryFaultOfTheFileIsNamedWithItsLine) {
  EXPECT_EQ(Fault("country,indicator,answer,effective\n"
                  "FR,x,0,2027\n"
                  "PT,w,0,2027\n"
                  "PT,n,0,2027\n"
                  "PT,z,0,2027\n"
                  "PT,x,50,2027\n"
                  "PT,x,0,2027-02-30\n"
                  "PT,y,0,1900\n"
                  "PT,y,,2027\n"),
            "bill:2: country 'FR' is not in the index\n"
            "bill:3: indicator 'w' is not in the index\n"
            "bill:4: 'n' is computed from x, y; record those instead\n"
            "bill:5: indicator 'z' is not in methodology new\n"
            "bill:6: answer '50' is not an option of x; write one of 0, 100\n"
            "bill:7: effective: '2027-02-30' is not a day of the calendar; write YYYY-MM-DD\n"
            "bill:8: effective 1900 is before 1950; check the year\n"
            "bill:9: column 'answer' is empty; fill it");
  EXPECT_EQ(Fault("country,indicator,answer\nPT,x,0\n"),
            "bill:1: the column 'effective' is missing; add it");
}

TEST_F(ScenarioFormatTest, ChangesThatOverlapAreAnErrorNamingBothLines) {
  EXPECT_EQ(Fault("country,indicator,answer,effective\n"
                  "GB,x,0,2027-03-01\n"
                  "PT,x,0,2027-03-01\n"
                  "UK,x,100,2027-03-01\n"),
            "bill:4: overlaps line 2: both set GB x, from 2027-03-01 and from 2027-03-01; keep one "
            "of them or state other dates");
  EXPECT_THAT(Fault("country,indicator,answer,effective\nPT,x,0,2027\nPT,x,100,2027-03\n"),
              HasSubstr("bill:3: overlaps line 2"));
}

TEST_F(ScenarioFormatTest, ChangesOneAfterTheOtherAreSteps) {
  EXPECT_THAT(
      Parse("country,indicator,answer,effective\nPT,x,0,2027\nPT,x,100,2028-01\n").value().changes,
      SizeIs(2));
}

SavedScenario Sample() {
  const ScenarioChange change{.country = "PT",
                              .indicator = "x",
                              .answer = Answer::NotApplicable(),
                              .effective = PartialDate::Parse("2027-03").value(),
                              .law = "Lei n.º 1/2027",
                              .comment = "\"quoted\"\nand more",
                              .place = "a.csv:2"};
  return {.scenario = {.layers = {{.name = "a.csv", .changes = {change, change}},
                                  {.name = "proposal 7", .changes = {change}}},
                       .against = {{.name = "b.csv", .changes = {}}},
                       .on_conflict = OnConflict::kLast,
                       .at = Day::Of(2027, 3, 31),
                       .known_at = Day::Of(2026, 1, 1),
                       .position = Sequence{44512},
                       .group = "EU",
                       .ranked = {"DE", "PT"},
                       .countries = {"PT"},
                       .nodes = {"n"}},
          .index = "toy",
          .methodology = "new",
          .methodology_version = "1",
          .fingerprint = "0123456789abcdef",
          .recorded_at = Instant::Parse("2025-09-25T00:00:00Z").value()};
}

TEST(SavedScenarioTest, ReadsBackWhatItWrote) {
  SavedScenario saved = Sample();
  EXPECT_TRUE(IsSavedScenario(SavedScenarioText(saved)));
  EXPECT_EQ(ParseSavedScenario("s.json", SavedScenarioText(saved)).value(), saved);
  saved.scenario.known_at.reset();
  EXPECT_EQ(ParseSavedScenario("s.json", SavedScenarioText(saved)).value(), saved);
}

TEST(SavedScenarioTest, AFileOfChangesIsNone) {
  EXPECT_FALSE(IsSavedScenario("country,indicator,answer,effective\n"));
  EXPECT_FALSE(IsSavedScenario("{\"country\": \"PT\"}"));
  EXPECT_FALSE(IsSavedScenario(""));
}

TEST(SavedScenarioTest, WhatIsDamagedIsNamed) {
  const std::string text = SavedScenarioText(Sample());
  const auto fault = [&](const std::string& from, const std::string& to) {
    std::string damaged = text;
    damaged.replace(damaged.find(from), from.size(), to);
    const Result<SavedScenario> saved = ParseSavedScenario("s.json", damaged);
    return saved ? "" : saved.error().Message();
  };
  const std::string again = "; save the scenario again";
  EXPECT_EQ(fault("\"at\": \"2027-03-31\"", "\"at\": 5"), "s.json: 'at' is not a text" + again);
  EXPECT_EQ(fault("\"at\": \"2027-03-31\"", "\"day\": 5"), "s.json: 'at' is missing" + again);
  EXPECT_THAT(fault("2027-03-31", "2027-03-32"), HasSubstr("s.json: 'at' '2027-03-32' is not"));
  EXPECT_EQ(fault("44512", "-1"), "s.json: 'position' is not a number" + again);
  EXPECT_EQ(fault("\"last\"", "\"mine\""),
            "s.json: 'on_conflict' 'mine' does not decide a conflict; write refuse, first or last" +
                again);
  EXPECT_EQ(fault("\"not_applicable\"", "\"\""), "s.json: 'answer' is empty" + again);
  EXPECT_EQ(fault("\"DE\"", "5"), "s.json: 'ranked' holds something else than texts" + again);
  EXPECT_EQ(fault("\"format\": 1", "\"format\": 2"),
            "s.json: has format 2; this program reads format 1");
  EXPECT_EQ(ParseSavedScenario("s.json", text.substr(0, text.size() / 2)).error().Message(),
            "s.json: is a saved scenario cut short or damaged; save it again");
}

}  // namespace
}  // namespace lawtrace::ingest
