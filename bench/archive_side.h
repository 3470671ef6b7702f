// The benchmark's questions, put to an Archive through its public interface.
#pragma once

#include <span>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "analysis/league.h"
#include "bench/questions.h"

namespace lawtrace::bench {

// REQUIRES (all): the archive was built from a Workload, so its last node is the overall score.

inline std::optional<double> AnswerScore(const analysis::Archive& archive,
                                         const Question& question) {
  const analysis::AnswerId answer =
      archive.Block(question.country)
          .AnswerAt(question.indicator, {.effective = question.as_of.effective});
  return archive.answers().ScoreOf(question.indicator, answer);
}

inline ProfileScores Profile(const analysis::Archive& archive, const Question& question) {
  const std::vector<analysis::NodeScore> nodes =
      archive.Block(question.country).ScoresAt({.effective = question.as_of.effective});
  ProfileScores scores;
  for (std::size_t n = 0; n < kNodeCount; ++n)
    if (nodes[n].score) scores[n] = *nodes[n].score;
  return scores;
}

inline LeagueScores League(const analysis::Archive& archive, AsOf as_of) {
  const analysis::NodeId overall{kAreaCount};
  LeagueScores scores;
  scores.reserve(archive.countries().size());
  for (std::uint16_t c = 0; c < archive.countries().size(); ++c)
    scores.push_back(archive.Block(analysis::CountryId{c}).ScoreAt(overall, as_of).score);
  return scores;
}

// The league table as a reader sees it: ranked, with ties.
inline double RankedChecksum(const analysis::Archive& archive,
                             std::span<const analysis::CountryId> countries, AsOf as_of) {
  const analysis::NodeId overall{kAreaCount};
  double sum = 0;
  for (const analysis::RankedCountry& ranked :
       analysis::RankCountries(archive, overall, countries, as_of).ranked)
    sum += *ranked.score.score * static_cast<double>(ranked.rank);
  return sum;
}

template <typename Visit>
void VisitSeries(const analysis::Archive& archive, Visit visit) {
  const analysis::NodeId overall{kAreaCount};
  for (std::uint16_t c = 0; c < archive.countries().size(); ++c) {
    const analysis::CountryBlock& block = archive.Block(analysis::CountryId{c});
    const std::span<const std::int32_t> days = block.row_days();
    for (std::size_t row = 0; row < days.size(); ++row)
      visit(
          SeriesRow{.country = c, .day = days[row], .score = block.ScoreInRow(overall, row).score});
  }
}

// The rows of all countries over the days in (after, until], and the checksum of what they split:
// the sum of the countries' changes, each times its position, from 1 on.
template <typename Visit>
double VisitSplit(const analysis::Archive& archive, Day after, Day until, Visit visit) {
  const analysis::NodeId overall{kAreaCount};
  double change = 0;
  for (std::uint16_t c = 0; c < archive.countries().size(); ++c) {
    const analysis::Attribution attribution =
        analysis::Attribute(archive, analysis::CountryId{c}, overall,
                            {.from = {.effective = after}, .to = {.effective = until}});
    change += attribution.change.value_or(0) * (1.0 + c);
    for (const analysis::Contribution& row : attribution.contributions)
      visit(SplitRow{.country = c,
                     .kind = static_cast<std::uint32_t>(row.kind),
                     .law = row.law.empty() ? 0 : static_cast<std::uint32_t>(row.law.back() - '0'),
                     .points = row.points,
                     .events = row.events});
  }
  return change;
}

}  // namespace lawtrace::bench
