#include "ingest/record_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<std::string> kColumns = {"a", "b", "c"};

// "line:value|value" of each record.
std::vector<std::string> Show(const Result<RecordFile>& file) {
  if (!file) return {file.error().Message()};
  std::vector<std::string> shown;
  for (const Record& record : file->records) {
    std::string text = std::to_string(record.line) + ":";
    for (std::size_t i = 0; i < record.values.size(); ++i)
      text += (i == 0 ? "" : "|") + record.values[i];
    shown.push_back(text);
  }
  return shown;
}

Result<RecordFile> Csv(std::string_view text) {
  return ParseRecords("f.csv", text, kColumns);
}

Result<RecordFile> Json(std::string_view text) {
  return ParseRecords("f.jsonl", text, kColumns);
}

std::string ErrorOf(const Result<RecordFile>& file) {
  if (file) return "no error";
  EXPECT_EQ(file.error().code, ErrorCode::kInvalidInput);
  return file.error().Message();
}

TEST(RecordReaderTest, CsvIsReadInEveryUsualDress) {
  for (const char* text : {"a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a;b\n1;2\n3;4\n",
                           "a\tb\n1\t2\n3\t4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r",
                           "\xEF\xBB\xBF"
                           "a,b\n1,2\n3,4\n",
                           "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\"\n", " a , b \n 1 , 2 \n3,4\n",
                           "a|b\n1|2\n3|4\n", "A,B\n1,2\n3,4\n", "a,b,\n1,2,\n3,4\n",
                           "a,\u00A0b\u200B\n1,2,,\n3,4,\n", "\"a\";\"b\"\n1;2\n3;4\n"}) {
    SCOPED_TRACE(text);
    const Result<RecordFile> file = Csv(text);
    EXPECT_THAT(Show(file), ElementsAre("2:1|2", "3:3|4"));
    ASSERT_TRUE(file);
    EXPECT_THAT(file->columns, ElementsAre("a", "b"));
  }
}

// As programs write it for Excel.
TEST(RecordReaderTest, ALineBeforeTheHeaderStatesTheDelimiter) {
  for (const char* text :
       {"sep=;\na;b\n1;2\n3;4\n", "sep=,\r\na,b\r\n1,2\r\n3,4", "SEP=|\na|b\n1|2\n3|4\n",
        "\"sep=;\"\na;b\n1;2\n3;4\n", "sep=\t\na\tb\n1\t2\n3\t4\n", "sep=;;\na;b\n1;2\n3;4\n",
        "\xEF\xBB\xBFsep=^\na^b\n1^2\n3^4\n"})
    EXPECT_THAT(Show(Csv(text)), ElementsAre("3:1|2", "4:3|4")) << text;
  EXPECT_EQ(ErrorOf(Csv("sep=\na,b\n1,2\n")),
            "f.csv:1: unknown column 'sep='; the columns are a, b, c\n"
            "f.csv:2: 2 fields, but the header names 1 columns; put fields that hold the delimiter "
            "in quotation marks\n"
            "f.csv:3: 2 fields, but the header names 1 columns; put fields that hold the delimiter "
            "in quotation marks");
}

TEST(RecordReaderTest, ARowMayLackItsLastFieldsAndHaveBlankOnesMore) {
  EXPECT_THAT(Show(Csv("a,b,c\n1\n1,2\n1,2,3,,\n,2\n")),
              ElementsAre("2:1", "3:1|2", "4:1|2|3", "5:|2"));
}

TEST(RecordReaderTest, ColumnsAreKnownInAnyDress) {
  const std::vector<std::string> columns = {"known_at", "law"};
  for (const char* text : {"known_at,law\n1,2\n", "Known At,LAW\n1,2\n", "KNOWN_AT;Law \n1;2\n",
                           "{\"Known at\": 1, \"LAW\": 2}"}) {
    const Result<RecordFile> file = ParseRecords("f", text, columns);
    ASSERT_TRUE(file) << file.error().Message();
    EXPECT_EQ(file->columns, columns);
    EXPECT_THAT(file->records.front().values, ElementsAre("1", "2"));
  }
}

TEST(RecordReaderTest, QuotesKeepWhatIsBetweenThem) {
  EXPECT_THAT(Show(Csv("a,b\n\"x,y\",\"he said \"\"no\"\"\"\n")),
              ElementsAre("2:x,y|he said \"no\""));
  EXPECT_THAT(Show(Csv("a,b\n\" x \",\"\"\n")), ElementsAre("2: x "));
  EXPECT_THAT(Show(Csv("a;b\n\"x;y\";1,5\n")), ElementsAre("2:x;y|1,5"));
}

