#include "analysis/scenario.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "analysis/attribution.h"
#include "analysis/internal/step_game.h"

namespace lawtrace::analysis {
namespace {

void AddLine(const std::string& line, std::string& message) {
  if (!message.empty()) message += '\n';
  message += line;
}

bool IsSameCell(const LaidChange& a, const LaidChange& b) {
  return a.country == b.country && a.indicator == b.indicator;
}

std::string Words(const LaidChange& change) {
  return change.source->place + " says " + change.source->answer.ToString() + " from " +
         change.from.ToString() + " on";
}

std::string ConflictLine(const Overlay& overlay, const LayerConflict& conflict) {
  const LaidChange& first = overlay.changes()[conflict.first];
  const LaidChange& second = overlay.changes()[conflict.second];
  std::string line = "conflict on " + first.source->country + " " + first.source->indicator +
                     " from " + conflict.from.ToString();
  if (conflict.until) line += " until before " + conflict.until->ToString();
  return line + ": " + Words(first) + ", " + Words(second);
}

}  // namespace

Result<Overlay> Overlay::Lay(const Archive& archive, std::span<const ScenarioLayer> layers,
                             OnConflict rule) {
  Overlay overlay(archive, rule);
  std::string faults;
  overlay.Place(layers, faults);
  if (faults.empty()) overlay.FindEnds(faults);
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  overlay.FindConflicts();
  if (rule != OnConflict::kRefuse || overlay.conflicts_.empty()) return overlay;
  for (const LayerConflict& conflict : overlay.conflicts_)
    AddLine(ConflictLine(overlay, conflict), faults);
  AddLine("say whose answer holds, on conflict first or last, or leave one of the files out",
          faults);
  return Fail(ErrorCode::kInvalidInput, faults);
}

void Overlay::Place(std::span<const ScenarioLayer> layers, std::string& faults) {
  for (std::size_t l = 0; l < layers.size(); ++l) {
    for (const ScenarioChange& change : layers[l].changes) {
      const auto country = archive_->FindCountry(change.country);
      const auto indicator = archive_->evaluator().FindIndicator(change.indicator);
      if (!country)
        AddLine(change.place + ": country '" + change.country + "': the log holds nothing on it",
                faults);
      if (!indicator)
        AddLine(change.place + ": indicator '" + change.indicator + "' is not in methodology " +
                    archive_->methodology().id,
                faults);
      if (!country || !indicator) continue;
      changes_.push_back({.source = &change,
                          .layer = l,
                          .country = *country,
                          .indicator = *indicator,
                          .answer = answers_.Intern(*indicator, change.answer),
                          .from = change.effective.latest(),
                          .until = std::nullopt});
    }
  }
}

void Overlay::FindEnds(std::string& faults) {
  std::map<std::tuple<std::size_t, CountryId, IndicatorId>, std::vector<LaidChange*>> cells;
  for (LaidChange& change : changes_)
    cells[{change.layer, change.country, change.indicator}].push_back(&change);
  for (auto& [cell, list] : cells) {
    std::ranges::stable_sort(list, {}, [](const LaidChange* change) { return change->from; });
    for (std::size_t i = 0; i + 1 < list.size(); ++i) {
      list[i]->until = list[i + 1]->from;
      if (list[i]->from == list[i + 1]->from)
        AddLine(list[i + 1]->source->place + ": overlaps " + list[i]->source->place +
                    ", which states the same country, indicator and day; keep one of them",
                faults);
    }
  }
}

void Overlay::FindConflicts() {
  for (std::size_t a = 0; a < changes_.size(); ++a) {
    for (std::size_t b = a + 1; b < changes_.size(); ++b) {
      const LaidChange& first = changes_[a];
      const LaidChange& second = changes_[b];
      if (first.layer == second.layer || !IsSameCell(first, second)) continue;
      if (first.answer == second.answer) continue;
      const Day from = std::max(first.from, second.from);
      std::optional<Day> until = first.until;
      if (second.until && (!until || *second.until < *until)) until = second.until;
      if (!until || from < *until)
        conflicts_.push_back({.first = a, .second = b, .from = from, .until = until});
    }
  }
}

std::vector<CountryId> Overlay::Countries() const {
  std::vector<CountryId> countries;
  countries.reserve(changes_.size());
  for (const LaidChange& change : changes_) countries.push_back(change.country);
  std::ranges::sort(countries);
  countries.erase(std::ranges::unique(countries).begin(), countries.end());
  return countries;
}

std::optional<std::size_t> Overlay::Deciding(CountryId country, IndicatorId indicator,
                                             Day day) const {
  std::optional<std::size_t> deciding;
  for (std::size_t c = 0; c < changes_.size(); ++c) {
    const LaidChange& change = changes_[c];
    if (change.country != country || change.indicator != indicator || !change.HoldsOn(day))
      continue;
    if (!deciding || rule_ == OnConflict::kLast) deciding = c;
  }
  return deciding;
}

std::string_view Name(ChangeStatus status) {
  switch (status) {
    case ChangeStatus::kSameAnswer:
      return "same answer";
    case ChangeStatus::kNotInForce:
      return "not in force";
    case ChangeStatus::kReplaced:
      return "replaced";
    case ChangeStatus::kOverruled:
      return "overruled";
    case ChangeStatus::kCounts:
      break;
  }
  return "counts";
}

ChangeEffect EffectOf(const Overlay& overlay, std::size_t change, AsOf as_of) {
  const LaidChange& laid = overlay.changes()[change];
  const Standing standing = overlay.archive().Block(laid.country).StandingAt(laid.indicator, as_of);
  ChangeEffect effect{.old_answer = standing.answer};
  if (laid.from > as_of.effective) {
    effect.status = ChangeStatus::kNotInForce;
  } else if (!laid.HoldsOn(as_of.effective)) {
    effect.status = ChangeStatus::kReplaced;
  } else if (overlay.Deciding(laid.country, laid.indicator, as_of.effective) != change) {
    effect.status = ChangeStatus::kOverruled;
  } else {
    if (laid.answer == standing.answer) effect.status = ChangeStatus::kSameAnswer;
    const bool is_later =
        standing.statement != nullptr && standing.statement->day > laid.from.days_since_epoch();
    if (is_later) effect.set_aside = standing.statement;
  }
  return effect;
}

CountryOutcome OutcomeOf(const Overlay& overlay, CountryId country, AsOf as_of) {
  const Evaluator& evaluator = overlay.archive().evaluator();
  const CountryBlock& block = overlay.archive().Block(country);
  CountryOutcome outcome{.country = country};
  outcome.points.resize(evaluator.node_count());
  Evaluator::State before(evaluator, overlay.answers(), as_of.effective);
  std::vector<Player> players;
  for (const IndicatorId indicator : IdsUpTo<IndicatorId>(evaluator.indicator_count())) {
    const AnswerId answer = block.AnswerAt(indicator, as_of);
    before.Set(indicator, answer);
    const auto deciding = overlay.Deciding(country, indicator, as_of.effective);
    if (!deciding || overlay.changes()[*deciding].answer == answer) continue;
    outcome.acting.push_back(*deciding);
    players.push_back(
        {.kind = ContributionKind::kUnattributed,
         .laws = {},
         .moves = {{.indicator = indicator, .answer = overlay.changes()[*deciding].answer}}});
  }
  before.Refresh();
  Evaluator::State after = before;
  for (const Player& player : players)
    after.Set(player.moves.front().indicator, player.moves.front().answer);
  after.Refresh();
  StepGame game(evaluator, overlay.answers(), before, players);
  for (const NodeId node : IdsUpTo<NodeId>(evaluator.node_count())) {
    outcome.before.push_back(before.ScoreOf(node));
    outcome.after.push_back(after.ScoreOf(node));
    if (outcome.before.back().score && outcome.after.back().score)
      outcome.points[node.value] = game.SharesAt(node);
  }
  return outcome;
}

Scoreboard BoardUnder(const Overlay& overlay, std::span<const CountryId> ranked, AsOf as_of) {
  Scoreboard board(overlay.archive(), ranked, as_of);
  for (const CountryId country : overlay.Countries())
    board.Replace(country, OutcomeOf(overlay, country, as_of).after);
  return board;
}

}  // namespace lawtrace::analysis
