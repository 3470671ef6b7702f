// Research exports: what they hold, and that a citation token gives the same bytes again.
#include <gmock/gmock.h>

#include <algorithm>
#include <ranges>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kAnswers =
    "country,indicator,answer,reference\n"
    "SE,proof,none,2012-12-31\n"
    "SE,fees,all,2012-12-31\n"
    "SE,hours,50,2012-12-31\n"
    "SE,lending,1,2012-12-31\n"
    "NO,proof,none,2012-12-31\n"
    "NO,fees,none,2012-12-31\n"
    "NO,hours,50,2012-12-31\n"
    "NO,lending,not_assessed,2012-12-31\n";

class ExportTest : public ProgramTest {
 protected:
  ExportTest() : ProgramTest("tests/fixtures/toy-index") {
    Do({"import", "answers", Write("answers.csv", kAnswers), "--recorded-at", "2013-01-15"});
  }

  // Sweden's fees are recoded from the end of 2013, its hours change by law in 2014 and its fees
  // in 2020, which lies behind the day of the record.
  void Grow() {
    Do({"import", "events",
        Write("more.csv",
              "kind,country,indicator,answer,effective\n"
              "recoding,SE,fees,some,2013-12-31\n"
              "amendment,SE,hours,60,2014-06-10\n"
              "amendment,SE,fees,none,2020-01-01\n"),
        "--recorded-at", "2015-03-01"});
  }

  // The token that a codebook names.
  static std::string TokenIn(const std::string& codebook) {
    const std::size_t begin = codebook.find("lawtrace:");
    return codebook.substr(begin, codebook.find_first_of(" ,\n", begin) - begin);
  }

  // Exports to `name` and returns the token.
  std::string Export(const Words& words, const std::string& name) {
    Do(With(With({"export"}, words), {"--output", Path(name), "--codebook", Path("codebook.md")}));
    return TokenIn(ReadFile(Path("codebook.md")));
  }

  // "2013-12-31 40 B" of each observation of SDMX-CSV.
  static Words Observations(const std::string& text) {
    Words found;
    for (const auto line : std::views::split(text, '\n')) {
      Words fields;
      for (const auto field : std::views::split(line, ','))
        fields.emplace_back(field.begin(), field.end());
      if (fields.size() > 8 && fields[0] == "dataflow")
        found.push_back(fields[2] + " " + fields[5] + " " + fields[6] + " " + fields[7]);
    }
    return found;
  }
};

const std::vector<Words> kExports = {
    {"scores", "--at", "2021", "--format", "csv"},
    {"scores", "--at", "2021", "--series", "--format", "json"},
    {"scores", "--at", "2021", "--series", "--format", "sdmx-csv"},
    {"scores", "--node", "door", "--country", "SE", "--at", "2014"},
    {"scores", "--group", "readers", "--at", "2013"},
    {"scores", "--methodology", "library-1", "--at", "2013"},
    {"answers", "--series", "--from", "2013", "--format", "jsonl"},
    {"answers", "--series", "--format", "xlsx"},
    {"answers", "--updated-after", "2013", "--format", "sdmx-csv"},
    {"answers", "--known-at", "2014", "--at", "2021"},
    {"changes", "--codings", "--node", "door"},
    {"changes", "--format", "xlsx"},
    {"events", "--known-at", "2014"},
    {"events", "--updated-after", "2014", "--format", "jsonl"},
    {"laws", "--format", "json"}};

TEST_F(ExportTest, ATokenGivesTheSameBytesAfterTheLogHasGrown) {
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < kExports.size(); ++i)
    tokens.push_back(Export(kExports[i], "old" + std::to_string(i)));
  Grow();
  for (std::size_t i = 0; i < kExports.size(); ++i) {
    SCOPED_TRACE(tokens[i]);
    Do({"cite", tokens[i], "--output", Path("new")});
    EXPECT_EQ(ReadFile(Path("new")), ReadFile(Path("old" + std::to_string(i))));
  }
  EXPECT_NE(Export(kExports[0], "grown"), tokens[0]);
}

