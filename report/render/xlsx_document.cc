#include "report/render/xlsx_document.h"

#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include "model/text.h"

namespace lawtrace::report {
namespace {

constexpr std::size_t kMaxSheetName = 31;  // Excel's limits.
constexpr std::size_t kMaxCellBytes = 32'000;

char Lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// At most so many bytes, whole characters.
std::string Cut(std::string_view written, std::size_t bytes) {
  std::string text = XmlText(written);
  if (text.size() <= bytes) return text;
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

void WriteCell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell) {
  struct Writer {
    lxw_worksheet* sheet;
    lxw_row_t row;
    lxw_col_t column;
    void operator()(std::monostate) const {}
    void operator()(const std::string& text) const {
      worksheet_write_string(sheet, row, column, Cut(text, kMaxCellBytes).c_str(), nullptr);
    }
    void operator()(std::int64_t value) const { (*this)(static_cast<double>(value)); }
    void operator()(double value) const {
      worksheet_write_number(sheet, row, column, value, nullptr);
    }
    void operator()(bool value) const {
      worksheet_write_boolean(sheet, row, column, value ? 1 : 0, nullptr);
    }
  };
  std::visit(Writer{sheet, row, column}, cell);
}

void WriteSheet(lxw_workbook* workbook, lxw_format* bold, const Section& section) {
  lxw_worksheet* sheet = workbook_add_worksheet(workbook, Cut(section.part, kMaxSheetName).c_str());
  lxw_col_t column = 0;
  for (const Column& shown : section.table.columns) {
    worksheet_write_string(sheet, 0, column, shown.name.c_str(), bold);
    worksheet_set_column(sheet, column, column, 16, nullptr);
    lxw_row_t row = 1;
    for (const std::vector<Cell>& cells : section.table.rows)
      WriteCell(sheet, row++, column, cells[column]);
    ++column;
  }
  worksheet_freeze_panes(sheet, 1, 0);
}

// The document's subject as a name that Excel takes and no other sheet has.
std::string FrontName(const Document& document) {
  std::string name = document.subject.empty() ? document.title : document.subject;
  for (char& c : name)
    if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) c = ' ';
  const bool is_taken = std::ranges::any_of(document.sections, [&](const Section& section) {
    return std::ranges::equal(section.part, name, {}, Lowered, Lowered);
  });
  return Cut(is_taken ? "About " + name : name, kMaxSheetName);
}

// The library writes only to files.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::error_code error;
    path_ = (std::filesystem::temp_directory_path(error) / "lawtrace-XXXXXX").string();
    if (!error) descriptor_ = mkstemp(path_.data());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (descriptor_ < 0) return;
    close(descriptor_);
    unlink(path_.c_str());
  }

  bool exists() const { return descriptor_ >= 0; }
  const std::string& path() const { return path_; }
  std::string Read() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace

Result<std::string> RenderXlsx(const Document& document, std::optional<Instant> created) {
  const TemporaryFile file;
  lxw_workbook* workbook = file.exists() ? workbook_new(file.path().c_str()) : nullptr;
  if (workbook == nullptr)
    return Fail(ErrorCode::kUnavailable,
                file.path() + ": no temporary file can be made; name another folder with TMPDIR");
  if (created) {
    lxw_doc_properties properties{};
    properties.created = static_cast<std::time_t>(created->seconds_since_epoch());
    workbook_set_properties(workbook, &properties);
  }
  lxw_format* bold = workbook_add_format(workbook);
  format_set_bold(bold);
  lxw_format* wrapped = workbook_add_format(workbook);
  format_set_text_wrap(wrapped);
  lxw_worksheet* front = workbook_add_worksheet(workbook, FrontName(document).c_str());
  worksheet_set_column(front, 0, 0, 100, nullptr);
  worksheet_write_string(front, 0, 0, XmlText(document.title).c_str(), bold);
  worksheet_write_string(front, 1, 0, XmlText(document.lead).c_str(), wrapped);
  worksheet_write_string(front, 2, 0, XmlText(document.source).c_str(), wrapped);
  for (const Section& section : document.sections)
    if (!section.table.columns.empty()) WriteSheet(workbook, bold, section);
  const lxw_error error = workbook_close(workbook);
  if (error == LXW_NO_ERROR) return file.Read();
  return Fail(ErrorCode::kUnavailable, file.path() + ": cannot be written: " + lxw_strerror(error) +
                                           "; name another folder with TMPDIR");
}

}  // namespace lawtrace::report
