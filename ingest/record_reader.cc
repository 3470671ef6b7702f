#include "ingest/record_reader.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "ingest/faults.h"
#include "ingest/internal/number.h"
#include "model/foreign_json.h"
#include "model/quote.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kLineEnds = "\r\n";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kDelimiters = ",;\t|";

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// A column as `allowed_columns` write it: "Known At" is "known_at".
std::string ColumnName(std::string_view written) {
  std::string name = Folded(written);
  std::ranges::replace(name, ' ', '_');
  return name;
}

// Bytes of the first line, its end ("\n", "\r\n" or "\r") included.
std::size_t LineSize(std::string_view text) {
  const std::size_t end = text.find_first_of(kLineEnds);
  if (end == std::string_view::npos) return text.size();
  return end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
}

// The delimiter that a line "sep=;", which programs write for Excel, names; absent if `line` is
// none.
std::optional<char> StatedDelimiter(std::string_view line) {
  constexpr std::string_view kWord = "sep=";
  if (line.starts_with('"')) line.remove_prefix(1);
  const auto is_same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  if (line.size() <= kWord.size() ||
      !std::ranges::equal(line.substr(0, kWord.size()), kWord, is_same))
    return std::nullopt;
  const char delimiter = line[kWord.size()];
  const std::string rest = std::string("\"\r\n ") + delimiter;
  const bool is_whole = line.find_first_not_of(rest, kWord.size()) == std::string_view::npos;
  return is_whole && rest.find(delimiter) == rest.size() - 1 ? std::optional(delimiter)
                                                             : std::nullopt;
}