TEST_F(ExportTest, ATokenIsInEveryRowAndNeedsNoQuotes) {
  const std::string token = Export({"scores", "--at", "2013"}, "scores.csv");
  EXPECT_EQ(token.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                    "0123456789-./:=@+%"),
            std::string::npos);
  EXPECT_THAT(token, StartsWith("lawtrace:scores/index=library/at=2013-12-31/"));
  const auto rows =
      nlohmann::json::parse(Do({"export", "scores", "--at", "2013", "--format", "json"}));
  ASSERT_THAT(rows, Not(IsEmpty()));
  for (const nlohmann::json& row : rows)
    EXPECT_THAT(row.at("citation").get<std::string>(), HasSubstr("/format=json/"));
  EXPECT_EQ(Do({"cite", rows[0].at("citation")}),
            Do({"export", "scores", "--at", "2013", "--format", "json"}));
}

TEST_F(ExportTest, ExportsWithATokenAreReadAgain) {
  Grow();
  Do({"export", "scores", "--series", "--at", "2021", "--output", Path("scores.csv")});
  EXPECT_THAT(Do({"verify", Path("scores.csv")}), HasSubstr(" 0 different.\n"));
  Do({"export", "answers", "--at", "2014-12-31", "--output", Path("exported.csv")});
  UseStore("other");
  EXPECT_THAT(Do({"import", "answers", Path("exported.csv")}), HasSubstr("New: 8 codings"));
}

TEST_F(ExportTest, VerifyHoldsFiguresAgainstWhatWasKnownByADay) {
  Do({"export", "scores", "--at", "2013-12-31", "--output", Path("scores.csv")});
  Grow();  // Recodes an answer of 2013, recorded on 2015-03-01.
  const Outcome now = Run({"verify", Path("scores.csv")});
  EXPECT_EQ(now.status, 1);
  EXPECT_THAT(now.out, Not(HasSubstr(" 0 different.\n")));
  EXPECT_EQ(Run({"verify", Path("scores.csv"), "--known-at", "2015-03-01"}).status, 1);
  EXPECT_THAT(Do({"verify", Path("scores.csv"), "--known-at", "2015-02-28"}),
              HasSubstr(" 0 different.\n"));
}

TEST_F(ExportTest, SpreadsheetsGetNoFormulas) {
  Do({"import", "events",
      Write("more.csv",
            "kind,country,indicator,answer,effective,comment\n"
            "amendment,SE,fees,none,2020-01-01,\"=HYPERLINK(\"\"x\"\")\"\n")});
  const std::string formula = "\"=HYPERLINK(\"\"x\"\")\"";
  EXPECT_THAT(Do({"export", "events"}), HasSubstr("," + formula));
  const std::string safe = Do({"export", "events", "--format", "spreadsheet-csv"});
  EXPECT_THAT(safe, Not(HasSubstr(",\"=")));
  EXPECT_THAT(safe, HasSubstr(",\"'=HYPERLINK"));
  EXPECT_THAT(Do({"show", "--country", "SE", "--indicator", "fees", "--format", "spreadsheet-csv"}),
              HasSubstr("\"'=HYPERLINK"));
}

TEST_F(ExportTest, SdmxTellsBreaksMissingAndProvisionalValues) {
  Grow();
  EXPECT_THAT(Observations(Do({"export", "answers", "--series", "--at", "2021", "--country",
                               "SE,NO", "--from", "2012", "--format", "sdmx-csv"})),
              SizeIs(3));
  const Words answers =
      Observations(Do({"export", "answers", "--series", "--at", "2021", "--format", "sdmx-csv"}));
  EXPECT_THAT(answers, SizeIs(11));
  for (const char* expected :
       {"I 2013-12-31 40 B", "I 2014-06-10 60 A", "I 2020-01-01 100 P", "I 2012-12-31  M"})
    EXPECT_THAT(answers, testing::Contains(expected)) << testing::PrintToString(answers);
  const Words scores = {"export", "scores",   "--country", "SE",  "--node",
                        "door",   "--format", "sdmx-csv",  "--at"};
  const auto at = [&](const std::string& day) {
    const Words found = Observations(Do(With(scores, {day})));
    return found.empty() ? std::string() : found.front().substr(found.front().size() - 1);
  };
  EXPECT_EQ(at("2011"), "M");
  EXPECT_EQ(at("2013-12-30"), "A");
  EXPECT_EQ(at("2013-12-31"), "B");
  EXPECT_EQ(at("2014-06-09"), "B");
  EXPECT_EQ(at("2014-06-10"), "A");
  EXPECT_EQ(at("2021"), "P");
}

