#include "cli/trend_verbs.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/comparison.h"
#include "analysis/robustness.h"
#include "analysis/trend.h"
#include "cli/output.h"
#include "cli/session.h"
#include "model/nearest.h"
#include "report/robustness_tables.h"
#include "report/trend_tables.h"

namespace lawtrace::cli {
namespace {

using analysis::CountryId;
using analysis::NodeId;

constexpr std::int64_t kMostDraws = 10'000'000;

Result<int> PrintText(const std::string& text) {
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  return 0;
}

// The days that the reader named, ascending and distinct; empty if none.
Result<std::vector<Day>> NamedDays(const TrendOptions& options, const Question& question) {
  const Index& index = question.session.index();
  std::vector<Day> days;
  for (const std::string& text : options.at) {
    const Result<Day> day = ParsePoint(text, index, options.question.common.now.day());
    if (!day) return Fail(Error(day.error()).WithContext("--at"));
    days.push_back(*day);
  }
  for (const std::string& name : options.editions) {
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
std::vector<CountryId> CountriesOn(const TrendOptions& options, const Question& question,
                                   std::span<const Day> days) {
  if (question.groups.empty()) return question.countries;
  std::vector<CountryId> countries;
  for (const std::string& name : options.question.countries)
    if (const Country* country = question.session.index().FindCountry(name))
      if (const auto id = question.archive.FindCountry(country->code)) countries.push_back(*id);
  for (const Group* group : question.groups)
    for (const Day day : days)
      for (const CountryId member : MembersOn(*group, question.archive, day))
        countries.push_back(member);
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
std::vector<Day> EditionDays(const TrendOptions& options, const Question& question,
                             std::span<const NodeId> nodes) {
  const Day today = options.question.common.now.day();
  const Day latest = std::min(today, question.moment.known_at.value_or(today));
  std::vector<Day> days;
  for (const Edition& edition : question.session.index().editions) {
    const Day day = edition.reference;
    const AsOf as_of{.effective = day};
    if (day <= latest &&
        HasScore(question, CountriesOn(options, question, std::span(&day, 1)), nodes, as_of))
      days.push_back(day);
  }
  std::ranges::sort(days);
  days.erase(std::ranges::unique(days).begin(), days.end());
  return days;
}

Result<analysis::TrendQuestion> TrendQuestionOf(const TrendOptions& options,
                                                const Question& question) {
  analysis::TrendQuestion trend{.candidates = question.nodes, .groups = question.groups};
  if (options.question.nodes.empty())
    trend.candidates = analysis::HeadlineVariants(question.archive.evaluator());
  if (!options.fixed_composition.empty()) {
    if (question.groups.empty())
      return Fail(ErrorCode::kInvalidInput,
                  "--fixed-composition fixes the members of groups; name one with --group");
    const Result<Day> day = ParsePoint(options.fixed_composition, question.session.index(),
                                       options.question.common.now.day());
    if (!day) return Fail(Error(day.error()).WithContext("--fixed-composition"));
    trend.composition = *day;
  }
  Result<std::vector<Day>> days = NamedDays(options, question);
  if (!days) return Fail(days.error());
  const bool are_named = !days->empty();
  trend.days = are_named ? *std::move(days) : EditionDays(options, question, trend.candidates);
  if (trend.days.size() < 2)
    return Fail(ErrorCode::kInvalidInput,
                std::string("trend compares two days or more; ") +
                    (are_named ? "name another with --at or --editions"
                               : "the log has scores for fewer editions, so name days with --at"));
  trend.countries = trend.composition
                        ? CountriesOn(options, question, std::span(&*trend.composition, 1))
                        : CountriesOn(options, question, trend.days);
  return trend;
}

std::string TrendText(const report::TrendFacts& facts, std::optional<report::TrendPart> part,
                      report::Format format) {
  if (part) return report::Render(report::TrendTable(facts, *part), format);
  if (format == report::Format::kText) return report::RenderTrendOverview(facts);
  if (format != report::Format::kJson)
    return report::Render(report::TrendTable(facts, report::TrendPart::kSummary), format);
  std::vector<std::pair<std::string, report::Table>> tables = {{"days", report::TrendDays(facts)}};
  for (const std::string& name : report::TrendPartNames())
    tables.emplace_back(name, report::TrendTable(facts, *report::ParseTrendPart(name)));
  return report::RenderObject(report::TrendFields(facts), tables);
}

std::string RobustnessText(const report::RobustnessFacts& facts,
                           std::optional<report::RobustnessPart> part, report::Format format) {
  if (part) return report::Render(report::RobustnessTable(facts, *part), format);
  if (format == report::Format::kText) return report::RenderRobustnessOverview(facts);
  if (format != report::Format::kJson)
    return report::Render(report::RobustnessTable(facts, report::RobustnessPart::kRanks), format);
  std::vector<std::pair<std::string, report::Table>> tables;
  for (const std::string& name : report::RobustnessPartNames())
    tables.emplace_back(name, report::RobustnessTable(facts, *report::ParseRobustnessPart(name)));
  return report::RenderObject(report::RobustnessFields(facts), tables);
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

Status RequireOneNode(const Question& question, const std::string& verb) {
  if (question.nodes.size() == 1) return {};
  return Fail(ErrorCode::kInvalidInput, verb + " looks at one node; name one with --node");
}

}  // namespace

Result<int> RunTrend(const TrendOptions& options) {
  const auto part = PartOf(options.part, &report::ParseTrendPart);
  if (!part) return Fail(part.error());
  const Result<Question> question = AskOfNodes(options.question, Extent::kAsKnown);
  if (!question) return Fail(question.error());
  const Status has_node = RequireOneNode(*question, "trend");
  if (!has_node) return Fail(has_node.error());
  Result<analysis::TrendQuestion> asked = TrendQuestionOf(options, *question);
  if (!asked) return Fail(asked.error());
  const Result<analysis::Trend> trend = analysis::TraceTrend(question->archive, *std::move(asked));
  if (!trend) return Fail(trend.error());
  return PrintText(TrendText({.archive = question->archive,
                              .index = question->session.index(),
                              .trend = *trend,
                              .known_at = question->moment.known_at},
                             *part, question->format));
}

Result<int> RunRobustness(const RobustnessOptions& options) {
  const auto part = PartOf(options.part, &report::ParseRobustnessPart);
  if (!part) return Fail(part.error());
  if (options.draws < 1 || options.draws > kMostDraws)
    return Fail(ErrorCode::kInvalidInput,
                "--draws " + std::to_string(options.draws) + ": write a number from 1 to 10000000");
  const Result<analysis::WeightedParts> weighted = analysis::ParseWeightedParts(options.weights);
  if (!weighted) return Fail(Error(weighted.error()).WithContext("--weights"));
  const Result<Question> question = AskOfNodes(options.question);
  if (!question) return Fail(question.error());
  const Status has_node = RequireOneNode(*question, "robustness");
  if (!has_node) return Fail(has_node.error());
  const analysis::RobustnessQuestion asked{.node = question->nodes.front(),
                                           .countries = question->countries,
                                           .as_of = question->moment.as_of,
                                           .draws = static_cast<std::size_t>(options.draws),
                                           .seed = options.seed,
                                           .weighted = *weighted};
  const Result<analysis::Robustness> robustness =
      analysis::TestRobustness(question->archive, asked);
  if (!robustness) return Fail(robustness.error());
  return PrintText(RobustnessText({.archive = question->archive,
                                   .index = question->session.index(),
                                   .question = asked,
                                   .robustness = *robustness,
                                   .moment = question->moment},
                                  *part, question->format));
}

}  // namespace lawtrace::cli
