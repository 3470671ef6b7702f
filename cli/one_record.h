// What a person states with the options of one command, as a record of the project's own format:
// it passes the same checks as an imported one.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ingest/record_reader.h"

namespace lawtrace::cli {

// A file of one record, from columns and their texts.  It has no name: its faults name no place.
ingest::RecordFile OneRecord(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace lawtrace::cli
