// `lawtrace report` on the bundled sample: every kind in every form.
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <pugixml.hpp>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::size_t kLargestPage = 1'500'000;

const Words kCountry = {"report", "country", "PT", "--from", "mipex-2020", "--at", "2024"};
const std::vector<Words> kReports = {kCountry,
                                     {"report", "edition", "mipex-2020"},
                                     {"report", "compare", "PT", "DK", "--at", "2024"},
                                     {"report", "compare", "EU", "--at", "2024"},
                                     {"report", "law", "pt-lo-2-2018"}};

class ReportTest : public ProgramTest {
 protected:
  ReportTest() {
    const std::string data = std::string(LAWTRACE_SOURCE_DIR) + "/data/sample/";
    Do({"import", "events", data + "events.csv", "--laws", data + "laws.csv"});
    Write("bill.csv",
          "country,indicator,answer,effective,law\n"
          "DK,ea80,100,2024-07-01,Residence Bill\nDK,ca49,100,2024-07-01,\n"
          "GR,dc71abd,0,2024-01-01,\n");
  }
  // One of every kind.
  std::vector<Words> Reports() const {
    std::vector<Words> reports = kReports;
    reports.push_back(Scenario());
    return reports;
  }
  Words Scenario() const { return {"report", "scenario", Path("bill.csv"), "--at", "2024"}; }
};

TEST_F(ReportTest, ACountryOpensWithTheSentenceToPrint) {
  const std::string lead =
      "Portugal scores 83 of 100 (favourable) on the Migrant Integration Policy Index on 31 "
      "December 2024, rank 1 of 8. It is up 2.1 points since MIPEX 2020 (31 December 2019): +0.7 "
      "points by laws named in the register and +1.4 points by re-scoring, which is not reform. "
      "The law that did most is Act amending the Foreigners Act (18/2022): +0.7 points.";
  EXPECT_EQ(Ask(kCountry).at("lead"), lead);
  EXPECT_THAT(Do(With(kCountry, {"--format", "md"})),
              StartsWith("# Portugal: Migrant Integration Policy Index\n\n**" + lead + "**\n"));
  EXPECT_THAT(Do(kCountry), HasSubstr("<p class=\"lead\">" + lead + "</p>"));
}

TEST_F(ReportTest, PointsOfTheLawsAddUpToTheChange) {
  const nlohmann::json report = Ask(kCountry);
  double sum = 0;
  for (const auto& row : report.at("parts").at("laws").at("rows"))
    sum += row.at("points").get<double>();
  EXPECT_NEAR(sum, report.at("change").get<double>(), 1e-9);
  EXPECT_NEAR(sum, 2.07, 0.01);
}

TEST_F(ReportTest, EveryPageIsWellFormedAndSmallAndSaysWhatJsonSays) {
  for (const Words& words : Reports()) {
    SCOPED_TRACE(testing::PrintToString(words));
    const std::string html = Do(words);
    EXPECT_LT(html.size(), kLargestPage);
    pugi::xml_document page;
    const pugi::xml_parse_result parsed = page.load_buffer(html.data(), html.size());
    ASSERT_TRUE(parsed) << parsed.description();
    const nlohmann::json json = Ask(words);
    EXPECT_EQ(page.select_node("//h1").node().text().get(), json.at("title"));
    EXPECT_EQ(page.select_node("//p[@class='lead']").node().text().get(), json.at("lead"));
    EXPECT_EQ(page.select_nodes("//section").size(), json.at("parts").size());
    for (const auto& [part, content] : json.at("parts").items()) {
      const std::string rows = "//section[@id='" + part + "']//tbody/tr";
      EXPECT_EQ(page.select_nodes(rows.c_str()).size(), content.at("rows").size()) << part;
    }
  }
}

TEST_F(ReportTest, AScenarioIsToldAsScenarioRunComputesIt) {
  const nlohmann::json report = Ask(Scenario());
  const nlohmann::json run = Ask({"scenario", "run", Path("bill.csv"), "--at", "2024", "--node",
                                  report.at("node").get<std::string>()});
  const auto& told = report.at("parts").at("scores").at("rows");
  ASSERT_EQ(told.size(), run.at("scores").size());
  for (std::size_t i = 0; i < told.size(); ++i)
    for (const char* key : {"country", "before", "after", "change", "band_after", "rank_before",
                            "rank_after", "ranked"})
      EXPECT_EQ(told[i].at(key), run.at("scores")[i].at(key)) << key;
  const auto& points = report.at("parts").at("contributions").at("rows");
  ASSERT_EQ(points.size(), run.at("contributions").size());
  for (std::size_t i = 0; i < points.size(); ++i)
    EXPECT_EQ(points[i].at("points"), run.at("contributions")[i].at("points"));
  EXPECT_THAT(report.at("lead"), AllOf(StartsWith("Under bill.csv, "), HasSubstr("would score")));
  EXPECT_EQ(report.at("parts").at("changes").at("rows")[0].at("source"), "bill.csv:2");
  EXPECT_EQ(report.at("parts").at("league").at("rows").size(), 8U);
}

