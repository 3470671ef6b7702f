// What a person states with the options of one command, as a record of the project's own format:
// it passes the same checks as an imported one.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ingest/record_reader.h"
#include "model/result.h"

namespace lawtrace::cli {

// A file of one record, from columns and their texts.
ingest::RecordFile OneRecord(const std::vector<std::pair<std::string, std::string>>& fields);

// The faults of such a file without its name and line, which mean nothing to the person.
Error WithoutPlace(Error error);

}  // namespace lawtrace::cli
