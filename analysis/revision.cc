#include "analysis/revision.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "analysis/internal/step_game.h"
#include "analysis/internal/supersession.h"

namespace lawtrace::analysis {
namespace {

// What was known before the range and at its end.
struct Knowledge {
  Sequence before;
  Sequence after;

  bool IsNews(std::uint32_t sequence) const {
    return sequence > before.value && sequence <= after.value;
  }
};

RevisionClass ClassOf(const Statement& statement, bool is_correction, RecordedRange range) {
  if (is_correction) return RevisionClass::kCorrection;
  if (statement.kind == EventKind::kRecoding) return RevisionClass::kRecoding;
  if (statement.kind == EventKind::kCoding) return RevisionClass::kCoding;
  if (Day(statement.day) <= range.after) return RevisionClass::kLate;
  return Day(statement.day) <= range.until ? RevisionClass::kPolicy : RevisionClass::kUpcoming;
}

// What became known of one answer, without confirmations and points.
void AppendNews(const Archive& archive, const CountryBlock& block, IndicatorId indicator,
                RecordedRange range, Knowledge known, std::vector<Revision>& rows) {
  AnswerId in_force = kNoAnswer;  // Before the statement at hand, as known after.
  for (const Statement& statement : block.StatementsOn(indicator)) {
    if (statement.IsLiveAt(known.after)) {
      if (known.IsNews(statement.sequence)) {
        const std::optional<Corrected> corrected =
            CorrectedBy(archive, block, statement, known.before);
        const AnswerId believed =
            corrected && corrected->statement != nullptr ? corrected->statement->answer : in_force;
        rows.push_back({.revision_class = ClassOf(statement, corrected.has_value(), range),
                        .event = statement.sequence,
                        .indicator = indicator,
                        .day = Day(statement.day),
                        .before = believed,
                        .after = statement.answer,
                        .statement = &statement});
      }
      in_force = statement.answer;
    } else if (statement.IsLiveAt(known.before)) {
      const Successor successor = SuccessorOf(archive, block, statement, known.after);
      if (successor.statement != nullptr) continue;  // Told as the correction that it is.
      rows.push_back({.revision_class = successor.is_retraction ? RevisionClass::kRetraction
                                                                : RevisionClass::kCorrection,
                      .event = static_cast<std::uint32_t>(successor.event.value),
                      .indicator = indicator,
                      .day = Day(statement.day),
                      .before = statement.answer,
                      .after = block.AnswerAt(
                          indicator, {.effective = Day(statement.day), .known = known.after}),
                      .statement = &statement});
    }
  }
}

// What coders saw again, apart from the news of the answer, which is `rows` from `first` on.
void AppendConfirmations(const CountryBlock& block, IndicatorId indicator, Knowledge known,
                         std::size_t first, std::vector<Revision>& rows) {
  const std::size_t end = rows.size();
  for (const Sighting& sighting : block.SightingsOf(indicator)) {
    if (!known.IsNews(sighting.sequence) || !sighting.IsLiveAt(known.after)) continue;
    const auto news = std::span(rows).subspan(first, end - first);
    if (std::ranges::find(news, sighting.sequence, &Revision::event) != news.end()) continue;
    rows.push_back({.revision_class = RevisionClass::kConfirmation,
                    .event = sighting.sequence,
                    .indicator = indicator,
                    .day = Day(sighting.day),
                    .before = sighting.answer,
                    .after = sighting.answer});
  }
}

// Moves by the effective day of the step that they belong to.
using Steps = std::map<std::int32_t, std::vector<Move>>;

// The moves that lead from the answer on the day `at` as known before to that as known after.
void AddMoves(const Archive& archive, const CountryBlock& block, IndicatorId indicator, Day at,
              Knowledge known, Steps& steps) {
  const Standing before = block.StandingAt(indicator, {.effective = at, .known = known.before});
  const Standing after = block.StandingAt(indicator, {.effective = at, .known = known.after});
  if (before.statement == after.statement) return;
  const Statement* gone = before.statement;
  Successor successor;
  if (gone != nullptr && IsSupersededAt(*gone, known.after))
    successor = SuccessorOf(archive, block, *gone, known.after);
  std::vector<const Statement*> ways;  // Those that hold one after the other, as known after.
  for (const Statement& statement : block.StatementsOn(indicator))
    if (Day(statement.day) <= at && statement.IsLiveAt(known.after)) ways.push_back(&statement);
  // Where the way of the news begins: the last that was known before or replaces what was.
  const auto start =
      std::find_if(ways.rbegin(), ways.rend(), [&](const Statement* statement) {
        return !known.IsNews(statement->sequence) || statement == successor.statement;
      }).base();
  AnswerId answer = before.answer;
  const auto move_to = [&](AnswerId next, std::uint32_t event, std::int32_t day) {
    if (next == answer) return;
    std::vector<Move>& step = steps[day];
    if (!step.empty() && step.back().indicator == indicator) step.pop_back();  // The same day.
    step.push_back({.indicator = indicator, .answer = next, .event = event});
    answer = next;
  };
  if (successor.event != Sequence{})
    move_to(start == ways.begin() ? kNoAnswer : (*std::prev(start))->answer,
            static_cast<std::uint32_t>(successor.event.value),
            std::numeric_limits<std::int32_t>::min());
  for (auto next = start; next != ways.end(); ++next)
    move_to((*next)->answer, (*next)->sequence, (*next)->day);
}

// Points of each event.  A correction that moves an event to another indicator has two places.
using Points = std::map<std::pair<IndicatorId, std::uint32_t>, double>;

void AddShares(const Archive& archive, const Evaluator::State& before, std::span<const Move> moves,
               NodeId node, Points& points) {
  std::vector<Player> players;
  players.reserve(moves.size());
  for (const Move& move : moves)
    players.push_back({.kind = ContributionKind::kUnattributed, .laws = {}, .moves = {move}});
  StepGame game(archive.evaluator(), archive.answers(), before, players);
  const std::vector<double> shares = game.SharesAt(node);
  for (std::size_t i = 0; i < moves.size(); ++i)
    points[{moves[i].indicator, moves[i].event}] += shares[i];
}

Evaluator::State After(Evaluator::State state, std::span<const Move> moves) {
  for (const Move& move : moves) state.Set(move.indicator, move.answer);
  state.Refresh();
  return state;
}

// The last move of each answer.
std::vector<Move> LastMoves(const Steps& steps) {
  std::map<IndicatorId, Move> last;
  for (const auto& [day, moves] : steps)
    for (const Move& move : moves) last.insert_or_assign(move.indicator, move);
  std::vector<Move> moves;
  moves.reserve(last.size());
  for (const auto& [indicator, move] : last) moves.push_back(move);
  return moves;
}

// REQUIRES: the node has a score before and after all steps.
Points PointsOf(const Archive& archive, const Evaluator::State& before, const Steps& steps,
                NodeId node) {
  Points points;
  Evaluator::State state = before;
  for (const auto& [day, moves] : steps) {
    AddShares(archive, state, moves, node, points);
    state = After(std::move(state), moves);
    if (state.ScoreOf(node).score) continue;
    // The steps on both sides of this moment cannot be split.
    points.clear();
    AddShares(archive, before, LastMoves(steps), node, points);
    break;
  }
  return points;
}

}  // namespace

std::string_view Name(RevisionClass revision_class) {
  switch (revision_class) {
    case RevisionClass::kPolicy:
      return "policy";
    case RevisionClass::kLate:
      return "late";
    case RevisionClass::kUpcoming:
      return "upcoming";
    case RevisionClass::kRecoding:
      return "recoding";
    case RevisionClass::kCorrection:
      return "correction";
    case RevisionClass::kRetraction:
      return "retraction";
    case RevisionClass::kCoding:
      return "coding";
    case RevisionClass::kConfirmation:
      break;
  }
  return "confirmation";
}

Revisions RevisionsOf(const Archive& archive, const CountryBlock& block, NodeId node,
                      RecordedRange range, Day at) {
  const Knowledge known{.before = archive.KnownAt(range.after),
                        .after = archive.KnownAt(range.until)};
  Revisions revisions;
  Steps steps;
  for (const IndicatorId indicator : IdsUpTo<IndicatorId>(archive.evaluator().indicator_count())) {
    const std::size_t first = revisions.rows.size();
    AppendNews(archive, block, indicator, range, known, revisions.rows);
    AppendConfirmations(block, indicator, known, first, revisions.rows);
    AddMoves(archive, block, indicator, at, known, steps);
  }
  std::ranges::sort(revisions.rows, {}, [](const Revision& row) {
    return std::tuple(row.day, row.indicator, row.event);
  });
  const Evaluator::State before = block.StateAt({.effective = at, .known = known.before});
  revisions.from = before.ScoreOf(node).score;
  revisions.to = block.ScoreAt(node, {.effective = at, .known = known.after}).score;
  if (!revisions.from || !revisions.to) return revisions;
  revisions.change = *revisions.to - *revisions.from;
  const Points points = PointsOf(archive, before, steps, node);
  for (Revision& row : revisions.rows) {
    const auto found = points.find({row.indicator, row.event});
    row.points = found == points.end() ? 0.0 : found->second;
  }
  return revisions;
}

}  // namespace lawtrace::analysis
