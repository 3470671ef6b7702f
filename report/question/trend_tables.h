// Tables of trends: what `lawtrace trend` prints, one table per part.
//
// Every row that states a score says how many answers stand behind it and how old the oldest is.
// Changes are in points; law, unattributed, recoding and coverage are kinds of contributions, and
// `reform` is the sum of the first two: what law did, whether or not a law is named.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "analysis/trend.h"
#include "model/index.h"
#include "report/render/table.h"

namespace lawtrace::report {

// A trend and all that its tables need besides.
struct TrendFacts {
  const analysis::Archive& archive;
  const Index& index;
  const analysis::Trend& trend;
  std::optional<Day> known_at;  // The archive holds nothing that was recorded later.
};

enum class TrendPart : std::uint8_t {
  // One row per compared country, largest change first: country, name, node, from, to, from_score,
  // to_score, change, reform, law, unattributed, recoding, coverage, from_band, to_band, crossing
  // ("up", "down"), from_rank, to_rank, rank_change (positive: better), tied, ranked.
  kSummary,
  // One row per group and day, the compared countries first (group blank): group, name, node, day,
  // edition, mean, band, change, common_change, composition_change, scored, members, joined, left.
  kGroups,
  // One row per area of the node, subject and day; subjects are the groups, then the countries:
  // subject, name, area, label, day, edition, score, band, change, since_first.
  kAreas,
  // The league table of each day: day, edition, rank, tied, country, name, node, score, band,
  // change, rank_change, crossing.
  kRanks,
  // One row per country and step from a day to the next, largest change first: from, to, country,
  // name, node, change, reform, law, unattributed, recoding, coverage, rank_change.
  kMovers,
  // Over all days: indicator, label, area, raised, lowered, recoded, points (of amendments, summed
  // over countries), mean_points, other_points, countries.
  kIndicators,
  // Over all days: kind, law, title, country, points, mean_points, events, countries.
  kLaws,
  // country, name, indicator, label, direction, first_day, first, first_laws, second_day, second,
  // second_laws, whole.
  kReversals,
  // One row per group and day, as in kGroups: group, name, node, day, edition, scored, mean,
  // deviation, min, lower_quartile, median, upper_quartile, max, range, interquartile_range, slope.
  kConvergence,
  // One row per country asked for and day, those left out with the reason: country, name, node,
  // day, edition, score, answered, indicators, gained, lost, seen, oldest_answer, reason.
  kCoverage,
};

// In the order of the enumeration: "summary", "groups", ...
std::vector<std::string> TrendPartNames();
[[nodiscard]] Result<TrendPart> ParseTrendPart(std::string_view name);

Table TrendTable(const TrendFacts& facts, TrendPart part);

// What the whole trend rests on: methodology, version, node, label, known_at, composition,
// countries, left_out.
std::vector<std::pair<std::string, Cell>> TrendFields(const TrendFacts& facts);

// day, edition.
Table TrendDays(const TrendFacts& facts);

// For people: what is compared, then the parts that a reader looks at first, under headings.
Phrase RenderTrendOverview(const TrendFacts& facts);

}  // namespace lawtrace::report
