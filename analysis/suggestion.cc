#include "analysis/suggestion.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "analysis/internal/reach.h"
#include "analysis/league.h"
#include "model/number.h"

namespace lawtrace::analysis {
namespace {

// The options to which the answer may be changed, in the order of the methodology.
std::vector<AnswerId> Alternatives(const Indicator& indicator, IndicatorId id, AnswerId current,
                                   AnswerTable& answers) {
  std::vector<AnswerId> alternatives;
  const auto add = [&](const std::string& code) {
    const AnswerId answer = answers.Intern(id, Answer::Option(code));
    if (answer != current) alternatives.push_back(answer);
  };
  for (const Option& option : indicator.options) add(option.code);
  const std::optional<double>& highest = indicator.scale.maximum;
  if (indicator.is_numeric && highest && answers.ScoreOf(id, current) != highest)
    add(ShortestText(*highest));
  return alternatives;
}

std::vector<Choice> ChoicesOf(const Archive& archive, const SuggestionTask& task,
                              AnswerTable& answers) {
  const Methodology& methodology = archive.methodology();
  std::vector<Choice> choices;
  for (const IndicatorId id : IdsUpTo<IndicatorId>(methodology.indicators.size())) {
    const AnswerId current = archive.Block(task.country).AnswerAt(id, task.as_of);
    choices.push_back({.answers = {current}});
    const bool is_fixed = std::ranges::find(task.excluded, id) != task.excluded.end() ||
                          (!task.may_fill_missing && !answers.ScoreOf(id, current));
    if (is_fixed) continue;
    const std::vector<AnswerId> more =
        Alternatives(methodology.indicators[id.value], id, current, answers);
    choices.back().answers.insert(choices.back().answers.end(), more.begin(), more.end());
  }
  return choices;
}

// The smallest number of changes, up to `most`, whose best score satisfies the condition.
template <typename Condition>
std::optional<std::size_t> FewestWith(const std::vector<std::optional<double>>& best,
                                      std::size_t most, const Condition& condition) {
  for (std::size_t k = 0; k < best.size() && k <= most; ++k) {
    const std::optional<double>& score = best[k];
    if (score && condition(*score)) return k;
  }
  return std::nullopt;
}

// The smallest number of changes, up to `most`, that reaches the best score of all.
std::optional<std::size_t> FewestToTheTop(const std::vector<std::optional<double>>& best,
                                          std::size_t most) {
  double top = -std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < best.size() && k <= most; ++k)
    top = std::max(top, best[k].value_or(top));
  return FewestWith(best, most, [top](double score) { return score >= top - kScoreTolerance; });
}

// Decides indicator by indicator, in codebook order: the first choice that leaves a score worthy of
// `is_good` in reach with `count` changes in all.
template <typename IsGood>
std::vector<std::pair<IndicatorId, AnswerId>> FirstInCodebook(
    Reach& reach, std::span<const IndicatorId> indicators, const std::vector<Choice>& choices,
    std::size_t count, const IsGood& is_good) {
  std::vector<std::pair<IndicatorId, AnswerId>> changes;
  for (const IndicatorId indicator : indicators) {
    if (changes.size() == count) break;
    const std::vector<AnswerId>& answers = choices[indicator.value].answers;
    std::size_t pick = 1;
    for (; pick < answers.size(); ++pick) {
      reach.Hold(indicator, pick);
      const std::vector<std::optional<double>> best = reach.Best();
      const std::optional<double> score = count < best.size() ? best[count] : std::nullopt;
      if (score && is_good(*score)) break;
    }
    if (pick < answers.size()) {
      changes.emplace_back(indicator, answers[pick]);
    } else {
      reach.Hold(indicator, 0);
    }
  }
  return changes;
}

}  // namespace

Result<Suggestion> Suggest(const Archive& archive, const SuggestionTask& task,
                           const std::function<bool(double)>& meets_goal) {
  Suggestion suggestion{
      .now = archive.Block(task.country).StateAt(task.as_of).ScoreOf(task.node).score};
  if (suggestion.now && meets_goal(*suggestion.now)) {
    suggestion.is_within_reach = true;
    suggestion.score = suggestion.now;
    return suggestion;
  }
  AnswerTable answers = archive.answers();
  const std::vector<Choice> choices = ChoicesOf(archive, task, answers);
  Result<Reach> reach =
      Reach::Of(archive.evaluator(), answers, task.node, task.as_of.effective, choices);
  if (!reach) return Fail(reach.error());

  const std::vector<std::optional<double>> best = reach->Best();
  const std::optional<std::size_t> reaching = FewestWith(best, task.max_changes, meets_goal);
  suggestion.is_within_reach = reaching.has_value();
  const std::optional<std::size_t> count =
      reaching ? reaching : FewestToTheTop(best, task.max_changes);
  if (!count) return suggestion;
  const double floor = best[*count].value_or(0.0) - kScoreTolerance;
  const auto is_good = [&](double score) {
    return score >= floor && (!suggestion.is_within_reach || meets_goal(score));
  };
  Evaluator::State state(archive.evaluator(), answers, task.as_of.effective);
  for (const IndicatorId id : IdsUpTo<IndicatorId>(choices.size()))
    state.Set(id, choices[id.value].answers.front());
  for (const auto& [indicator, answer] : FirstInCodebook(
           *reach, archive.evaluator().IndicatorsBelow(task.node), choices, *count, is_good)) {
    suggestion.changes.push_back(
        {.indicator = indicator,
         .old_answer = answers.AnswerOf(indicator, state.answer(indicator)),
         .new_answer = answers.AnswerOf(indicator, answer).value_or(Answer::NotAssessed())});
    state.Set(indicator, answer);
  }
  state.Refresh();
  suggestion.score = state.ScoreOf(task.node).score;
  return suggestion;
}

std::vector<CountryId> CountriesWith(const Archive& archive, IndicatorId indicator,
                                     const Answer& answer, AsOf as_of) {
  std::vector<CountryId> countries;
  const std::optional<AnswerId> id = archive.answers().Find(indicator, answer);
  if (!id) return countries;
  for (const CountryId country : IdsUpTo<CountryId>(archive.countries().size()))
    if (archive.Block(country).AnswerAt(indicator, as_of) == *id) countries.push_back(country);
  return countries;
}

}  // namespace lawtrace::analysis
