#include "report/question/difference_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "model/number.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using Json = nlohmann::ordered_json;
using analysis::AnswerDifference;
using analysis::Archive;
using analysis::Revision;
using analysis::RevisionClass;
using analysis::Statement;

constexpr int kPointDecimals = 2;

// Text that is not UTF-8 cannot be JSON; its bad bytes are replaced rather than refused.
std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json JsonOf(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

Json JsonOf(const Archive& archive, analysis::IndicatorId indicator, analysis::AnswerId answer) {
  const std::optional<Answer>& known = archive.answers().AnswerOf(indicator, answer);
  return known ? Json(known->ToString()) : Json();
}

const Indicator& IndicatorOf(const Archive& archive, analysis::IndicatorId indicator) {
  return archive.methodology().indicators[indicator.value];
}

const std::string& CodeOf(const Archive& archive, analysis::NodeId node) {
  return archive.methodology().nodes[node.value].code;
}

// effective, earliest, latest, precision, basis, laws.
void AddStatement(const Archive& archive, const Statement& statement, Json& object) {
  const PartialDate effective = EffectiveDateOf(statement);
  object["effective"] = effective.ToString();
  object["earliest"] = effective.earliest().ToString();
  object["latest"] = effective.latest().ToString();
  object["precision"] = Name(effective.precision());
  object["basis"] = Name(statement.basis);
  Json& laws = object["laws"] = Json::array();
  for (const LawReference& reference : archive.LawsOf(statement))
    laws.push_back({{"law", reference.law},
                    {"role", Name(reference.role)},
                    {"provision", reference.provision}});
}

std::string MomentText(const Moment& moment) {
  std::string text = moment.as_of.effective.ToString();
  if (moment.known_at) text += " as known on " + moment.known_at->ToString();
  return text;
}

std::string ScoreText(const std::optional<double>& score) {
  return score ? FixedText(*score, kPointDecimals) : "no score";
}

Json MomentJson(const Moment& moment, const std::optional<double>& score) {
  return {{"at", moment.as_of.effective.ToString()},
          {"known_at", moment.known_at ? Json(moment.known_at->ToString()) : Json()},
          {"score", JsonOf(score)}};
}

// Blank columns of the text form would say nothing.
void HideColumn(Table& table, const std::string& name) {
  for (Column& column : table.columns)
    if (column.name == name) column.is_detail = true;
}

Json RowJson(const Archive& archive, const Moment& to, const AnswerDifference& answer) {
  const Indicator& indicator = IndicatorOf(archive, answer.indicator);
  const analysis::AnswerTable& answers = archive.answers();
  Json row = {{"indicator", indicator.code},
              {"label", indicator.LabelOn(to.as_of.effective)},
              {"old", JsonOf(archive, answer.indicator, answer.old_answer)},
              {"new", JsonOf(archive, answer.indicator, answer.new_answer)},
              {"old_score", JsonOf(answers.ScoreOf(answer.indicator, answer.old_answer))},
              {"new_score", JsonOf(answers.ScoreOf(answer.indicator, answer.new_answer))},
              {"points", JsonOf(answer.points)},
              {"area", answer.area ? Json(CodeOf(archive, *answer.area)) : Json()},
              {"area_points", JsonOf(answer.area_points)},
              {"node_points", JsonOf(answer.node_points)},
              {"kind", Name(answer.kind)},
              {"undone", answer.is_undone},
              {"event", answer.event}};
  AddStatement(archive, *answer.statement, row);
  return row;
}

// Of the event, as the log names it; "confirmation" states no answer of its own.
std::string_view KindOf(const Revision& row) {
  if (row.revision_class == RevisionClass::kCorrection) return Name(EventKind::kCorrection);
  if (row.revision_class == RevisionClass::kRetraction) return Name(EventKind::kRetraction);
  return row.statement == nullptr ? Name(EventKind::kConfirmation) : Name(row.statement->kind);
}

struct ClassTotal {
  std::size_t count = 0;
  double points = 0;
};
using Totals = std::map<RevisionClass, ClassTotal>;

Totals TotalsOf(const analysis::Revisions& revisions) {
  Totals totals;
  for (const Revision& row : revisions.rows) {
    ClassTotal& total = totals[row.revision_class];
    ++total.count;
    total.points += row.points.value_or(0);
  }
  return totals;
}

Totals SumOf(const RevisionReport& report) {
  Totals sum;
  for (const RevisionReport::OfCountry& of : report.countries)
    for (const auto& [revision_class, total] : TotalsOf(of.revisions)) {
      sum[revision_class].count += total.count;
      sum[revision_class].points += total.points;
    }
  return sum;
}

Json TotalsJson(const Totals& totals, bool has_points) {
  Json list = Json::array();
  for (const auto& [revision_class, total] : totals)
    list.push_back({{"class", Name(revision_class)},
                    {"count", total.count},
                    {"points", has_points ? Json(total.points) : Json()}});
  return list;
}

bool IsListed(const RevisionReport& report, const Revision& row) {
  return report.lists_confirmations || row.revision_class != RevisionClass::kConfirmation;
}

Json RowJson(const Archive& archive, const Revision& revision) {
  const Indicator& indicator = IndicatorOf(archive, revision.indicator);
  Json row = {{"class", Name(revision.revision_class)},
              {"kind", KindOf(revision)},
              {"event", revision.event},
              {"recorded", archive.RecordedAt(Sequence{revision.event}).day().ToString()},
              {"indicator", indicator.code},
              {"label", indicator.LabelOn(revision.day)},
              {"before", JsonOf(archive, revision.indicator, revision.before)},
              {"after", JsonOf(archive, revision.indicator, revision.after)},
              {"points", JsonOf(revision.points)}};
  if (revision.statement != nullptr) AddStatement(archive, *revision.statement, row);
  return row;
}

void AddCountry(const Archive& archive, const RevisionReport& report,
                const RevisionReport::OfCountry& of, Json& object) {
  object["from_score"] = JsonOf(of.revisions.from);
  object["to_score"] = JsonOf(of.revisions.to);
  object["change"] = JsonOf(of.revisions.change);
  object["classes"] = TotalsJson(TotalsOf(of.revisions), of.revisions.change.has_value());
  Json& rows = object["rows"] = Json::array();
  for (const Revision& row : of.revisions.rows)
    if (IsListed(report, row)) rows.push_back(RowJson(archive, row));
}

}  // namespace

