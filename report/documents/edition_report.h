// What moved between two editions, everywhere: the facts, and the document that tells them.
#pragma once

#include <cstddef>
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

struct EditionCountry {
  analysis::CountryId country;
  analysis::NodeScore then;
  analysis::NodeScore now;
  std::optional<double> change;
  std::optional<std::size_t> rank_then;  // Among the edition's countries.
  std::optional<std::size_t> rank;
  analysis::Attribution attribution;
};

// Means over the countries with a score of the area on both days.
struct EditionArea {
  std::string code;
  std::string label;
  std::size_t countries = 0;
  double then = 0;
  double now = 0;
};

// How often an indicator's answer moved.
struct EditionIndicator {
  std::size_t raised = 0;   // By amendment, to a higher score.
  std::size_t lowered = 0;  // By amendment, to a lower score.
  std::size_t recoded = 0;
};

struct EditionReport {
  const Edition* edition = nullptr;
  ReportScope scope;  // From the reference day of the edition before to that of this one.
  // Seen by a coder after the first day and up to the last: by change, largest gain first, then
  // those without one by code.
  std::vector<EditionCountry> countries;
  std::vector<analysis::CountryId> unseen;  // Have answers, but none of this edition.
  std::vector<EditionArea> areas;
  std::map<analysis::IndicatorId, EditionIndicator> indicators;  // Those that moved.
  std::size_t compared = 0;         // Countries with a score on both days ...
  std::optional<double> mean_then;  // ... and their means; absent if there are none.
  std::optional<double> mean_now;
};

// The countries that a coder saw after `scope.range.after` and up to `scope.range.until`.
std::vector<analysis::CountryId> SeenIn(const analysis::Archive& archive,
                                        std::span<const analysis::CountryId> countries,
                                        const ReportScope& scope);

EditionReport MakeEditionReport(const analysis::Archive& archive, const Edition& edition,
                                std::span<const analysis::CountryId> countries,
                                const ReportScope& scope);

// Parts: countries, league, map, change_map, areas, laws, indicators, recodings, missing.
Document DocumentOf(const EditionReport& report, const analysis::Archive& archive,
                    const Index& index);

}  // namespace lawtrace::report
