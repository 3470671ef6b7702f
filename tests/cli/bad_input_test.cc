// Every kind of bad input: one clear error, exit status 2, and a log as it was.
#include <gmock/gmock.h>

#include <regex>

#include "ingest/record_reader.h"
#include "proto/index_codec.h"
#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// "FILE" in a message stands for the path of the file.
std::string ForFile(const std::string& message, const std::string& file) {
  return std::regex_replace(message, std::regex("FILE"), file);
}

class BadInputTest : public ProgramTest {
 protected:
  BadInputTest() : ProgramTest("tests/fixtures/toy-index") {
    Do({"import", "answers",
        Write("answers.csv", "country,indicator,answer,reference\nSE,fees,none,2012-12-31\n"),
        "--recorded-at", "2013-01-01"});
    log_ = Log();
  }
  ~BadInputTest() override { EXPECT_EQ(Log(), log_); }

  void ExpectFaults(const std::string& noun, const std::string& file, const std::string& faults) {
    ExpectError({"import", noun, file}, ForFile(faults, file));
    ExpectError({"import", noun, file, "--dry-run"}, ForFile(faults, file));
  }

 private:
  std::string log_;
};

TEST_F(BadInputTest, AllFaultsOfAFileOfEventsInOneRun) {
  ExpectFaults(
      "events",
      Write("bad.csv",
            "kind,country,indicator,answer,effective,supersedes,laws,recorded_at\n"
            "amendment,XX,fees,none,2014,,,\n"
            "amendment,SE,fes,none,2014,,,\n"
            "amendment,SE,door,none,2014,,,\n"
            "amendment,SE,fees,maybe,2014,,,\n"
            "amendment,SE,hours,101,2014,,,\n"
            "amendment,NO,hours,-1,2014,,,\n"
            "amendment,SE,fees,none,2014-02-30,,,\n"
            "amendment,SE,fees,none,14.2.2014,,,\n"
            "amendment,SE,fees,none,1949-12-31,,,\n"
            "amendment,SE,fees,none,2199,,,\n"
            "coding,SE,fees,none,unknown,,,\n"
            "amendment,SE,fees,some,2015,,,\n"
            "amendment,SE,fees,all,2015,,,\n"
            "correction,SE,fees,none,2014,77,,\n"
            "correction,SE,fees,none,2014,x,,\n"
            "correction,SE,fees,none,2014,,,\n"
            "retraction,SE,fees,none,,1,,\n"
            "amendment,SE,fees,none,2016,1,,\n"
            "retraction,NO,fees,,,1,,\n"
            "amendment,SE,fees,none,2017,,no-law,\n"
            "amendment,SE,fees,none,2018,,no-law:reason,\n"
            "amendment,SE,fees,none,2019,,,2199-01-01\n"
            "amendment,SE,fees,none,2020,,,2012-01-01\n"
            "merger,SE,fees,none,2020,,,\n"
            "amendment,SE,fees,,2021,,,\n"
            "amendment,,,none,,,,\n"),
      "lawtrace: FILE:2: country 'XX' is not in the index\n"
      "lawtrace: FILE:3: indicator 'fes' is not in the index; did you mean 'fees'?\n"
      "lawtrace: FILE:4: 'door' is computed from membership, fees, hours; record those instead\n"
      "lawtrace: FILE:5: answer 'maybe' is not an option of fees; write one of none, some, all\n"
      "lawtrace: FILE:6: answer '101' is not an option of hours; write a number from 0 to 100\n"
      "lawtrace: FILE:7: answer '-1' is not an option of hours; write a number from 0 to 100\n"
      "lawtrace: FILE:8: effective: '2014-02-30' is not a day of the calendar; write YYYY-MM-DD\n"
      "lawtrace: FILE:9: effective: '14.2.2014' is not a date; write YYYY-MM-DD, YYYY-MM or YYYY\n"
      "lawtrace: FILE:10: effective 1949-12-31 is before 1950; check the year\n"
      "lawtrace: FILE:11: effective 2199 is more than 20 years ahead; check the year\n"
      "lawtrace: FILE:12: a coding needs its effective date; write YYYY-MM-DD, YYYY-MM or YYYY\n"
      "lawtrace: FILE:14: states the same kind, country, indicator and date as line 13; keep one "
      "of them\n"
      "lawtrace: FILE:15: there is no event 77 in the log; 'lawtrace show --country C --indicator "
      "I' lists them\n"
      "lawtrace: FILE:16: supersedes: 'x' is not a sequence; write the number that 'lawtrace show' "
      "prints\n"
      "lawtrace: FILE:17: a correction needs the sequence that it supersedes; 'lawtrace show' "
      "prints it\n"
      "lawtrace: FILE:18: a retraction has no answer; leave it empty, or record a correction\n"
      "lawtrace: FILE:19: only a correction or a retraction supersedes an event; leave it empty\n"
      "lawtrace: FILE:20: event 1 was already superseded by 17; supersede that one\n"
      "lawtrace: FILE:20: event 1 is about SE fees, not NO fees\n"
      "lawtrace: FILE:21: law 'no-law' is not in the register; add it with 'lawtrace law add' or "
      "'lawtrace import laws'\n"
      "lawtrace: FILE:22: laws: 'reason' is not a role; write cause, context or prior\n"
      "lawtrace: FILE:23: recorded_at 2199-01-01T00:00:00Z lies in the future; write when it "
      "became known, or nothing\n"
      "lawtrace: FILE:24: recorded_at 2012-01-01T00:00:00Z is before the last record of "
      "2013-01-01T00:00:00Z; the log keeps the order of recording, so give that moment or a later "
      "one\n"
      "lawtrace: FILE:25: kind: 'merger' is not a kind; write coding, confirmation, amendment, "
      "recoding, correction, retraction or proposal\n"
      "lawtrace: FILE:26: no answer is given for fees; write one of none, some, all\n"
      "lawtrace: FILE:27: column 'country' is empty; fill it\n"
      "lawtrace: FILE:27: column 'indicator' is empty; fill it\n"
      "lawtrace: FILE:27: column 'effective' is empty; write YYYY-MM-DD, YYYY-MM, YYYY, or "
      "'unknown' for an amendment whose commencement is not known\n");
}

