// Tables of scores at one moment: what `lawtrace score`, `profile`, `rank` and `export` print.
//
// Every table ends with the columns `at` and `known_at` (blank: all that is recorded), so that a
// row taken out of it still says what it states.
#pragma once

#include <optional>
#include <span>

#include "analysis/archive.h"
#include "analysis/league.h"
#include "model/index.h"
#include "report/render/table.h"

namespace lawtrace::report {

// A moment to ask about, and the day that the reader named for `as_of.known`, if any.
struct Moment {
  AsOf as_of;
  std::optional<Day> known_at;
};

// country, name, node, label, score, band, answered, indicators, oldest_answer, reason.
// `reason` says why a score is absent.
Table ScoreTable(const analysis::Archive& archive, const Index& index,
                 std::span<const analysis::CountryId> countries,
                 std::span<const analysis::NodeId> nodes, const Moment& moment);

// A group's row of the table above: country is the group's id, answered and indicators are members
// with a score and all members.
void AppendGroupMean(const Group& group, const analysis::GroupMean& mean,
                     const analysis::Archive& archive, analysis::NodeId node, const Moment& moment,
                     Table& table);

// The whole tree of one country, parents first: depth, level, code, label, score, answer,
// answered, indicators, effective, earliest, latest, kind, last_seen, reason.
Table ProfileTable(const analysis::Archive& archive, analysis::CountryId country,
                   const Moment& moment);

// rank, tied, country, name, score, band, answered, indicators, oldest_answer, reason.
// Countries without a score come last and have no rank.
Table LeagueTable(const analysis::Archive& archive, const Index& index,
                  const analysis::League& league, analysis::NodeId node, const Moment& moment);

// Columns of answers, without rows: country, indicator, answer, score, reference (the day on which
// it was last seen to hold), effective, earliest, latest, basis, kind, flags ("unlisted": outside
// the indicator's options), event.
Table AnswerColumns();
// The row of the answer in force; none if there is no answer.
void AppendAnswer(const analysis::Archive& archive, analysis::CountryId country,
                  analysis::IndicatorId indicator, const Moment& moment, Table& table);

}  // namespace lawtrace::report
