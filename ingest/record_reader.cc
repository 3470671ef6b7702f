#include "ingest/record_reader.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "ingest/faults.h"
#include "model/foreign_json.h"
#include "model/quote.h"

namespace lawtrace::ingest {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kLineEnds = "\r\n";

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// The delimiter that occurs most often in the header line; comma if none does.
char SniffDelimiter(std::string_view text) {
  const std::string_view header = text.substr(0, text.find_first_of(kLineEnds));
  char best = ',';
  for (const char candidate : {';', '\t'})
    if (std::ranges::count(header, candidate) > std::ranges::count(header, best)) best = candidate;
  return best;
}

// Bytes of the first line, its end ("\n", "\r\n" or "\r") included.
std::size_t LineSize(std::string_view text) {
  const std::size_t end = text.find_first_of(kLineEnds);
  if (end == std::string_view::npos) return text.size();
  return end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
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
  CsvParser parser(SniffDelimiter(text));
  std::size_t number = 1;
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
  file.columns = std::move(records.front().values);
  CheckColumns(file, records.front().line, allowed_columns, faults);
  for (std::size_t i = 1; i < records.size(); ++i) {
    // Spreadsheets write rows of bare delimiters below the last one that is filled.
    if (std::ranges::all_of(records[i].values, &std::string::empty)) continue;
    if (records[i].values.size() != file.columns.size())
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
  if (value.is_number_float()) {
    std::array<char, 32> digits{};  // A whole number has no point: 50.0 is the option "50".
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value.get<double>()).ptr;
    return std::string(digits.data(), end);
  }
  if (value.is_number() || value.is_boolean()) return value.dump();
  return std::nullopt;
}

void ParseJsonLine(std::string_view text, std::size_t line,
                   const std::vector<std::string>& allowed_columns, RecordFile& file,
                   FaultList& faults) {
  std::set<std::string> keys;
  const auto note_key = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& key) {
    const bool is_repeated = event == nlohmann::json::parse_event_t::key && depth == 1 &&
                             !keys.insert(key.get<std::string>()).second;
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
    const auto column = std::ranges::find(allowed_columns, key);
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

constexpr std::string_view kJsonBlanks = " \t\r\n";

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
  const auto pass_blanks = [&] {
    pass(std::min(text.find_first_not_of(kJsonBlanks), text.size()));
  };
  pass_blanks();
  pass(1);  // The bracket that begins the list.
  pass_blanks();
  while (!text.starts_with(']')) {
    const std::size_t size = ElementSize(text);
    if (size == std::string_view::npos) {
      faults.AddAtLine(line, "the list never ends; close it with ]");
      return;
    }
    ParseJsonLine(text.substr(0, size), line, allowed_columns, file, faults);
    if (IsTooLarge(file.records, 0, limits, faults)) return;
    pass(size);
    if (text.starts_with(',')) pass(1);
    pass_blanks();
  }
  pass(1);
  pass_blanks();
  if (!text.empty()) faults.AddAtLine(line, "text follows the end of the list; remove it");
}

// What the file is instead, told by its first bytes; empty if it may be text.
std::string OtherKindOfFile(std::string_view text) {
  if (text.starts_with("PK\x03\x04"))
    return "is a workbook or another ZIP file, not text; read a workbook with 'lawtrace import "
           "workbook'";
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return "is UTF-16 text; save it as UTF-8";
  return {};
}

}  // namespace

RecordFormat FormatOf(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  return ending == ".jsonl" || ending == ".ndjson" ? RecordFormat::kJsonLines : RecordFormat::kCsv;
}

RecordFormat FormatOfText(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const std::size_t first = text.find_first_not_of(kJsonBlanks);
  if (first == std::string_view::npos) return RecordFormat::kCsv;
  if (text[first] == '[') return RecordFormat::kJsonList;
  return text[first] == '{' ? RecordFormat::kJsonLines : RecordFormat::kCsv;
}

Result<RecordFile> ParseRecords(std::string_view name, std::string_view text, RecordFormat format,
                                const std::vector<std::string>& allowed_columns,
                                const TextLimits& limits) {
  RecordFile file{.name = std::string(name)};
  FaultList faults(name);
  if (const std::string other = OtherKindOfFile(text); !other.empty()) {
    faults.AddAtLine(1, other);
    return Fail(faults.ToError());
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (format == RecordFormat::kCsv) {
    ParseCsv(text, allowed_columns, limits, file, faults);
  } else if (format == RecordFormat::kJsonList) {
    file.columns = allowed_columns;
    ParseJsonList(text, allowed_columns, limits, file, faults);
  } else {
    file.columns = allowed_columns;
    for (std::size_t line = 1; !text.empty() && !IsTooLarge(file.records, 0, limits, faults);
         ++line) {
      const std::size_t size = std::min(text.find('\n'), text.size());
      const std::string_view row = text.substr(0, size);
      if (row.find_first_not_of(" \t\r") != std::string_view::npos)
        ParseJsonLine(row, line, allowed_columns, file, faults);
      text.remove_prefix(std::min(size + 1, text.size()));
    }
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