TEST_F(BadInputTest, FaultsOfLawsAndEventsComeTogether) {
  const std::string laws = Write("laws.csv",
                                 "law,country,title,adopted,url\n"
                                 "Act 1,SE,Act,,\n"
                                 "se-2,XX,,2014-13,ftp://se\n"
                                 "se-3,SE,Act,,ftp://se\n"
                                 "se-4,SE,Act,,\n"
                                 "se-4,SE,The Act,,\n");
  const std::string events = Write("events.csv",
                                   "kind,country,indicator,answer,effective,laws\n"
                                   "amendment,SE,fees,free,2014,se-9\n");
  ExpectError(
      {"import", "events", events, "--laws", laws},
      ForFile("lawtrace: FILE:2: law id 'Act 1' has other characters than a-z, 0-9 and -; write "
              "one such as pt-lei-23-2007\n"
              "lawtrace: FILE:3: adopted: '2014-13' is not a date; write YYYY-MM-DD, YYYY-MM or "
              "YYYY\n"
              "lawtrace: FILE:4: url 'ftp://se' does not begin with http:// or https://\n"
              "lawtrace: FILE:6: states the same law at the same moment as line 5; keep one of "
              "them\n",
              laws) +
          ForFile("lawtrace: FILE:2: answer 'free' is not an option of fees; write one of none, "
                  "some, all\n"
                  "lawtrace: FILE:2: law 'se-9' is not in the register; add it with 'lawtrace "
                  "law add' or 'lawtrace import laws'\n",
                  events));
}

