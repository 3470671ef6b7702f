#include "report/export/export_tables.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "report/question/history_tables.h"
#include "report/question/score_tables.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::Change;
using analysis::CountryId;
using analysis::IndicatorId;
using analysis::NodeId;

bool IsRecoding(const Change& change) {
  return change.statement->kind == EventKind::kRecoding;
}

// Observations of one subject from its changes, which are ascending.
template <typename Subject>
void Observe(CountryId country, Subject subject, const ObservedDays& days,
             const std::vector<std::pair<Day, bool>>& changes, bool without_change,
             std::vector<Observation<Subject>>& observations) {
  if (days.is_series) {
    for (const auto& [day, is_break] : changes)
      if (day <= days.at && (!days.from || day > *days.from))
        observations.push_back({.country = country,
                                .subject = subject,
                                .day = day,
                                .changed = day,
                                .is_break = is_break});
    return;
  }
  Observation<Subject> last{.country = country,
                            .subject = subject,
                            .day = days.at,
                            .changed = std::nullopt,
                            .is_break = false};
  for (const auto& [day, is_break] : changes) {
    if (day > days.at) break;
    last.changed = day;
    last.is_break = is_break;
  }
  if (last.changed || without_change) observations.push_back(last);
}

// One text per row, equal exactly if the cells of these columns are.
std::vector<std::string> TextsOf(const Table& table, const std::vector<std::string>& names) {
  Table chosen;
  std::vector<std::size_t> positions;
  for (const std::string& name : names) {
    const auto column = std::ranges::find(table.columns, name, &Column::name);
    positions.push_back(static_cast<std::size_t>(column - table.columns.begin()));
    chosen.columns.push_back({.name = name});
  }
  std::vector<std::string> texts;
  for (const std::vector<Cell>& row : table.rows) {
    std::vector<Cell>& cells = chosen.rows.emplace_back();
    for (const std::size_t position : positions) cells.push_back(row[position]);
    texts.push_back(Render(chosen, Format::kJsonLines));
    chosen.rows.clear();
  }
  return texts;
}

}  // namespace

std::vector<ScoreObservation> ObserveScores(const Archive& archive,
                                            std::span<const CountryId> countries,
                                            std::span<const NodeId> nodes,
                                            const ObservedDays& days) {
  std::vector<ScoreObservation> observations;
  for (const CountryId country : countries) {
    for (const NodeId node : nodes) {
      std::vector<std::pair<Day, bool>> changes;
      for (const analysis::ScoreStep& step :
           analysis::ScoreHistory(archive.evaluator(), archive.Block(country), node))
        changes.emplace_back(step.day, std::ranges::any_of(step.changes, IsRecoding));
      Observe(country, node, days, changes, /*without_change=*/true, observations);
    }
  }
  return observations;
}

std::vector<AnswerObservation> ObserveAnswers(const Archive& archive,
                                              std::span<const CountryId> countries,
                                              const ObservedDays& days) {
  std::vector<AnswerObservation> observations;
  for (const CountryId country : countries) {
    std::vector<std::vector<std::pair<Day, bool>>> changes(archive.evaluator().indicator_count());
    for (const Change& change : archive.Block(country).changes())
      changes[change.statement->indicator.value].emplace_back(Day(change.day), IsRecoding(change));
    for (std::uint16_t i = 0; i < changes.size(); ++i)
      Observe(country, IndicatorId{i}, days, changes[i], /*without_change=*/false, observations);
  }
  return observations;
}

Table ObservedScoreTable(const Archive& archive, const Index& index,
                         std::span<const ScoreObservation> observations,
                         const std::optional<Day>& known_at) {
  Table table = ScoreTable(archive, index, {}, {}, {.as_of = {.effective = Day(0)}});
  for (const ScoreObservation& observed : observations) {
    Table row =
        ScoreTable(archive, index, std::span(&observed.country, 1), std::span(&observed.subject, 1),
                   {.as_of = {.effective = observed.day}, .known_at = known_at});
    table.rows.push_back(std::move(row.rows.front()));
  }
  return table;
}

Table ObservedAnswerTable(const Archive& archive, std::span<const AnswerObservation> observations,
                          const std::optional<Day>& known_at) {
  Table table = AnswerColumns();
  for (const AnswerObservation& observed : observations)
    AppendAnswer(archive, observed.country, observed.subject,
                 {.as_of = {.effective = observed.day}, .known_at = known_at}, table);
  return table;
}

Table ChosenChangesTable(const Archive& archive, const Index& index, const ChangeChoice& choice) {
  Table table = ChangesTable();
  for (const CountryId country : choice.countries) {
    std::vector<Change> changes;
    std::ranges::copy_if(analysis::ChangesIn(archive.Block(country), choice.range),
                         std::back_inserter(changes), [&](const Change& change) {
                           return choice.indicators[change.statement->indicator.value] &&
                                  (choice.with_codings || change.old_answer != analysis::kNoAnswer);
                         });
    AppendChanges(archive, index, archive.countries()[country.value], changes, table);
  }
  return table;
}

Table UpdatedRows(const Table& now, const Table& before, const std::vector<std::string>& keys,
                  const std::vector<std::string>& values) {
  const std::vector<std::string> old_keys = TextsOf(before, keys);
  const std::vector<std::string> old_values = TextsOf(before, values);
  std::map<std::string, std::string> old;
  for (std::size_t r = 0; r < old_keys.size(); ++r) old.emplace(old_keys[r], old_values[r]);
  const std::vector<std::string> new_keys = TextsOf(now, keys);
  const std::vector<std::string> new_values = TextsOf(now, values);
  Table updated{.columns = now.columns, .rows = {}};
  for (std::size_t r = 0; r < new_keys.size(); ++r) {
    const auto found = old.find(new_keys[r]);
    if (found == old.end() || found->second != new_values[r]) updated.rows.push_back(now.rows[r]);
  }
  return updated;
}

Table GoneRows(const Table& now, const Table& before, const std::vector<std::string>& keys) {
  return UpdatedRows(before, now, keys, {});
}

}  // namespace lawtrace::report
