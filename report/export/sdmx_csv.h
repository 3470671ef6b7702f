// Observations as SDMX-CSV 2.0.0, for statistical offices and their tools.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/archive.h"
#include "report/export/export_tables.h"
#include "report/question/report_scope.h"
#include "report/question/scenario_figures.h"
#include "report/render/table.h"

namespace lawtrace::report {

// The code of SDMX's list CL_OBS_STATUS for an observation: M missing, B break (its last change
// holds a recoding), P provisional (its last change takes effect after `recorded`, the day of the
// last item of the log), A normal; the first that applies.
std::string_view ObservationStatus(bool has_value, bool is_break, const std::optional<Day>& changed,
                                   Day recorded);

// STRUCTURE, STRUCTURE_ID, ACTION (`action`: I information, M merge), REF_AREA, NODE, TIME_PERIOD,
// OBS_VALUE (the score), OBS_STATUS, ANSWERED, INDICATORS, METHODOLOGY.
Table SdmxScores(const analysis::Archive& archive, std::span<const ScoreObservation> observations,
                 const std::string& action);
// The same with INDICATOR for NODE, OBS_VALUE (the score of the answer), and ANSWER, KIND,
// EFFECTIVE and EVENT for the coverage.
Table SdmxAnswers(const analysis::Archive& archive, std::span<const AnswerObservation> observations,
                  const std::string& action);

// What a report tells, as SdmxScores: the node and its children that are nodes, of each country on
// each day.  REQUIRES: the archive holds no more of the log than the reader knew.
struct ReportedDays {
  analysis::CountryId country;
  std::vector<Day> days;
};
Table SdmxReportedScores(const analysis::Archive& archive, analysis::NodeId node,
                         std::span<const ReportedDays> reported);
// The same of all countries on the two days of the report.
Table SdmxThenAndNow(const analysis::Archive& archive, const ReportScope& scope,
                     std::span<const analysis::CountryId> countries);
// The same of a scenario, as the dataflow LAWTRACE:SCENARIO(1.0): after NODE the dimension SCENARIO
// (without, with, against), status A, F (forecast: under a scenario) or M.
Table SdmxScenario(const ScenarioFigures& figures, analysis::NodeId node);

// Adds rows with ACTION D (delete) for observations that are no longer made; `gone` has the columns
// of `table`.
void AppendDeletions(const Table& gone, Table& table);

}  // namespace lawtrace::report
