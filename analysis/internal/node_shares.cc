#include "analysis/internal/node_shares.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "analysis/internal/step_game.h"

namespace lawtrace::analysis {
namespace {

// Why an answer changed.
struct Cause {
  ContributionKind kind;
  std::vector<std::string> laws;  // If kLaw.
};

Cause CauseOf(const Archive& archive, const Statement& statement, bool is_first_answer) {
  if (is_first_answer || statement.kind == EventKind::kCoding)
    return {.kind = ContributionKind::kCoverage, .laws = {}};
  if (statement.kind == EventKind::kRecoding)
    return {.kind = ContributionKind::kRecoding, .laws = {}};
  std::vector<std::string> laws = CauseLaws(archive, statement);
  if (laws.empty()) return {.kind = ContributionKind::kUnattributed, .laws = {}};
  return {.kind = ContributionKind::kLaw, .laws = std::move(laws)};
}

// Gathers the moves of a step into its players.
class Players {
 public:
  // The move joins the player with the same cause; one that stands `apart` is a player by itself.
  void Add(Cause cause, bool apart, Move move) {
    std::size_t position = players_.size();
    if (!apart) position = by_cause_.try_emplace({cause.kind, cause.laws}, position).first->second;
    if (position == players_.size())
      players_.push_back({.kind = cause.kind, .laws = std::move(cause.laws), .moves = {}});
    players_[position].moves.push_back(move);
  }
  std::vector<Player> Take() && { return std::move(players_); }

 private:
  std::vector<Player> players_;
  std::map<std::pair<ContributionKind, std::vector<std::string>>, std::size_t> by_cause_;
};

// The players of one day: the laws that act together, each other amendment or recoding, and all
// first answers as one.
std::vector<Player> PlayersOf(const Archive& archive, std::span<const Change> step) {
  Players players;
  for (const Change& change : step) {
    Cause cause = CauseOf(archive, *change.statement, change.old_answer == kNoAnswer);
    const bool apart =
        cause.kind == ContributionKind::kUnattributed || cause.kind == ContributionKind::kRecoding;
    players.Add(std::move(cause), apart,
                {.indicator = change.statement->indicator,
                 .answer = change.statement->answer,
                 .event = change.statement->sequence});
  }
  return std::move(players).Take();
}

// The changes of indicators below the node.
std::vector<Change> ChangesBelow(const Evaluator& evaluator, const CountryBlock& block, NodeId node,
                                 DayRange range) {
  std::vector<bool> is_below(evaluator.indicator_count(), false);
  for (const IndicatorId indicator : evaluator.IndicatorsBelow(node))
    is_below[indicator.value] = true;
  std::vector<Change> changes;
  for (const Change& change : ChangesIn(block, range))
    if (is_below[change.statement->indicator.value]) changes.push_back(change);
  return changes;
}

// Puts the shares of one step after the other.
class Ledger {
 public:
  void Add(std::int32_t day, std::span<const Player> players, std::span<const double> points) {
    for (std::size_t p = 0; p < players.size(); ++p) {
      const Player& player = players[p];
      Share share{.day = day,
                  .kind = player.kind,
                  .points = points[p],
                  .first = static_cast<std::uint32_t>(list_.events.size()),
                  .count = static_cast<std::uint32_t>(player.moves.size())};
      for (const Move& move : player.moves) list_.events.push_back(move.event);
      std::ranges::sort(std::span(list_.events).last(player.moves.size()));
      if (player.laws.empty()) list_.shares.push_back(share);
      share.points /= static_cast<double>(std::max<std::size_t>(player.laws.size(), 1));
      for (const std::string& law : player.laws) {
        share.law = Intern(law);
        list_.shares.push_back(share);
      }
    }
  }
  NodeShares Take() && {
    list_.shares.shrink_to_fit();
    list_.laws.shrink_to_fit();
    list_.events.shrink_to_fit();
    return std::move(list_);
  }

 private:
  std::uint32_t Intern(const std::string& law) {
    const auto [it, is_new] =
        positions_.try_emplace(law, static_cast<std::uint32_t>(list_.laws.size()));
    if (is_new) list_.laws.push_back(law);
    return it->second;
  }

