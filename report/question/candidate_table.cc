#include "report/question/candidate_table.h"

#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

constexpr int kPointDecimals = 2;

Cell TextCell(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

}  // namespace

Table CandidateTable(const analysis::Archive& archive, analysis::NodeId node,
                     const std::vector<CandidateAmendment>& candidates) {
  Table table{.columns = {{.name = "country"},
                          {.name = "indicator"},
                          {.name = "label", .is_detail = true},
                          {.name = "old"},
                          {.name = "new"},
                          {.name = "bounds"},
                          {.name = "law", .is_detail = true},
                          {.name = "written"},
                          {.name = "number", .is_detail = true},
                          {.name = "title", .is_detail = true},
                          {.name = "stated"},
                          {.name = "area"},
                          {.name = "area_points", .decimals = kPointDecimals},
                          {.name = "node", .is_detail = true},
                          {.name = "points", .decimals = kPointDecimals},
                          {.name = "event"},
                          {.name = "command", .is_detail = true}}};
  const Methodology& methodology = archive.methodology();
  for (const CandidateAmendment& c : candidates) {
    const analysis::Change& change = c.recoded.change;
    const analysis::Statement& statement = *change.statement;
    const Indicator& indicator = methodology.indicators[statement.indicator.value];
    table.rows.push_back(
        {archive.countries()[c.recoded.country.value], indicator.code,
         indicator.LabelOn(Day(change.day)),
         AnswerCell(archive, statement.indicator, change.old_answer),
         AnswerCell(archive, statement.indicator, statement.answer),
         BoundsText(EffectiveDateOf(statement)), TextCell(c.laws), TextCell(c.written),
         TextCell(c.numbers), TextCell(c.titles), c.stated ? Cell(c.stated->ToString()) : Cell(),
         c.recoded.area ? Cell(methodology.nodes[c.recoded.area->value].code) : Cell(),
         CellOf(c.recoded.area_points), methodology.nodes[node.value].code,
         CellOf(c.recoded.points), std::int64_t{statement.sequence}, c.command});
  }
  return table;
}

}  // namespace lawtrace::report
