#include "report/sdmx_csv.h"

#include <algorithm>
#include <utility>

#include "report/internal/texts.h"

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
