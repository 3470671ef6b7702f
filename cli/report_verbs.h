// lawtrace report: documents that people print and share.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/scenario_verbs.h"
#include "model/result.h"

namespace lawtrace::cli {

// What every report may be told.
struct ReportOptions {
  QuestionOptions question;           // `format` is one of the report's own, or empty.
  std::vector<std::string> subjects;  // The country, edition, law, or what is compared.
  std::string part;                   // CSV only: whose table.
  std::string output;                 // File; empty: standard output.
};

[[nodiscard]] Result<int> RunCountryReport(const ReportOptions& options);
[[nodiscard]] Result<int> RunEditionReport(const ReportOptions& options);
[[nodiscard]] Result<int> RunComparisonReport(const ReportOptions& options);
[[nodiscard]] Result<int> RunLawReport(const ReportOptions& options);
// `question.common.format`, `part` and `output` are the report's.
[[nodiscard]] Result<int> RunScenarioReport(const ScenarioOptions& options);

}  // namespace lawtrace::cli
