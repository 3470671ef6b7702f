#include "cli/one_record.h"

namespace lawtrace::cli {

ingest::RecordFile OneRecord(const std::vector<std::pair<std::string, std::string>>& fields) {
  ingest::RecordFile file{.name = {}, .columns = {}, .records = {}};
  ingest::Record record{.line = 1, .values = {}};
  for (const auto& [column, text] : fields) {
    file.columns.push_back(column);
    record.values.push_back(text);
  }
  file.records.push_back(std::move(record));
  return file;
}

}  // namespace lawtrace::cli
