// Countries side by side: the facts, and the document that tells them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "analysis/history.h"
#include "model/index.h"
#include "report/question/report_scope.h"
#include "report/render/document.h"

namespace lawtrace::report {

struct ComparedArea {
  std::string label;
  std::optional<double> now;
};

struct ComparedCountry {
  analysis::CountryId country;
  analysis::NodeScore then;
  analysis::NodeScore now;
  std::optional<std::size_t> rank;                            // Among those compared.
  std::vector<ComparedArea> areas;                            // In methodology order.
  std::vector<std::pair<Day, std::optional<double>>> series;  // The score from each day on.
};

struct ComparisonReport {
  std::string subject;  // "Portugal, Spain and Italy", or a group's name.
  ReportScope scope;
  std::vector<ComparedCountry> countries;  // Best score first; without one last.
};

ComparisonReport MakeComparisonReport(const analysis::Archive& archive, std::string subject,
                                      std::span<const analysis::CountryId> countries,
                                      const ReportScope& scope);

// Parts: scores, areas, history.
Document DocumentOf(const ComparisonReport& report, const analysis::Archive& archive,
                    const Index& index);

}  // namespace lawtrace::report
