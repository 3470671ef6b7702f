// Statements that a person hands in as JSON, before anyone looked at them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/record_reader.h"
#include "model/day.h"
#include "model/result.h"
#include "model/sequence.h"
#include "model/submission.h"

namespace lawtrace::ingest {

// What is submitted, with what the submitter says about it.
struct Draft {
  StatedRows events;
  StatedRows laws;
  std::string note;
  std::optional<Instant> embargo_until;
  std::optional<Sequence> expected_last;  // The log's last item as the submitter knows it.
};

// Columns that a submission may have: those of event_format.h but for when, by whom and where in
// the log it was recorded, which the service says.
const std::vector<std::string>& SubmittedEventColumns();
const std::vector<std::string>& SubmittedLawColumns();

// {"events": [{...}], "laws": [{...}], "note": "", "embargo_until": "", "expected_sequence": 0};
// with a `kind` ("amendment", ..., or "law") one statement's fields beside note, embargo_until and
// expected_sequence.  kInvalidInput with every fault.
[[nodiscard]] Result<Draft> ParseDraft(std::string_view json, std::string_view kind = {});

// What ParseDraft reads, of a draft without a kind.
std::string DraftText(const Draft& draft);

// As a file called `name` for PlanRecords; absent if there are no rows.
std::optional<RecordFile> AsRecordFile(const StatedRows& rows, std::string_view name);

}  // namespace lawtrace::ingest