TEST(RecordReaderTest, LinesAreCountedThroughQuotedNewlinesAndBlankLines) {
  EXPECT_THAT(Show(Csv("a,b\n\"one\ntwo\r\nthree\",1\n\n  \n4,5\n")),
              ElementsAre("2:one\ntwo\r\nthree|1", "7:4|5"));
  EXPECT_THAT(Show(Csv("\n\na,b\n1,2\n")), ElementsAre("4:1|2"));
}

TEST(RecordReaderTest, RowsOfBareDelimitersAreBlank) {
  EXPECT_THAT(Show(Csv("a,b\n1,2\n,\n,,,,\n")), ElementsAre("2:1|2"));
}

TEST(RecordReaderTest, AHeaderAloneHasNoRecords) {
  const Result<RecordFile> file = Csv("a,b\n");
  ASSERT_TRUE(file);
  EXPECT_THAT(file->records, IsEmpty());
  EXPECT_EQ(file->name, "f.csv");
}

TEST(RecordReaderTest, ALongFieldIsReadWhole) {
  const std::string field(TextLimits().field_bytes, 'x');
  const Result<RecordFile> file = Csv("a,b\n" + field + ",1\n");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->records.front().values.front(), field);
}

TEST(RecordReaderTest, EachCsvFaultHasItsLine) {
  struct Case {
    const char* text;
    const char* message;
  };
  const Case cases[] = {
      {"", "f.csv:1: the file is empty; the first line names the columns: a, b, c"},
      {"\n\n", "f.csv:1: the file is empty; the first line names the columns: a, b, c"},
      {"a,z\n1,2\n", "f.csv:1: unknown column 'z'; the columns are a, b, c"},
      {"a,A\n1,2\n", "f.csv:1: column 'a' is given twice; keep one"},
      {"a,b,a\n1,2,3\n", "f.csv:1: column 'a' is given twice; keep one"},
      {"a,b\n1\n1,2,3\n",
       "f.csv:3: 3 fields, but the header names 2 columns; put fields that hold the delimiter in "
       "quotation marks"},
      {"a,b\n1,2\nx\"y,2\n",
       "f.csv:3: a quotation mark stands in the middle of a field; put the whole field in "
       "quotation marks and write each one inside it twice"},
      {"a,b\n\"x\"y,2\n",
       "f.csv:2: a quotation mark stands in the middle of a field; put the whole field in "
       "quotation marks and write each one inside it twice"},
      {"a,b\n1,2\n3,\"4\n5,6\n",
       "f.csv:3: a field that begins with a quotation mark never ends; close it"},
      {"PK\x03\x04",
       "f.csv:1: is a workbook or another ZIP file, not text; read a workbook with "
       "'lawtrace import workbook'"},
      {"\xFF\xFE"
       "a",
       "f.csv:1: is UTF-16 text; save it as UTF-8"},
      {"\xFE\xFF", "f.csv:1: is UTF-16 text; save it as UTF-8"},
      {"a,b\n1,d\xE9\n\xC9,2\n",
       "f.csv:2: the text is not UTF-8, but perhaps Windows-1252; save the file as UTF-8, which "
       "Excel calls 'CSV UTF-8'\n"
       "f.csv:3: the text is not UTF-8, but perhaps Windows-1252; save the file as UTF-8, which "
       "Excel calls 'CSV UTF-8'"},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(ErrorOf(Csv(text)), message) << text;
}

TEST(RecordReaderTest, JsonLinesHoldOneObjectEach) {
  const Result<RecordFile> file = Json(
      "\xEF\xBB\xBF{\"b\": \"x\", \"a\": 50}\r\n"
      "\n"
      "{\"c\": null, \"a\": true, \"b\": 62.5}\n"
      "{\"a\": 50.0, \"b\": \"\\u00e9\\n\"}\n"
      "{}");
  EXPECT_THAT(Show(file), ElementsAre("1:50|x|", "3:true|62.5|", "4:50|\xC3\xA9\n|", "5:||"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->columns, kColumns);
  EXPECT_THAT(Show(Json("")), IsEmpty());
}

TEST(RecordReaderTest, EachBadJsonLineIsAFault) {
  EXPECT_EQ(ErrorOf(Json("{\"a\": 1}\n"
                         "[1]\n"
                         "{\"a\": 1\n"
                         "{\"z\": 1}\n"
                         "{\"a\": [1], \"b\": {}}\n"
                         "{\"a\": 1, \"b\": 2, \"a\": 3}\n"
                         "{\"a\": 1, \"A\": 2}\n"
                         "{\"a\": 1} {\"a\": 2}\n")),
            "f.jsonl:2: is not a JSON object; write one object on each line\n"
            "f.jsonl:3: is not a JSON object; write one object on each line\n"
            "f.jsonl:4: unknown key 'z'; the keys are a, b, c\n"
            "f.jsonl:5: key 'a' holds a list or an object; write a text\n"
            "f.jsonl:5: key 'b' holds a list or an object; write a text\n"
            "f.jsonl:6: key 'a' is given twice; keep one\n"
            "f.jsonl:7: key 'A' is given twice; keep one\n"
            "f.jsonl:8: is not a JSON object; write one object on each line");
}

TEST(RecordReaderTest, DeepNestingIsAFaultLikeAnyOther) {
  EXPECT_EQ(ErrorOf(Json(std::string(200'000, '['))),
            "f.jsonl:1: the list never ends; close it with ]");
  EXPECT_EQ(ErrorOf(Json("{\"a\":" + std::string(200'000, '['))),
            "f.jsonl:1: is not a JSON object; write one object on each line");
}

TEST(RecordReaderTest, AThousandFaultsAreEnough) {
  std::string text = "a,b\n";
  for (int i = 0; i < 1'002; ++i) text += "1,2,3\n";
  const std::string message = ErrorOf(Csv(text));
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 1'000);
  EXPECT_THAT(message, EndsWith("\nf.csv: and 2 more faults"));
}

// As statistics programs write records.
TEST(RecordReaderTest, JsonIsReadWhateverTheFileIsCalled) {
  for (const char* name : {"f.json", "f.jsonl", "f.csv", "f"})
    for (const char* text : {"[{\"a\":50.0,\"b\":null},{\"a\":\"x\"}]",
                             "[\n  {\"a\": 50, \"b\": null},\n  {\"a\": \"x\"}\n]\n",
                             "\xEF\xBB\xBF{\"a\":5E1}\n{\"a\":\"x\"}",
                             "{\"a\":49.999999999999993}\r\n\r\n{\"a\":\"x\"}\r\n"}) {
      const Result<RecordFile> file = ParseRecords(name, text, kColumns);
      ASSERT_TRUE(file) << text << file.error().Message();
      ASSERT_THAT(file->records, SizeIs(2)) << text;
      EXPECT_THAT(file->records[0].values, ElementsAre("50", "", "")) << text;
      EXPECT_THAT(file->records[1].values, ElementsAre("x", "", "")) << text;
    }
  EXPECT_THAT(Show(Json("\n{\n \"a\": 1,\n \"b\": 2\n}\n")), ElementsAre("2:1|2|"));
  EXPECT_THAT(Show(ParseRecords("f.json", "[]", kColumns)), IsEmpty());
}

TEST(RecordReaderTest, RowsColumnsFieldsAndFilesHaveLimits) {
  const TextLimits limits{.file_bytes = 40, .rows = 2, .columns = 3, .field_bytes = 5};
  const std::vector<std::string> columns = {"a", "b", "c", "d"};
  const auto read = [&](std::string_view text) {
    const auto file = ParseRecords("f", text, columns, limits);
    return file ? std::string() : file.error().Message();
  };
  EXPECT_EQ(read("a,b\n1,2\n3,45678\n"), "");
  EXPECT_THAT(read("a,b\n1,2\n3,4\n5,6\n"), HasSubstr("more than 2 rows"));
  EXPECT_THAT(read("a,b,c,d\n1,2,3,4\n"), HasSubstr("more than 3 columns"));
  EXPECT_THAT(read("a,b\n1,\"234567\"\n"), HasSubstr("more than 5 bytes"));
  EXPECT_THAT(read("a,b\n1,234567"), HasSubstr("more than 5 bytes"));
  const std::vector<std::string> two = {"a", "b"};
  const auto of_json = [&](std::string_view text) {
    const auto file = ParseRecords("f", text, two, limits);
    return file ? std::string() : file.error().Message();
  };
  const std::string row = R"({"a":"1"})";
  EXPECT_EQ(of_json("[" + row + "," + row + "]"), "");
  EXPECT_THAT(of_json("[" + row + "," + row + "," + row + "]"), HasSubstr("more than 2 rows"));
  EXPECT_THAT(of_json(row + "\n" + row + "\n" + row), HasSubstr("more than 2 rows"));
  EXPECT_THAT(of_json(R"({"a":"123456"})"), HasSubstr("more than 5 bytes"));
  const TemporaryDirectory directory;
  std::ofstream(directory / "f.csv") << std::string(41, 'a');
  EXPECT_THAT(ReadText(directory / "f.csv", limits).error().Message(),
              HasSubstr("more than 40 bytes; split it"));
  EXPECT_EQ(ReadText(directory / "f.csv").value(), std::string(41, 'a'));
}

TEST(RecordReaderTest, AFileThatIsNotThereIsNotFound) {
  const TemporaryDirectory directory;
  const Result<std::string> text = ReadText(directory / "missing.csv");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(text.error().Message(),
            (directory / "missing.csv").string() + ": there is no such file; check the path");
  EXPECT_EQ(ReadText(directory / "").error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace lawtrace::ingest
