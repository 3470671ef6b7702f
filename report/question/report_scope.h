// What a report looks at: which score, between which days, as known when.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "analysis/archive.h"
#include "analysis/history.h"
#include "model/index.h"

namespace lawtrace::report {

struct ReportScope {
  analysis::NodeId node;     // The score that the report speaks of.
  analysis::DayRange range;  // "Then" is the end of `after`, "now" the end of `until`.
  // How words call `after`: "MIPEX 2020 (31 December 2019)"; empty if nothing is compared.
  std::string from_name;
  // The day up to which the archive holds the log, if the reader named one.
  std::optional<Day> known_at;

  AsOf then() const { return {.effective = range.after}; }
  AsOf now() const { return {.effective = range.until}; }
};

// The edition with the latest reference day before `day`; null if there is none.
const Edition* LastEditionBefore(const Index& index, Day day);

// "MIPEX 2020 (31 December 2019)" for the reference day of an edition, else "31 December 2019".
std::string PointName(const Index& index, Day day);

// Of the headline and the other roots of its level, the one with a score on both days for the most
// countries, or on the last day where that is a draw; the first of several.
analysis::NodeId ComparableNode(const analysis::Archive& archive,
                                std::span<const analysis::CountryId> countries,
                                const ReportScope& scope);

}  // namespace lawtrace::report