Table DifferenceTable(const Archive& archive, const Index& index, const Differences& differences) {
  Table table{.columns = {{.name = "country"},
                          {.name = "name", .is_detail = true},
                          {.name = "node", .is_detail = true}}};
  AppendAnswerChangeColumns(table);
  table.columns.insert(table.columns.end(), {{.name = "points", .decimals = kPointDecimals},
                                             {.name = "area"},
                                             {.name = "area_points", .decimals = kPointDecimals},
                                             {.name = "node_points", .decimals = kPointDecimals},
                                             {.name = "kind"},
                                             {.name = "undone"},
                                             {.name = "event"}});
  AppendStatementColumns(table);
  for (const char* name : {"from", "from_known_at", "to", "to_known_at"})
    table.columns.push_back({.name = name, .is_detail = true});
  for (const auto& [country, difference] : differences.countries) {
    for (const AnswerDifference& answer : difference.answers) {
      std::vector<Cell>& row = table.rows.emplace_back(
          std::vector<Cell>{country, NameOf(index, country), CodeOf(archive, differences.node)});
      AppendAnswerChangeCells(archive, answer.indicator, differences.to.as_of.effective,
                              answer.old_answer, answer.new_answer, row);
      row.insert(row.end(),
                 {CellOf(answer.points), answer.area ? Cell(CodeOf(archive, *answer.area)) : Cell(),
                  CellOf(answer.area_points), CellOf(answer.node_points),
                  std::string(Name(answer.kind)), answer.is_undone, std::int64_t{answer.event}});
      AppendStatementCells(archive, *answer.statement, row);
      AppendMomentCells(differences.from, row);
      AppendMomentCells(differences.to, row);
    }
  }
  return table;
}

std::string DifferenceText(const Archive& archive, const Index& index,
                           const Differences& differences) {
  std::string text =
      "From " + MomentText(differences.from) + " to " + MomentText(differences.to) + ".\n";
  std::size_t unchanged_count = 0;
  for (const Differences::OfCountry& of : differences.countries) {
    const analysis::Difference& difference = of.difference;
    if (difference.answers.empty() && differences.countries.size() > 1) {
      ++unchanged_count;
      continue;
    }
    const std::size_t count = difference.answers.size();
    text += fmt::format("\n{} {}: {} {} -> {}", of.country, NameOf(index, of.country),
                        CodeOf(archive, differences.node), ScoreText(difference.from),
                        ScoreText(difference.to));
    if (difference.change) text += " (" + SignedFixedText(*difference.change, kPointDecimals) + ")";
    if (difference.weights_points.value_or(0) != 0)
      text += ", new weights " + SignedFixedText(*difference.weights_points, kPointDecimals);
    text += fmt::format(", {} {}\n", count, count == 1 ? "answer" : "answers");
    if (count == 0) continue;
    Differences one = {.node = differences.node,
                       .from = differences.from,
                       .to = differences.to,
                       .countries = {of}};
    Table table = DifferenceTable(archive, index, one);
    HideColumn(table, "country");
    if (std::ranges::none_of(difference.answers, &AnswerDifference::is_undone))
      HideColumn(table, "undone");
    text += "\n" + Render(table, Format::kText);
  }
  if (unchanged_count > 0)
    text += fmt::format("\n{} of {} countries have no other answer.\n", unchanged_count,
                        differences.countries.size());
  return text;
}

