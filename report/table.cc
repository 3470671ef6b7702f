#include "report/table.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lawtrace::report {
namespace {

constexpr std::size_t kMaxTextWidth = 64;  // Of one cell in the text form; the rest is cut.
constexpr std::string_view kEllipsis = "…";

// Whole numbers without a point, else the shortest digits that read back the same.
std::string NumberText(double value) {
  return fmt::format("{}", value);
}

std::string CsvText(const Cell& cell) {
  struct Visitor {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return NumberText(value); }
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

std::string RenderCsv(const Table& table) {
  std::string out;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (c > 0) out += ',';
    AppendCsvField(table.columns[c].name, out);
  }
  out += '\n';
  for (const std::vector<Cell>& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) out += ',';
      AppendCsvField(CsvText(row[c]), out);
    }
    out += '\n';
  }
  return out;
}

// Null for an absent value.
void SetCell(nlohmann::ordered_json& value, const Cell& cell) {
  std::visit(
      [&](const auto& known) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(known)>, std::monostate>) value = known;
      },
      cell);
}

nlohmann::ordered_json RowAsJson(const Table& table, const std::vector<Cell>& row) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (std::size_t c = 0; c < row.size(); ++c) SetCell(object[table.columns[c].name], row[c]);
  return object;
}

std::string Dump(const nlohmann::ordered_json& json) {
  // Text that is not UTF-8 cannot be JSON; its bad bytes are replaced rather than refused.
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string RenderJson(const Table& table) {
  std::string out = "[";
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    out += r == 0 ? "\n" : ",\n";
    out += Dump(RowAsJson(table, table.rows[r]));
  }
  return out + (table.rows.empty() ? "]\n" : "\n]\n");
}

std::string RenderJsonLines(const Table& table) {
  std::string out;
  for (const std::vector<Cell>& row : table.rows) out += Dump(RowAsJson(table, row)) + '\n';
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

std::string PlainText(const Cell& cell, const Column& column) {
  if (const double* number = std::get_if<double>(&cell); number != nullptr && column.decimals)
    return fmt::format("{:.{}f}", *number, *column.decimals);
  if (const bool* flag = std::get_if<bool>(&cell)) return *flag ? "yes" : "";
  if (std::holds_alternative<std::monostate>(cell)) return {};
  return Shortened(CsvText(cell));
}

bool IsNumber(const Cell& cell) {
  return std::holds_alternative<double>(cell) || std::holds_alternative<std::int64_t>(cell);
}

std::string RenderText(const Table& table) {
  std::string out;
  std::vector<std::string> lines(table.rows.size() + 2);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].is_detail) continue;
    std::string header = table.columns[c].name;
    std::ranges::replace(header, '_', ' ');
    std::vector<std::string> texts;
    std::size_t width = WidthOf(header);
    bool is_numeric = false;
    for (const std::vector<Cell>& row : table.rows) {
      texts.push_back(PlainText(row[c], table.columns[c]));
      width = std::max(width, WidthOf(texts.back()));
      is_numeric = is_numeric || IsNumber(row[c]);
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

std::string RenderCard(const Table& table) {
  std::size_t width = 0;
  for (const Column& column : table.columns) width = std::max(width, WidthOf(column.name));
  std::string out;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::string value = CsvText(table.rows.front()[c]);
    if (value.empty()) continue;
    std::ranges::replace_if(value, [](char byte) { return byte != '\n' && IsControl(byte); }, ' ');
    std::string name = table.columns[c].name;
    std::ranges::replace(name, '_', ' ');
    out += name;
    out.append(width - WidthOf(name) + 2, ' ');
    out += value;
    out += '\n';
  }
  return out;
}

std::string RenderObject(const std::vector<std::pair<std::string, Cell>>& fields,
                         const std::vector<std::pair<std::string, Table>>& tables) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& [name, cell] : fields) SetCell(object[name], cell);
  for (const auto& [name, table] : tables) {
    nlohmann::ordered_json& rows = object[name] = nlohmann::ordered_json::array();
    for (const std::vector<Cell>& row : table.rows) rows.push_back(RowAsJson(table, row));
  }
  return Dump(object) + '\n';
}

Result<Format> ParseFormat(std::string_view text) {
  if (text == "table") return Format::kText;
  if (text == "csv") return Format::kCsv;
  if (text == "json") return Format::kJson;
  if (text == "jsonl") return Format::kJsonLines;
  return Fail(ErrorCode::kInvalidInput,
              "format '" + std::string(text) + "' is unknown; write table, csv, json or jsonl");
}

std::string Render(const Table& table, Format format) {
  switch (format) {
    case Format::kCsv:
      return RenderCsv(table);
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
