#include "report/question/texts.h"

#include "analysis/explanation.h"

namespace lawtrace::report {

using analysis::Archive;

std::string NameOf(const Index& index, const std::string& country) {
  const Country* known = index.FindCountry(country);
  return known == nullptr ? country : known->name;
}

std::string BoundsText(const PartialDate& date) {
  if (date.earliest() == date.latest()) return date.latest().ToString();
  return date.earliest().ToString() + ".." + date.latest().ToString();
}

void TextSet::Add(const std::string& text) {
  if (text.empty() || !seen_.insert(text).second) return;
  joined_ += (joined_.empty() ? "" : "; ") + text;
}

PartialDate EffectiveDateOf(const analysis::Statement& statement) {
  return {Day(statement.day), statement.precision};
}

Cell DayCell(const std::optional<Day>& day) {
  return day ? Cell(day->ToString()) : Cell();
}

Cell AnswerCell(const Archive& archive, analysis::IndicatorId indicator,
                analysis::AnswerId answer) {
  const std::optional<Answer>& known = archive.answers().AnswerOf(indicator, answer);
  return known ? Cell(known->ToString()) : Cell();
}

std::string ChangeText(const Archive& archive, const analysis::Change& change) {
  const analysis::IndicatorId indicator = change.statement->indicator;
  const auto text = [&](analysis::AnswerId answer) {
    const std::optional<Answer>& known = archive.answers().AnswerOf(indicator, answer);
    return known ? known->ToString() : std::string("none");
  };
  return archive.methodology().indicators[indicator.value].code + " " + text(change.old_answer) +
         " -> " + text(change.statement->answer);
}

std::string EventsText(const std::vector<std::uint32_t>& events) {
  std::string text;
  for (const std::uint32_t event : events)
    text += (text.empty() ? "" : " ") + std::to_string(event);
  return text;
}

std::string LawsText(const Archive& archive, const analysis::Statement& statement) {
  std::string text;
  for (const LawReference& reference : archive.LawsOf(statement)) {
    if (!text.empty()) text += "; ";
    text += reference.law;
    if (!reference.provision.empty()) text += " " + reference.provision;
    text += " (" + std::string(Name(reference.role)) + ")";
  }
  return text;
}

std::string LawTitle(const Archive& archive, const std::string& law) {
  const Law* known = archive.laws().Find(law);
  if (known == nullptr) return {};
  return known->title_en.empty() ? known->title : known->title_en;
}

std::string ReasonText(const Archive& archive, analysis::CountryId country, analysis::NodeId node,
                       const Moment& moment) {
  if (moment.as_of.known == Sequence{}) return "nothing was recorded by then";
  const std::vector<std::string> absent =
      analysis::AbsentChildren(archive, country, node, moment.as_of);
  if (absent.empty()) return {};
  const Node& shape = archive.methodology().nodes[node.value];
  if (absent.size() == shape.children.size()) return "no answers";
  std::string text = shape.aggregation == Aggregation::kTable ? "no row for the answers; missing: "
                                                              : "needs all parts; missing: ";
  for (std::size_t i = 0; i < absent.size(); ++i) text += (i == 0 ? "" : ", ") + absent[i];
  return text;
}

void AppendAnswerChangeColumns(Table& table) {
  table.columns.insert(table.columns.end(), {{.name = "indicator"},
                                             {.name = "label"},
                                             {.name = "old"},
                                             {.name = "new"},
                                             {.name = "old_score", .is_detail = true},
                                             {.name = "new_score", .is_detail = true}});
}

void AppendAnswerChangeCells(const analysis::Archive& archive, analysis::IndicatorId indicator,
                             Day day, analysis::AnswerId old_answer, analysis::AnswerId new_answer,
                             std::vector<Cell>& row) {
  const Indicator& question = archive.methodology().indicators[indicator.value];
  row.insert(row.end(),
             {question.code, question.LabelOn(day), AnswerCell(archive, indicator, old_answer),
              AnswerCell(archive, indicator, new_answer),
              CellOf(archive.answers().ScoreOf(indicator, old_answer)),
              CellOf(archive.answers().ScoreOf(indicator, new_answer))});
}

void AppendStatementColumns(Table& table) {
  table.columns.insert(table.columns.end(), {{.name = "bounds"},
                                             {.name = "effective", .is_detail = true},
                                             {.name = "earliest", .is_detail = true},
                                             {.name = "latest", .is_detail = true},
                                             {.name = "precision", .is_detail = true},
                                             {.name = "basis"},
                                             {.name = "laws"}});
}

void AppendStatementCells(const analysis::Archive& archive, const analysis::Statement& statement,
                          std::vector<Cell>& row) {
  const PartialDate effective = EffectiveDateOf(statement);
  row.insert(row.end(),
             {BoundsText(effective), effective.ToString(), effective.earliest().ToString(),
              effective.latest().ToString(), std::string(Name(effective.precision())),
              std::string(Name(statement.basis)), LawsText(archive, statement)});
}

void AppendMomentColumns(Table& table) {
  table.columns.push_back({.name = "at", .is_detail = true});
  table.columns.push_back({.name = "known_at", .is_detail = true});
}

void AppendMomentCells(const Moment& moment, std::vector<Cell>& row) {
  row.emplace_back(moment.as_of.effective.ToString());
  row.push_back(moment.known_at ? Cell(moment.known_at->ToString()) : Cell());
}

}  // namespace lawtrace::report