std::string RenderDifferences(const Archive& archive, const Differences& differences,
                              bool as_lines) {
  std::string out = as_lines ? "" : "[";
  bool is_first = true;
  for (const auto& [country, difference] : differences.countries) {
    Json object = {{"country", country},
                   {"node", CodeOf(archive, differences.node)},
                   {"from", MomentJson(differences.from, difference.from)},
                   {"to", MomentJson(differences.to, difference.to)},
                   {"change", JsonOf(difference.change)},
                   {"weights_points", JsonOf(difference.weights_points)},
                   {"rows", Json::array()}};
    for (const AnswerDifference& answer : difference.answers)
      object["rows"].push_back(RowJson(archive, differences.to, answer));
    if (!as_lines) out += is_first ? "\n" : ",\n";
    out += Dump(object);
    if (as_lines) out += '\n';
    is_first = false;
  }
  if (!as_lines) out += is_first ? "]\n" : "\n]\n";
  return out;
}

Table RevisionTable(const Archive& archive, const Index& index, const RevisionReport& report) {
  Table table{.columns = {{.name = "country"},
                          {.name = "name", .is_detail = true},
                          {.name = "node", .is_detail = true},
                          {.name = "class"},
                          {.name = "kind", .is_detail = true},
                          {.name = "event"},
                          {.name = "recorded"},
                          {.name = "indicator"},
                          {.name = "label"},
                          {.name = "before"},
                          {.name = "after"},
                          {.name = "points", .decimals = kPointDecimals}}};
  AppendStatementColumns(table);
  for (const auto& [country, revisions] : report.countries) {
    for (const Revision& revision : revisions.rows) {
      if (!IsListed(report, revision)) continue;
      const Indicator& indicator = IndicatorOf(archive, revision.indicator);
      std::vector<Cell>& row = table.rows.emplace_back(std::vector<Cell>{
          country, NameOf(index, country), CodeOf(archive, report.node),
          std::string(Name(revision.revision_class)), std::string(KindOf(revision)),
          std::int64_t{revision.event},
          archive.RecordedAt(Sequence{revision.event}).day().ToString(), indicator.code,
          indicator.LabelOn(revision.day), AnswerCell(archive, revision.indicator, revision.before),
          AnswerCell(archive, revision.indicator, revision.after), CellOf(revision.points)});
      if (revision.statement != nullptr) AppendStatementCells(archive, *revision.statement, row);
      row.resize(table.columns.size());
    }
  }
  return table;
}

Table RevisionSummaryTable(const RevisionReport& report) {
  const Totals sum = SumOf(report);
  Table table{.columns = {{.name = "country"},
                          {.name = "from", .decimals = kPointDecimals},
                          {.name = "to", .decimals = kPointDecimals},
                          {.name = "change", .decimals = kPointDecimals}}};
  for (const auto& [revision_class, total] : sum) {
    table.columns.push_back({.name = std::string(Name(revision_class))});
    if (revision_class != RevisionClass::kConfirmation)
      table.columns.push_back({.name = "points", .decimals = kPointDecimals});
  }
  const auto append = [&](std::vector<Cell> row, Totals totals, bool has_points) {
    for (const auto& [revision_class, total] : sum) {
      const ClassTotal& own = totals[revision_class];
      row.push_back(own.count > 0 ? Cell(static_cast<std::int64_t>(own.count)) : Cell());
      if (revision_class != RevisionClass::kConfirmation)
        row.push_back(own.count > 0 && has_points ? Cell(own.points) : Cell());
    }
    table.rows.push_back(std::move(row));
  };
  for (const auto& [country, revisions] : report.countries) {
    if (revisions.rows.empty()) continue;
    append({country, CellOf(revisions.from), CellOf(revisions.to), CellOf(revisions.change)},
           TotalsOf(revisions), revisions.change.has_value());
  }
  const bool has_change = std::ranges::any_of(
      report.countries,
      [](const RevisionReport::OfCountry& of) { return of.revisions.change.has_value(); });
  if (table.rows.size() > 1) append({std::string("all"), Cell(), Cell(), Cell()}, sum, has_change);
  return table;
}

std::string RenderRevisions(const Archive& archive, const RevisionReport& report, bool as_lines) {
  const Json about = {{"node", CodeOf(archive, report.node)},
                      {"at", report.at.ToString()},
                      {"between", {report.range.after.ToString(), report.range.until.ToString()}}};
  std::string lines;
  Json whole = about;
  whole["countries"] = Json::array();
  for (const RevisionReport::OfCountry& of : report.countries) {
    Json object = {{"country", of.country}};
    if (as_lines) object.update(about);
    AddCountry(archive, report, of, object);
    if (as_lines) {
      lines += Dump(object) + '\n';
    } else {
      whole["countries"].push_back(std::move(object));
    }
  }
  if (as_lines) return lines;
  whole["total"] = TotalsJson(SumOf(report), true);
  return Dump(whole) + '\n';
}

}  // namespace lawtrace::report
