// The table of candidate amendments: what `lawtrace law candidates` prints.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/candidates.h"
#include "model/partial_date.h"
#include "report/render/table.h"

namespace lawtrace::report {

// A recoding whose comment names a law of the coded year as what changed the answer.
struct CandidateAmendment {
  analysis::RecodedAnswer recoded;
  // Of several laws, joined by "; ".
  std::string laws;     // Ids in the register; blank for a law that it lacks.
  std::string written;  // As the comment writes them.
  std::string numbers;
  std::string titles;
  std::optional<PartialDate> stated;  // The date of entry into force that the comment states.
  std::string command;                // What an editor types to confirm it.
};

// One row per candidate: country, indicator, label, old, new, bounds, law, written, number, title,
// stated, area, area_points, node, points, event, command.
Table CandidateTable(const analysis::Archive& archive, analysis::NodeId node,
                     const std::vector<CandidateAmendment>& candidates);

}  // namespace lawtrace::report
