// How the mean of a group moves; see AttributeMean.
#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <utility>

#include "analysis/attribution.h"
#include "analysis/internal/shapley.h"
#include "analysis/internal/tally.h"

namespace lawtrace::analysis {
namespace {

// Scores of the group's members at one moment, by CountryId; absent: no member or no score.
using MemberScores = std::vector<std::optional<double>>;

// Absent if no member has a score.
std::optional<double> MeanOfScores(const MemberScores& scores) {
  double sum = 0;
  double count = 0;
  for (const std::optional<double>& score : scores) {
    if (!score) continue;
    sum += *score;
    ++count;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

class MeanSplitter {
 public:
  MeanSplitter(const Archive& archive, const Group& group, NodeId node)
      : archive_(archive), group_(group), node_(node) {}

  MemberScores ScoresAt(AsOf as_of) const {
    MemberScores scores(archive_.countries().size());
    for (const CountryId country : IdsUpTo<CountryId>(scores.size()))
      if (group_.HasMember(archive_.countries()[country.value], as_of.effective))
        scores[country.value] = archive_.Block(country).ScoreAt(node_, as_of).score;
    return scores;
  }

  // Days in the range on which members may enter or leave the mean, ascending.
  std::set<Day> DaysOfComposition(const MomentRange& range) const {
    std::set<Day> days;
    const auto note = [&](Day day) {
      if (day > range.from.effective && day <= range.to.effective) days.insert(day);
    };
    for (const Membership& membership : group_.memberships) {
      const std::optional<CountryId> country = archive_.FindCountry(membership.country);
      if (!country) continue;
      if (membership.from) note(*membership.from);
      if (membership.until) note(*membership.until);
      NoteScoredDays(archive_.Block(*country), range.to.known, note);
    }
    return days;
  }

  // Splits the step from one moment to another.
  void Step(AsOf from, AsOf to) {
    MemberScores scores = ScoresAt(from);
    const MemberScores after = ScoresAt(to);
    const auto count = static_cast<double>(std::ranges::count_if(
        scores, [](const std::optional<double>& score) { return score.has_value(); }));
    std::vector<CountryId> changing;  // Those that enter or leave.
    for (const CountryId country : IdsUpTo<CountryId>(scores.size())) {
      const bool was_in = scores[country.value].has_value();
      const bool is_in = after[country.value].has_value();
      if (was_in != is_in) changing.push_back(country);
      if (!was_in || !is_in) continue;
      AddMember(country, {.from = from, .to = to}, count);
      scores[country.value] = after[country.value];
    }
    if (count > 0) AddComposition(changing, scores, after);
  }

  std::vector<Contribution> SumTo(double change) && { return std::move(tally_).SumTo(change); }

 private:
  // Notes the days on which the node gains or loses its score.
  template <typename Note>
  void NoteScoredDays(const CountryBlock& whole, Sequence known, Note note) const {
    if (!whole.IsWhollyKnownAt(known)) {
      NoteScoredDays(whole.KnownAt(known), kLatest, note);
      return;
    }
    bool is_scored = false;
    for (std::size_t row = 0; row < whole.row_days().size(); ++row) {
      const bool was_scored =
          std::exchange(is_scored, whole.ScoreInRow(node_, row).score.has_value());
      if (was_scored != is_scored) note(Day(whole.row_days()[row]));
    }
  }

  void AddMember(CountryId country, const MomentRange& range, double count) {
    splits_.push_back(Attribute(archive_, country, node_, range));
    for (const Contribution& c : splits_.back().contributions)
      tally_.Add({.kind = c.kind,
                  .country = country,
                  .law = tally_.IdOf(c.law),
                  .points = c.points / count,
                  .events = c.events});
  }

  // The step of the mean when the countries enter or leave; `scores` are those before it.
  void AddComposition(const std::vector<CountryId>& changing, MemberScores scores,
                      const MemberScores& after) {
    if (changing.empty() || !MeanOfScores(after)) return;
    const MemberScores before = scores;
    const double nothing = *MeanOfScores(before);
    const std::vector<double> points =
        ShapleyValues({.player_count = changing.size(),
                       .turn =
                           [&](std::size_t player, bool comes) {
                             const std::size_t at = changing[player].value;
                             scores[at] = comes ? after[at] : before[at];
                           },
                       .worth = [&] { return MeanOfScores(scores).value_or(nothing); }});
    for (std::size_t i = 0; i < changing.size(); ++i)
      tally_.Add(
          {.kind = ContributionKind::kCoverage, .country = changing[i], .points = points[i]});
  }

  const Archive& archive_;
  const Group& group_;
  NodeId node_;
  std::deque<Attribution> splits_;  // The tally views their laws and events.
  Tally tally_;
};

}  // namespace

Attribution AttributeMean(const Archive& archive, const Group& group, NodeId node,
                          const MomentRange& range) {
  MeanSplitter splitter(archive, group, node);
  Attribution attribution{.from = MeanOfScores(splitter.ScoresAt(range.from)),
                          .to = MeanOfScores(splitter.ScoresAt(range.to))};
  if (!attribution.from || !attribution.to) return attribution;
  attribution.change = *attribution.to - *attribution.from;
  AsOf at{.effective = range.from.effective, .known = range.to.known};
  if (range.from.known != range.to.known) splitter.Step(range.from, at);
  const auto advance = [&](Day day) {
    const AsOf next{.effective = day, .known = range.to.known};
    if (next.effective > at.effective) splitter.Step(std::exchange(at, next), next);
  };
  for (const Day day : splitter.DaysOfComposition(range)) {
    advance(day.plus_days(-1));
    advance(day);
  }
  advance(range.to.effective);
  attribution.contributions = std::move(splitter).SumTo(*attribution.change);
  return attribution;
}

Group WithCompositionOf(const Group& group, Day day) {
  Group fixed{.id = group.id, .name = group.name, .source = group.source, .memberships = {}};
  for (const std::string& member : group.MembersOn(day))
    fixed.memberships.push_back({.country = member, .from = std::nullopt, .until = std::nullopt});
  return fixed;
}

}  // namespace lawtrace::analysis
