// XLSX packages for tests, part by part.
#pragma once

#include <gtest/gtest.h>
#include <zip.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "ingest/xlsx_reader.h"
#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::ingest {

inline constexpr const char* kSaveAgain =
    "; open the file in a spreadsheet program and save it again";

using Parts = std::map<std::string, std::string>;  // Part name to content.

// A workbook of one sheet "PT" with these rows and these <si> elements.
inline Parts MakeParts(const std::string& rows, const std::string& strings = "") {
  const std::string main = R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
  const std::string relation =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string package =
      R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
  return {
      {"_rels/.rels", package + R"(<Relationship Id="rId1" Type=")" + relation +
                          R"(/officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
      {"xl/workbook.xml", "<workbook " + main + R"( xmlns:r=")" + relation +
                              R"("><sheets><sheet name="PT" sheetId="1" r:id="rId1"/></sheets>)" +
                              "</workbook>"},
      {"xl/_rels/workbook.xml.rels",
       package + R"(<Relationship Id="rId1" Type=")" + relation +
           R"(/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type=")" +
           relation + R"(/sharedStrings" Target="sharedStrings.xml"/></Relationships>)"},
      {"xl/worksheets/sheet1.xml",
       "<worksheet " + main + "><sheetData>" + rows + "</sheetData></worksheet>"},
      {"xl/sharedStrings.xml", "<sst " + main + ">" + strings + "</sst>"},
  };
}

inline void Replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

enum class Packing : std::uint8_t { kDeflated, kStored, kEncrypted };

inline void WriteZip(const std::filesystem::path& file, const Parts& parts,
                     Packing packing = Packing::kDeflated) {
  int fault = 0;
  zip_t* zip = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &fault);
  ASSERT_NE(zip, nullptr);
  for (const auto& [name, content] : parts) {
    zip_source_t* source = zip_source_buffer(zip, content.data(), content.size(), 0);
    const zip_int64_t index = zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    ASSERT_GE(index, 0);
    const auto place = static_cast<zip_uint64_t>(index);
    if (packing == Packing::kStored) zip_set_file_compression(zip, place, ZIP_CM_STORE, 0);
    if (packing == Packing::kEncrypted) {
      ASSERT_EQ(zip_file_set_encryption(zip, place, ZIP_EM_AES_256, "secret"), 0);
    }
  }
  ASSERT_EQ(zip_close(zip), 0);
}

inline std::string ReadBytes(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void WriteBytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

// "C9=50", texts in quotes, error values bare, booleans as TRUE or FALSE.
inline std::string Show(const Cell& cell) {
  std::string shown = CellName(cell.row, cell.column) + "=";
  switch (cell.kind) {
    case Cell::Kind::kNumber: {
      std::ostringstream number;
      number << cell.number;
      return shown + number.str();
    }
    case Cell::Kind::kText:
      return shown + '"' + cell.text + '"';
    case Cell::Kind::kBoolean:
      return shown + (cell.number == 1 ? "TRUE" : "FALSE");
    case Cell::Kind::kError:
      return shown + cell.text;
  }
  return shown;
}

inline std::vector<std::string> ShowCells(const Sheet& sheet) {
  std::vector<std::string> shown;
  shown.reserve(sheet.cells.size());
  for (const Cell& cell : sheet.cells) shown.push_back(Show(cell));
  return shown;
}

class XlsxReaderTest : public testing::Test {
 protected:
  // The first sheet of a file with these parts, or what opening or reading it says.
  Result<Sheet> ReadParts(const Parts& parts, const XlsxLimits& limits = {}) {
    WriteZip(file_, parts);
    return ReadFile(limits);
  }
  Result<Sheet> ReadRows(const std::string& rows, const std::string& strings = "") {
    return ReadParts(MakeParts(rows, strings));
  }
  Result<Sheet> ReadFile(const XlsxLimits& limits = {}) {
    Result<XlsxReader> reader = XlsxReader::Open(file_, limits);
    if (!reader) return Fail(reader.error());
    return reader->Read(0);
  }
  void ExpectRefused(const Result<Sheet>& sheet, const std::string& message) {
    ASSERT_FALSE(sheet);
    EXPECT_EQ(sheet.error().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(sheet.error().Message(), message);
  }

  TemporaryDirectory folder_;
  std::filesystem::path file_ = folder_ / "test.xlsx";
};

}  // namespace lawtrace::ingest
