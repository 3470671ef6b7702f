#include "analysis/country_block.h"

#include <algorithm>
#include <tuple>

namespace lawtrace::analysis {
namespace {

// Sorts by indicator, day and sequence and returns where each indicator begins, and the end.
template <typename T>
std::vector<std::uint32_t> SortByIndicator(std::vector<T>& items, std::size_t indicator_count) {
  std::ranges::sort(items, {}, [](const T& item) {
    return std::tuple(item.indicator.value, item.day, item.sequence);
  });
  std::vector<std::uint32_t> begin(indicator_count + 1, 0);
  for (const T& item : items) ++begin[item.indicator.value + 1U];
  for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  return begin;
}

template <typename T>
std::span<const T> Slice(const std::vector<T>& items, const std::vector<std::uint32_t>& begin,
                         IndicatorId indicator) {
  const std::size_t first = begin[indicator.value];
  return std::span(items).subspan(first, begin[indicator.value + 1U] - first);
}

// Forgets what was recorded after `known`.
template <typename T>
std::vector<T> KnownOnly(const std::vector<T>& items, Sequence known) {
  std::vector<T> kept;
  for (T item : items) {
    if (item.sequence > known.value) continue;
    if (item.superseded_by > known.value) item.superseded_by = kNotSuperseded;
    kept.push_back(item);
  }
  return kept;
}

}  // namespace

CountryBlock::CountryBlock(const Evaluator& evaluator, const AnswerTable& answers,
                           std::vector<Statement> statements, std::vector<Sighting> sightings)
    : evaluator_(&evaluator),
      answers_(&answers),
      statements_(std::move(statements)),
      sightings_(std::move(sightings)) {
  const auto note_last = [this](const auto& item) {
    last_sequence_ = std::max(last_sequence_, item.sequence);
    if (item.superseded_by != kNotSuperseded)
      last_sequence_ = std::max(last_sequence_, item.superseded_by);
  };
  std::ranges::for_each(statements_, note_last);
  std::ranges::for_each(sightings_, note_last);
  cell_begin_ = SortByIndicator(statements_, evaluator.indicator_count());
  sighting_begin_ = SortByIndicator(sightings_, evaluator.indicator_count());
  KeepCurrent();
  KeepSeries();
}

CountryBlock CountryBlock::KnownAt(Sequence known) const {
  return {*evaluator_, *answers_, KnownOnly(statements_, known), KnownOnly(sightings_, known)};
}

// Lists the winners of each answer, and where one answer replaces another.
void CountryBlock::KeepCurrent() {
  current_begin_.assign(1, 0);
  current_begin_.reserve(evaluator_->indicator_count() + 1);
  current_days_.reserve(statements_.size());
  current_statements_.reserve(statements_.size());
  for (std::size_t i = 0; i < evaluator_->indicator_count(); ++i) {
    const std::size_t first = current_days_.size();
    for (std::uint32_t s = cell_begin_[i]; s < cell_begin_[i + 1]; ++s) {
      if (statements_[s].superseded_by != kNotSuperseded) continue;
      if (current_days_.size() > first && current_days_.back() == statements_[s].day) {
        current_statements_.back() = s;  // Same day, higher sequence.
      } else {
        current_days_.push_back(statements_[s].day);
        current_statements_.push_back(s);
      }
    }
    AnswerId answer = kNoAnswer;
    for (std::size_t c = first; c < current_days_.size(); ++c) {
      const Statement& statement = statements_[current_statements_[c]];
      if (statement.answer == answer) continue;
      changes_.push_back({.day = statement.day, .old_answer = answer, .statement = &statement});
      answer = statement.answer;
    }
    current_begin_.push_back(static_cast<std::uint32_t>(current_days_.size()));
  }
  std::ranges::sort(changes_, {}, [](const Change& change) {
    return std::pair(change.day, change.statement->indicator.value);
  });
}

// Walks the changes once and keeps every node's score after each day on which something changed.
void CountryBlock::KeepSeries() {
  for (const Change& change : changes_)
    if (row_days_.empty() || row_days_.back() != change.day) row_days_.push_back(change.day);
  const std::size_t rows = row_days_.size();
  const std::size_t cells = rows * evaluator_->node_count();
  scores_.assign(cells, 0.0);
  answered_.assign(cells, 0);
  is_scored_.assign(cells, false);
  Evaluator::State state(*evaluator_, *answers_);
  auto change = changes_.begin();
  for (std::size_t row = 0; row < rows; ++row) {
    for (; change != changes_.end() && change->day == row_days_[row]; ++change)
      state.Set(change->statement->indicator, change->statement->answer);
    state.Refresh();
    for (const NodeId node : IdsUpTo<NodeId>(evaluator_->node_count())) {
      const NodeScore score = state.ScoreOf(node);
      const std::size_t cell = node.value * rows + row;
      scores_[cell] = score.score.value_or(0.0);
      is_scored_[cell] = score.score.has_value();
      answered_[cell] = score.answered;
    }
  }
}

Standing CountryBlock::StandingAt(IndicatorId indicator, AsOf as_of) const {
  const std::int32_t day = as_of.effective.days_since_epoch();
  if (IsWhollyKnownAt(as_of.known)) {
    const auto begin = current_days_.begin() + current_begin_[indicator.value];
    const auto end = current_days_.begin() + current_begin_[indicator.value + 1U];
    const auto after = std::upper_bound(begin, end, day);
    if (after == begin) return {};
    const auto position = static_cast<std::size_t>(after - current_days_.begin()) - 1;
    const Statement& statement = statements_[current_statements_[position]];
    return {.answer = statement.answer, .statement = &statement};
  }
  const std::span<const Statement> cell = StatementsOn(indicator);
  const auto after = std::ranges::upper_bound(cell, day, {}, &Statement::day);
  for (auto it = after; it != cell.begin();) {
    --it;
    if (it->IsLiveAt(as_of.known)) return {.answer = it->answer, .statement = &*it};
  }
  return {};
}

Evaluator::State CountryBlock::StateAt(AsOf as_of) const {
  Evaluator::State state(*evaluator_, *answers_);
  for (const IndicatorId indicator : IdsUpTo<IndicatorId>(evaluator_->indicator_count()))
    state.Set(indicator, AnswerAt(indicator, as_of));
  state.Refresh();
  return state;
}

NodeScore CountryBlock::ScoreAt(NodeId node, AsOf as_of) const {
  if (!IsWhollyKnownAt(as_of.known)) return StateAt(as_of).ScoreOf(node);
  const std::optional<std::size_t> row = RowOn(as_of.effective);
  if (row) return ScoreInRow(node, *row);
  return {.indicators = static_cast<std::uint16_t>(evaluator_->IndicatorsBelow(node).size())};
}

std::vector<NodeScore> CountryBlock::ScoresAt(AsOf as_of) const {
  std::vector<NodeScore> scores(evaluator_->node_count());
  if (IsWhollyKnownAt(as_of.known)) {
    const std::optional<std::size_t> row = RowOn(as_of.effective);
    for (const NodeId node : IdsUpTo<NodeId>(scores.size()))
      scores[node.value] = row ? ScoreInRow(node, *row) : ScoreAt(node, as_of);
    return scores;
  }
  const Evaluator::State state = StateAt(as_of);
  for (const NodeId node : IdsUpTo<NodeId>(scores.size())) scores[node.value] = state.ScoreOf(node);
  return scores;
}

std::optional<std::size_t> CountryBlock::RowOn(Day day) const {
  const auto after = std::ranges::upper_bound(row_days_, day.days_since_epoch());
  if (after == row_days_.begin()) return std::nullopt;
  return static_cast<std::size_t>(after - row_days_.begin()) - 1;
}

NodeScore CountryBlock::ScoreInRow(NodeId node, std::size_t row) const {
  const std::size_t cell = node.value * row_days_.size() + row;
  return {.score = is_scored_[cell] ? std::optional(scores_[cell]) : std::nullopt,
          .answered = answered_[cell],
          .indicators = static_cast<std::uint16_t>(evaluator_->IndicatorsBelow(node).size())};
}

std::span<const Statement> CountryBlock::StatementsOn(IndicatorId indicator) const {
  return Slice(statements_, cell_begin_, indicator);
}

std::span<const Sighting> CountryBlock::SightingsOf(IndicatorId indicator) const {
  return Slice(sightings_, sighting_begin_, indicator);
}

std::optional<Day> CountryBlock::LastSeen(IndicatorId indicator, AsOf as_of) const {
  const Standing standing = StandingAt(indicator, as_of);
  if (standing.statement == nullptr) return std::nullopt;
  const std::span<const Sighting> cell = SightingsOf(indicator);
  const auto after =
      std::ranges::upper_bound(cell, as_of.effective.days_since_epoch(), {}, &Sighting::day);
  for (auto it = after; it != cell.begin();) {
    --it;
    if (it->day <= standing.statement->day) break;
    if (it->answer == standing.answer && it->IsLiveAt(as_of.known)) return Day(it->day);
  }
  return Day(standing.statement->day);
}

}  // namespace lawtrace::analysis
