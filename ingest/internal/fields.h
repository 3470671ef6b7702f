// Fields: one record by column name; lists what cannot be read.  Its text enters here.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/faults.h"
#include "ingest/record_reader.h"
#include "model/quote.h"
#include "model/text.h"

namespace lawtrace::ingest {

// In the column `flags`: a published source holds an answer outside the indicator's options.
inline constexpr std::string_view kUnlistedFlag = "unlisted";

// Lists the columns without which the file says nothing; whether it has all of them.
inline bool HasColumns(const RecordFile& file, const std::vector<std::string>& needed,
                       FaultList& faults) {
  bool has_all = true;
  for (const std::string& column : needed) {
    if (std::ranges::find(file.columns, column) != file.columns.end()) continue;
    faults.AddAtLine(1, "the column '" + column + "' is missing; add it");
    has_all = false;
  }
  return has_all;
}

class Fields {
 public:
  // Text that is not UTF-8 is a fault at once.
  // REQUIRES: all outlive the fields.
  Fields(const RecordFile& file, const Record& record, FaultList& faults)
      : file_(&file),
        record_(&record),
        faults_(&faults),
        is_exported_(!Written("sequence").empty()) {
    for (std::size_t i = 0; i < record.values.size() && i < file.columns.size(); ++i)
      if (!IsUtf8(record.values[i]))
        Fault(file.columns[i] + ": the text is not UTF-8; save the file as UTF-8");
  }

  // A code, number or date, as PlainLine.  Empty if the field or the column is.
  std::string operator[](std::string_view column) const {
    return is_exported_ ? std::string(Written(column)) : PlainLine(Written(column));
  }
  // Prose, as NormalText, without blanks at its ends.
  std::string Prose(std::string_view column) const {
    if (is_exported_) return std::string(Written(column));
    return std::string(TrimBlanks(NormalText(Written(column))));
  }

  // The field through `parse`, which returns a Result; absent if it is empty or has a fault.
  template <typename Parse>
  auto Parsed(std::string_view column, Parse parse)
      -> std::optional<typename decltype(parse(std::string_view()))::value_type> {
    const std::string text = (*this)[column];
    if (text.empty()) return std::nullopt;
    auto value = parse(std::string_view(text));
    if (value) return *std::move(value);
    std::string message = value.error().Message();
    const std::string whole = "'" + text + "'";
    if (const auto at = message.find(whole); at != std::string::npos)
      message.replace(at, whole.size(), Quote(text));
    Fault(std::string(column) + ": " + message);
    return std::nullopt;
  }

  void Require(std::string_view column) {
    if ((*this)[column].empty()) Fault("column '" + std::string(column) + "' is empty; fill it");
  }
  void Fault(const std::string& what) {
    faults_->AddAtLine(record_->line, what);
    is_sound_ = false;
  }
  bool is_sound() const { return is_sound_; }

 private:
  std::string_view Written(std::string_view column) const {
    const auto it = std::ranges::find(file_->columns, column);
    const auto position = static_cast<std::size_t>(it - file_->columns.begin());
    return position < record_->values.size() ? std::string_view(record_->values[position])
                                             : std::string_view();
  }

  const RecordFile* file_;
  const Record* record_;
  FaultList* faults_;
  bool is_exported_;  // The row restores what a log holds, byte for byte.
  bool is_sound_ = true;
};

}  // namespace lawtrace::ingest
