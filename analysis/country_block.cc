#include "analysis/country_block.h"

#include <algorithm>
#include <tuple>

#include "model/budget.h"

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

// How many of the ascending `days` are `day` or before.  A question's day is as good as random, so
// the search steps without branches, which the processor would guess wrong half of the time.
std::size_t CountUpTo(std::span<const std::int32_t> days, std::int32_t day) {
  const std::int32_t* first = days.data();
  std::size_t left = days.size();
  while (left > 1) {
    const std::size_t half = left / 2;
    const std::int32_t* const middle = first + half;
    first = middle[-1] <= day ? middle : first;
    left -= half;
  }
  const auto passed = static_cast<std::size_t>(first - days.data());
  return passed + (left == 1 && *first <= day ? 1 : 0);
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
  statements_.shrink_to_fit();
  sightings_.shrink_to_fit();
  cell_begin_ = SortByIndicator(statements_, evaluator.indicator_count());
  sighting_begin_ = SortByIndicator(sightings_, evaluator.indicator_count());
  statement_days_.reserve(statements_.size());
  for (const Statement& statement : statements_) statement_days_.push_back(statement.day);
  ListChanges();
  KeepSeries();
}

CountryBlock CountryBlock::KnownAt(Sequence known) const {
  return {*evaluator_, *answers_, KnownOnly(statements_, known), KnownOnly(sightings_, known)};
}

// Lists where one answer replaces another, as far as is known today.
void CountryBlock::ListChanges() {
  for (std::size_t i = 0; i < evaluator_->indicator_count(); ++i) {
    const std::size_t first = changes_.size();
    AnswerId answer = kNoAnswer;
    for (std::uint32_t s = cell_begin_[i]; s < cell_begin_[i + 1]; ++s) {
      const Statement& statement = statements_[s];
      if (statement.superseded_by != kNotSuperseded) continue;
      if (changes_.size() > first && changes_.back().day == statement.day) {
        answer = changes_.back().old_answer;  // Same day, higher sequence: it takes the place.
        changes_.pop_back();
      }
      if (statement.answer == answer) continue;
      changes_.push_back({.day = statement.day, .old_answer = answer, .statement = &statement});
      answer = statement.answer;
    }
  }
  changes_.shrink_to_fit();
  std::ranges::sort(changes_, {}, [](const Change& change) {
    return std::pair(change.day, change.statement->indicator.value);
  });
}

// From the first answer on, scores may change on a day on which weights do.
void CountryBlock::AddWeightDays() {
  const std::size_t own = row_days_.size();
  for (const Day day : evaluator_->weight_days())
    if (day.days_since_epoch() > row_days_.front()) row_days_.push_back(day.days_since_epoch());
  std::ranges::inplace_merge(row_days_, row_days_.begin() + static_cast<std::ptrdiff_t>(own));
  const auto repeated = std::ranges::unique(row_days_);
  row_days_.erase(repeated.begin(), repeated.end());
}

// Walks the changes once and keeps every node's score after each day on which something changed.
void CountryBlock::KeepSeries() {
  if (changes_.empty()) return;
  for (const Change& change : changes_)
    if (row_days_.empty() || row_days_.back() != change.day) row_days_.push_back(change.day);
  AddWeightDays();
  const std::size_t rows = row_days_.size();
  const std::size_t cells = rows * evaluator_->node_count();
  scores_.assign(cells, 0.0);
  answered_.assign(cells, 0);
  is_scored_.assign(cells, false);
  Evaluator::State state(*evaluator_, *answers_, Day(row_days_.front()));
  auto change = changes_.begin();
  for (std::size_t row = 0; row < rows; ++row) {
    state.MoveTo(Day(row_days_[row]));
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
  const std::span<const std::int32_t> days = Slice(statement_days_, cell_begin_, indicator);
  const std::span<const Statement> cell = StatementsOn(indicator);
  for (std::size_t s = CountUpTo(days, as_of.effective.days_since_epoch()); s-- > 0;)
    if (cell[s].IsLiveAt(as_of.known)) return {.answer = cell[s].answer, .statement = &cell[s]};
  return {};
}

Evaluator::State CountryBlock::StateAt(AsOf as_of) const {
  Evaluator::State state(*evaluator_, *answers_, as_of.effective);
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
  SpendStep();
  std::vector<NodeScore> scores(evaluator_->node_count());
  if (IsWhollyKnownAt(as_of.known)) {
    const std::optional<std::size_t> row = RowOn(as_of.effective);
    for (const NodeId id : IdsUpTo<NodeId>(scores.size())) {
      NodeScore& node = scores[id.value];  // Filled in place: a copy costs more than the reading.
      node.indicators = static_cast<std::uint16_t>(evaluator_->IndicatorsBelow(id).size());
      if (!row) continue;
      const std::size_t cell = id.value * row_days_.size() + *row;
      node.answered = answered_[cell];
      if (is_scored_[cell]) node.score = scores_[cell];
    }
    return scores;
  }
  const Evaluator::State state = StateAt(as_of);
  for (const NodeId node : IdsUpTo<NodeId>(scores.size())) scores[node.value] = state.ScoreOf(node);
  return scores;
}

std::optional<std::size_t> CountryBlock::RowOn(Day day) const {
  const std::size_t after = CountUpTo(row_days(), day.days_since_epoch());
  if (after == 0) return std::nullopt;
  return after - 1;
}

std::span<const Statement> CountryBlock::StatementsOn(IndicatorId indicator) const {
  return Slice(statements_, cell_begin_, indicator);
}

std::span<const Sighting> CountryBlock::SightingsOf(IndicatorId indicator) const {
  return Slice(sightings_, sighting_begin_, indicator);
}

std::optional<Day> CountryBlock::LastSeen(IndicatorId indicator, const Standing& standing,
                                          AsOf as_of) const {
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
