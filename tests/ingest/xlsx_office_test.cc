// Workbooks as office programs and libraries write them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "tests/ingest/xlsx_package.h"

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;

class XlsxOfficeTest : public XlsxReaderTest {};

TEST_F(XlsxOfficeTest, ReadsArchivesThatPartNamesOtherwise) {
  const std::string row = "<row><c><v>50</v></c></row>";
  Parts backslashes;
  for (const auto& [name, content] : MakeParts(row)) {
    std::string other = name;
    std::ranges::replace(other, '/', '\\');
    backslashes[other] = content;
  }
  Parts capitals;
  for (const auto& [name, content] : MakeParts(row)) {
    std::string other = name;
    std::ranges::transform(other, other.begin(), [](unsigned char c) { return std::toupper(c); });
    capitals[other] = content;
  }
  Parts targets = MakeParts(row);
  Replace(targets["xl/_rels/workbook.xml.rels"], "worksheets/sheet1.xml", "worksheets\\sheet1.xml");
  Replace(targets["_rels/.rels"], "xl/workbook.xml", "/xl/workbook.xml");
  Parts absolute = MakeParts(row);
  Replace(absolute["xl/_rels/workbook.xml.rels"], "worksheets/sheet1.xml",
          "/xl/./worksheets/../worksheets/Sheet1.xml");
  for (const Parts& parts : {backslashes, capitals, targets, absolute}) {
    const Result<Sheet> sheet = ReadParts(parts);
    ASSERT_TRUE(sheet) << sheet.error().Message();
    EXPECT_THAT(ShowCells(*sheet), ElementsAre("A1=50"));
  }
}

TEST_F(XlsxOfficeTest, NumbersHaveTheDigitsThatASpreadsheetShows) {
  const std::vector<std::pair<const char*, double>> stored = {
      {"49.999999999999993", 50},
      {"67.000000000000014", 67},
      {"0.21199999999999999", 0.212},
      {"5E1", 50},
      {" 66.5 ", 66.5},
      {"-0", 0},
      {"33.333333333333336", 33.3333333333333},
      {"2.8421709430404007E-14", 2.8421709430404E-14}};
  for (const auto& [text, number] : stored) {
    const Result<Sheet> sheet =
        ReadParts(MakeParts("<row><c><v>" + std::string(text) + "</v></c></row>"));
    ASSERT_TRUE(sheet) << sheet.error().Message();
    EXPECT_EQ(sheet->cells.at(0).number, number) << text;
  }
}

TEST_F(XlsxOfficeTest, ListsFormulasWithoutAStoredValue) {
  const Result<Sheet> sheet = ReadParts(MakeParts(
      "<row r=\"1\"><c r=\"A1\"><f>B1</f></c><c r=\"B1\"><f>C1</f><v></v></c>"
      "<c r=\"C1\"><f>D1</f><v>50</v></c><c r=\"D1\" t=\"str\"><f>\"\"</f><v></v></c>"
      "<c r=\"E1\"><f t=\"shared\" si=\"0\"/></c><c r=\"F1\"><f t=\"array\" ref=\"F1:F2\">A1</f>"
      "<v/></c><c r=\"G1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c r=\"H1\" s=\"3\"/></row>"));
  ASSERT_TRUE(sheet) << sheet.error().Message();
  const auto names = [](const std::vector<CellPlace>& places) {
    std::vector<std::string> cells;
    for (const CellPlace& place : places) cells.push_back(CellName(place.row, place.column));
    return cells;
  };
  EXPECT_THAT(ShowCells(*sheet), ElementsAre("C1=50", "G1=#DIV/0!"));
  EXPECT_THAT(names(sheet->uncomputed), ElementsAre("A1", "B1", "E1", "F1"));
  EXPECT_THAT(names(sheet->emptied), ElementsAre("D1"));
}

TEST_F(XlsxOfficeTest, KnowsWhichSheetsAreHidden) {
  const std::vector<std::pair<const char*, SheetVisibility>> states = {
      {"", SheetVisibility::kVisible},
      {" state=\"visible\"", SheetVisibility::kVisible},
      {" state=\"hidden\"", SheetVisibility::kHidden},
      {" state=\"veryHidden\"", SheetVisibility::kVeryHidden}};
  for (const auto& [attribute, visibility] : states) {
    Parts parts = MakeParts("");
    Replace(parts["xl/workbook.xml"], "sheetId=\"1\"", "sheetId=\"1\"" + std::string(attribute));
    WriteZip(file_, parts);
    const Result<XlsxReader> reader = XlsxReader::Open(file_);
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->VisibilityOf(0), visibility) << attribute;
  }
}

TEST_F(XlsxOfficeTest, TextIsComposedAndFitForXml) {
  const Result<Sheet> sheet =
      ReadParts(MakeParts("<row><c t=\"s\"><v>0</v></c><c t=\"str\"><v>a_xFFFE_b_x000D_</v></c>"
                          "<c t=\"inlineStr\"><is><t>o\u0301_xFEFF_</t></is></c></row>",
                          "<si><t>de\u0301cret_x000D_\n_x0001_2</t></si>"));
  ASSERT_TRUE(sheet) << sheet.error().Message();
  EXPECT_THAT(ShowCells(*sheet), ElementsAre("A1=\"décret\n2\"", "B1=\"ab\n\"", "C1=\"ó\""));
}

}  // namespace
}  // namespace lawtrace::ingest
