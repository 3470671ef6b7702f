// What moved one country: the facts, and the document that tells them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "analysis/history.h"
#include "model/index.h"
#include "report/question/report_scope.h"
#include "report/render/document.h"

namespace lawtrace::report {

struct CountryReport {
  analysis::CountryId country;
  ReportScope scope;
  analysis::NodeScore then;
  analysis::NodeScore now;
  std::optional<std::size_t> rank_then;  // Among `peers`; absent without a score.
  std::optional<std::size_t> rank;
  std::size_t ranked = 0;                         // Peers with a score now.
  std::vector<analysis::ScoreStep> steps;         // From the first score to the last day.
  analysis::Attribution attribution;              // Of the change over the range.
  std::vector<analysis::Change> amended;          // Over the range, below the node.
  std::vector<analysis::Change> recoded;          // Over the range, below the node.
  std::vector<analysis::IndicatorId> unanswered;  // Below the node, on the last day.
  std::map<int, std::size_t> last_seen;  // Answers that count, by the year they were last seen.
};

// `peers` are the countries that it is ranked among, itself included.
CountryReport MakeCountryReport(const analysis::Archive& archive, analysis::CountryId country,
                                std::span<const analysis::CountryId> peers,
                                const ReportScope& scope);

// Parts: history, areas, areas_history, laws, amendments, recodings, missing, age.
Document DocumentOf(const CountryReport& report, const analysis::Archive& archive,
                    const Index& index);

}  // namespace lawtrace::report
