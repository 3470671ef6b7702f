#include "analysis/trend.h"

#include <algorithm>
#include <utility>

#include "analysis/explanation.h"
#include "model/budget.h"
#include "model/check.h"
#include "model/foreign_json.h"

namespace lawtrace::analysis {
namespace {

class Tracer {
 public:
  Tracer(const Archive& archive, Trend& trend) : archive_(archive), trend_(trend) {}

  void Trace() {
    SpendBytes(days().size() * trend_.comparison.countries.size() *
               archive_.evaluator().node_count() * sizeof(NodeScore));
    for (const CountryId country : trend_.comparison.countries)
      trend_.countries.push_back(TraceCountry(country));
    for (std::size_t d = 0; d < days().size(); ++d) RankOn(d);
    trend_.groups.push_back(TraceGroup(nullptr));
    for (const Group* group : trend_.question.groups) trend_.groups.push_back(TraceGroup(group));
  }

 private:
  const std::vector<Day>& days() const { return trend_.question.days; }
  NodeId node() const { return trend_.comparison.node; }
  Day DayOf(CountryId country, std::size_t day) const {
    return DayFor(trend_.question.own_days, country, days()[day]);
  }
  AsOf On(CountryId country, std::size_t day) const { return {.effective = DayOf(country, day)}; }

  NodeScore ScoreOf(CountryId country, std::size_t day) const {
    return archive_.Block(country).ScoreAt(node(), On(country, day));
  }

  // Whether the indicator's answer counts.
  bool Counts(CountryId country, IndicatorId indicator, AsOf as_of) const {
    const AnswerId answer = archive_.Block(country).AnswerAt(indicator, as_of);
    return archive_.answers().ScoreOf(indicator, answer).has_value();
  }

  Foundation FoundationOn(CountryId country, std::size_t day) const {
    SpendStep();
    Foundation foundation{.oldest = OldestAnswer(archive_, country, node(), On(country, day))};
    for (const IndicatorId indicator : archive_.evaluator().IndicatorsBelow(node())) {
      const bool counts = Counts(country, indicator, On(country, day));
      const bool counted = day > 0 && Counts(country, indicator, On(country, day - 1));
      if (day > 0 && counts && !counted) ++foundation.gained;
      if (day > 0 && !counts && counted) ++foundation.lost;
      if (!counts) continue;
      const std::optional<Day> seen = archive_.Block(country).LastSeen(indicator, On(country, day));
      if (day == 0 || (seen && *seen > DayOf(country, day - 1))) ++foundation.seen;
    }
    return foundation;
  }

  CountryTrend TraceCountry(CountryId country) const {
    CountryTrend traced{.country = country};
    for (std::size_t d = 0; d < days().size(); ++d) {
      traced.points.push_back({.scores = archive_.Block(country).ScoresAt(On(country, d)),
                               .foundation = FoundationOn(country, d)});
      if (d == 0) continue;
      traced.steps.push_back(
          Attribute(archive_, archive_.Block(country), node(),
                    {.after = DayOf(country, d - 1), .until = DayOf(country, d)}));
    }
    return traced;
  }

  void RankOn(std::size_t day) {
    std::vector<RankedCountry> scored;
    for (const CountryId country : trend_.comparison.countries)
      scored.push_back({.country = country, .score = ScoreOf(country, day)});
    const League league = RankScores(std::move(scored), {});
    for (const RankedCountry& ranked : league.ranked) {
      const auto place = std::ranges::lower_bound(trend_.comparison.countries, ranked.country);
      CountryPoint& point =
          trend_.countries[static_cast<std::size_t>(place - trend_.comparison.countries.begin())]
              .points[day];
      point.rank = ranked.rank;
      point.is_tied = ranked.is_tied;
    }
  }

  GroupPoint PointOf(const Group* group, std::size_t day) const {
    GroupPoint point{.members = trend_.comparison.countries,
                     .member_count = trend_.comparison.countries.size()};
    if (group != nullptr) {
      const std::vector<std::string> codes =
          group->MembersOn(trend_.question.composition.value_or(days()[day]));
      point.members.clear();
      point.member_count = codes.size();
      for (const std::string& code : codes)
        if (const auto id = archive_.FindCountry(code)) point.members.push_back(*id);
      std::ranges::sort(point.members);
    }
    point.mean = {.members = point.member_count};
    double sum = 0;
    std::vector<double> scores;
    for (const CountryId country : point.members) {
      const NodeScore score = ScoreOf(country, day);
      if (!score.score) continue;
      scores.push_back(*score.score);
      sum += *score.score;
      const std::optional<Day> oldest = OldestAnswer(archive_, country, node(), On(country, day));
      if (oldest && (!point.oldest || *oldest < *point.oldest)) point.oldest = oldest;
    }
    point.mean.scored = scores.size();
    if (!scores.empty()) point.mean.mean = sum / static_cast<double>(scores.size());
    point.spread = SpreadOf(std::move(scores));
    return point;
  }

  // Splits the change of the mean from the previous day.
  void Compare(const GroupPoint& previous, std::size_t day, GroupPoint& point) const {
    if (!previous.mean.mean || !point.mean.mean) return;
    std::vector<double> before;
    std::vector<double> after;
    for (const CountryId country : point.members) {
      if (!std::ranges::binary_search(previous.members, country)) continue;
      const NodeScore old_score = ScoreOf(country, day - 1);
      const NodeScore new_score = ScoreOf(country, day);
      if (!old_score.score || !new_score.score) continue;
      before.push_back(*old_score.score);
      after.push_back(*new_score.score);
    }
    if (before.empty()) return;
    double sum = 0;
    for (std::size_t i = 0; i < before.size(); ++i) sum += after[i] - before[i];
    point.common_change = sum / static_cast<double>(before.size());
    // Nobody came or went: exactly nothing, not the rounding of two sums.
    const bool is_same =
        before.size() == previous.mean.scored && before.size() == point.mean.scored;
    point.composition_change =
        is_same ? 0.0 : *point.mean.mean - *previous.mean.mean - *point.common_change;
    point.slope = ConvergenceSlope(before, after);
  }

  GroupTrend TraceGroup(const Group* group) const {
    GroupTrend traced{.group = group};
    for (std::size_t d = 0; d < days().size(); ++d) {
      traced.points.push_back(PointOf(group, d));
      if (d > 0) Compare(traced.points[d - 1], d, traced.points[d]);
    }
    return traced;
  }

  const Archive& archive_;
  Trend& trend_;
};

}  // namespace

Result<Trend> TraceTrend(const Archive& archive, TrendQuestion question) {
  Check(question.days.size() >= 2 && std::ranges::is_sorted(question.days),
        "TraceTrend: needs two days or more, ascending");
  Result<Comparison> comparison =
      Compare(archive, question.candidates, question.countries, question.days, question.own_days);
  if (!comparison) return Fail(comparison.error());
  Trend trend{.question = std::move(question), .comparison = *std::move(comparison)};
  Tracer(archive, trend).Trace();
  return trend;
}

double PointsOf(std::span<const Attribution> steps, ContributionKind kind) {
  double points = 0;
  for (const Attribution& step : steps)
    for (const Contribution& contribution : step.contributions)
      if (contribution.kind == kind) points += contribution.points;
  return points;
}

}  // namespace lawtrace::analysis
