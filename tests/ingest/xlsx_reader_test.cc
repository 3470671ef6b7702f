#include "ingest/xlsx_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/ingest/workbook_fixture.h"
#include "tests/ingest/xlsx_package.h"

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(CellNameTest, CountsInLetters) {
  EXPECT_EQ(CellName(1, 1), "A1");
  EXPECT_EQ(CellName(9, 26), "Z9");
  EXPECT_EQ(CellName(9, 27), "AA9");
  EXPECT_EQ(CellName(10, 51), "AY10");
  EXPECT_EQ(CellName(1, 702), "ZZ1");
  EXPECT_EQ(CellName(1048576, 16384), "XFD1048576");
}

TEST_F(XlsxReaderTest, ReadsTheSheetsOfAnotherProgramInOrder) {
  lxw_workbook* workbook = workbook_new(file_.c_str());
  lxw_worksheet* first = workbook_add_worksheet(workbook, "Zeta");
  worksheet_write_string(first, 0, 0, "Año \n <1> & ", nullptr);
  worksheet_write_number(first, 8, 2, 66.5, nullptr);
  worksheet_write_boolean(first, 8, 3, 1, nullptr);
  worksheet_write_formula_num(first, 9, 0, "=1+1", nullptr, 2);
  worksheet_write_blank(first, 9, 1, workbook_add_format(workbook));
  workbook_add_chartsheet(workbook, "Chart");
  worksheet_write_number(workbook_add_worksheet(workbook, "Alpha"), 0, 0, -0.25, nullptr);
  ASSERT_EQ(workbook_close(workbook), LXW_NO_ERROR);

  Result<XlsxReader> reader = XlsxReader::Open(file_);
  ASSERT_TRUE(reader) << reader.error().Message();
  EXPECT_THAT(reader->sheet_names(), ElementsAre("Zeta", "Alpha"));
  const Result<Sheet> zeta = reader->Read(0);
  ASSERT_TRUE(zeta) << zeta.error().Message();
  EXPECT_EQ(zeta->name, "Zeta");
  EXPECT_THAT(ShowCells(*zeta), ElementsAre("A1=\"Año \n <1> & \"", "C9=66.5", "D9=TRUE", "A10=2"));
  const Result<Sheet> alpha = reader->Read(1);
  ASSERT_TRUE(alpha) << alpha.error().Message();
  EXPECT_THAT(ShowCells(*alpha), ElementsAre("A1=-0.25"));
}

TEST_F(XlsxReaderTest, ReadsEveryTypeOfCellByItsStoredValue) {
  const Result<Sheet> sheet = ReadRows(
      R"(<row r="1"><c r="A1"><v>50</v></c><c r="B1" t="n"><f>SUM(1)</f><v>1.5E1</v></c>
         <c r="C1" t="s"><v>1</v></c><c r="D1" t="b"><v>0</v></c>
         <c r="E1" t="e"><f/><v>#DIV/0!</v></c>
         <c r="F1" t="str"><f>"a"</f><v>a_x0041_</v></c>
         <c r="G1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>
         <c r="H1" t="d"><v>2020-12-31</v></c></row>)",
      "<si><t>no</t></si><si><t>yes</t></si>");
  ASSERT_TRUE(sheet) << sheet.error().Message();
  EXPECT_THAT(ShowCells(*sheet),
              ElementsAre("A1=50", "B1=15", "C1=\"yes\"", "D1=FALSE", "E1=#DIV/0!", "F1=\"aA\"",
                          "G1=\"inline\"", "H1=\"2020-12-31\""));
}

TEST_F(XlsxReaderTest, LeavesOutCellsWithoutContent) {
  const Result<Sheet> sheet = ReadRows(
      R"(<row r="1"><c r="A1" s="3"/><c r="B1" t="s"/><c r="C1" t="str"><f>""</f><v></v></c>
         <c r="D1" t="s"><v>0</v></c><c r="E1"><f>A1</f></c><c r="F1" t="e"/><c r="G1" t="b"/>
         <c r="H1" t="s"><v>1</v></c></row>)",
      R"(<si/><si><t xml:space="preserve"> </t></si>)");
  ASSERT_TRUE(sheet) << sheet.error().Message();
  EXPECT_THAT(ShowCells(*sheet), ElementsAre("H1=\" \""));
}

