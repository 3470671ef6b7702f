#include "report/question/history_tables.h"

#include <utility>

#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::Change;

constexpr int kPointDecimals = 2;  // Of score changes in the text form; smaller ones exist.

// A first step may hold a hundred answers, all new.
std::string FirstAnswersText(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " first answer" : " first answers");
}

std::string StatusText(const RecordedEvent& recorded) {
  if (recorded.superseded_by) return "superseded by " + recorded.superseded_by->ToString();
  if (recorded.event.kind == EventKind::kProposal) return "pending";
  if (recorded.event.kind == EventKind::kRetraction) return "withdraws";
  if (!recorded.event.effective) return "not commenced";
  return "stands";
}

}  // namespace

Table ScoreHistoryTable() {
  return {.columns = {{.name = "country"},
                      {.name = "node"},
                      {.name = "day"},
                      {.name = "bounds"},
                      {.name = "score", .decimals = kPointDecimals},
                      {.name = "previous", .decimals = kPointDecimals},
                      {.name = "change", .decimals = kPointDecimals},
                      {.name = "answered"},
                      {.name = "indicators"},
                      {.name = "kinds"},
                      {.name = "changed"},
                      {.name = "laws"}}};
}

void AppendScoreHistory(const Archive& archive, const std::string& country, analysis::NodeId node,
                        const std::vector<analysis::ScoreStep>& steps, Table& table) {
  for (const analysis::ScoreStep& step : steps) {
    TextSet changed;
    TextSet kinds;
    TextSet laws;
    TextSet bounds;
    for (const Change& change : step.changes) {
      bounds.Add(BoundsText(EffectiveDateOf(*change.statement)));
      changed.Add(ChangeText(archive, change));
      kinds.Add(std::string(Name(change.statement->kind)));
      laws.Add(LawsText(archive, *change.statement));
    }
    if (step.changes.empty()) {
      kinds.Add("methodology");
      changed.Add("weights");
    }
    const bool is_first = &step == &steps.front();
    std::optional<double> difference;
    if (step.previous && step.score.score) difference = *step.score.score - *step.previous;
    table.rows.push_back(
        {country, archive.methodology().nodes[node.value].code, step.day.ToString(),
         bounds.joined(), CellOf(step.score.score), CellOf(step.previous), CellOf(difference),
         std::int64_t{step.score.answered}, std::int64_t{step.score.indicators}, kinds.joined(),
         is_first ? FirstAnswersText(step.changes.size()) : changed.joined(), laws.joined()});
  }
}

Table ChangesTable() {
  Table table{.columns = {{.name = "country"}, {.name = "name", .is_detail = true}}};
  AppendAnswerChangeColumns(table);
  table.columns.push_back({.name = "kind"});
  AppendStatementColumns(table);
  table.columns.push_back({.name = "event"});
  return table;
}

void AppendChanges(const Archive& archive, const Index& index, const std::string& country,
                   std::span<const Change> changes, Table& table) {
  for (const Change& change : changes) {
    const analysis::Statement& statement = *change.statement;
    std::string kind(Name(statement.kind));
    if (statement.is_correction) kind += " (corrected)";
    std::vector<Cell>& row =
        table.rows.emplace_back(std::vector<Cell>{country, NameOf(index, country)});
    AppendAnswerChangeCells(archive, statement.indicator, EffectiveDateOf(statement).latest(),
                            change.old_answer, statement.answer, row);
    row.emplace_back(std::move(kind));
    AppendStatementCells(archive, statement, row);
    row.emplace_back(std::int64_t{statement.sequence});
  }
}

Table EventTable(const std::vector<RecordedEvent>& events) {
  Table table{.columns = {{.name = "event"},
                          {.name = "kind"},
                          {.name = "country"},
                          {.name = "indicator"},
                          {.name = "answer"},
                          {.name = "bounds"},
                          {.name = "effective", .is_detail = true},
                          {.name = "earliest", .is_detail = true},
                          {.name = "latest", .is_detail = true},
                          {.name = "basis"},
                          {.name = "observed"},
                          {.name = "status"},
                          {.name = "supersedes"},
                          {.name = "counts_as", .is_detail = true},
                          {.name = "laws"},
                          {.name = "recorded_at"},
                          {.name = "comment"},
                          {.name = "url", .is_detail = true},
                          {.name = "document", .is_detail = true},
                          {.name = "place"},
                          {.name = "unlisted", .is_detail = true},
                          {.name = "author", .is_detail = true},
                          {.name = "source", .is_detail = true}}};
  for (const RecordedEvent& recorded : events) {
    const Event& event = recorded.event;
    std::string laws;
    for (const LawReference& reference : event.laws)
      laws += (laws.empty() ? "" : "; ") + reference.law + " (" +
              std::string(Name(reference.role)) + ")";
    const auto text = [&](auto write) { return event.effective ? Cell(write()) : Cell(); };
    table.rows.push_back(
        {static_cast<std::int64_t>(event.sequence.value),
         std::string(Name(event.kind)),
         event.country,
         event.indicator,
         event.answer ? Cell(event.answer->ToString()) : Cell(),
         text([&] { return BoundsText(*event.effective); }),
         text([&] { return event.effective->ToString(); }),
         text([&] { return event.effective->earliest().ToString(); }),
         text([&] { return event.effective->latest().ToString(); }),
         text([&] { return std::string(Name(event.basis)); }),
         event.observed ? Cell(event.observed->ToString()) : Cell(),
         StatusText(recorded),
         event.supersedes ? Cell(static_cast<std::int64_t>(event.supersedes->value)) : Cell(),
         std::string(event.counts_as ? Name(*event.counts_as) : ""),
         std::move(laws),
         recorded.recorded_at.ToString(),
         event.evidence.comment,
         event.evidence.url,
         event.evidence.document,
         event.evidence.place,
         event.is_unlisted,
         recorded.author,
         recorded.source});
  }
  return table;
}

Table VerificationTable(const analysis::Verification& verification) {
  constexpr int kFigureDecimals = 3;
  const int decimals = verification.decimals.value_or(kFigureDecimals);
  Table table{.columns = {{.name = "status"},
                          {.name = "country"},
                          {.name = "node"},
                          {.name = "reference"},
                          {.name = "published", .decimals = decimals},
                          {.name = "computed", .decimals = decimals},
                          {.name = "difference", .decimals = decimals},
                          {.name = "cause"},
                          {.name = "place"}}};
  for (const analysis::Disagreement& d : verification.disagreements)
    table.rows.push_back({std::string("different"), d.figure.country, d.figure.node,
                          d.figure.reference.ToString(), CellOf(d.figure.value), CellOf(d.computed),
                          d.computed ? Cell(*d.computed - *d.figure.value) : Cell(), d.cause,
                          d.figure.place});
  for (const analysis::Unpublished& u : verification.unpublished)
    table.rows.push_back({std::string("unpublished"), u.figure.country, u.figure.node,
                          u.figure.reference.ToString(), Cell(), u.computed, Cell(),
                          std::string("the workbook leaves this cell blank"), u.figure.place});
  return table;
}

}  // namespace lawtrace::report