TEST_F(ReportTest, ASavedScenarioIsReportedTheSameAfterTheLogHasGrown) {
  const std::string saved = Path("saved.json");
  Do({"scenario", "save", Path("bill.csv"), "--at", "2024", "--output", saved});
  const std::string before = Do({"report", "scenario", saved});
  Do({"record", "amendment", "--country", "DK", "--indicator", "ea80", "--answer", "50",
      "--effective", "2023-01-01", "--correct-observations"});
  EXPECT_EQ(Do({"report", "scenario", saved}), before);
  EXPECT_NE(Do(Scenario()), before);
}

TEST_F(ReportTest, SdmxCsvHoldsTheScoresOfBothDays) {
  const std::string country = Do(With(kCountry, {"--format", "sdmx-csv"}));
  EXPECT_THAT(country, StartsWith("STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,NODE,TIME_PERIOD,"));
  EXPECT_THAT(country, HasSubstr(",PT,overall_with_health,2019-12-31,81.4"));
  EXPECT_THAT(country, HasSubstr(",PT,overall_with_health,2024-12-31,83.4"));
  EXPECT_EQ(std::ranges::count(country, '\n'), 1 + 2 * 9);
  const std::string scenario = Do(With(Scenario(), {"--format", "sdmx-csv"}));
  EXPECT_THAT(scenario,
              HasSubstr(",LAWTRACE:SCENARIO(1.0),I,DK,overall_with_health,without,2024-12-31,"));
  EXPECT_THAT(scenario, HasSubstr(",DK,overall_with_health,with,2024-12-31,"));
  for (const Words& words : Reports())
    EXPECT_THAT(Do(With(words, {"--format", "sdmx-csv"})), HasSubstr("\ndataflow,LAWTRACE:SC"));
}

TEST_F(ReportTest, AFileThatCannotBeWrittenIsOneError) {
  for (const char* name : {"a.xlsx", "a.html"})
    ExpectError(With(kCountry, {"--output", Path("none/") + name}),
                "lawtrace: " + Path("none/") + name +
                    ": cannot be written: No such file or directory; name another file with "
                    "--output\n");
}

TEST_F(ReportTest, TheSameQuestionGivesTheSameBytes) {
  for (const Words& words : Reports()) EXPECT_EQ(Do(words), Do(words));
}

TEST_F(ReportTest, WhatWasRecordedLaterIsNotInAReportOfWhatWasKnown) {
  const Words known = {"report", "country", "PT", "--from", "mipex-2020", "--known-at", "2021"};
  const nlohmann::json report = Ask(known);
  EXPECT_THAT(report.at("lead"), HasSubstr("scores 81 of 100"));
  EXPECT_EQ(report.at("change"), 0.0);
  EXPECT_THAT(report.at("source"), HasSubstr(", as known on 31 December 2021."));
  ExpectError({"report", "law", "pt-lei-18-2022", "--known-at", "2019"},
              "lawtrace: law 'pt-lei-18-2022' is not in the register\n");
}

TEST_F(ReportTest, CsvIsTheTableOfThePartThatIsNamed) {
  EXPECT_THAT(Do(With(kCountry, {"--format", "csv", "--part", "laws"})),
              StartsWith("kind,law,what,points,events\nlaw,pt-lei-18-2022,"));
  EXPECT_THAT(Do(With(kCountry, {"--format", "csv"})),
              StartsWith("mark,day,score,change,kinds,laws,law_ids,form,told\n"));
}

TEST_F(ReportTest, TheEndingOfTheFileSaysTheForm) {
  const std::string markdown = Path("portugal.md");
  EXPECT_EQ(Do(With(kCountry, {"--output", markdown})), "");
  EXPECT_THAT(ReadFile(markdown), StartsWith("# Portugal"));
  const std::string workbook = Path("portugal.xlsx");
  EXPECT_EQ(Do(With(kCountry, {"--output", workbook})), "");
  EXPECT_THAT(ReadFile(workbook), StartsWith("PK"));
}

TEST_F(ReportTest, ATitleCannotBreakThePage) {
  const std::string title = "Act </script><script>document.title='broken'</script> &amp; ]]>";
  Do({"import", "laws",
      Write("laws.csv",
            "law,country,type,number,title\npt-lo-2-2018,PT,act,1/2,\"" + title + "\"\n")});
  const std::string html = Do({"report", "law", "pt-lo-2-2018"});
  pugi::xml_document page;
  ASSERT_TRUE(page.load_buffer(html.data(), html.size()));
  EXPECT_EQ(page.select_node("//h1").node().text().get(), title + " (1/2): what it changed");
  EXPECT_THAT(html, Not(HasSubstr("<script>document")));
}