TEST_F(BadInputTest, AllFaultsOfAFileOfAnswersInOneRun) {
  ExpectFaults(
      "answers",
      Write("bad.csv",
            "country,indicator,answer,reference\n"
            "XX,fees,none,2014-12-31\n"
            "SE,door,none,2014-12-31\n"
            "SE,fees,9,2014-12-31\n"
            "SE,fees,none,2014\n"
            "SE,fees,none,1949-12-31\n"
            "SE,fees,none,2199-12-31\n"
            "SE,lending,1,2014-12-31\n"
            "SE,lending,1,2014-12-31\n"),
      "lawtrace: FILE:2: country 'XX' is not in the index\n"
      "lawtrace: FILE:3: 'door' is computed from membership, fees, hours; record those instead\n"
      "lawtrace: FILE:4: answer '9' is not an option of fees; write one of none, some, all\n"
      "lawtrace: FILE:5: reference: '2014' is not a day; write YYYY-MM-DD\n"
      "lawtrace: FILE:6: reference 1949-12-31 is before 1950; check the year\n"
      "lawtrace: FILE:7: reference 2199-12-31 is more than 20 years ahead; check the year\n"
      "lawtrace: FILE:9: states the same country, indicator and reference day as line 8; keep one "
      "of them\n");
}

TEST_F(BadInputTest, AllFaultsOfAFileOfScoresInOneRun) {
  const std::string file = Write("bad.csv",
                                 "country,node,score,at\n"
                                 "XX,door,50,2014-12-31\n"
                                 "SE,dor,50,2014-12-31\n"
                                 "SE,door,101,2014-12-31\n"
                                 "SE,door,50,\n");
  ExpectError({"verify", file},
              ForFile("lawtrace: FILE:2: country 'XX' is not in the index\n"
                      "lawtrace: FILE:3: node 'dor' is not in methodology library-2\n"
                      "lawtrace: FILE:4: score: '101' is not a score; write a number from 0 to "
                      "100\n"
                      "lawtrace: FILE:5: column 'at' is empty; fill it\n",
                      file));
}

TEST_F(BadInputTest, FilesThatAreNotWhatTheyShouldBe) {
  const std::string columns =
      "kind, country, indicator, answer, effective, basis, observed, supersedes, counts_as, laws, "
      "comment, "
      "url, document, place, flags, sequence, transaction, recorded_at, author, source\n";
  ExpectFaults("events", Path("missing.csv"),
               "lawtrace: FILE: there is no such file; check the path\n");
  ExpectFaults("events", Path("store"), "lawtrace: FILE: is a folder; name a file\n");
  ExpectFaults("events", Write("empty.csv", ""),
               "lawtrace: FILE:1: the file is empty; the first line names the columns: " + columns);
  ExpectFaults("events", Write("other.csv", "date;state\n2014;SE\n"),
               "lawtrace: FILE:1: unknown column 'date'; the columns are " + columns +
                   "lawtrace: FILE:1: unknown column 'state'; the columns are " + columns);
  ExpectFaults("events", Write("narrow.csv", "answer\nnone\nsome\n"),
               "lawtrace: FILE:1: the column 'kind' is missing; add it\n"
               "lawtrace: FILE:1: the column 'country' is missing; add it\n"
               "lawtrace: FILE:1: the column 'indicator' is missing; add it\n");
  ExpectFaults("events", Write("zip.csv", "PK\x03\x04rest"),
               "lawtrace: FILE:1: is a workbook or another ZIP file, not text; read a workbook "
               "with 'lawtrace import workbook'\n");
  ExpectFaults("events", Write("wide.csv", std::string_view("\xFF\xFEk\0i\0", 6)),
               "lawtrace: FILE:1: is UTF-16 text; save it as UTF-8\n");
  ExpectFaults(
      "events",
      Write("latin.csv",
            "kind,country,indicator,answer,effective,comment\n"
            "amendment,SE,fees,none,2014,\xE5r\n"),
      "lawtrace: FILE:2: the text is not UTF-8, but perhaps Windows-1252; save the file as "
      "UTF-8, which Excel calls 'CSV UTF-8'\n");
  ExpectFaults("events", Write("bad.jsonl", "{\"kind\": \"amendment\"\n[]\n"),
               "lawtrace: FILE:1: is not a JSON object; write one object on each line\n"
               "lawtrace: FILE:2: is not a JSON object; write one object on each line\n");
}