TEST_F(XlsxReaderTest, JoinsRunsAndSkipsPhoneticGuides) {
  const Result<Sheet> sheet =
      ReadRows(R"(<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>)",
               R"(<si><r><rPr><b/></rPr><t xml:space="preserve">one </t></r><r><t>two</t></r>
           <rPh sb="0" eb="1"><t>never</t></rPh></si>
         <si><t> trimmed </t></si>
         <si><t>_x000D_|_x005F_x0041_|_x0000_|_xD83D_|_xZZZZ_|_x41_|a_b|_</t></si>)");
  ASSERT_TRUE(sheet) << sheet.error().Message();
  EXPECT_THAT(ShowCells(*sheet),
              ElementsAre("A1=\"one two\"", "B1=\"trimmed\"",
                          "C1=\"\n|_x0041_|_x0000_|_xD83D_|_xZZZZ_|_x41_|a_b|_\""));
}

TEST_F(XlsxReaderTest, CountsRowsAndCellsThatStateNoPlace) {
  const Result<Sheet> sheet = ReadRows(
      "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r='5'><c "
      "r='C5'><v>3</v></c><c><v>4</v></c>"
      "</row><row><c><v>5</v></c></row>");
  ASSERT_TRUE(sheet) << sheet.error().Message();
  EXPECT_THAT(ShowCells(*sheet), ElementsAre("A1=1", "C1=2", "C5=3", "D5=4", "A6=5"));
}

TEST_F(XlsxReaderTest, PutsCellsInOrder) {
  const Result<Sheet> sheet = ReadRows(
      "<row r='2'><c r='B2'><v>4</v></c><c r='A2'><v>3</v></c></row>"
      "<row r='1'><c r='A1'><v>1</v></c></row>");
  ASSERT_TRUE(sheet) << sheet.error().Message();
  EXPECT_THAT(ShowCells(*sheet), ElementsAre("A1=1", "A2=3", "B2=4"));
}

TEST_F(XlsxReaderTest, ReadsTheStrictFormWithPrefixes) {
  Parts parts = MakeParts("");
  parts["xl/worksheets/sheet1.xml"] =
      R"(<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>
         <x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>)";
  parts["xl/workbook.xml"] =
      R"(<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"
           xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships">
         <sheets><sheet name="PT" sheetId="1" r:id="rId1"/></sheets></workbook>)";
  parts["xl/_rels/workbook.xml.rels"] =
      R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
         <Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"
           Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet"/>
         </Relationships>)";
  const Result<Sheet> sheet = ReadParts(parts);
  ASSERT_TRUE(sheet) << sheet.error().Message();
  EXPECT_THAT(ShowCells(*sheet), ElementsAre("A1=7"));
}

TEST_F(XlsxReaderTest, IgnoresElementsOfOtherNamespaces) {
  const Result<Sheet> sheet = ReadRows(
      "<row r='1'><c r='A1'><v>1</v></c></row><x:row xmlns:x='urn:other' r='2'><x:c r='A2'><x:v>9"
      "</x:v></x:c></x:row>");
  ASSERT_TRUE(sheet) << sheet.error().Message();
  EXPECT_THAT(ShowCells(*sheet), ElementsAre("A1=1"));
}

TEST_F(XlsxReaderTest, NeverOpensReviewNotes) {
  Parts parts = MakeParts("<row><c><v>1</v></c></row>");
  parts["xl/comments1.xml"] = "not even XML";
  parts["xl/threadedComments/threadedComment1.xml"] = "<broken";
  parts["xl/worksheets/_rels/sheet1.xml.rels"] = "<broken";
  EXPECT_TRUE(ReadParts(parts));
}

TEST_F(XlsxReaderTest, SaysThatThereIsNoSuchFile) {
  const Result<XlsxReader> reader = XlsxReader::Open(folder_ / "absent.xlsx");
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(reader.error().Message(), EndsWith("/absent.xlsx: no such file"));
}

