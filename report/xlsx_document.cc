#include "report/xlsx_document.h"

#include <xlsxwriter.h>

#include <ctime>

namespace lawtrace::report {
namespace {

constexpr std::size_t kMaxSheetName = 31;  // Excel's limits.
constexpr std::size_t kMaxCellBytes = 32'000;

// At most so many bytes, whole characters.
std::string Cut(const std::string& text, std::size_t bytes) {
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

}  // namespace

Status WriteXlsx(const Document& document, const std::string& file,
                 std::optional<Instant> created) {
  lxw_workbook* workbook = workbook_new(file.c_str());
  if (workbook == nullptr)
    return Fail(ErrorCode::kUnavailable, file + ": no memory for a workbook");
  if (created) {
    lxw_doc_properties properties{};
    properties.created = static_cast<std::time_t>(created->seconds_since_epoch());
    workbook_set_properties(workbook, &properties);
  }
  lxw_format* bold = workbook_add_format(workbook);
  format_set_bold(bold);
  lxw_format* wrapped = workbook_add_format(workbook);
  format_set_text_wrap(wrapped);
  lxw_worksheet* front = workbook_add_worksheet(workbook, "report");
  worksheet_set_column(front, 0, 0, 100, nullptr);
  worksheet_write_string(front, 0, 0, document.title.c_str(), bold);
  worksheet_write_string(front, 1, 0, document.lead.c_str(), wrapped);
  worksheet_write_string(front, 2, 0, document.source.c_str(), wrapped);
  for (const Section& section : document.sections)
    if (!section.table.columns.empty()) WriteSheet(workbook, bold, section);
  const lxw_error error = workbook_close(workbook);
  if (error == LXW_NO_ERROR) return {};
  return Fail(ErrorCode::kUnavailable, file + ": cannot be written: " + lxw_strerror(error) +
                                           "; name another file with --output");
}

}  // namespace lawtrace::report
