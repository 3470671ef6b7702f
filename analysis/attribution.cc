#include "analysis/attribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "analysis/internal/node_shares.h"
#include "analysis/internal/tally.h"

namespace lawtrace::analysis {
namespace {

// Whether the node has a score just before and on the day.
bool IsScoredAround(const CountryBlock& block, NodeId node, Day day) {
  return block.ScoreAt(node, {.effective = day.plus_days(-1)}).score.has_value() &&
         block.ScoreAt(node, {.effective = day}).score.has_value();
}

// The entry of a share; `law` is the id of its law in the tally.
Tally::Entry EntryOf(const NodeShares& of, const Share& share, Tally::LawId law, double sign) {
  return {.kind = share.kind,
          .law = share.kind == ContributionKind::kLaw ? law : Tally::kNoLaw,
          .points = sign * share.points,
          .events = of.EventsOf(share)};
}

// Adds shares to a tally that has the laws of `of` as its names.
void AddOwn(const NodeShares& of, std::span<const Share> shares, Tally& tally) {
  tally.Reserve(shares.size() + 1);
  for (const Share& share : shares) tally.Add(EntryOf(of, share, share.law, 1));
}

}  // namespace

std::string_view Name(ContributionKind kind) {
  switch (kind) {
    case ContributionKind::kLaw:
      return "law";
    case ContributionKind::kUnattributed:
      return "unattributed";
    case ContributionKind::kRecoding:
      return "recoding";
    case ContributionKind::kCorrection:
      return "correction";
    case ContributionKind::kMethodology:
      return "methodology";
    case ContributionKind::kCoverage:
      break;
  }
  return "coverage";
}

Attribution Attribute(const Archive& archive, CountryId country, NodeId node,
                      const MomentRange& range) {
  const CountryBlock& block = archive.Block(country);
  const auto& [from, to] = range;
  Attribution attribution{.from = block.ScoreAt(node, from).score,
                          .to = block.ScoreAt(node, to).score};
  if (!attribution.from || !attribution.to) return attribution;
  attribution.change = *attribution.to - *attribution.from;

  const bool is_wholly_known = block.IsWhollyKnownAt(to.known);
  const DayRange days{.after = from.effective, .until = to.effective};
  NodeShares rebuilt;
  if (!is_wholly_known) rebuilt = SharesOverTime(archive, block.KnownAt(to.known), node, days);
  const NodeShares& over_time =
      is_wholly_known ? archive.kept_shares().Of(archive, country, node) : rebuilt;
  Tally tally(over_time.laws);
  AddOwn(over_time, over_time.In(days), tally);
  NodeShares news;
  if (from.known != to.known && !(is_wholly_known && block.IsWhollyKnownAt(from.known))) {
    news = SharesOfNews(archive, block, node, from.effective, std::min(from.known, to.known),
                        std::max(from.known, to.known));
    const double sign = from.known < to.known ? 1 : -1;
    for (const Share& share : news.shares) {
      const bool is_law = share.kind == ContributionKind::kLaw;
      tally.Add(EntryOf(news, share, is_law ? tally.IdOf(news.laws[share.law]) : 0, sign));
    }
  }
  attribution.contributions = std::move(tally).SumTo(*attribution.change);
  return attribution;
}

Attribution Attribute(const Archive& archive, const CountryBlock& block, NodeId node,
                      DayRange range) {
  Attribution attribution{.from = block.ScoreAt(node, {.effective = range.after}).score,
                          .to = block.ScoreAt(node, {.effective = range.until}).score};
  if (!attribution.from || !attribution.to) return attribution;
  attribution.change = *attribution.to - *attribution.from;
  const NodeShares shares = SharesOverTime(archive, block, node, range);
  Tally tally(shares.laws);
  AddOwn(shares, shares.shares, tally);
  attribution.contributions = std::move(tally).SumTo(*attribution.change);
  return attribution;
}

Attribution AfterMethodology(std::optional<double> former, Attribution attribution) {
  const std::optional<double> start = std::exchange(attribution.from, former);
  if (!attribution.from || !attribution.to) {
    attribution.change.reset();
    attribution.contributions.clear();
    return attribution;
  }
  attribution.change = *attribution.to - *attribution.from;
  const std::vector<Contribution> later = std::move(attribution.contributions);
  Tally tally;
  for (const Contribution& c : later)
    tally.Add({.kind = c.kind,
               .country = c.country,
               .law = tally.IdOf(c.law),
               .points = c.points,
               .events = c.events});
  if (start) tally.Add({.kind = ContributionKind::kMethodology, .points = *start - *former});
  attribution.contributions = std::move(tally).SumTo(*attribution.change);
  return attribution;
}

std::vector<LawEffect> EffectsOf(const Archive& archive, std::string_view law, NodeId node) {
  std::vector<LawEffect> effects;
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size())) {
    const CountryBlock& block = archive.Block(country);
    const NodeShares& kept = archive.kept_shares().Of(archive, country, node);
    for (auto next = kept.shares.begin(); next != kept.shares.end();) {
      const auto end = std::find_if(next, kept.shares.end(),
                                    [&](const Share& share) { return share.day != next->day; });
      const Day day(next->day);
      Tally tally(kept.laws);
      AddOwn(kept, {next, end}, tally);
      next = end;
      for (Contribution& c : std::move(tally).Rows()) {
        if (c.kind != ContributionKind::kLaw || c.law != law) continue;
        effects.push_back({.country = country, .day = day, .events = std::move(c.events)});
        if (IsScoredAround(block, node, day)) effects.back().points = c.points;
      }
    }
  }
  std::ranges::stable_sort(effects, {}, &LawEffect::day);
  return effects;
}

std::vector<UnattributedChange> UnattributedChanges(const Archive& archive, NodeId node) {
  std::vector<UnattributedChange> changes;
  const Methodology& methodology = archive.methodology();
  std::vector<NodeId> areas;
  for (const std::string& child : methodology.FindNode(methodology.headline)->children)
    if (const auto area = archive.evaluator().FindNode(child)) areas.push_back(*area);
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size())) {
    const CountryBlock& block = archive.Block(country);
    std::map<std::uint32_t, UnattributedChange> by_event;
    // Visits the unattributed shares at a node with their rows; each share is of one event.
    const auto visit = [&](NodeId at, auto use) {
      const NodeShares& kept = archive.kept_shares().Of(archive, country, at);
      for (const Share& share : kept.shares)
        if (share.kind == ContributionKind::kUnattributed)
          use(by_event[kept.EventsOf(share).front()], share.points);
    };
    visit(node, [&](UnattributedChange& row, double points) { row.points = points; });
    for (const NodeId area : areas)
      visit(area, [&](UnattributedChange& row, double points) {
        row.area = area;
        row.area_points = points;
      });
    for (const Change& change : block.changes()) {
      const auto it = by_event.find(change.statement->sequence);
      if (it == by_event.end()) continue;
      it->second.country = country;
      it->second.change = change;
      if (!IsScoredAround(block, node, Day(change.day))) it->second.points.reset();
    }
    for (const auto& [sequence, row] : by_event) changes.push_back(row);
  }
  std::ranges::stable_sort(changes, {}, [](const UnattributedChange& c) {
    return std::tuple(-std::abs(c.area_points), c.country, c.change.day,
                      c.change.statement->indicator);
  });
  return changes;
}

}  // namespace lawtrace::analysis
