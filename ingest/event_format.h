// Events and laws as records of text fields: the project's own exchange format, read and written.
// docs/exchange.md describes each column.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ingest/faults.h"
#include "ingest/record_reader.h"
#include "model/event.h"
#include "model/index.h"
#include "model/law.h"
#include "model/transaction.h"

namespace lawtrace::ingest {

// Column names, in the order in which they are written.
const std::vector<std::string>& EventColumns();
const std::vector<std::string>& LawColumns();

// Where in the log an exported row stood.  A file made by hand leaves these fields empty.
struct LogPlace {
  std::optional<Sequence> sequence;
  std::optional<Sequence> transaction;  // Its first sequence.
  std::optional<Instant> recorded_at;
  std::string author;
  std::string source;

  bool IsSameTransactionAs(const LogPlace& other) const {
    return transaction == other.transaction && recorded_at == other.recorded_at &&
           author == other.author && source == other.source;
  }
};

struct EventRow {
  std::size_t line = 0;
  Event event;
  LogPlace place;
};

struct LawRow {
  std::size_t line = 0;
  Law law;
  LogPlace place;
};

// Values parallel to EventColumns() and LawColumns().
std::vector<std::string> EventFields(const Transaction& transaction, const Event& event);
std::vector<std::string> LawFields(const Transaction& transaction, const Law& law,
                                   Sequence sequence);

// Reads what the fields above hold.  A row with a fault is left out and the fault is listed.
// Country aliases become codes.  Whether the events make sense is not asked here (admission.h).
std::vector<EventRow> ParseEventRows(const RecordFile& file, const Index& index, FaultList& faults);
std::vector<LawRow> ParseLawRows(const RecordFile& file, const Index& index, FaultList& faults);

}  // namespace lawtrace::ingest