// The delimiter that occurs most often in the header outside quotation marks; comma if none does.
char SniffDelimiter(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kLineEnds), text.size()));
  std::array<std::size_t, kDelimiters.size()> counts{};
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (kLineEnds.find(c) != std::string_view::npos) break;
    if (const std::size_t at = kDelimiters.find(c); at != std::string_view::npos) ++counts.at(at);
  }
  return kDelimiters[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

// Feeds libcsv one physical line at a time, so that each record knows where it begins.
class CsvParser {
 public:
  explicit CsvParser(char delimiter) {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
    csv_set_blk_size(&parser_, kFieldGrowth);
  }
  CsvParser(const CsvParser&) = delete;
  CsvParser& operator=(const CsvParser&) = delete;
  ~CsvParser() { csv_free(&parser_); }

  // False if the line breaks the grammar.
  bool Feed(std::string_view physical_line, std::size_t number) {
    if (parser_.pstate == 0) record_.line = number;
    return csv_parse(&parser_, physical_line.data(), physical_line.size(), OnField, OnRecord,
                     this) == physical_line.size();
  }
  // False if a quoted field is still open.
  bool Finish() { return csv_fini(&parser_, OnField, OnRecord, this) == 0; }
  std::size_t open_record_line() const { return record_.line; }
  std::vector<Record>& records() { return records_; }

 private:
  // Bytes by which libcsv lengthens its field; its own 128 make a field of megabytes take minutes.
  static constexpr std::size_t kFieldGrowth = 1U << 20U;

  static void OnField(void* field, std::size_t size, void* self) {
    static_cast<CsvParser*>(self)->record_.values.emplace_back(static_cast<char*>(field), size);
  }
  static void OnRecord(int /*terminator*/, void* self) {
    auto& parser = *static_cast<CsvParser*>(self);
    parser.records_.push_back(std::move(parser.record_));
    parser.record_ = Record{.line = 0, .values = {}};
  }

  csv_parser parser_{};
  Record record_{};
  std::vector<Record> records_;
};

// Whether the records, of which so many are headers, are too many or the last one too large; then
// the file is not read on.
bool IsTooLarge(const std::vector<Record>& records, std::size_t headers, const TextLimits& limits,
                FaultList& faults) {
  if (records.empty()) return false;
  const auto refuse = [&](const std::string& what, std::size_t most) {
    faults.AddAtLine(records.back().line, "has more than " + std::to_string(most) + " " + what +
                                              "; split the file, or raise its limits");
    return true;
  };
  if (records.size() > limits.rows + headers) return refuse("rows", limits.rows);
  const std::vector<std::string>& values = records.back().values;
  if (values.size() > limits.columns) return refuse("columns", limits.columns);
  const bool is_long = std::ranges::any_of(
      values, [&](const std::string& value) { return value.size() > limits.field_bytes; });
  return is_long && refuse("bytes in a field", limits.field_bytes);
}

std::vector<Record> SplitCsv(std::string_view text, const TextLimits& limits, FaultList& faults) {
  std::size_t number = 1;
  const std::optional<char> stated = StatedDelimiter(text.substr(0, LineSize(text)));
  if (stated) {
    text.remove_prefix(LineSize(text));
    ++number;
  }
  CsvParser parser(stated ? *stated : SniffDelimiter(text));
  while (!text.empty()) {
    if (IsTooLarge(parser.records(), 1, limits, faults)) return {};
    const std::size_t size = LineSize(text);
    if (!parser.Feed(text.substr(0, size), number)) {
      faults.AddAtLine(number,
                       "a quotation mark stands in the middle of a field; put the whole field in "
                       "quotation marks and write each one inside it twice");
      return {};
    }
    text.remove_prefix(size);
    ++number;
  }
  if (!parser.Finish()) {
    faults.AddAtLine(parser.open_record_line(),
                     "a field that begins with a quotation mark never ends; close it");
    return {};
  }
  if (IsTooLarge(parser.records(), 1, limits, faults)) return {};
  return std::move(parser.records());
}

void CheckColumns(const RecordFile& file, std::size_t line,
                  const std::vector<std::string>& allowed_columns, FaultList& faults) {
  std::set<std::string_view> seen;
  for (const std::string& column : file.columns) {
    if (std::ranges::find(allowed_columns, column) == allowed_columns.end()) {
      faults.AddAtLine(
          line, "unknown column " + Quote(column) + "; the columns are " + Joined(allowed_columns));
    } else if (!seen.insert(column).second) {
      faults.AddAtLine(line, "column '" + column + "' is given twice; keep one");
    }
  }
}

void ParseCsv(std::string_view text, const std::vector<std::string>& allowed_columns,
              const TextLimits& limits, RecordFile& file, FaultList& faults) {
  std::vector<Record> records = SplitCsv(text, limits, faults);
  if (!faults.empty()) return;
  if (records.empty()) {
    faults.AddAtLine(
        1, "the file is empty; the first line names the columns: " + Joined(allowed_columns));
    return;
  }
  // Spreadsheets write bare delimiters beside the last column and below the last row that is
  // filled, and leave out those behind the last field of a row.
  const auto drop_blank_end = [](std::vector<std::string>& values) {
    while (!values.empty() && TrimBlanks(values.back()).empty()) values.pop_back();
  };
  file.columns = std::move(records.front().values);
  drop_blank_end(file.columns);
  std::ranges::transform(file.columns, file.columns.begin(), ColumnName);
  CheckColumns(file, records.front().line, allowed_columns, faults);
  for (std::size_t i = 1; i < records.size(); ++i) {
    drop_blank_end(records[i].values);
    if (records[i].values.empty()) continue;
    if (records[i].values.size() > file.columns.size())
      faults.AddAtLine(records[i].line, std::to_string(records[i].values.size()) +
                                            " fields, but the header names " +
                                            std::to_string(file.columns.size()) +
                                            " columns; put fields that hold the delimiter in "
                                            "quotation marks");
    file.records.push_back(std::move(records[i]));
  }
}

// A JSON value as the text that a CSV field would hold; absent for arrays and objects.
std::optional<std::string> FieldText(const nlohmann::json& value) {
  if (value.is_null()) return std::string();
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return NumberText(value.get<double>());
  if (value.is_number() || value.is_boolean()) return value.dump();
  return std::nullopt;
}

void ParseJsonObject(std::string_view text, std::size_t line,
                     const std::vector<std::string>& allowed_columns, RecordFile& file,
                     FaultList& faults) {
  std::set<std::string> keys;
  const auto note_key = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& key) {
    const bool is_repeated = event == nlohmann::json::parse_event_t::key && depth == 1 &&
                             !keys.insert(ColumnName(key.get<std::string>())).second;
    if (is_repeated)
      faults.AddAtLine(line, "key " + Quote(key.get<std::string>()) + " is given twice; keep one");
    return true;
  };
  const auto object = ParseForeignJson<nlohmann::json>(text, note_key).value_or(nlohmann::json());
  if (!object.is_object()) {
    faults.AddAtLine(line, "is not a JSON object; write one object on each line");
    return;
  }
  Record record{.line = line, .values = std::vector<std::string>(file.columns.size())};
  for (const auto& [key, value] : object.items()) {
    const auto column = std::ranges::find(allowed_columns, ColumnName(key));
    const std::optional<std::string> field = FieldText(value);
    if (column == allowed_columns.end()) {
      faults.AddAtLine(line,
                       "unknown key " + Quote(key) + "; the keys are " + Joined(allowed_columns));
    } else if (!field) {
      faults.AddAtLine(line, "key '" + key + "' holds a list or an object; write a text");
    } else {
      record.values[static_cast<std::size_t>(column - allowed_columns.begin())] = *field;
    }
  }
  file.records.push_back(std::move(record));
}

// Bytes up to the comma or bracket that ends the first element of a list; npos if none does.
std::size_t ElementSize(std::string_view text) {
  int depth = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_quoted) {
      if (c == '\\') ++i;
      if (c == '"') is_quoted = false;
    } else if (c == '"') {
      is_quoted = true;
    } else if (depth == 0 && (c == ',' || c == ']')) {
      return i;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return std::string_view::npos;
}

