// Answers and figures as records: what `export answers` and `export scores` write, read back.
// docs/exchange.md describes each column.
#pragma once

#include <string>
#include <vector>

#include "ingest/faults.h"
#include "ingest/observation.h"
#include "ingest/record_reader.h"
#include "model/day.h"
#include "model/index.h"
#include "model/published_figure.h"
#include "model/result.h"

namespace lawtrace::ingest {

// Columns that a file of answers may have; country, indicator, answer and reference are needed.
const std::vector<std::string>& AnswerColumns();
// Columns that a file of figures may have; country, node and at are needed, score may be blank.
const std::vector<std::string>& FigureColumns();

// One observation per record, held against the index and the clock: known country and indicator,
// an option of the indicator, a reference day within the bounds of admission.h.  kInvalidInput with
// all faults of the file.
[[nodiscard]] Result<std::vector<Observation>> ParseObservations(const RecordFile& file,
                                                                 const Index& index, Day today);
// One figure per record: known country and node.  kInvalidInput with all faults of the file.
[[nodiscard]] Result<std::vector<PublishedFigure>> ParseFigures(const RecordFile& file,
                                                                const Index& index);

}  // namespace lawtrace::ingest
