// Tables of what changed over time: what `lawtrace history`, `changes`, `show` and `verify` print.
#pragma once

#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/history.h"
#include "analysis/verification.h"
#include "model/index.h"
#include "model/transaction.h"
#include "report/render/table.h"

namespace lawtrace::report {

// One row per step of a node's score: country, node, day, bounds (within which the law
// took effect), score, previous, change, answered,
// indicators, changed (indicators with old -> new answer), kinds, laws.
void AppendScoreHistory(const analysis::Archive& archive, const std::string& country,
                        analysis::NodeId node, const std::vector<analysis::ScoreStep>& steps,
                        Table& table);
Table ScoreHistoryTable();  // Its columns, without rows.

// One row per changed answer: country, name, indicator, label, old, new, old_score, new_score,
// kind, effective, earliest, latest, precision, basis, laws, event.
void AppendChanges(const analysis::Archive& archive, const Index& index, const std::string& country,
                   std::span<const analysis::Change> changes, Table& table);
Table ChangesTable();

// An event of the log with its transaction and what became of it.
struct RecordedEvent {
  Event event;
  Instant recorded_at;
  std::string author;
  std::string source;
  std::optional<Sequence> superseded_by;
};

// One row per event, with evidence and status ("in force", "superseded by 12", ...).
Table EventTable(const std::vector<RecordedEvent>& events);

// Each disagreement and each unpublished figure: status, country, node, reference, published,
// computed, difference, cause, place.
Table VerificationTable(const analysis::Verification& verification);

}  // namespace lawtrace::report
