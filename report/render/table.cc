#include "report/render/table.h"

#include <csv.h>

#include <algorithm>
#include <array>

#include "model/budget.h"
#include "model/number.h"
#include "report/render/internal/json_text.h"

namespace lawtrace::report {
namespace {

constexpr std::size_t kMaxTextWidth = 64;  // Of one cell in the text form; the rest is cut.
constexpr std::string_view kEllipsis = "…";

std::string CsvText(const Cell& cell) {
  struct Visitor {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return ShortestText(value); }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
  };
  return std::visit(Visitor{}, cell);
}

// Quotes where RFC 4180 asks for it, and where a reader would trim blanks.
void AppendCsvField(std::string_view field, std::string& out) {
  const bool is_plain = field.find_first_of("\",\r\n") == std::string_view::npos &&
                        !field.starts_with(' ') && !field.ends_with(' ') &&
                        !field.starts_with('\t') && !field.ends_with('\t');
  if (is_plain) {
    out += field;
    return;
  }
  std::string quoted(2 * field.size() + 2, '\0');
  quoted.resize(csv_write(quoted.data(), quoted.size(), field.data(), field.size()));
  out += quoted;
}

// What spreadsheets take for a formula rather than for text; also the wide signs of East Asia.
bool IsFormula(std::string_view text) {
  constexpr std::array<std::string_view, 11> kBegins = {
      "=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  return std::ranges::any_of(kBegins, [&](auto begin) { return text.starts_with(begin); });
}

// A row of so many bytes is written.
void Spend(std::size_t bytes) {
  SpendStep();
  SpendBytes(bytes);
}

std::string RenderCsv(const Table& table, bool for_spreadsheets) {
  std::string out;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (c > 0) out += ',';
    AppendCsvField(table.columns[c].name, out);
  }
  out += '\n';
  for (const std::vector<Cell>& row : table.rows) {
    const std::size_t former = out.size();
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) out += ',';
      const std::string* text = std::get_if<std::string>(&row[c]);
      const bool is_formula = for_spreadsheets && text != nullptr && IsFormula(*text);
      AppendCsvField(is_formula ? "'" + *text : CsvText(row[c]), out);
    }
    out += '\n';
    Spend(out.size() - former);
  }
  return out;
}

// The keys of a row as they stand before its values: {"country":, ,"name":, ...
std::vector<std::string> KeysOf(const Table& table) {
  std::vector<std::string> keys;
  for (const Column& column : table.columns) {
    std::string& key = keys.emplace_back(keys.empty() ? "{" : ",");
    AppendJsonText(column.name, key);
    key += ':';
  }
  return keys;
}

void AppendJsonCell(const Cell& cell, std::string& out) {
  struct Visitor {
    std::string& out;
    void operator()(std::monostate) const { out += "null"; }
    void operator()(const std::string& text) const { AppendJsonText(text, out); }
    void operator()(std::int64_t value) const { AppendJsonNumber(value, out); }
    void operator()(double value) const { AppendJsonNumber(value, out); }
    void operator()(bool value) const { out += value ? "true" : "false"; }
  };
  std::visit(Visitor{out}, cell);
}

void AppendJsonRow(const std::vector<std::string>& keys, const std::vector<Cell>& row,
                   std::string& out) {
  const std::size_t former = out.size();
  for (std::size_t c = 0; c < row.size(); ++c) {
    out += keys[c];
    AppendJsonCell(row[c], out);
  }
  out += row.empty() ? "{}" : "}";
  Spend(out.size() - former);
}

std::string RenderJson(const Table& table) {
  const std::vector<std::string> keys = KeysOf(table);
  constexpr std::size_t kUsualCell = 24;  // Bytes, with its key.
  std::string out = "[";
  out.reserve(table.rows.size() * table.columns.size() * kUsualCell);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    out += r == 0 ? "\n" : ",\n";
    AppendJsonRow(keys, table.rows[r], out);
  }
  out += table.rows.empty() ? "]\n" : "\n]\n";
  return out;
}

std::string RenderJsonLines(const Table& table) {
  const std::vector<std::string> keys = KeysOf(table);
  std::string out;
  for (const std::vector<Cell>& row : table.rows) {
    AppendJsonRow(keys, row, out);
    out += '\n';
  }
  return out;
}