TEST_F(XlsxReaderTest, RefusesAFolder) {
  std::filesystem::create_directory(file_);
  const Result<Sheet> sheet = ReadFile();
  ASSERT_FALSE(sheet);
  EXPECT_EQ(sheet.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(sheet.error().Message(), EndsWith("/test.xlsx is not a file"));
}

TEST_F(XlsxReaderTest, RefusesOtherKindsOfFiles) {
  WriteBytes(file_, "");
  ExpectRefused(ReadFile(), "test.xlsx is not an XLSX workbook: it is empty");
  WriteBytes(file_, "Year;Score\r\n");
  ExpectRefused(ReadFile(),
                "test.xlsx is not an XLSX workbook: it is not a zip archive; save it as .xlsx");
  WriteBytes(file_, std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(504, '\0'));
  ExpectRefused(ReadFile(), "test.xlsx is encrypted or an old .xls; save it as .xlsx");
}

TEST_F(XlsxReaderTest, RefusesAFileThatIsCutShort) {
  WriteZip(file_, MakeParts("<row><c><v>1</v></c></row>"));
  const std::string whole = ReadBytes(file_);
  for (const std::size_t size : {std::size_t{8}, whole.size() / 2, whole.size() - 1}) {
    WriteBytes(file_, whole.substr(0, size));
    ExpectRefused(ReadFile(),
                  "test.xlsx is not an XLSX workbook: the zip archive is damaged or cut short; "
                  "fetch or save it again");
  }
}

TEST_F(XlsxReaderTest, RefusesArchivesThatAreNoWorkbook) {
  ExpectRefused(ReadParts({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}}),
                "test.xlsx is not an XLSX workbook: the archive has no 'xl/workbook.xml'");
  Parts parts = MakeParts("");
  Replace(parts["xl/workbook.xml"], R"(<sheet name="PT" sheetId="1" r:id="rId1"/>)", "");
  ExpectRefused(ReadParts(parts), "test.xlsx is not an XLSX workbook: it has no worksheets");
  parts = MakeParts("");
  Replace(parts["xl/workbook.xml"], "rId1", "rId9");
  ExpectRefused(ReadParts(parts), "test.xlsx is not an XLSX workbook: the sheet 'PT' has no part");
  parts = MakeParts("");
  Replace(parts["xl/workbook.xml"], R"(name="PT")", R"(name="P&#27;T")");
  ExpectRefused(ReadParts(parts),
                "test.xlsx: 'xl/workbook.xml' line 1: malformed XML (reference "
                "to invalid character number)" +
                    std::string(kSaveAgain));
  parts = MakeParts("");
  Replace(parts["xl/workbook.xml"], R"(name="PT")", R"(name="P&#10;T")");
  ExpectRefused(ReadParts(parts),
                "test.xlsx: sheet 1 has the impossible name 'P T'" + std::string(kSaveAgain));
  parts = MakeParts("");
  parts.erase("xl/worksheets/sheet1.xml");
  ExpectRefused(ReadParts(parts),
                "test.xlsx: 'xl/worksheets/sheet1.xml' is missing" + std::string(kSaveAgain));
}

TEST_F(XlsxReaderTest, RefusesEncryptedParts) {
  WriteZip(file_, MakeParts(""), Packing::kEncrypted);
  ExpectRefused(ReadFile(),
                "test.xlsx: '_rels/.rels' is encrypted; save the workbook without a password");
}

TEST_F(XlsxReaderTest, VerifiesChecksums) {
  WriteZip(file_, MakeParts("<row><c><v>12345</v></c></row>"), Packing::kStored);
  std::string bytes = ReadBytes(file_);
  Replace(bytes, "12345", "12346");
  WriteBytes(file_, bytes);
  ExpectRefused(ReadFile(),
                "test.xlsx: 'xl/worksheets/sheet1.xml' is damaged (CRC error); fetch or save the "
                "file again");
}

TEST_F(XlsxReaderTest, RefusesDamagedCompression) {
  WriteZip(file_, MakeParts(std::string(5'000, ' ') + "<row><c><v>1</v></c></row>"));
  std::string bytes = ReadBytes(file_);
  const std::size_t data = bytes.find("xl/worksheets/sheet1.xml") + 24;
  bytes.replace(data, 8, std::string(8, '\xFF'));
  WriteBytes(file_, bytes);
  const Result<Sheet> sheet = ReadFile();
  ASSERT_FALSE(sheet);
  EXPECT_EQ(sheet.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(sheet.error().Message(),
              StartsWith("test.xlsx: 'xl/worksheets/sheet1.xml' is damaged ("));
}

TEST_F(XlsxReaderTest, RefusesPartsThatUnpackToTooMuch) {
  const Parts bomb = MakeParts(std::string(3'000'000, ' '));
  XlsxLimits limits;
  limits.part_bytes = 1'000'000;
  const std::string too_large =
      "test.xlsx: 'xl/worksheets/sheet1.xml' unpacks to more than 1000000 bytes; no workbook of "
      "this kind is so large";
  ExpectRefused(ReadParts(bomb, limits), too_large);

  // An archive that lies about the size is caught while it unpacks.
  std::string bytes = ReadBytes(file_);
  const std::size_t directory_name = bytes.rfind("xl/worksheets/sheet1.xml");
  bytes.replace(directory_name - 22, 4, std::string("\x10\0\0\0", 4));
  WriteBytes(file_, bytes);
  ExpectRefused(ReadFile(limits), too_large);

  Parts two_parts = MakeParts(std::string(600'000, ' '));
  two_parts["xl/sharedStrings.xml"].append(600'000, ' ');
  limits.total_bytes = 1'000'000;
  const Result<Sheet> sum = ReadParts(two_parts, limits);
  ASSERT_FALSE(sum);
  EXPECT_THAT(sum.error().Message(), HasSubstr("'xl/worksheets/sheet1.xml' unpacks to more than"));
}

TEST_F(XlsxReaderTest, CapsCellsTextsStringsAndSheets) {
  const std::string rows =
      "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>0</v></c></row>";
  const Parts parts = MakeParts(rows, "<si><t>abcd</t></si><si><t>e</t></si>");
  EXPECT_TRUE(ReadParts(parts, {.shared_strings = 2, .cells = 2, .text_bytes = 8}));
  ExpectRefused(ReadParts(parts, {.cells = 1}), "test.xlsx: PT!B1: too many cells; split the file");
  ExpectRefused(ReadParts(parts, {.text_bytes = 7}),
                "test.xlsx: PT!B1: too much text; split the file");
  ExpectRefused(ReadParts(parts, {.shared_strings = 1}),
                "test.xlsx: it has more than 1 shared strings; split the file");
  ExpectRefused(ReadParts(parts, {.sheets = 0}),
                "test.xlsx: it has more than 0 sheets; split the file");
  ExpectRefused(ReadParts(parts, {.total_bytes = 100}),
                "test.xlsx: the file is larger than 100 bytes");
}

TEST_F(XlsxReaderTest, NamesThePartAndLineOfMalformedXml) {
  Parts parts = MakeParts("\n\n<row></c>");
  ExpectRefused(ReadParts(parts),
                "test.xlsx: 'xl/worksheets/sheet1.xml' line 3: malformed XML (mismatched tag)" +
                    std::string(kSaveAgain));
  parts["xl/worksheets/sheet1.xml"] = "";
  ExpectRefused(ReadParts(parts),
                "test.xlsx: 'xl/worksheets/sheet1.xml' line 1: malformed XML (no element found)" +
                    std::string(kSaveAgain));
}

TEST_F(XlsxReaderTest, RefusesDocumentTypes) {
  Parts parts = MakeParts("", "<si><t>&b;</t></si>");
  parts["xl/sharedStrings.xml"].insert(
      0, R"(<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>)");
  ExpectRefused(ReadParts(parts),
                "test.xlsx: 'xl/sharedStrings.xml' line 1: a document type is declared, which no "
                "workbook needs");
}

TEST_F(XlsxReaderTest, RefusesDeepNesting) {
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  ExpectRefused(ReadRows(deep),
                "test.xlsx: 'xl/worksheets/sheet1.xml' line 1: elements nest too deep");
}

TEST_F(XlsxReaderTest, NamesTheCellThatIsWrong) {
  struct Case {
    const char* rows;
    const char* message;
  };
  for (const auto& [rows, message] : {
           Case{"<row r='9'><c r='C9' t='s'><v>7</v></c></row>",
                "PT!C9: shared string '7' does not exist, there are 1"},
           Case{"<row r='9'><c r='C9' t='s'><v>-1</v></c></row>",
                "PT!C9: shared string '-1' does not exist, there are 1"},
           Case{"<row r='9'><c r='C9'><v>fifty</v></c></row>", "PT!C9: 'fifty' is not a number"},
           Case{"<row r='9'><c r='C9'><v>inf</v></c></row>", "PT!C9: 'inf' is not a number"},
           Case{"<row r='9'><c r='C9'><v>1e999</v></c></row>", "PT!C9: '1e999' is not a number"},
           Case{"<row r='9'><c r='C9' t='z'><v>1</v></c></row>",
                "PT!C9: the cell has the unknown type 'z'"},
           Case{"<row r='9'><c r='C9'><v>1</v></c><c r='C9'><v>2</v></c></row>",
                "PT!C9: the cell is there twice"},
           Case{"<row r='9'><c r='XFE9'><v>1</v></c></row>",
                "PT: cell reference 'XFE9' is not in A1 to XFD1048576"},
           Case{"<row r='9'><c r='A1048577'><v>1</v></c></row>",
                "PT: cell reference 'A1048577' is not in A1 to XFD1048576"},
           Case{"<row r='9'><c r='$C$9'><v>1</v></c></row>",
                "PT: cell reference '$C$9' is not in A1 to XFD1048576"},
           Case{"<row r='9'><c r='XFD9'/><c><v>1</v></c></row>",
                "PT: a cell lies outside rows 1 to 1048576, columns A to XFD"},
           Case{"<c><v>1</v></c>", "PT: a cell lies outside rows 1 to 1048576, columns A to XFD"},
           Case{"<row r='0'/>", "PT: row number '0' is not in 1 to 1048576"},
           Case{"<row r='4294967297'/>", "PT: row number '4294967297' is not in 1 to 1048576"},
           Case{"<row r='1048576'/><row/>", "PT: a row lies below row 1048576"},
       })
    ExpectRefused(ReadRows(rows, "<si><t>only</t></si>"),
                  "test.xlsx: " + std::string(message) + kSaveAgain);
}

}  // namespace
}  // namespace lawtrace::ingest