TEST_F(BadInputTest, AHugeFieldIsQuotedShort) {
  const std::string huge(ingest::TextLimits().field_bytes, 'x');
  const std::string cut = "'" + std::string(60, 'x') + "...'";
  ExpectFaults("events",
               Write("huge.csv", "kind,country,indicator,answer,effective\namendment," + huge +
                                     "," + huge + "," + huge + "," + huge + "\namendment," + huge +
                                     ",fees," + huge + ",2014\n"),
               "lawtrace: FILE:2: effective: " + cut +
                   " is not a date; write YYYY-MM-DD, YYYY-MM or YYYY\n"
                   "lawtrace: FILE:3: country " +
                   cut +
                   " is not in the index\n"
                   "lawtrace: FILE:3: answer " +
                   cut + " is not an option of fees; write one of none, some, all\n");
}

TEST_F(BadInputTest, RecordNamesFaultsWithoutAFile) {
  const auto record = [&](const std::string& kind, std::vector<std::string> more) {
    more.insert(more.begin(), {"record", kind});
    return more;
  };
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {record("amendment", {"--country", "XX", "--indicator", "fees", "--answer", "9",
                            "--effective", "1949", "--law", "no-law"}),
       "lawtrace: country 'XX' is not in the index\n"
       "lawtrace: answer '9' is not an option of fees; write one of none, some, all\n"
       "lawtrace: effective 1949 is before 1950; check the year\n"
       "lawtrace: law 'no-law' is not in the register; add it with 'lawtrace law add' or 'lawtrace "
       "import laws'\n"},
      {record("amendment", {"--country", "SE", "--indicator", "fees", "--answer", "all",
                            "--effective", "2014", "--comment", "\xE5r"}),
       "lawtrace: comment: the text is not UTF-8; save the file as UTF-8\n"},
      {record("amendment", {"--country", "SE", "--indicator", "fees", "--answer", "all",
                            "--effective", "2014", "--author", "\xE5r"}),
       "lawtrace: --author: the text is not UTF-8; write it otherwise\n"},
      {record("amendment", {"--country", "SE", "--indicator", "fees", "--answer", "all",
                            "--effective", "2014", "--recorded-at", "2199-01-01"}),
       "lawtrace: --recorded-at: 2199-01-01T00:00:00Z lies in the future; write when it became "
       "known, or leave it out\n"},
      {record("amendment", {"--country", "SE", "--indicator", "fees", "--answer", "all",
                            "--effective", "2014", "--recorded-at", "2012-06-30"}),
       "lawtrace: recorded_at 2012-06-30T00:00:00Z is before the last record of "
       "2013-01-01T00:00:00Z; the log keeps the order of recording, so give that moment or a later "
       "one\n"},
      {record("correction", {"--supersedes", "77"}),
       "lawtrace: --supersedes: there is no event 77 in the log; 'lawtrace show --country C "
       "--indicator I' lists them\n"},
      {record("retraction", {"--supersedes", "one"}),
       "lawtrace: --supersedes: 'one' is not the number of an event; write one such as 4711\n"},
      {record("retraction", {"--supersedes", "1", "--country", "NO"}),
       "lawtrace: event 1 is about SE fees, not NO fees\n"},
  };
  for (const auto& [words, message] : cases) {
    SCOPED_TRACE(testing::PrintToString(words));
    ExpectError(words, message);
  }
}

TEST_F(BadInputTest, ImportOptionsThatCannotBe) {
  const std::string file = Path("answers.csv");
  ExpectError({"import", "answers", file, "--recorded-at", "2199-01-01"},
              "lawtrace: --recorded-at: 2199-01-01T00:00:00Z lies in the future; write when it "
              "became known, or leave it out\n");
  ExpectError({"import", "answers", file, "--recorded-at", "yesterday"},
              "lawtrace: --recorded-at: 'yesterday' is not a moment; write YYYY-MM-DD, "
              "YYYY-MM-DDThh:mm:ssZ (UTC) or YYYY-MM-DDThh:mm:ss+01:00\n");
  ExpectError({"import", "answers", file, "--author", "\xE5r"},
              "lawtrace: --author: the text is not UTF-8; write it otherwise\n");
  ExpectError({"import", "events", "-", "--laws", "-"},
              "lawtrace: standard input cannot be both the events and their laws; name a file for "
              "one\n");
  const std::string newer =
      Write("newer.csv", "country,indicator,answer,reference\nSE,fees,some,2013-12-31\n");
  ExpectError({"import", "answers", newer, "--recorded-at", "2012-01-01", "--dry-run"},
              "lawtrace: cannot record at 2012-01-01T00:00:00Z, before the last record of "
              "2013-01-01T00:00:00Z; give a later --recorded-at or leave it out\n");
  EXPECT_EQ(Run({"import", "answers", newer, "--recorded-at", "2012-01-01"}).status, 2);
}

