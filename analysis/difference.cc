#include "analysis/difference.h"

#include <source_location>
#include <utility>

#include "analysis/internal/step_game.h"
#include "analysis/internal/supersession.h"
#include "model/check.h"

namespace lawtrace::analysis {
namespace {

// Why a reader at one point finds another answer than at the other.
struct Reason {
  DifferenceKind kind;
  std::uint32_t event;
  const Statement* statement;
};

DifferenceKind KindOfNews(const Archive& archive, const CountryBlock& block,
                          const Statement& statement, AsOf from) {
  const auto was_in_force = [&](const Statement& s) {
    return s.day <= from.effective.days_since_epoch();
  };
  if (statement.sequence > from.known.value) {
    const std::optional<Corrected> corrected = CorrectedBy(archive, block, statement, from.known);
    if (corrected &&
        was_in_force(corrected->statement != nullptr ? *corrected->statement : statement))
      return DifferenceKind::kCorrection;
  }
  if (statement.kind == EventKind::kRecoding) return DifferenceKind::kRecoding;
  if (statement.kind == EventKind::kCoding) return DifferenceKind::kCoding;
  return was_in_force(statement) ? DifferenceKind::kLateAmendment : DifferenceKind::kAmendment;
}

// The event that leads from the one answer to the other: what decides at `to` if it was not there
// at `from`, else what took away that which decided at `from`.  Absent if the way leads back.
std::optional<Reason> ReasonForward(const Archive& archive, const CountryBlock& block,
                                    const Standing& standing_from, const Standing& standing_to,
                                    AsOf from, AsOf to) {
  if (const Statement* news = standing_to.statement;
      news != nullptr &&
      (news->day > from.effective.days_since_epoch() || news->sequence > from.known.value))
    return Reason{.kind = KindOfNews(archive, block, *news, from),
                  .event = news->sequence,
                  .statement = news};
  const Statement* gone = standing_from.statement;
  if (gone == nullptr || !IsSupersededAt(*gone, to.known)) return std::nullopt;
  const Successor successor = SuccessorOf(archive, block, *gone, to.known);
  return Reason{
      .kind = successor.is_retraction ? DifferenceKind::kRetraction : DifferenceKind::kCorrection,
      .event = static_cast<std::uint32_t>(successor.event.value),
      .statement = successor.statement != nullptr ? successor.statement : gone};
}

// Per indicator, the first child of the headline above it.
std::vector<std::optional<NodeId>> Areas(const Evaluator& evaluator) {
  std::vector<std::optional<NodeId>> areas(evaluator.indicator_count());
  const Methodology& methodology = evaluator.methodology();
  for (const std::string& child : methodology.FindNode(methodology.headline)->children)
    if (const std::optional<NodeId> area = evaluator.FindNode(child))
      for (const IndicatorId indicator : evaluator.IndicatorsBelow(*area))
        if (!areas[indicator.value]) areas[indicator.value] = area;
  return areas;
}

std::vector<AnswerDifference> ChangedAnswers(const Archive& archive, const CountryBlock& block,
                                             AsOf from, AsOf to) {
  std::vector<AnswerDifference> answers;
  for (const IndicatorId indicator : IdsUpTo<IndicatorId>(archive.evaluator().indicator_count())) {
    const Standing before = block.StandingAt(indicator, from);
    const Standing after = block.StandingAt(indicator, to);
    if (before.answer == after.answer) continue;
    std::optional<Reason> reason = ReasonForward(archive, block, before, after, from, to);
    const bool is_undone = !reason;
    if (!reason) reason = ReasonForward(archive, block, after, before, to, from);
    if (!reason) FailCheck("a difference has no event", std::source_location::current());
    answers.push_back({.indicator = indicator,
                       .old_answer = before.answer,
                       .new_answer = after.answer,
                       .kind = reason->kind,
                       .is_undone = is_undone,
                       .event = reason->event,
                       .statement = reason->statement});
  }
  return answers;
}

std::optional<double> Less(const std::optional<double>& a, const std::optional<double>& b) {
  return a && b ? std::optional(*a - *b) : std::nullopt;
}

}  // namespace

std::string_view Name(DifferenceKind kind) {
  switch (kind) {
    case DifferenceKind::kAmendment:
      return "amendment";
    case DifferenceKind::kLateAmendment:
      return "late amendment";
    case DifferenceKind::kRecoding:
      return "recoding";
    case DifferenceKind::kCoding:
      return "coding";
    case DifferenceKind::kCorrection:
      return "correction";
    case DifferenceKind::kRetraction:
      break;
  }
  return "retraction";
}

Difference DifferenceBetween(const Archive& archive, const CountryBlock& block, NodeId node,
                             AsOf from, AsOf to) {
  const Evaluator& evaluator = archive.evaluator();
  Evaluator::State before = block.StateAt(from);
  Difference difference{.from = before.ScoreOf(node).score,
                        .answers = ChangedAnswers(archive, block, from, to)};
  before.MoveTo(to.effective);
  before.Refresh();
  const Evaluator::State after = Apply(difference, before);
  difference.to = after.ScoreOf(node).score;
  difference.change = Less(difference.to, difference.from);
  if (difference.change)
    difference.weights_points = Less(before.ScoreOf(node).score, difference.from);

  std::vector<Player> players;
  players.reserve(difference.answers.size());
  for (const AnswerDifference& answer : difference.answers)
    players.push_back(
        {.kind = ContributionKind::kUnattributed,
         .laws = {},
         .moves = {
             {.indicator = answer.indicator, .answer = answer.new_answer, .event = answer.event}}});
  StepGame game(evaluator, archive.answers(), before, players);
  const std::vector<double> node_shares = game.SharesAt(node);
  const std::vector<std::optional<NodeId>> areas = Areas(evaluator);
  for (std::size_t i = 0; i < difference.answers.size(); ++i) {
    AnswerDifference& answer = difference.answers[i];
    answer.points = Less(archive.answers().ScoreOf(answer.indicator, answer.new_answer),
                         archive.answers().ScoreOf(answer.indicator, answer.old_answer));
    if (difference.weights_points) answer.node_points = node_shares[i];
    answer.area = areas[answer.indicator.value];
    if (answer.area && before.ScoreOf(*answer.area).score && after.ScoreOf(*answer.area).score)
      answer.area_points = game.SharesAt(*answer.area)[i];
  }
  return difference;
}

Evaluator::State Apply(const Difference& difference, Evaluator::State state) {
  for (const AnswerDifference& answer : difference.answers)
    state.Set(answer.indicator, answer.new_answer);
  state.Refresh();
  return state;
}

}  // namespace lawtrace::analysis
