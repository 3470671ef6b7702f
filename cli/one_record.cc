#include "cli/one_record.h"

#include <string_view>

namespace lawtrace::cli {
namespace {

constexpr std::string_view kFileName = "record";

}  // namespace

ingest::RecordFile OneRecord(const std::vector<std::pair<std::string, std::string>>& fields) {
  ingest::RecordFile file{.name = std::string(kFileName), .columns = {}, .records = {}};
  ingest::Record record{.line = 1, .values = {}};
  for (const auto& [column, text] : fields) {
    file.columns.push_back(column);
    record.values.push_back(text);
  }
  file.records.push_back(std::move(record));
  return file;
}

Error WithoutPlace(Error error) {
  const std::string place = std::string(kFileName) + ":1: ";
  for (std::size_t at = 0; at != std::string::npos;) {
    if (error.message.compare(at, place.size(), place) == 0) error.message.erase(at, place.size());
    at = error.message.find('\n', at);
    if (at != std::string::npos) ++at;
  }
  return error;
}

}  // namespace lawtrace::cli
