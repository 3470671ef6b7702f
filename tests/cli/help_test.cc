// What every verb says of itself, and how it takes options that mean nothing.
#include <gmock/gmock.h>

#include <set>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::vector<Words> kVerbs = {{"import", "workbook", "file.xlsx"},
                                   {"import", "answers", "file.csv"},
                                   {"import", "events", "file.csv"},
                                   {"import", "laws", "file.csv"},
                                   {"record", "amendment", "--country", "SE", "--indicator", "fees",
                                    "--answer", "none", "--effective", "2014"},
                                   {"record", "correction", "--supersedes", "1"},
                                   {"record", "retraction", "--supersedes", "1"},
                                   {"record", "proposal", "--country", "SE", "--indicator", "fees",
                                    "--answer", "none", "--effective", "2014"},
                                   {"score"},
                                   {"profile", "--country", "SE"},
                                   {"rank"},
                                   {"history"},
                                   {"changes"},
                                   {"diff", "2013", "2014"},
                                   {"revisions", "--between", "2013", "2014"},
                                   {"trend"},
                                   {"robustness"},
                                   {"attribute", "--from", "2013"},
                                   {"law", "candidates"},
                                   {"law", "list"},
                                   {"law", "missing"},
                                   {"law", "show", "x"},
                                   {"law", "add", "x", "--title", "X"},
                                   {"law", "edit", "x", "--title", "X"},
                                   {"law", "link", "x", "amends", "y"},
                                   {"law", "confirm", "x"},
                                   {"show", "1"},
                                   {"backup", "x"},
                                   {"restore", "x"},
                                   {"check"},
                                   {"audit"},
                                   {"token", "add", "--role", "coder", "--person", "A"},
                                   {"token", "list"},
                                   {"token", "revoke", "x"},
                                   {"submission", "list"},
                                   {"submission", "show", "1"},
                                   {"submission", "approve", "1"},
                                   {"verify", "file.csv"},
                                   {"scenario", "run", "file.csv"},
                                   {"scenario", "save", "file.csv", "--output", "file.json"},
                                   {"scenario", "suggest", "--country", "SE", "--target", "50"},
                                   {"subscribe", "--to", "-"},
                                   {"subscription", "list"},
                                   {"subscription", "show", "1"},
                                   {"subscription", "edit", "1"},
                                   {"subscription", "confirm", "1"},
                                   {"subscription", "pause", "1"},
                                   {"subscription", "resume", "1"},
                                   {"subscription", "end", "1"},
                                   {"subscription", "forget", "1"},
                                   {"subscription", "rotate-secret", "1"},
                                   {"subscription", "preview", "--since", "2020"},
                                   {"dispatch"},
                                   {"deliveries"}};

class HelpTest : public ProgramTest {
 protected:
  HelpTest() : ProgramTest("tests/fixtures/toy-index") {}
};

TEST_F(HelpTest, EveryVerbHasAnExample) {
  const std::set<std::string> families = {"import", "record", "scenario",   "export",
                                          "law",    "token",  "submission", "subscription"};
  std::vector<Words> verbs = {{}, {"report"}, {"cite"}};
  for (const char* data : {"events", "laws", "answers", "scores", "changes"})
    verbs.push_back({"export", data});
  for (const std::string& family : families) verbs.push_back({family});
  for (const char* report : {"country", "edition", "compare", "law", "scenario"})
    verbs.push_back({"report", report});
  for (const Words& verb : kVerbs) {
    const bool is_nested = families.contains(verb[0]);
    verbs.push_back(is_nested ? Words{verb[0], verb[1]} : Words{verb[0]});
  }
  for (const Words& verb : verbs) {
    const std::string help = Do(With(verb, {"--help"}));
    EXPECT_THAT(help, HasSubstr("Example")) << testing::PrintToString(verb);
    EXPECT_THAT(help, HasSubstr("lawtrace " + (verb.empty() ? "score" : verb[0])))
        << testing::PrintToString(verb);
  }
}

TEST_F(HelpTest, TheProgramSaysItsVersion) {
  EXPECT_THAT(Do({"--version"}), StartsWith("lawtrace "));
}