TEST_F(ReportTest, WrongWordsAreNamedWithWhatToWrite) {
  const std::vector<std::pair<Words, std::string>> cases = {
      {{"report", "country", "PX"}, "lawtrace: country 'PX' is not in the index\n"},
      {{"report", "edition", "2020"},
       "lawtrace: edition '2020' is not in the index; it has mipex-2007, mipex-2010, mipex-2014, "
       "mipex-2020, mipex-2025\n"},
      {{"report", "edition", "mipex-2007"},
       "lawtrace: edition 'mipex-2007': the log holds no answer seen after 2007-02-28 and up to "
       "2007-03-01; import its workbook\n"},
      {{"report", "law", "pt-lo-2-2019"},
       "lawtrace: law 'pt-lo-2-2019' is not in the register; did you mean 'pt-lo-2-2018'?\n"},
      {{"report", "compare", "PT"},
       "lawtrace: compare needs two countries or more, or a group with two that the log speaks "
       "of\n"},
      {{"report", "country", "PT", "--format", "doc"},
       "lawtrace: format 'doc' is unknown; write html, md, csv, xlsx, json, sdmx-csv or pdf\n"},
      {{"report", "country", "PT", "--output", "pt.doc"},
       "lawtrace: --output pt.doc: '.doc' is no form of a report; say which with --format html, "
       "md, csv, xlsx, json, sdmx-csv or pdf\n"},
      {{"report", "country", "PT", "--format", "pdf"},
       "lawtrace: this form is a file; name it with --output FILE\n"},
      {{"report", "country", "PT", "--part", "areas"},
       "lawtrace: --part picks a table for --format csv; other forms hold every part\n"},
      {{"report", "country", "PT", "--format", "csv", "--part", "area"},
       "lawtrace: part 'area' is not in this report; it has history, areas, areas_history, laws, "
       "amendments, "
       "recodings, missing, age\n"},
      {{"report", "country", "PT", "--from", "2019", "--at", "2018"},
       "lawtrace: --from 2019-12-31 is not before --at 2018-12-31; swap them\n"},
      {{"report", "scenario"},
       "lawtrace: no scenario is named; give a file of changes or --proposal NUMBER\n"},
      {{"report", "scenario", Path("bill.csv"), "--node", "overall", "--node", "b"},
       "lawtrace: a report speaks of one node; name one with --node\n"},
      {{"report", "scenario", Path("bill.csv"), "--format", "xlsx"},
       "lawtrace: this form is a file; name it with --output FILE\n"},
      {{"report", "country", "PT", "--node", "a", "--node", "b"},
       "lawtrace: a report speaks of one node; name one with --node\n"}};
  for (const auto& [words, message] : cases) {
    SCOPED_TRACE(testing::PrintToString(words));
    ExpectError(words, message);
  }
}

bool HasChromium() {
  return access("/usr/bin/chromium", X_OK) == 0;
}

TEST_F(ReportTest, ABrowserDrawsEveryChart) {
  if (!HasChromium()) GTEST_SKIP() << "no chromium";
  for (const Words& words : Reports()) {
    SCOPED_TRACE(testing::PrintToString(words));
    const std::string html = Do(words);
    if (html.find("application/json") == std::string::npos) GTEST_SKIP() << "built without npm";
    const std::string page = Write("page.html", html);
    const std::string dom = Path("dom.html");
    const std::string command =
        "/usr/bin/chromium --headless --no-sandbox --disable-gpu --no-first-run "
        "--disable-background-networking --disable-component-update --disable-sync "
        "--user-data-dir=" +
        Path("profile") + " --dump-dom file://" + page + " >" + dom + " 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT(cert-env33-c): own words only.
    const std::string drawn = ReadFile(dom);
    EXPECT_THAT(drawn, HasSubstr("data-charts=\"drawn\""));
    const auto count = [&](const std::string& text, std::string_view needle) {
      std::size_t found = 0;
      for (std::size_t at = text.find(needle); at != std::string::npos;
           at = text.find(needle, at + 1))
        ++found;
      return found;
    };
    EXPECT_EQ(count(drawn, "<div class=\"plot\" role=\"img\" aria-label="),
              count(html, "<figure id="));
    // A place that came out of a figure that is none.
    EXPECT_THAT(drawn, Not(HasSubstr("translate(NaN")));
    EXPECT_THAT(drawn, Not(HasSubstr("=\"NaN")));
  }
}

TEST_F(ReportTest, PdfIsPrintedByChromiumOrSaysWhatIsMissing) {
  const std::string file = Path("portugal.pdf");
  if (HasChromium()) {
    EXPECT_EQ(Do(With(kCountry, {"--output", file})), "");
    EXPECT_THAT(ReadFile(file), AllOf(StartsWith("%PDF-"), HasSubstr("595")));
  } else {
    const Outcome outcome = Run(With(kCountry, {"--output", file}));
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("install chromium"));
  }
}

}  // namespace
}  // namespace lawtrace::cli