void ParseJsonList(std::string_view text, const std::vector<std::string>& allowed_columns,
                   const TextLimits& limits, RecordFile& file, FaultList& faults) {
  std::size_t line = 1;
  const auto pass = [&](std::size_t size) {
    line += static_cast<std::size_t>(std::ranges::count(text.substr(0, size), '\n'));
    text.remove_prefix(std::min(size, text.size()));
  };
  const auto pass_blanks = [&] { pass(std::min(text.find_first_not_of(kBlanks), text.size())); };
  pass_blanks();
  pass(1);  // The bracket that begins the list.
  pass_blanks();
  while (!text.starts_with(']')) {
    const std::size_t size = ElementSize(text);
    if (size == std::string_view::npos) {
      faults.AddAtLine(line, "the list never ends; close it with ]");
      return;
    }
    ParseJsonObject(text.substr(0, size), line, allowed_columns, file, faults);
    if (IsTooLarge(file.records, 0, limits, faults)) return;
    pass(size);
    if (text.starts_with(',')) pass(1);
    pass_blanks();
  }
  pass(1);
  pass_blanks();
  if (!text.empty()) faults.AddAtLine(line, "text follows the end of the list; remove it");
}

void ParseJsonObjects(std::string_view text, const std::vector<std::string>& allowed_columns,
                      const TextLimits& limits, RecordFile& file, FaultList& faults) {
  if (nlohmann::json::accept(text)) {  // One object, maybe over several lines.
    const auto blanks = text.substr(0, text.find_first_not_of(kBlanks));
    const auto line = static_cast<std::size_t>(std::ranges::count(blanks, '\n')) + 1;
    ParseJsonObject(text, line, allowed_columns, file, faults);
    IsTooLarge(file.records, 0, limits, faults);
    return;
  }
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view row = text.substr(0, text.find('\n'));
    if (row.find_first_not_of(kBlanks) != std::string_view::npos)
      ParseJsonObject(row, line, allowed_columns, file, faults);
    if (IsTooLarge(file.records, 0, limits, faults)) return;
    text.remove_prefix(std::min(row.size() + 1, text.size()));
  }
}

// What the file is instead, told by its bytes; empty if it may be text.
std::string OtherKindOfFile(std::string_view text) {
  if (text.starts_with("PK\x03\x04"))
    return "is a workbook or another ZIP file, not text; read a workbook with 'lawtrace import "
           "workbook'";
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
      text.substr(0, 4).find('\0') != std::string_view::npos)
    return "is UTF-16 text; save it as UTF-8";
  return {};
}

void CheckIsUtf8(std::string_view text, FaultList& faults) {
  if (IsUtf8(text)) return;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view row = text.substr(0, LineSize(text));
    if (!IsUtf8(row))
      faults.AddAtLine(line,
                       "the text is not UTF-8, but perhaps Windows-1252; save the file as "
                       "UTF-8, which Excel calls 'CSV UTF-8'");
    text.remove_prefix(row.size());
  }
}

char FirstCharacter(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? '\0' : text[first];
}

}  // namespace

bool IsJsonObjects(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return FirstCharacter(text) == '{';
}

Result<RecordFile> ParseRecords(std::string_view name, std::string_view text,
                                const std::vector<std::string>& allowed_columns,
                                const TextLimits& limits) {
  RecordFile file{.name = std::string(name)};
  FaultList faults(name);
  if (const std::string other = OtherKindOfFile(text); !other.empty())
    faults.AddAtLine(1, other);
  else
    CheckIsUtf8(text, faults);
  if (!faults.empty()) return Fail(faults.ToError());
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const bool is_named_json = name.ends_with(".jsonl") || name.ends_with(".ndjson");
  const char first = FirstCharacter(text);
  if (first == '[') {
    file.columns = allowed_columns;
    ParseJsonList(text, allowed_columns, limits, file, faults);
  } else if (first == '{' || (first == '\0' && is_named_json)) {
    file.columns = allowed_columns;
    ParseJsonObjects(text, allowed_columns, limits, file, faults);
  } else {
    ParseCsv(text, allowed_columns, limits, file, faults);
  }
  if (!faults.empty()) return Fail(faults.ToError());
  return file;
}

Result<std::string> ReadText(const std::filesystem::path& file, const TextLimits& limits) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    return Fail(ErrorCode::kInvalidInput, file.string() + ": is a folder; name a file");
  std::ifstream in(file, std::ios::binary);
  if (!in && errno == ENOENT)
    return Fail(ErrorCode::kNotFound, file.string() + ": there is no such file; check the path");
  if (!in)
    return Fail(ErrorCode::kUnavailable,
                file.string() + ": cannot be read: " + std::strerror(errno));
  // Of a pipe nobody knows the size before its end.
  std::string text;
  for (std::array<char, 1U << 16U> part{}; in && text.size() <= limits.file_bytes;) {
    in.read(part.data(), part.size());
    text.append(part.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return Fail(ErrorCode::kUnavailable, file.string() + ": cannot be read");
  if (text.size() > limits.file_bytes)
    return Fail(ErrorCode::kInvalidInput, file.string() + ": has more than " +
                                              std::to_string(limits.file_bytes) +
                                              " bytes; split it, or raise its limits");
  return text;
}

}  // namespace lawtrace::ingest
