#include "report/question/suggestion_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "analysis/suggestion.h"
#include "model/nearest.h"
#include "model/number.h"
#include "model/quote.h"
#include "report/question/scenario_tables.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::CountryId;
using analysis::IndicatorId;
using analysis::NodeId;
using analysis::Scoreboard;

std::optional<std::size_t> PositiveNumber(std::string_view text) {
  std::size_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value == 0) return std::nullopt;
  return value;
}

constexpr int kScoreDecimals = 2;

// What is to be reached.
struct Goal {
  std::string field;  // Of the question: "rank".
  std::string value;  // "5".
  std::string words;  // "rank 5 or better".
  std::function<bool(double)> is_met_by;
};

Result<Goal> ScoreGoal(const Methodology& methodology, const std::string& target) {
  const std::optional<double> score = NumberOnScale(target, methodology.scale);
  if (!score)
    return FailAt("target",
                  Quote(target) + " is not a score; write " + methodology.scale.ToString());
  return Goal{.field = "target",
              .value = target,
              .words = "a score of at least " + target,
              .is_met_by = [least = *score - analysis::kScoreTolerance](double reached) {
                return reached >= least;
              }};
}

Result<Goal> BandGoal(const Methodology& methodology, const std::string& name) {
  std::vector<std::string> names;
  for (const Band& band : methodology.bands) names.push_back(band.name);
  const auto wanted = std::ranges::find(methodology.bands, name, &Band::name);
  if (wanted == methodology.bands.end()) {
    std::string known;
    for (const std::string& band : names) known += (known.empty() ? "" : ", ") + band;
    return FailAt("band", Quote(name) + " is not a band of " + methodology.id +
                              (names.empty() ? "; it has none" : "; write one of " + known));
  }
  return Goal{
      .field = "band",
      .value = Quote(name),
      .words = fmt::format("band {} (printed score from {})", name, ShortestText(wanted->from)),
      .is_met_by = [&methodology, from = wanted->from](double reached) {
        return methodology.Rounded(reached) >= from;
      }};
}

// The rank that the country would have with that score, all others as they are.
Result<Goal> RankGoal(const Scoreboard& board, CountryId country, NodeId node,
                      std::size_t node_count, const std::string& rank) {
  const std::optional<std::size_t> wanted = PositiveNumber(rank);
  if (!wanted) return FailAt("rank", Quote(rank) + " is not a rank; write a number from 1 on");
  return Goal{.field = "rank",
              .value = rank,
              .words = "rank " + rank + " or better",
              .is_met_by = [others = Scoreboard(board), country, node, node_count,
                            wanted](double reached) mutable {
                std::vector<analysis::NodeScore> scores(node_count);
                scores[node.value].score = reached;
                others.Replace(country, std::move(scores));
                const std::optional<analysis::Place> place = others.PlaceOf(country, node);
                return place && place->rank <= *wanted;
              }};
}

// The indicators of the codes, or below them.
Result<std::vector<IndicatorId>> Indicators(const Archive& archive,
                                            const std::vector<std::string>& codes) {
  std::vector<IndicatorId> indicators;
  std::vector<Fault> faults;
  for (const std::string& code : codes) {
    if (const auto node = archive.evaluator().FindNode(code)) {
      const auto below = archive.evaluator().IndicatorsBelow(*node);
      indicators.insert(indicators.end(), below.begin(), below.end());
    } else if (const auto indicator = archive.evaluator().FindIndicator(code)) {
      indicators.push_back(*indicator);
    } else {
      std::vector<std::string> known;
      for (const Indicator& one : archive.methodology().indicators) known.push_back(one.code);
      faults.push_back({.field = "exclude",
                        .words = Phrase(Field{"exclude"}) + ": indicator " + Quote(code) +
                                 " is not in methodology " + archive.methodology().id +
                                 DidYouMean(code, known)});
    }
  }
  if (!faults.empty()) return Fail({ErrorCode::kInvalidInput, std::move(faults)});
  return indicators;
}

std::string Standing(const Methodology& methodology, const std::optional<double>& score,
                     const std::optional<analysis::Place>& place) {
  if (!score) return "absent";
  std::string text = FixedText(*score, kScoreDecimals);
  std::string more;
  if (place) more = fmt::format("rank {} of {}", place->rank, place->of);
  if (const std::string_view band = methodology.BandOf(*score); !band.empty())
    more += (more.empty() ? "" : ", ") + std::string(band);
  return more.empty() ? text : text + " (" + more + ")";
}

