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

// The format shows in the first character that is not blank: [ or { begin JSON, all else CSV.
//
// `allowed_columns` are the columns that the caller understands, in any order, written in any
// letter case and with blanks for underscores; another one, or one given twice, is a fault.  A row
// may lack its last fields.  kInvalidInput with one line per fault, each "name:line: what; remedy".
[[nodiscard]] Result<RecordFile> ParseRecords(std::string_view name, std::string_view text,
                                              const std::vector<std::string>& allowed_columns);

// Whether the text holds one JSON object, or one on each line.
bool IsJsonObjects(std::string_view text);

// The whole content of a file.  kNotFound if it does not exist; kUnavailable if it cannot be read.
[[nodiscard]] Result<std::string> ReadText(const std::filesystem::path& file);

}  // namespace lawtrace::ingest
