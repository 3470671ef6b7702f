// The facts of each report, and the words that tell them, on a tiny archive.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "report/documents/comparison_report.h"
#include "report/documents/country_report.h"
#include "report/documents/edition_report.h"
#include "report/documents/law_report.h"
#include "tests/report/archive_fixture.h"

namespace lawtrace::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class ReportsTest : public testing::Test {
 protected:
  ReportsTest() {
    index_.name = "Tiny Index";
    index_.editions = {{.id = "tiny-2012",
                        .title = "Tiny 2012",
                        .aliases = {},
                        .reference = Day::Of(2012, 12, 31),
                        .methodology = "tiny-1"},
                       {.id = "tiny-2018",
                        .title = "Tiny 2018",
                        .aliases = {},
                        .reference = Day::Of(2018, 12, 31),
                        .methodology = "tiny-1"}};
  }

  analysis::CountryId Country(const char* code) const { return *archive_.FindCountry(code); }
  std::vector<analysis::CountryId> Both() const { return {Country("NO"), Country("SE")}; }
  ReportScope Scope(int from, int until, const char* node = "overall") const {
    const Day after = Day::Of(from, 12, 31);
    return {.node = *archive_.evaluator().FindNode(node),
            .range = {.after = after, .until = Day::Of(until, 12, 31)},
            .from_name = PointName(index_, after)};
  }
  static const Section& Part(const Document& document, const std::string& part) {
    const auto found = std::ranges::find(document.sections, part, &Section::part);
    EXPECT_NE(found, document.sections.end()) << part;
    return *found;
  }
  Document CountryDocument(const char* code, const ReportScope& scope) const {
    return DocumentOf(MakeCountryReport(archive_, Country(code), Both(), scope), archive_, index_);
  }

  Index index_ = TinyIndex();
  analysis::Archive archive_ = TinyArchive(index_);
};

TEST_F(ReportsTest, ACountryOpensWithScoreBandRankChangeAndTheLawThatDidMost) {
  EXPECT_EQ(CountryDocument("SE", Scope(2012, 2018)).lead,
            "Sweden scores 100 of 100 (high) on the Tiny Index on 31 December 2018, rank 1 of 1. "
            "It is up 25.0 points since Tiny 2012 (31 December 2012): +25.0 points by laws named "
            "in the register. The law that did most is Act: +25.0 points.");
}

TEST_F(ReportsTest, ACountryThatDidNotMoveSaysWhenItLastDid) {
  EXPECT_EQ(CountryDocument("SE", Scope(2016, 2018)).lead,
            "Sweden scores 100 of 100 (high) on the Tiny Index on 31 December 2018, rank 1 of 1. "
            "It is unchanged since 31 December 2016; it last moved on 1 June 2015, by +25.0 "
            "points.");
}

TEST_F(ReportsTest, ACountryWithoutAScoreSaysWhy) {
  EXPECT_EQ(CountryDocument("NO", Scope(2012, 2018)).lead,
            "Norway has no score on the Tiny Index on 31 December 2018: needs all parts; missing: "
            "b.");
  EXPECT_THAT(CountryDocument("SE", Scope(2008, 2012)).lead,
              HasSubstr(" It had no comparable score on 31 December 2008."));
}

TEST_F(ReportsTest, ACountrysPartsTellTheSameFigures) {
  const Document document = CountryDocument("SE", Scope(2012, 2018));
  EXPECT_THAT(ShowRow(Part(document, "history").table, 1),
              ElementsAre("mark=1", "day=2015-06-01", "score=100", "change=25", "kinds=amendment",
                          "laws=Act", "law_ids=se-1", "form=law",
                          "told=On 1 June 2015: up 25.0 points to 100.0. Act."));
  EXPECT_THAT(ShowRow(Part(document, "areas").table, 0),
              ElementsAre("code=a", "area=Node a", "then=50", "now=100", "change=50", "answered=2",
                          "indicators=2", "oldest_answer=2010-12-31"));
  EXPECT_THAT(ShowRow(Part(document, "laws").table, 0),
              ElementsAre("kind=law", "law=se-1", "what=Act", "points=25", "events=5"));
  EXPECT_THAT(
      ShowRow(Part(document, "amendments").table, 0),
      ElementsAre("country=SE", "name=Sweden", "area=Node a", "indicator=y", "question=Question y",
                  "old=0", "new=100", "took_effect=2015-06-01", "earliest=2015-06-01",
                  "latest=2015-06-01", "basis=stated", "laws=Act", "event=5"));
  EXPECT_THAT(Part(document, "recodings").table.rows, IsEmpty());
  EXPECT_THAT(ShowRow(Part(document, "age").table, 1), ElementsAre("last_seen=2018", "answers=1"));
  EXPECT_THAT(Part(CountryDocument("NO", Scope(2012, 2018)), "missing").table.rows, SizeIs(2));
}