// Points of each change, and the place that all of them bring.
Status AddEffects(const Archive& archive, const Scoreboard& board, SuggestedPath& path) {
  ScenarioLayer layer;
  for (const analysis::SuggestedChange& change : path.suggestion.changes)
    layer.changes.push_back(
        {.country = archive.countries()[path.country.value],
         .indicator = archive.methodology().indicators[change.indicator.value].code,
         .answer = change.new_answer,
         .effective = PartialDate(path.moment.as_of.effective, Precision::kDay)});
  const std::vector<ScenarioLayer> layers = {std::move(layer)};
  const auto overlay = analysis::Overlay::Lay(archive, layers, OnConflict::kRefuse);
  if (!overlay) return Fail(overlay.error());
  analysis::CountryOutcome outcome = analysis::OutcomeOf(*overlay, path.country, path.moment.as_of);
  path.points = outcome.points[path.node.value];
  Scoreboard after = board;
  after.Replace(path.country, std::move(outcome.after));
  path.place_before = board.PlaceOf(path.country, path.node);
  path.place_after = after.PlaceOf(path.country, path.node);
  return {};
}

std::string RenderText(const Archive& archive, const SuggestedPath& path) {
  const Methodology& methodology = archive.methodology();
  const analysis::Suggestion& suggestion = path.suggestion;
  std::string text = methodology.nodes[path.node.value].code + " of " +
                     archive.countries()[path.country.value] + " on " +
                     path.moment.as_of.effective.ToString() + ": " +
                     Standing(methodology, suggestion.now, path.place_before) + ".\n";
  if (suggestion.changes.empty()) return text + "Already reached: " + path.goal + ".\n";
  return text + "Fewest changes that reach " + path.goal + ": " +
         std::to_string(suggestion.changes.size()) + ", to " +
         Standing(methodology, suggestion.score, path.place_after) + ".\n\n" +
         Render(SuggestionTable(archive, path), Format::kText);
}

// Why the goal cannot be reached, and how far one gets.
Error OutOfReach(const Archive& archive, const SuggestedPath& path, const Goal& goal,
                 const SuggestionWords& words) {
  const std::string about = archive.methodology().nodes[path.node.value].code + " of " +
                            archive.countries()[path.country.value] + " on " +
                            path.moment.as_of.effective.ToString();
  const analysis::Suggestion& suggestion = path.suggestion;
  const Phrase asked = Phrase(Field{goal.field}) + " " + goal.value;
  const Phrase more = words.may_fill_missing ? Phrase()
                                             : " (" + Phrase(Field{"fill_missing"}) +
                                                   " lets unanswered indicators change, too)";
  const auto error = [&](Phrase what) {
    return Error(ErrorCode::kInvalidInput, {{.field = goal.field, .words = std::move(what)}});
  };
  if (!suggestion.score) return error(asked + ": no changes give " + about + " a score" + more);
  const std::optional<std::size_t> most = PositiveNumber(words.max_changes);
  const std::string bound = most ? " with at most " + Counted(*most, "change") : "";
  return error(asked + " is out of reach for " + about + "; the best reachable" + bound + " is " +
               Standing(archive.methodology(), suggestion.score, path.place_after) + ", by " +
               Counted(suggestion.changes.size(), "change"));
}

struct Subject {
  CountryId country;
  NodeId node;
  std::vector<CountryId> ranked;
};

Result<Subject> WhomAndWhat(const SuggestionWords& words, const Question& question) {
  const Archive& archive = question.archive;
  if (question.words.countries.size() != 1)
    return Fail(ErrorCode::kInvalidInput,
                "suggest is about one country; name it with " + Phrase(Field{"country"}));
  if (question.nodes.size() != 1)
    return Fail(ErrorCode::kInvalidInput,
                "suggest is about one node; name one with " + Phrase(Field{"node"}));
  if (question.groups.size() > 1)
    return Fail(ErrorCode::kInvalidInput,
                "ranks are within one group; name one with " + Phrase(Field{"group"}));
  Subject asked{.country = NamedCountries(question).front(), .node = question.nodes.front()};
  if (question.groups.empty()) {
    for (const CountryId country : analysis::IdsUpTo<CountryId>(archive.countries().size()))
      asked.ranked.push_back(country);
  } else {
    asked.ranked = MembersOn(*question.groups.front(), archive, question.moment.as_of.effective);
  }
  const bool competes = std::ranges::find(asked.ranked, asked.country) != asked.ranked.end();
  if (!words.rank.empty() && !competes)
    return FailAt("rank", archive.countries()[asked.country.value] + " is not in group " +
                              question.groups.front()->id + " on " +
                              question.moment.as_of.effective.ToString() + "; name another with " +
                              Phrase(Field{"group"}));
  return asked;
}