TEST_F(BadInputTest, AFileWithoutRowsIsNotAFault) {
  EXPECT_EQ(Do({"import", "events", Write("none.csv", "kind,country,indicator\n")}),
            "Nothing new: the file holds no rows.\n");
  EXPECT_EQ(Do({"import", "events", Write("none.jsonl", "\n")}),
            "Nothing new: the file holds no rows.\n");
}

// Workbooks, read in the terms of MIPEX.
class BadWorkbookTest : public ProgramTest {
 protected:
  void ExpectFault(const std::string& file, const std::string& start) const {
    SCOPED_TRACE(file);
    const Outcome outcome = Run({"import", "workbook", file});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith("lawtrace: " + start));
    EXPECT_FALSE(std::filesystem::exists(store()));
  }
};

TEST_F(BadWorkbookTest, FilesThatAreNoWorkbook) {
  ExpectFault(Path("missing.xlsx"), Path("missing.xlsx") + ": ");
  ExpectFault(Write("empty.xlsx", ""), "empty.xlsx is not an XLSX workbook: it is empty\n");
  ExpectFault(Write("text.xlsx", "country,indicator\n"),
              "text.xlsx is not an XLSX workbook: it is not a zip archive; save it as .xlsx\n");
  ExpectFault(Write("old.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 rest"),
              "old.xlsx is encrypted or an old .xls; save it as .xlsx\n");
}

TEST_F(BadWorkbookTest, ATruncatedWorkbookAndOneOfAnotherLayout) {
  const Index small = ingest::SmallIndex();
  ingest::WorkbookFixture book(small);
  book.AddSheet("PT", {2019, 2020});
  book.Write(Path("other.xlsx"));
  ExpectFault(Path("other.xlsx"), "other.xlsx:PT!B2: ");
  const std::string whole = ReadFile(Path("other.xlsx"));
  ExpectFault(Write("cut.xlsx", std::string_view(whole).substr(0, whole.size() / 2)),
              "cut.xlsx is not an XLSX workbook: the zip archive is damaged or cut short; fetch or "
              "save it again\n");
}

TEST_F(BadWorkbookTest, FaultsNameSheetAndCell) {
  const Index mipex = proto::LoadIndex(LAWTRACE_SOURCE_DIR "/data/mipex").value();
  ingest::WorkbookFixture book(mipex);
  book.AddSheet("PT", {2019}, 50);
  book.AddSheet("XX", {2019}, 50);
  const std::string cell = book.CellOf("PT", 2019, "aa1");
  book.SetScore("PT", 2019, "aa1", 101);
  book.Write(Path("bad.xlsx"));
  const Outcome outcome = Run({"import", "workbook", Path("bad.xlsx")});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("lawtrace: bad.xlsx:PT!" + cell + ": "));
  EXPECT_THAT(outcome.err, HasSubstr("lawtrace: bad.xlsx:XX: country 'XX' is not in the index; "
                                     "rename the sheet, hide it, or add it to "
                                     "countries.textproto\n"));
}

TEST_F(BadWorkbookTest, YearsThatCannotBeMeant) {
  const Index mipex = proto::LoadIndex(LAWTRACE_SOURCE_DIR "/data/mipex").value();
  for (const auto& [year, what] :
       {std::pair(1949, "reference 1949-12-31 is before 1950; check the year\n"),
        std::pair(2100, "reference 2100-12-31 is more than 20 years ahead; check the year\n")}) {
    ingest::WorkbookFixture book(mipex);
    book.AddSheet("PT", {year}, 50);
    book.Write(Path("years.xlsx"));
    ExpectError({"import", "workbook", Path("years.xlsx")},
                "lawtrace: years.xlsx:PT!" + book.CellOf("PT", year, "aa1") + ": " + what);
  }
}

}  // namespace
}  // namespace lawtrace::cli