TEST_F(ExportTest, UpdatesAreWhatLaterRecordsChanged) {
  Grow();
  const Words of_2014 = {"export",          "answers", "--at",    "2014-12-31",
                         "--updated-after", "2014",    "--format"};
  const auto in = [&](const std::string& format) { return Do(With(of_2014, {format})); };
  const auto rows = nlohmann::json::parse(in("json"));
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].at("indicator"), "fees");
  EXPECT_EQ(rows[1].at("indicator"), "hours");
  EXPECT_THAT(Observations(in("sdmx-csv")), ElementsAre("M 2014-12-31 40 B", "M 2014-12-31 60 A"));
  Do({"record", "retraction", "--supersedes", "1", "--comment", "was never so", "--recorded-at",
      "2016-01-01"});
  EXPECT_THAT(Observations(Do({"export", "answers", "--at", "2014-12-31", "--updated-after", "2015",
                               "--format", "sdmx-csv"})),
              ElementsAre("D 2014-12-31  "));
}

// A copy that is made within a day, and what is recorded after it on the same day.
TEST_F(ExportTest, NothingIsLostBetweenACopyAndItsUpdate) {
  const auto record = [&](const std::string& answer, const std::string& at) {
    Do({"record", "amendment", "--country", "SE", "--indicator", "hours", "--answer", answer,
        "--effective", at.substr(0, 10), "--recorded-at", at});
  };
  record("40", "2021-03-02T10:00:00Z");
  Do({"export", "events", "--output", Path("copy.csv")});
  record("60", "2021-03-02T15:00:00+01:00");
  record("40", "2021-03-03T09:00:00.5Z");
  const std::string log = Log();
  for (const char* since : {"2021-03-02", "2021-03-02T10:00:00Z", "2021-03-02t11:00:01+01:00"}) {
    UseStore("store");
    Do({"export", "events", "--updated-after", since, "--output", Path("more.csv")});
    UseStore(std::string("mirror-") + std::to_string(std::string_view(since).size()));
    Do({"import", "events", Path("copy.csv")});
    Do({"import", "events", Path("more.csv")});
    EXPECT_EQ(Log(), log) << since;
  }
}

TEST_F(ExportTest, ResearchExportsHaveTheAlpha3Code) {
  for (const Words& words : std::vector<Words>{
           {"scores", "--at", "2014"}, {"answers", "--at", "2014"}, {"changes", "--codings"}}) {
    const auto rows =
        nlohmann::json::parse(Do(With(With({"export"}, words), {"--format", "json"})));
    ASSERT_THAT(rows, Not(IsEmpty()));
    for (const nlohmann::json& row : rows)
      EXPECT_EQ(row.at("country_alpha3"), row.at("country") == "SE"   ? nlohmann::json("SWE")
                                          : row.at("country") == "NO" ? nlohmann::json("NOR")
                                                                      : nlohmann::json());
  }
}

TEST_F(ExportTest, EventsOfATimeContinueAMirrorOfTheLog) {
  Do({"export", "events", "--output", Path("first.csv")});
  Grow();
  Do({"export", "events", "--updated-after", "2014", "--output", Path("rest.csv")});
  const std::string log = Log();
  UseStore("mirror");
  Do({"import", "events", Path("first.csv")});
  Do({"import", "events", Path("rest.csv")});
  EXPECT_EQ(Log(), log);
}

