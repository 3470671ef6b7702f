// Figures that several reports are made of.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "analysis/history.h"
#include "model/index.h"
#include "report/question/report_scope.h"
#include "report/render/document.h"

namespace lawtrace::report {

// One child of the report's node: an area, mostly.
struct PartScore {
  std::string code;
  std::string label;
  std::optional<double> then;
  std::optional<double> now;
  std::int64_t answered = 0;    // Now.
  std::int64_t indicators = 0;  // Now.
  std::optional<Day> oldest;    // Of the answers that count now.
};

// The children of the report's node, in methodology order.
std::vector<PartScore> PartScores(const analysis::Archive& archive, analysis::CountryId country,
                                  const ReportScope& scope);

// Points by kind; they sum to the change.  Corrections count as recodings and methodology as
// coverage; a change over time alone, which is what reports split, has neither.
struct PointsByKind {
  double law = 0;
  double unattributed = 0;
  double recoding = 0;
  double coverage = 0;
};
PointsByKind ByKind(const analysis::Attribution& attribution);

// The contribution of a law with the largest effect; null if no law contributed.
const analysis::Contribution* LargestLaw(const analysis::Attribution& attribution);

// Ranks by country code among the countries with a score; ties share one.
std::map<analysis::CountryId, std::size_t> Ranks(const analysis::Archive& archive,
                                                 std::span<const analysis::CountryId> countries,
                                                 const ReportScope& scope, AsOf as_of);

// The node's child that the indicator lies below, by label; empty if it lies below none.
std::string PartOf(const analysis::Archive& archive, const ReportScope& scope,
                   analysis::IndicatorId indicator);

// Whether the change is of this kind: policy (a coded amendment) or a recoding.  First answers are
// neither.
bool IsAmendment(const analysis::Change& change);
bool IsRecoding(const analysis::Change& change);

// Columns and rows of changed answers: country, name, indicator, question, area, old, new, bounds,
// basis, laws, event.  `country` and `name` are details in a report of one country.
Table AnswerChangesTable(bool of_one_country);
void AppendAnswerChange(const analysis::Archive& archive, const Index& index,
                        const ReportScope& scope, analysis::CountryId country,
                        const analysis::Change& change, Table& table);

}  // namespace lawtrace::report