// Columns that a UTF-8 text takes on a terminal, one per code point.
std::size_t WidthOf(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Control characters steer a terminal, and texts come from strangers.
bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

// One line of at most kMaxTextWidth columns.
std::string Shortened(std::string text) {
  std::ranges::replace_if(text, IsControl, ' ');
  if (WidthOf(text) <= kMaxTextWidth) return text;
  std::size_t bytes = 0;
  for (std::size_t width = 0; bytes < text.size(); ++bytes) {
    if ((static_cast<unsigned char>(text[bytes]) & 0xC0U) != 0x80U && ++width == kMaxTextWidth)
      break;
  }
  return text.substr(0, bytes) + std::string(kEllipsis);
}

bool IsNumber(const Cell& cell) {
  return std::holds_alternative<double>(cell) || std::holds_alternative<std::int64_t>(cell);
}

std::string IndentOf(const std::vector<Cell>& row, const Column& column) {
  if (!column.indent_by) return {};
  return std::string(2 * static_cast<std::size_t>(std::get<std::int64_t>(row[*column.indent_by])),
                     ' ');
}

std::string RenderText(const Table& table) {
  std::string out;
  std::vector<std::string> lines(table.rows.size() + 2);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].is_detail) continue;
    const std::string header = Heading(table.columns[c]);
    const bool is_numeric = IsNumeric(table, c);
    std::vector<std::string> texts;
    std::size_t width = WidthOf(header);
    for (const std::vector<Cell>& row : table.rows) {
      Spend(width);
      texts.push_back(
          Shortened(IndentOf(row, table.columns[c]) + CellText(row[c], table.columns[c])));
      width = std::max(width, WidthOf(texts.back()));
    }
    const auto append = [&](std::string& line, const std::string& text) {
      const std::string blanks(width - WidthOf(text), ' ');
      line += (line.empty() ? "" : "  ") + (is_numeric ? blanks + text : text + blanks);
    };
    append(lines[0], header);
    append(lines[1], std::string(width, '-'));
    for (std::size_t r = 0; r < texts.size(); ++r) append(lines[r + 2], texts[r]);
  }
  for (std::string& line : lines) {
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

}  // namespace

std::string Heading(const Column& column) {
  std::string heading = column.name;
  std::ranges::replace(heading, '_', ' ');
  return heading;
}

std::string CellText(const Cell& cell, const Column& column) {
  if (const double* number = std::get_if<double>(&cell); number != nullptr && column.decimals)
    return FixedText(*number, *column.decimals);
  if (const bool* flag = std::get_if<bool>(&cell)) return *flag ? "yes" : "";
  return CsvText(cell);
}

bool IsNumeric(const Table& table, std::size_t column) {
  return std::ranges::any_of(table.rows,
                             [&](const std::vector<Cell>& row) { return IsNumber(row[column]); });
}

std::string RenderCard(const Table& table) {
  std::size_t width = 0;
  for (const Column& column : table.columns) width = std::max(width, WidthOf(column.name));
  std::string out;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::string value = CsvText(table.rows.front()[c]);
    if (value.empty()) continue;
    std::ranges::replace_if(value, [](char byte) { return byte != '\n' && IsControl(byte); }, ' ');
    const std::string name = Heading(table.columns[c]);
    out += name;
    out.append(width - WidthOf(name) + 2, ' ');
    out += value;
    out += '\n';
  }
  return out;
}

std::string RenderObject(const std::vector<std::pair<std::string, Cell>>& fields,
                         const std::vector<std::pair<std::string, Table>>& tables) {
  std::string out = "{";
  const auto append_key = [&](const std::string& name) {
    if (out.size() > 1) out += ',';
    AppendJsonText(name, out);
    out += ':';
  };
  for (const auto& [name, cell] : fields) {
    append_key(name);
    AppendJsonCell(cell, out);
  }
  for (const auto& [name, table] : tables) {
    append_key(name);
    const std::vector<std::string> keys = KeysOf(table);
    out += '[';
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      if (r > 0) out += ',';
      AppendJsonRow(keys, table.rows[r], out);
    }
    out += ']';
  }
  return out + "}\n";
}

Result<Format> ParseFormat(std::string_view text) {
  if (text == "table") return Format::kText;
  if (text == "csv") return Format::kCsv;
  if (text == "json") return Format::kJson;
  if (text == "jsonl") return Format::kJsonLines;
  if (text == "spreadsheet-csv") return Format::kSpreadsheetCsv;
  return Fail(ErrorCode::kInvalidInput,
              "format '" + std::string(text) + "' is unknown; write table, csv, json or jsonl");
}

std::string Render(const Table& table, Format format) {
  switch (format) {
    case Format::kCsv:
    case Format::kSpreadsheetCsv:
      return RenderCsv(table, format == Format::kSpreadsheetCsv);
    case Format::kJson:
      return RenderJson(table);
    case Format::kJsonLines:
      return RenderJsonLines(table);
    case Format::kText:
      break;
  }
  return RenderText(table);
}

}  // namespace lawtrace::report
