#include "ingest/source_name.h"

#include <re2/re2.h>

#include <filesystem>

#include "model/text.h"

namespace lawtrace::ingest {

std::string SourceName(std::string_view document) {
  if (document.empty()) return {};
  static const re2::RE2 ending(R"(\.(?:xlsx|xlsm|csv|tsv|jsonl|ndjson|json)$)");
  static const re2::RE2 mark(
      R"((?:^|[ ._-]+)(?:\(\d+\)|copy|final|rev(?:\d+|ised|ision)?|corrected|)"
      R"(v(?:er(?:sion)?)?[ ._-]?\d+(?:[._]\d+)*|\d{4}-\d{2}-\d{2}|(?:19|20)\d{2}[01]\d[0-3]\d)$)");
  std::string name = Folded(std::filesystem::path(document).filename().string());
  re2::RE2::Replace(&name, ending, "");
  while (!name.empty() && re2::RE2::Replace(&name, mark, "")) {
  }
  return name.empty() ? "-" : name;
}

}  // namespace lawtrace::ingest
