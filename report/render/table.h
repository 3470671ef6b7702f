// Table: rows of typed cells, and their form for people and for programs.
//
// CSV and JSON carry full precision and every column; the text form rounds and leaves out details.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "model/result.h"

namespace lawtrace::report {

// An absent value is an empty CSV field and a JSON null.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, bool>;

struct Column {
  std::string name;             // CSV header and JSON key: snake_case, stable.
  std::optional<int> decimals;  // Of numbers in the text form; absent: as many as needed.
  bool is_detail = false;       // Left out of the text form.
  // A column of whole numbers: the text form puts so many steps of two blanks before the text.
  std::optional<std::size_t> indent_by = std::nullopt;
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  // Each parallel to columns.
};

enum class Format : std::uint8_t {
  kText,
  kCsv,
  kJson,
  kJsonLines,
  kSpreadsheetCsv,  // CSV in which no text is a formula: "'" stands before one that begins as such.
};

// Rows as CSV, for programs or for spreadsheets.
constexpr bool IsCsv(Format format) {
  return format == Format::kCsv || format == Format::kSpreadsheetCsv;
}

// "table", "csv", "json", "jsonl" or "spreadsheet-csv".
[[nodiscard]] Result<Format> ParseFormat(std::string_view text);

// The whole table, with a final newline.  JSON is one list of objects, keys in column order.
std::string Render(const Table& table, Format format);

// The first row for people, one line per column that is not blank: "name  value", uncut.
// REQUIRES: the table has a row.
std::string RenderCard(const Table& table);

// What a heading of the column says to people: "from score".
std::string Heading(const Column& column);
// The cell as people read it, rounded as the column says, whole; empty for an absent value.
std::string CellText(const Cell& cell, const Column& column);
// Whether any cell of the column is a number.
bool IsNumeric(const Table& table, std::size_t column);

// One JSON object: the fields, then each table's rows as a list under its name.
std::string RenderObject(const std::vector<std::pair<std::string, Cell>>& fields,
                         const std::vector<std::pair<std::string, Table>>& tables);

template <typename T>
Cell CellOf(const std::optional<T>& value) {
  return value ? Cell(*value) : Cell();
}

}  // namespace lawtrace::report