TEST_F(HelpTest, AnUnknownFormatIsFoundBeforeAnythingElse) {
  for (const Words& verb : kVerbs) {
    SCOPED_TRACE(testing::PrintToString(verb));
    ExpectError(With(verb, {"--format", "xml"}),
                "lawtrace: format 'xml' is unknown; write table, csv, json or jsonl\n");
  }
}

TEST_F(HelpTest, AnExportIsForPrograms) {
  for (const std::string format : {"table", "xml"}) {
    ExpectError({"export", "events", "--format", format},
                "lawtrace: format '" + format +
                    "' is unknown to export events; write csv, json, jsonl or xlsx\n");
    ExpectError({"export", "scores", "--format", format},
                "lawtrace: format '" + format +
                    "' is unknown to export scores; write csv, json, jsonl, xlsx or sdmx-csv\n");
  }
}

TEST_F(HelpTest, WhatIsNoOptionOrVerbIsAnError) {
  for (const Words& words : {Words{}, Words{"scores"}, Words{"score", "--nation", "SE"},
                             Words{"import"}, Words{"import", "events"}, Words{"score", "SE"},
                             Words{"record", "amendment", "--country", "SE"}}) {
    SCOPED_TRACE(testing::PrintToString(words));
    const Outcome outcome = Run(words);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("--help"));
  }
}

TEST_F(HelpTest, AnUnknownNameIsAnErrorWithTheNearestOne) {
  Do({"import", "answers",
      Write("answers.csv", "country,indicator,answer,reference\nSE,fees,none,2012-12-31\n")});
  const std::string editions =
      "is not a point in time; write YYYY-MM-DD, YYYY, today, or an edition: pilot, second\n";
  const std::vector<std::pair<Words, std::string>> cases = {
      {{"score", "--country", "SE,XX,NO", "--node", "liberry", "--group", "readrs"},
       "lawtrace: country 'XX' is not in the index\n"
       "lawtrace: country 'NO': the log holds nothing on it\n"
       "lawtrace: group 'readrs' is not in the index; it has readers\n"
       "lawtrace: node 'liberry' is not in methodology library-2\n"},
      {{"score", "--node", "fees"},
       "lawtrace: 'fees' is an indicator and has an answer, not a score of its own; its history "
       "and the country's profile show it\n"},
      {{"score", "--at", "2019-02-29"},
       "lawtrace: --at: '2019-02-29' is not a day of the calendar; write YYYY-MM-DD\n"},
      {{"score", "--at", "-5"}, "lawtrace: --at: '-5' " + editions},
      {{"score", "--at", "99999"}, "lawtrace: --at: '99999' " + editions},
      {{"score", "--known-at", "third"}, "lawtrace: --known-at: 'third' " + editions},
      {{"score", "--methodology", "library-3"},
       "lawtrace: methodology 'library-3' is not in the index; did you mean 'library-1'?\n"},
      {{"rank", "--node", "door,shelf"},
       "lawtrace: rank orders by one node; name one with --node\n"},
      {{"history", "--node", "door,fees"},
       "lawtrace: history shows either nodes or indicators; ask for them one after the other\n"},
      {{"changes", "--from", "2019", "--to", "2018"},
       "lawtrace: --from 2019-12-31 is after --at 2018-12-31; swap them\n"},
      {{"show"},
       "lawtrace: show one event by its number, or the life of one answer with --country and "
       "--indicator\n"},
      {{"show", "1", "--country", "SE"},
       "lawtrace: show one event by its number, or the life of one answer with --country and "
       "--indicator\n"},
      {{"show", "0"}, "lawtrace: '0' is not the number of an event; write one such as 4711\n"},
      {{"show", "99999999999999999999"},
       "lawtrace: '99999999999999999999' is not the number of an event; write one such as 4711\n"},
      {{"show", "7"}, "lawtrace: the log holds nothing on event 7; its last item is 1\n"},
      {{"show", "--country", "Norwya", "--indicator", "feess"},
       "lawtrace: country 'Norwya' is not in the index; did you mean 'Norway'?\n"
       "lawtrace: indicator 'feess' is not in the index; did you mean 'fees'?\n"},
  };
  for (const auto& [words, message] : cases) {
    SCOPED_TRACE(testing::PrintToString(words));
    ExpectError(words, message);
  }
}

}  // namespace
}  // namespace lawtrace::cli
