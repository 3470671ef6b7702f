#include "analysis/league_series.h"

#include <algorithm>
#include <set>
#include <utility>

#include "analysis/league.h"

namespace lawtrace::analysis {
namespace {

// Every day on which a value or a membership may change.
std::set<Day> CandidateDays(const Archive& archive, const LeagueSeriesQuestion& question) {
  std::set<Day> days;
  for (const CountryId country : question.countries)
    for (const std::int32_t day : archive.Block(country).row_days()) days.insert(Day(day));
  if (question.group != nullptr)
    for (const Membership& membership : question.group->memberships) {
      if (membership.from) days.insert(*membership.from);
      if (membership.until) days.insert(*membership.until);
    }
  if (question.since) {
    days.insert(*question.since);
    std::erase_if(days, [&](Day day) { return day < *question.since; });
  }
  return days;
}

std::optional<double> ValueOn(const Archive& archive, const LeagueSeriesQuestion& question,
                              CountryId country, Day day) {
  if (question.group != nullptr &&
      !question.group->HasMember(archive.countries()[country.value], day))
    return std::nullopt;
  const CountryBlock& block = archive.Block(country);
  const std::optional<double> score = block.ScoreAt(question.node, {.effective = day}).score;
  if (!question.since || !score) return score;
  const std::optional<double> base =
      block.ScoreAt(question.node, {.effective = *question.since}).score;
  if (!base) return std::nullopt;
  return *score - *base;
}

}  // namespace

LeagueSeries TraceLeague(const Archive& archive, const LeagueSeriesQuestion& question) {
  LeagueSeries series{.days = {}, .steps = {}};
  series.steps.resize(question.countries.size());
  for (const Day day : CandidateDays(archive, question)) {
    std::vector<LeagueStep> now(question.countries.size(), {.day = series.days.size()});
    std::vector<RankedCountry> scored;
    for (std::size_t i = 0; i < question.countries.size(); ++i) {
      now[i].value = ValueOn(archive, question, question.countries[i], day);
      // The place in the question stands for the country.
      if (now[i].value)
        scored.push_back(
            {.country = {static_cast<std::uint16_t>(i)}, .score = {.score = now[i].value}});
    }
    for (const RankedCountry& ranked : RankScores(std::move(scored), {}).ranked) {
      now[ranked.country.value].rank = ranked.rank;
      now[ranked.country.value].is_tied = ranked.is_tied;
    }
    bool has_step = false;
    for (std::size_t i = 0; i < now.size(); ++i) {
      std::vector<LeagueStep>& steps = series.steps[i];
      if (steps.empty() ? !now[i].value : steps.back().HoldsAs(now[i])) continue;
      steps.push_back(now[i]);
      has_step = true;
    }
    if (has_step) series.days.push_back(day);
  }
  return series;
}

const LeagueStep* StepOn(const LeagueSeries& series, std::size_t country, Day day) {
  const std::vector<LeagueStep>& steps = series.steps[country];
  const auto next = std::ranges::upper_bound(
      steps, day, {}, [&](const LeagueStep& step) { return series.days[step.day]; });
  return next == steps.begin() ? nullptr : &*std::prev(next);
}

}  // namespace lawtrace::analysis