Result<Goal> GoalOf(const SuggestionWords& words, const Archive& archive, const Subject& asked,
                    const Scoreboard& board) {
  const int given =
      (words.target.empty() ? 0 : 1) + (words.rank.empty() ? 0 : 1) + (words.band.empty() ? 0 : 1);
  if (given != 1)
    return Fail(ErrorCode::kInvalidInput, "suggest needs one goal: a " + Phrase(Field{"target"}) +
                                              ", a " + Field{"rank"} + " or a " + Field{"band"});
  if (!words.target.empty()) return ScoreGoal(archive.methodology(), words.target);
  if (!words.band.empty()) return BandGoal(archive.methodology(), words.band);
  return RankGoal(board, asked.country, asked.node, archive.evaluator().node_count(), words.rank);
}

}  // namespace

Result<Answer> AnswerSuggestion(const Question& question, const SuggestionWords& words,
                                Format format) {
  if (const Status nodes = RequireNodes(question); !nodes) return Fail(nodes.error());
  const Archive& archive = question.archive;
  const Result<Subject> asked = WhomAndWhat(words, question);
  if (!asked) return Fail(asked.error());
  const Scoreboard board(archive, asked->ranked, question.moment.as_of);
  const Result<Goal> goal = GoalOf(words, archive, *asked, board);
  if (!goal) return Fail(goal.error());
  Result<std::vector<IndicatorId>> excluded = Indicators(archive, words.excluded);
  if (!excluded) return Fail(excluded.error());
  analysis::SuggestionTask task{.country = asked->country,
                                .node = asked->node,
                                .as_of = question.moment.as_of,
                                .excluded = *std::move(excluded),
                                .may_fill_missing = words.may_fill_missing};
  if (!words.max_changes.empty()) {
    const std::optional<std::size_t> most = PositiveNumber(words.max_changes);
    if (!most)
      return FailAt("max_changes",
                    Quote(words.max_changes) + " is not a number of changes; write one from 1 on");
    task.max_changes = *most;
  }
  Result<analysis::Suggestion> suggestion = analysis::Suggest(archive, task, goal->is_met_by);
  if (!suggestion) return Fail(suggestion.error());
  SuggestedPath path{.country = asked->country,
                     .node = asked->node,
                     .moment = question.moment,
                     .goal = goal->words,
                     .suggestion = *std::move(suggestion)};
  const Status added = AddEffects(archive, board, path);
  if (!added) return Fail(added.error());
  if (!path.suggestion.is_within_reach) return Fail(OutOfReach(archive, path, *goal, words));
  if (format == Format::kText) return Answer{.written = RenderText(archive, path)};
  if (format == Format::kJson) return Answer{.written = RenderSuggestion(archive, path)};
  return Answer{.table = SuggestionTable(archive, path)};
}

std::vector<QuestionEntry> SuggestionQuestions() {
  QuestionParameter group = Common("group");
  group.help = "Rank within that group, with its members on the day (default: all countries)";
  QuestionParameter node = Common("node");
  node.help = "Node of the tree (default: the headline)";
  return {
      {.verb = "scenario suggest",
       .path = "/v1/suggestions",
       .operation = "getSuggestions",
       .tag = "Scenarios",
       .summary = "The fewest changes that reach a score, a rank or a band, and who has them",
       .parameters =
           std::vector{
               Required(Common("country")),
               QuestionParameter{.name = "target",
                                 .help = "Score to reach, unrounded",
                                 .value_name = "SCORE",
                                 .example = "75"},
               QuestionParameter{.name = "rank",
                                 .help = "Rank to reach while all others stay",
                                 .value_name = "NUMBER",
                                 .example = "5"},
               QuestionParameter{
                   .name = "band", .help = "Band to reach, or a better one", .value_name = "NAME"},
               QuestionParameter{.name = "exclude",
                                 .help = "Indicators whose answers stay; a node stands for all "
                                         "below it",
                                 .value_name = "CODE",
                                 .is_list = true},
               QuestionParameter{.name = "max_changes",
                                 .help = "No more changes than these",
                                 .value_name = "NUMBER"},
               QuestionParameter{
                   .name = "fill_missing",
                   .help = "Let indicators without an answer that counts get one, too",
                   .type = ParameterType::kFlag},
               group, node} +
           Common({"at", "known_at", "methodology"}),
       .columns = {},
       .answer =
           [](const Asked& asked) {
             const AskedValues& values = asked.values;
             return AnswerSuggestion(asked.question,
                                     {.target = values.Text("target"),
                                      .rank = values.Text("rank"),
                                      .band = values.Text("band"),
                                      .excluded = values.List("exclude"),
                                      .max_changes = values.Text("max_changes"),
                                      .may_fill_missing = values.IsSet("fill_missing")},
                                     asked.format);
           },
       .examples = "--country IE --rank 5 --group EU\n"
                   "--country IE --target 75 --format csv > path.csv"}};
}

}  // namespace lawtrace::report