TEST_F(ReportsTest, AnEditionSpeaksOfTheCountriesThatItSaw) {
  const EditionReport report =
      MakeEditionReport(archive_, index_.editions[1], Both(), Scope(2012, 2018));
  ASSERT_THAT(report.countries, SizeIs(1));
  EXPECT_EQ(report.countries.front().country, Country("SE"));
  EXPECT_THAT(report.unseen, ElementsAre(Country("NO")));
  const Document document = DocumentOf(report, archive_, index_);
  EXPECT_EQ(document.lead,
            "Tiny 2018 states the law of 1 country on 31 December 2018. Since Tiny 2012 (31 "
            "December 2012), 1 country went up, 0 down, and 0 did not move on the Tiny Index. The "
            "mean of the 1 countries compared is 100, up 25.0 points: +25.0 points by amendments, "
            "+0.0 points by re-scoring, which is not reform. Largest gain: Sweden (+25.0 points).");
  EXPECT_THAT(ShowRow(Part(document, "league").table, 0),
              ElementsAre("rank=1", "country=SE", "name=Sweden", "score=100", "band=high",
                          "rank_then=1", "ranks_gained=0", "answered=3", "indicators=3"));
  EXPECT_THAT(ShowRow(Part(document, "indicators").table, 0),
              ElementsAre("area=Node a", "indicator=y", "question=Question y", "raised=1",
                          "lowered=0", "re-scored=0"));
  EXPECT_THAT(ShowRow(Part(document, "missing").table, 0),
              ElementsAre("country=NO", "name=Norway",
                          "reason=not seen by a coder between 31 December 2012 and 31 December "
                          "2018"));
}

TEST_F(ReportsTest, AnEditionWithoutAComparableOneSaysSo) {
  const Document document = DocumentOf(
      MakeEditionReport(archive_, index_.editions[1], Both(), Scope(2008, 2018)), archive_, index_);
  EXPECT_THAT(document.lead, HasSubstr("None of them has a comparable score on 31 December 2008"));
  EXPECT_THAT(Part(document, "countries").table.rows, IsEmpty());
}

TEST_F(ReportsTest, AComparisonNamesTheBestTheWorstAndTheWidestGap) {
  const Document document = DocumentOf(
      MakeComparisonReport(archive_, "Two", Both(), Scope(2012, 2018, "a")), archive_, index_);
  EXPECT_EQ(document.lead,
            "On 31 December 2018, Sweden scores 100 of 100 on the Tiny Index (Node a), most of the "
            "2 countries compared; Norway scores least, 0. They lie furthest apart in Question x: "
            "Sweden is 100.0 points above Norway.");
  EXPECT_THAT(ShowRow(Part(document, "scores").table, 0),
              ElementsAre("rank=1", "country=SE", "name=Sweden", "then=50", "now=100", "change=50",
                          "band=high", "answered=2", "indicators=2", "oldest_answer=2010-12-31"));
  EXPECT_THAT(Part(document, "history").table.rows, SizeIs(3));
}

TEST_F(ReportsTest, ALawTellsWhatItDidEverywhere) {
  const Document document =
      DocumentOf(MakeLawEffectReport(archive_, *archive_.laws().Find("se-1"), Scope(2012, 2018)),
                 archive_, index_);
  EXPECT_THAT(document.lead, StartsWith("Act (Sweden) changed 1 answer in 1 country."));
  EXPECT_THAT(document.lead, HasSubstr("by +25.0 points on 1 June 2015."));
  EXPECT_THAT(ShowRow(Part(document, "answers").table, 0),
              ::testing::IsSupersetOf({"old=0", "new=100", "role=cause", "provision=s. 4"}));
}

TEST_F(ReportsTest, TheScoreSpokenOfIsTheFirstThatMostCountriesHaveOnBothDays) {
  Node variant = index_.methodologies.front().nodes.back();
  variant.code = "overall_without_b";
  variant.children = {"a"};
  index_.methodologies.front().nodes.push_back(variant);
  const analysis::Archive archive = TinyArchive(index_);
  const auto name = [&](analysis::NodeId node) {
    return archive.methodology().nodes[node.value].code;
  };
  const std::vector<analysis::CountryId> sweden = {Country("SE")};
  EXPECT_EQ(name(ComparableNode(archive, sweden, Scope(2012, 2018))), "overall");
  EXPECT_EQ(name(ComparableNode(archive, Both(), Scope(2012, 2018))), "overall_without_b");
}

}  // namespace
}  // namespace lawtrace::report