TEST_F(ExportTest, TheCodebookSaysWhatEveryColumnMeans) {
  Grow();
  for (const Words& words : kExports) {
    SCOPED_TRACE(testing::PrintToString(words));
    Do(With(With({"export"}, words), {"--output", Path("data"), "--codebook", Path("book.csv")}));
    const std::string book = ReadFile(Path("book.csv"));
    EXPECT_THAT(book, StartsWith("part,code,label,option,score,meaning,unit,missing\n"));
    const std::string format = TokenIn(book);
    if (format.find("/format=csv/") == std::string::npos &&
        format.find("/format=sdmx-csv/") == std::string::npos)
      continue;
    const std::string data = ReadFile(Path("data"));
    for (const auto column : std::views::split(data.substr(0, data.find('\n')), ','))
      EXPECT_THAT(book, HasSubstr("\ncolumns," + std::string(column.begin(), column.end()) + ","));
  }
  Export({"scores"}, "scores.csv");
  EXPECT_THAT(ReadFile(Path("codebook.md")),
              AllOf(HasSubstr("| fees |"), HasSubstr("| log position |"), HasSubstr("drops out")));
}

TEST_F(ExportTest, AGroupWithoutMembersInTheLogIsAnErrorNotAll) {
  ExpectError({"export", "scores", "--group", "readers", "--at", "2013", "--known-at", "2012"},
              "lawtrace: on 2013-12-31 the group has no member that the log speaks of\n");
}

TEST_F(ExportTest, ATokenThatDoesNotFitIsAnError) {
  const std::string token = Export({"scores", "--at", "2013"}, "scores.csv");
  const auto with = [&](const std::string& old, const std::string& replaced) {
    std::string changed = token;
    return changed.replace(changed.find(old), old.size(), replaced);
  };
  const auto value = [&](const std::string& key) {
    const std::size_t begin = token.find("/" + key + "=") + key.size() + 2;
    return token.substr(begin, token.find('/', begin) - begin);
  };
  const std::string zeros(16, '0');
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"scores.csv", "is no citation token: it does not begin with 'lawtrace:'"},
      {"lawtrace:score/at=2013-12-31", "'score' is not scores, answers, changes, events or laws"},
      {with("/at=2013-12-31", ""), "it lacks at=..."},
      {with("/at=2013-12-31", "/at=2013-02-30"), "'at=2013-02-30' means nothing"},
      {with("/at=", "/at=2013-12-31/at="), "it says at twice"},
      {token.substr(0, token.size() - 3), "means nothing"},
      {with("/log=8", "/log=9"),
       "rests on log position 9, but this store ends at 8; name the "
       "store that it was exported from with --store"},
      {with(value("log-digest"), zeros), "is of another log: up to position 8"},
      {with(value("fingerprint"), zeros), "so its figures would not be the same"},
      {with("library-2@", "library-9@"), "is of methodology library-9, which the index lacks"},
      {with("index=library", "index=mipex"), "is of index mipex, not library"},
      {with("/at=2013-12-31", "/at=2011-12-31"), "the token was altered"},
      {with("/at=", "/country=XX/at="), "country 'XX': the log holds nothing on it"}};
  for (const auto& [wrong, message] : cases) {
    SCOPED_TRACE(wrong);
    const Outcome outcome = Run({"cite", wrong});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, AllOf(StartsWith("lawtrace: "), HasSubstr(message)));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1);
  }
  UseStore("other");
  Do({"import", "answers", Path("answers.csv"), "--recorded-at", "2013-01-16"});
  EXPECT_THAT(Run({"cite", token}).err, HasSubstr("the token is of another log"));
}

TEST_F(ExportTest, WrongOptionsAreErrors) {
  const std::vector<std::pair<Words, std::string>> cases = {
      {{"scores", "--format", "xlsx"}, "this form is a file; name it with --output FILE"},
      {{"scores", "--from", "2012"}, "--from begins a series; add --series"},
      {{"scores", "--series", "--at", "2012", "--from", "2013"},
       "--from 2013-12-31 is after --at 2012-12-31; swap them"},
      {{"events", "--format", "sdmx-csv"},
       "format 'sdmx-csv' is unknown to export events; write csv, json, jsonl or xlsx"},
      {{"laws", "--known-at", "2012", "--updated-after", "2013"},
       "--updated-after 2013-12-31T00:00:00Z is later than --known-at 2012-12-31; nothing is "
       "between them"},
      {{"laws", "--output", "a.csv", "--codebook", "a.csv"},
       "--codebook and --output name the same file; name two"}};
  for (const auto& [words, message] : cases) {
    ExpectError(With({"export"}, words), "lawtrace: " + message + "\n");
  }
}

}  // namespace
}  // namespace lawtrace::cli
