#include "report/render/document_text.h"

namespace lawtrace::report {
namespace {

// Marks that would be read as markup, or would end a cell or a line, stand for themselves.
std::string EscapedMarkdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += ' ';
      continue;
    }
    if (c == '<') {
      out += "&lt;";
      continue;
    }
    if (std::string_view("\\`*_[]|#>").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string MarkdownTable(const Table& table) {
  std::string header = "|";
  std::string rule = "|";
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].is_detail) continue;
    header += " " + Heading(table.columns[c]) + " |";
    rule += IsNumeric(table, c) ? " ---: |" : " --- |";
  }
  std::string out = header + "\n" + rule + "\n";
  for (const std::vector<Cell>& row : table.rows) {
    out += '|';
    for (std::size_t c = 0; c < row.size(); ++c)
      if (!table.columns[c].is_detail)
        out += " " + EscapedMarkdown(CellText(row[c], table.columns[c])) + " |";
    out += '\n';
  }
  return out;
}

}  // namespace

std::string RenderMarkdown(const Document& document) {
  std::string out =
      "# " + EscapedMarkdown(document.title) + "\n\n**" + EscapedMarkdown(document.lead) + "**\n";
  for (const Section& section : document.sections) {
    out += "\n## " + EscapedMarkdown(section.heading) + "\n";
    for (const std::string& paragraph : section.paragraphs)
      out += "\n" + EscapedMarkdown(paragraph) + "\n";
    if (!section.table.rows.empty()) out += "\n" + MarkdownTable(section.table);
  }
  return out + "\n---\n\n" + EscapedMarkdown(document.source) + "\n";
}

Result<std::string> RenderPartCsv(const Document& document, std::string_view part) {
  std::string parts;
  for (const Section& section : document.sections) {
    if (section.table.columns.empty()) continue;
    if (part.empty() || section.part == part) return Render(section.table, Format::kCsv);
    parts += (parts.empty() ? "" : ", ") + section.part;
  }
  return Fail(ErrorCode::kInvalidInput,
              "part '" + std::string(part) + "' is not in this report; it has " + parts);
}

}  // namespace lawtrace::report
