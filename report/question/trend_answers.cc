#include "report/question/trend_answers.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "analysis/comparison.h"
#include "analysis/robustness.h"
#include "analysis/trend.h"
#include "model/nearest.h"
#include "report/question/robustness_tables.h"
#include "report/question/trend_tables.h"

namespace lawtrace::report {
namespace {

using analysis::CountryId;
using analysis::NodeId;

constexpr std::int64_t kMostDraws = 10'000'000;
constexpr std::int64_t kMostServedDraws = 100'000;  // About 0.2 s of one thread.

// The days that the reader named, ascending and distinct; empty if none.
Result<std::vector<Day>> NamedDays(const TrendWords& words, const Question& question) {
  const Index& index = question.index;
  std::vector<Day> days;
  for (const std::string& text : words.at) {
    const Result<Day> day = ParsePoint(text, index, question.today);
    if (!day) return Fail(Error(day.error()).At("days"));
    days.push_back(*day);
  }
  for (const std::string& name : words.editions) {
    const Edition* edition = index.FindEdition(name);
    if (edition == nullptr) {
      std::vector<std::string> ids;
      for (const Edition& known : index.editions) ids.push_back(known.id);
      return FailAt("editions",
                    "edition '" + name + "' is not in the index" + DidYouMean(name, ids));
    }
    days.push_back(edition->reference);
  }
  std::ranges::sort(days);
  days.erase(std::ranges::unique(days).begin(), days.end());
  return days;
}

// The countries named one by one, and the groups' members on any of the days; all if nothing is
// named.
std::vector<CountryId> CountriesOnAny(const Question& question, std::span<const Day> days) {
  std::vector<CountryId> countries;
  for (const Day day : days)
    std::ranges::copy(CountriesOn(question, day), std::back_inserter(countries));
  std::ranges::sort(countries);
  countries.erase(std::ranges::unique(countries).begin(), countries.end());
  return countries;
}

// Whether one of the countries has a score of one of the nodes.
bool HasScore(const Question& question, std::span<const CountryId> countries,
              std::span<const NodeId> nodes, AsOf as_of) {
  return std::ranges::any_of(countries, [&](CountryId country) {
    return std::ranges::any_of(nodes, [&](NodeId node) {
      return question.archive.Block(country).ScoreAt(node, as_of).score.has_value();
    });
  });
}

// The reference days of the editions, up to today and to what is known, for which something can be
// compared.
std::vector<Day> EditionDays(const Question& question, std::span<const NodeId> nodes) {
  const Day today = question.today;
  const Day latest = std::min(today, question.moment.known_at.value_or(today));
  std::vector<Day> days;
  for (const Edition& edition : question.index.editions) {
    const Day day = edition.reference;
    const AsOf as_of{.effective = day};
    if (day <= latest && HasScore(question, CountriesOn(question, day), nodes, as_of))
      days.push_back(day);
  }
  std::ranges::sort(days);
  days.erase(std::ranges::unique(days).begin(), days.end());
  return days;
}

// The days that editions set apart for countries, in place of their reference days among `days`;
// one that is written as a day (in `written`) is that day for all.
analysis::OwnDays OwnDaysOf(const Question& question, std::span<const Day> days,
                            const std::vector<std::string>& written) {
  analysis::OwnDays own;
  for (const Edition& edition : question.index.editions) {
    const bool is_written = std::ranges::any_of(written, [&](const std::string& text) {
      const Result<Day> day = ParsePoint(text, question.index, question.today);
      return day && *day == edition.reference && question.index.FindEdition(text) == nullptr;
    });
    if (is_written || std::ranges::find(days, edition.reference) == days.end()) continue;
    for (const auto& [code, reference] : edition.own_references)
      if (const auto country = question.archive.FindCountry(code))
        own.insert_or_assign({*country, edition.reference}, reference);
  }
  return own;
}

Result<analysis::TrendQuestion> TrendQuestionOf(const TrendWords& words, const Question& question) {
  analysis::TrendQuestion trend{.candidates = question.nodes, .groups = question.groups};
  if (question.words.nodes.empty())
    trend.candidates = analysis::HeadlineVariants(question.archive.evaluator());
  if (!words.fixed_composition.empty()) {
    if (question.groups.empty())
      return Fail(ErrorCode::kInvalidInput, Phrase(Field{"fixed_composition"}) +
                                                " fixes the members of groups; name one with " +
                                                Field{"group"});
    const Result<Day> day = ParsePoint(words.fixed_composition, question.index, question.today);
    if (!day) return Fail(Error(day.error()).At("fixed_composition"));
    trend.composition = *day;
  }
  Result<std::vector<Day>> days = NamedDays(words, question);
  if (!days) return Fail(days.error());
  const bool are_named = !days->empty();
  trend.days = are_named ? *std::move(days) : EditionDays(question, trend.candidates);
  trend.own_days =
      OwnDaysOf(question, trend.days, are_named ? words.at : std::vector<std::string>());
  if (trend.days.size() < 2)
    return Fail(
        ErrorCode::kInvalidInput,
        Phrase("trend compares two days or more; ") +
            (are_named ? Phrase("name another with ") + Field{"days"} + " or " + Field{"editions"}
                       : Phrase("the log has scores for fewer editions, so name days with ") +
                             Field{"days"}));
  trend.countries = trend.composition ? CountriesOn(question, *trend.composition)
                                      : CountriesOnAny(question, trend.days);
  return trend;
}

Answer TrendAnswer(const TrendFacts& facts, std::optional<TrendPart> part, Format format) {
  if (part) return {.table = TrendTable(facts, *part)};
  if (format == Format::kText) return {.written = RenderTrendOverview(facts)};
  if (format != Format::kJson) return {.table = TrendTable(facts, TrendPart::kSummary)};
  std::vector<std::pair<std::string, Table>> tables = {{"days", TrendDays(facts)}};
  for (const std::string& name : TrendPartNames())
    tables.emplace_back(name, TrendTable(facts, *ParseTrendPart(name)));
  return {.written = RenderObject(TrendFields(facts), tables)};
}

Answer RobustnessAnswer(const RobustnessFacts& facts, std::optional<RobustnessPart> part,
                        Format format) {
  if (part) return {.table = RobustnessTable(facts, *part)};
  if (format == Format::kText) return {.written = RenderRobustnessOverview(facts)};
  if (format != Format::kJson) return {.table = RobustnessTable(facts, RobustnessPart::kRanks)};
  std::vector<std::pair<std::string, Table>> tables;
  for (const std::string& name : RobustnessPartNames())
    tables.emplace_back(name, RobustnessTable(facts, *ParseRobustnessPart(name)));
  return {.written = RenderObject(RobustnessFields(facts), tables)};
}

// `parse` of the part, if one is named.
template <typename Part>
Result<std::optional<Part>> PartOf(const std::string& name,
                                   Result<Part> (*parse)(std::string_view)) {
  if (name.empty()) return std::optional<Part>();
  const Result<Part> part = parse(name);
  if (!part) return Fail(Error(part.error()).At("part"));
  return std::optional(*part);
}

}  // namespace

Result<Answer> AnswerTrend(const Question& question, const TrendWords& words, Format format) {
  const auto part = PartOf(words.part, &ParseTrendPart);
  if (!part) return Fail(part.error());
  if (const Status one = RequireOneNode(question, "trend looks at"); !one) return Fail(one.error());
  Result<analysis::TrendQuestion> asked = TrendQuestionOf(words, question);
  if (!asked) return Fail(asked.error());
  const Result<analysis::Trend> trend = analysis::TraceTrend(question.archive, *std::move(asked));
  if (!trend) return Fail(trend.error());
  return TrendAnswer({.archive = question.archive,
                      .index = question.index,
                      .trend = *trend,
                      .known_at = question.moment.known_at},
                     *part, format);
}

Result<Answer> AnswerRobustness(const Question& question, const RobustnessWords& words,
                                Format format) {
  const auto part = PartOf(words.part, &ParseRobustnessPart);
  if (!part) return Fail(part.error());
  const Result<analysis::WeightedParts> weighted = analysis::ParseWeightedParts(words.weights);
  if (!weighted) return Fail(Error(weighted.error()).At("weights"));
  if (const Status one = RequireOneNode(question, "robustness looks at"); !one)
    return Fail(one.error());
  const analysis::RobustnessQuestion asked{.node = question.nodes.front(),
                                           .countries = question.countries,
                                           .as_of = question.moment.as_of,
                                           .draws = static_cast<std::size_t>(words.draws),
                                           .seed = words.seed,
                                           .weighted = *weighted};
  const Result<analysis::Robustness> robustness = analysis::TestRobustness(question.archive, asked);
  if (!robustness) return Fail(robustness.error());
  return RobustnessAnswer({.archive = question.archive,
                           .index = question.index,
                           .question = asked,
                           .robustness = *robustness,
                           .moment = question.moment},
                          *part, format);
}

namespace {

Result<Answer> AskTrend(const Asked& asked) {
  return AnswerTrend(asked.question,
                     {.at = asked.values.List("days"),
                      .editions = asked.values.List("editions"),
                      .fixed_composition = asked.values.Text("fixed_composition"),
                      .part = asked.values.Text("part")},
                     asked.format);
}

Result<Answer> AskRobustness(const Asked& asked) {
  RobustnessWords words{.part = asked.values.Text("part")};
  const Result<std::int64_t> draws = NumberOf(asked.values, "draws", words.draws, 1, kMostDraws);
  if (!draws) return Fail(draws.error());
  const Result<std::int64_t> seed =
      NumberOf(asked.values, "seed", words.seed, 0, std::numeric_limits<std::uint32_t>::max());
  if (!seed) return Fail(seed.error());
  words.draws = *draws;
  words.seed = static_cast<std::uint32_t>(*seed);
  if (asked.values.Has("weights")) words.weights = asked.values.Text("weights");
  return AnswerRobustness(asked.question, words, asked.format);
}

QuestionEntry RobustnessQuestion() {
  QuestionParameter node = Common("node");
  node.help = "Node whose parts get random weights (default: the headline)";
  return {.verb = "robustness",
          .path = "/v1/robustness",
          .operation = "getRobustness",
          .tag = "Scores",
          .summary = "How far ranks depend on the weights and on single indicators",
          .parameters =
              Common({"country", "group"}) + std::vector{node} +
              Common({"at", "known_at", "methodology"}) +
              std::vector{
                  QuestionParameter{.name = "draws",
                                    .help = "How often weights are drawn (default: 10000)",
                                    .value_name = "COUNT",
                                    .type = ParameterType::kInteger,
                                    .least = 1,
                                    .most_served = kMostServedDraws},
                  QuestionParameter{.name = "seed",
                                    .help = "Same seed, same draws, on every machine (default: 1)",
                                    .value_name = "NUMBER",
                                    .type = ParameterType::kInteger},
                  QuestionParameter{.name = "weights",
                                    .help = "What gets them: areas (the node's children) or "
                                            "indicators (all below it) (default: areas)",
                                    .value_name = "PARTS",
                                    .choices = {"areas", "indicators"}},
                  QuestionParameter{.name = "part",
                                    .help = "One table: ranks, drops or shifts (default: an "
                                            "overview; all parts as JSON; ranks as rows)",
                                    .value_name = "PART",
                                    .choices = RobustnessPartNames()}},
          .columns = {},
          .answer = &AskRobustness,
          .examples = "--group EU --at mipex-2020 --draws 10000"};
}

}  // namespace

std::vector<QuestionEntry> TrendQuestions() {
  QuestionParameter node = Common("node");
  node.help = "Node to compare (default: the widest headline variant that is comparable)";
  return {
      {.verb = "trend",
       .path = "/v1/trends",
       .operation = "getTrends",
       .tag = "Change",
       .summary = "What moved between editions or any days: scores, ranks, areas, laws, spread",
       .parameters =
           Common({"country", "group"}) +
           std::vector{
               node,
               QuestionParameter{.name = "days",
                                 .help = "Days to compare: YYYY-MM-DD, YYYY (its 31 December), "
                                         "editions or today (default: all editions of which the "
                                         "log has scores)",
                                 .value_name = "DATE",
                                 .example = "2010,2014,2019",
                                 .is_list = true,
                                 .option = "--at"},
               QuestionParameter{.name = "editions",
                                 .help = "Editions whose reference days to compare",
                                 .value_name = "EDITION",
                                 .is_list = true},
               QuestionParameter{.name = "fixed_composition",
                                 .help = "Groups keep the members of that day (default: those of "
                                         "each day)",
                                 .value_name = "DATE"},
               QuestionParameter{.name = "part",
                                 .help = "One table: summary, groups, areas, ranks, movers, "
                                         "indicators, laws, reversals, convergence or coverage "
                                         "(default: an overview; all parts as JSON; summary as "
                                         "rows)",
                                 .value_name = "PART",
                                 .choices = TrendPartNames()}} +
           Common({"known_at", "methodology"}),
       .columns = {},
       .extent = Extent::kAsKnown,
       .answer = &AskTrend,
       .examples = "--group EU --editions mipex-2014,mipex-2020,mipex-2025\n"
                   "--country PT --at 2010,2014,2019 --part areas"},
      RobustnessQuestion()};
}

}  // namespace lawtrace::report
