#include "report/question/trend_answers.h"

#include <algorithm>
#include <iterator>
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

// The days that the reader named, ascending and distinct; empty if none.
Result<std::vector<Day>> NamedDays(const TrendWords& words, const Question& question) {
  const Index& index = question.index;
  std::vector<Day> days;
  for (const std::string& text : words.at) {
    const Result<Day> day = ParsePoint(text, index, question.today);
    if (!day) return Fail(Error(day.error()).WithContext("--at"));
    days.push_back(*day);
  }
  for (const std::string& name : words.editions) {
    const Edition* edition = index.FindEdition(name);
    if (edition == nullptr) {
      std::vector<std::string> ids;
      for (const Edition& known : index.editions) ids.push_back(known.id);
      return Fail(ErrorCode::kInvalidInput,
                  "--editions: edition '" + name + "' is not in the index" + DidYouMean(name, ids));
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
      return Fail(ErrorCode::kInvalidInput,
                  "--fixed-composition fixes the members of groups; name one with --group");
    const Result<Day> day = ParsePoint(words.fixed_composition, question.index, question.today);
    if (!day) return Fail(Error(day.error()).WithContext("--fixed-composition"));
    trend.composition = *day;
  }
  Result<std::vector<Day>> days = NamedDays(words, question);
  if (!days) return Fail(days.error());
  const bool are_named = !days->empty();
  trend.days = are_named ? *std::move(days) : EditionDays(question, trend.candidates);
  trend.own_days =
      OwnDaysOf(question, trend.days, are_named ? words.at : std::vector<std::string>());
  if (trend.days.size() < 2)
    return Fail(ErrorCode::kInvalidInput,
                std::string("trend compares two days or more; ") +
                    (are_named ? "name another with --at or --editions"
                               : "the log has scores for fewer editions, so name days with --at"));
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
  if (!part) return Fail(Error(part.error()).WithContext("--part"));
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
  if (words.draws < 1 || words.draws > kMostDraws)
    return Fail(ErrorCode::kInvalidInput,
                "--draws " + std::to_string(words.draws) + ": write a number from 1 to 10000000");
  const Result<analysis::WeightedParts> weighted = analysis::ParseWeightedParts(words.weights);
  if (!weighted) return Fail(Error(weighted.error()).WithContext("--weights"));
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

}  // namespace lawtrace::report
