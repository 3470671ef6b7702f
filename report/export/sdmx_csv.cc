#include "report/export/sdmx_csv.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;

// Dimensions end here: structure, structure id, action, area, node or indicator, time.
constexpr std::size_t kActionColumn = 2;
constexpr std::size_t kKeyColumns = 6;

Table ColumnsOf(std::vector<std::string> names) {
  Table table;
  for (std::string& name : names) table.columns.push_back({.name = std::move(name)});
  return table;
}

Day LastRecorded(const Archive& archive) {
  return archive.last() == Sequence{} ? Day(0) : archive.RecordedAt(archive.last()).day();
}

std::string MethodologyText(const Archive& archive) {
  return archive.methodology().id + "@" + archive.methodology().version;
}

// The node and its children that are nodes.
std::vector<analysis::NodeId> NodeWithParts(const Archive& archive, analysis::NodeId node) {
  std::vector<analysis::NodeId> nodes = {node};
  for (const std::string& child : archive.methodology().nodes[node.value].children)
    if (const auto part = archive.evaluator().FindNode(child)) nodes.push_back(*part);
  return nodes;
}

}  // namespace

std::string_view ObservationStatus(bool has_value, bool is_break, const std::optional<Day>& changed,
                                   Day recorded) {
  if (!has_value) return "M";
  if (is_break) return "B";
  return changed && *changed > recorded ? "P" : "A";
}

Table SdmxScores(const Archive& archive, std::span<const ScoreObservation> observations,
                 const std::string& action) {
  Table table = ColumnsOf({"STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA", "NODE", "TIME_PERIOD",
                           "OBS_VALUE", "OBS_STATUS", "ANSWERED", "INDICATORS", "METHODOLOGY"});
  const Day recorded = LastRecorded(archive);
  for (const ScoreObservation& observed : observations) {
    const analysis::NodeScore score =
        archive.Block(observed.country).ScoreAt(observed.subject, {.effective = observed.day});
    table.rows.push_back({std::string("dataflow"), std::string("LAWTRACE:SCORES(1.0)"), action,
                          archive.countries()[observed.country.value],
                          archive.methodology().nodes[observed.subject.value].code,
                          observed.day.ToString(), CellOf(score.score),
                          std::string(ObservationStatus(score.score.has_value(), observed.is_break,
                                                        observed.changed, recorded)),
                          std::int64_t{score.answered}, std::int64_t{score.indicators},
                          MethodologyText(archive)});
  }
  return table;
}

Table SdmxReportedScores(const Archive& archive, analysis::NodeId node,
                         std::span<const ReportedDays> reported) {
  const std::vector<analysis::NodeId> nodes = NodeWithParts(archive, node);
  std::vector<ScoreObservation> observations;
  for (const ReportedDays& of : reported)
    for (const Day day : of.days)
      std::ranges::copy(ObserveScores(archive, std::span(&of.country, 1), nodes, {.at = day}),
                        std::back_inserter(observations));
  std::ranges::stable_sort(observations, {}, [](const ScoreObservation& observed) {
    return std::tuple(observed.country, observed.subject, observed.day);
  });
  return SdmxScores(archive, observations, "I");
}

Table SdmxThenAndNow(const Archive& archive, const ReportScope& scope,
                     std::span<const analysis::CountryId> countries) {
  std::vector<ReportedDays> reported;
  for (const analysis::CountryId country : countries)
    reported.push_back({.country = country, .days = {scope.range.after, scope.range.until}});
  return SdmxReportedScores(archive, scope.node, reported);
}

Table SdmxScenario(const ScenarioFigures& figures, analysis::NodeId node) {
  const Archive& archive = figures.overlay->archive();
  Table table = ColumnsOf({"STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA", "NODE", "SCENARIO",
                           "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "ANSWERED", "INDICATORS",
                           "METHODOLOGY"});
  for (const analysis::CountryOutcome& outcome : figures.outcomes) {
    for (const analysis::NodeId subject : NodeWithParts(archive, node)) {
      const auto add = [&](const std::string& scenario, const analysis::NodeScore& score,
                           const std::string& status) {
        table.rows.push_back({std::string("dataflow"), std::string("LAWTRACE:SCENARIO(1.0)"),
                              std::string("I"), archive.countries()[outcome.country.value],
                              archive.methodology().nodes[subject.value].code, scenario,
                              figures.moment.as_of.effective.ToString(), CellOf(score.score),
                              score.score ? status : std::string("M"), std::int64_t{score.answered},
                              std::int64_t{score.indicators}, MethodologyText(archive)});
      };
      add("without", outcome.before[subject.value], "A");
      add("with", outcome.after[subject.value], "F");
      if (figures.against) add("against", figures.against->ScoreOf(outcome.country, subject), "F");
    }
  }
  return table;
}

Table SdmxAnswers(const Archive& archive, std::span<const AnswerObservation> observations,
                  const std::string& action) {
  Table table =
      ColumnsOf({"STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA", "INDICATOR", "TIME_PERIOD",
                 "OBS_VALUE", "OBS_STATUS", "ANSWER", "KIND", "EFFECTIVE", "EVENT", "METHODOLOGY"});
  const Day recorded = LastRecorded(archive);
  for (const AnswerObservation& observed : observations) {
    const analysis::Standing standing =
        archive.Block(observed.country).StandingAt(observed.subject, {.effective = observed.day});
    const std::optional<double>& score =
        archive.answers().ScoreOf(observed.subject, standing.answer);
    table.rows.push_back({std::string("dataflow"), std::string("LAWTRACE:ANSWERS(1.0)"), action,
                          archive.countries()[observed.country.value],
                          archive.methodology().indicators[observed.subject.value].code,
                          observed.day.ToString(), CellOf(score),
                          std::string(ObservationStatus(score.has_value(), observed.is_break,
                                                        observed.changed, recorded)),
                          AnswerCell(archive, observed.subject, standing.answer),
                          std::string(Name(standing.statement->kind)),
                          EffectiveDateOf(*standing.statement).ToString(),
                          std::int64_t{standing.statement->sequence}, MethodologyText(archive)});
  }
  return table;
}

void AppendDeletions(const Table& gone, Table& table) {
  for (const std::vector<Cell>& row : gone.rows) {
    std::vector<Cell>& deleted = table.rows.emplace_back(row);
    deleted[kActionColumn] = std::string("D");
    std::fill(deleted.begin() + kKeyColumns, deleted.end(), Cell());
  }
}

}  // namespace lawtrace::report
