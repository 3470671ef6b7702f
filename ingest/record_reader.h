// Reads the project's own text formats: CSV (RFC 4180; comma, semicolon, tab or bar; also with a
// BOM or a line "sep=;") and JSON: a list of flat objects, one object, or one on each line.  All
// become the same records of named text fields.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"

namespace lawtrace::ingest {

struct Record {
  std::size_t line;  // Of its first character, counted from 1.
  // Of RecordFile::columns, as written; empty: not given.  The last ones may be left out.
  std::vector<std::string> values;
};

struct RecordFile {
  std::string name;  // As error messages call it.
  std::vector<std::string> columns;
  std::vector<Record> records;
};

// What is read before a file is refused as none that a person made.  A caller whose files are
// larger raises them.
struct TextLimits {
  std::size_t file_bytes = 256U << 20U;
  std::size_t rows = 1'000'000;
  std::size_t columns = 1'000;
  std::size_t field_bytes = 1U << 20U;

  TextLimits Times(std::size_t factor) const {
    return {file_bytes * factor, rows * factor, columns * factor, field_bytes * factor};
  }
};

// The format shows in the first character that is not blank: [ or { begin JSON, all else CSV.
//
// `allowed_columns` are the columns that the caller understands, in any order, written in any
// letter case and with blanks for underscores; another one, or one given twice, is a fault.  A row
// may lack its last fields.  kInvalidInput with one line per fault, each "name:line: what; remedy".
[[nodiscard]] Result<RecordFile> ParseRecords(std::string_view name, std::string_view text,
                                              const std::vector<std::string>& allowed_columns,
                                              const TextLimits& limits = {});

// Whether the text holds one JSON object, or one on each line.
bool IsJsonObjects(std::string_view text);

// The whole content of a file.  kNotFound if it does not exist; kUnavailable if it cannot be read;
// kInvalidInput if it has more bytes than the limits allow.
[[nodiscard]] Result<std::string> ReadText(const std::filesystem::path& file,
                                           const TextLimits& limits = {});

}  // namespace lawtrace::ingest