  NodeShares list_;
  std::map<std::string, std::uint32_t> positions_;
};

// The statement that the chain of corrections of `statement` began with, as far as it was about
// the same answer; `statement` itself if it corrects nothing there.
const Statement& OriginOf(const CountryBlock& block, const Statement& statement) {
  const Statement* origin = &statement;
  const std::span<const Statement> cell = block.StatementsOn(statement.indicator);
  for (auto it = cell.begin(); it != cell.end();) {
    const bool precedes = origin->is_correction && it->superseded_by == origin->sequence;
    if (precedes) origin = &*it;
    it = precedes ? cell.begin() : std::next(it);
  }
  return *origin;
}

// Why a reader of `after` finds another answer than one of `before`, and by which event.
// REQUIRES: the answers differ.
std::pair<Cause, std::uint32_t> CauseOfNews(const Archive& archive, const CountryBlock& block,
                                            const Standing& old_standing,
                                            const Standing& new_standing, Sequence before,
                                            Sequence after) {
  const Statement* former = old_standing.statement;
  const Statement* news = new_standing.statement;
  const Cause correction{.kind = ContributionKind::kCorrection, .laws = {}};
  if (news != nullptr && news->sequence > before.value) {
    const Statement& origin = OriginOf(block, *news);
    const bool is_late = !origin.is_correction && origin.sequence > before.value;
    const bool outdoes = former == nullptr || former->day <= news->day;
    if (is_late && outdoes) return {CauseOf(archive, *news, former == nullptr), news->sequence};
    if (!is_late) return {correction, news->sequence};
  }
  const bool is_gone = former != nullptr && !former->IsLiveAt(after);
  return {correction, is_gone ? former->superseded_by : news->sequence};
}

}  // namespace

std::span<const Share> NodeShares::In(DayRange range) const {
  const auto first =
      std::ranges::upper_bound(shares, range.after.days_since_epoch(), {}, &Share::day);
  const auto last = std::ranges::upper_bound(first, shares.end(), range.until.days_since_epoch(),
                                             {}, &Share::day);
  return {first, last};
}

std::vector<std::string> CauseLaws(const Archive& archive, const Statement& statement) {
  std::set<std::string> causes;
  for (const LawReference& reference : archive.LawsOf(statement))
    if (reference.role == LawRole::kCause) causes.insert(archive.laws().CanonicalId(reference.law));
  return {causes.begin(), causes.end()};
}

DayRange AllDays() {
  return {.after = Day(std::numeric_limits<std::int32_t>::min()),
          .until = Day(std::numeric_limits<std::int32_t>::max())};
}

NodeShares SharesOverTime(const Archive& archive, const CountryBlock& block, NodeId node,
                          DayRange range) {
  Evaluator::State before = block.StateAt({.effective = range.after});
  const std::vector<Change> below = ChangesBelow(archive.evaluator(), block, node, range);
  Ledger ledger;
  // Takes the weights of the day, as a step of the methodology before those of the events.
  const auto move_to = [&](Day day) {
    const std::optional<double> former = before.ScoreOf(node).score;
    before.MoveTo(day);
    before.Refresh();
    const std::optional<double> score = before.ScoreOf(node).score;
    if (former == score) return;
    const Player weights{.kind = ContributionKind::kMethodology, .laws = {}, .moves = {}};
    const double points = former && score ? *score - *former : 0.0;
    ledger.Add(day.days_since_epoch(), {&weights, 1}, {&points, 1});
  };
  std::span<const Day> weight_days = archive.evaluator().weight_days();
  const auto move_up_to = [&](Day day) {
    for (; !weight_days.empty() && weight_days.front() <= day; weight_days = weight_days.subspan(1))
      if (weight_days.front() > range.after) move_to(weight_days.front());
  };
  for (auto next = below.begin(); next != below.end();) {
    const auto end = std::find_if(next, below.end(),
                                  [&](const Change& change) { return change.day != next->day; });
    move_up_to(Day(next->day));
    const std::vector<Player> players = PlayersOf(archive, {next, end});
    ledger.Add(next->day, players,
               StepGame(archive.evaluator(), archive.answers(), before, players).SharesAt(node));
    for (; next != end; ++next) before.Set(next->statement->indicator, next->statement->answer);
    before.Refresh();
  }
  move_up_to(range.until);
  return std::move(ledger).Take();
}

NodeShares SharesOfNews(const Archive& archive, const CountryBlock& block, NodeId node,
                        Day effective, Sequence before, Sequence after) {
  const AsOf first{.effective = effective, .known = before};
  Players gathered;
  for (const IndicatorId indicator : archive.evaluator().IndicatorsBelow(node)) {
    const Standing old_standing = block.StandingAt(indicator, first);
    const Standing new_standing =
        block.StandingAt(indicator, {.effective = effective, .known = after});
    if (old_standing.answer == new_standing.answer) continue;
    auto [cause, event] = CauseOfNews(archive, block, old_standing, new_standing, before, after);
    gathered.Add(std::move(cause), /*apart=*/false,
                 {.indicator = indicator, .answer = new_standing.answer, .event = event});
  }
  const std::vector<Player> players = std::move(gathered).Take();
  const Evaluator::State state = block.StateAt(first);
  Ledger ledger;
  ledger.Add(effective.days_since_epoch(), players,
             StepGame(archive.evaluator(), archive.answers(), state, players).SharesAt(node));
  return std::move(ledger).Take();
}

KeptShares::KeptShares(std::size_t country_count, std::size_t node_count)
    : node_count_(node_count), cells_(country_count * node_count) {}

KeptShares::~KeptShares() {
  for (const auto& cell : cells_) delete cell.load();
}

const NodeShares& KeptShares::Of(const Archive& archive, CountryId country, NodeId node) const {
  std::atomic<const NodeShares*>& cell = cells_[country.value * node_count_ + node.value];
  if (const NodeShares* kept = cell.load(std::memory_order_acquire)) return *kept;
  auto fresh = std::make_unique<const NodeShares>(
      SharesOverTime(archive, archive.Block(country), node, AllDays()));
  const NodeShares* kept = nullptr;
  if (cell.compare_exchange_strong(kept, fresh.get())) kept = fresh.release();
  return *kept;
}

}  // namespace lawtrace::analysis
