#include "report/export/export_codebook.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "model/number.h"
#include "report/question/columns.h"

namespace lawtrace::report {
namespace {

// What report/question/columns.h does not say, or says otherwise.
constexpr ColumnWords kOfObservations[] = {
    {"STRUCTURE", "string", "kind of SDMX structure", "", ""},
    {"STRUCTURE_ID", "string", "SDMX structure: agency, id, version", "", ""},
    {"ACTION", "string", "I information, M merge, D delete", "", ""},
    {"REF_AREA", "string", "country code, as in the index", "", ""},
    {"NODE", "string", "code of the node", "", ""},
    {"INDICATOR", "string", "code of the indicator", "", ""},
    {"TIME_PERIOD", "string", "day whose law in force the observation states", kDay, ""},
    {"OBS_VALUE", "number", "score", kPoints,
     "no score: see OBS_STATUS; in a deletion: not stated"},
    {"OBS_STATUS", "string",
     "CL_OBS_STATUS: A normal, B break (recoded at its last change), M missing, P provisional "
     "(took effect after the log was last recorded)",
     "", "deletion"},
    {"ANSWERED", "integer", "indicators below the node whose answer counts", kCount, "deletion"},
    {"INDICATORS", "integer", "indicators below the node", kCount, "deletion"},
    {"ANSWER", "string", "option code, not_assessed or not_applicable", "", "deletion"},
    {"KIND", "string", "kind of the event that decides", "", "deletion"},
    {"EFFECTIVE", "string", "when the answer took effect", kPartialDate, "deletion"},
    {"EVENT", "integer", "event of the log that decides", kSequence, "deletion"},
    {"METHODOLOGY", "string", "id and version of the methodology", "", "deletion"},
    {"CITATION", "string", "token that reproduces the file: lawtrace cite TOKEN", "", ""},
};

constexpr ColumnWords kOfAnswers[] = {
    {"answer", "string", "option code, not_assessed or not_applicable", "", ""},
    {"score", "number", "score of the answer", kPoints, "not_assessed or not_applicable"},
    {"reference", "string", "day on which the answer was last seen to hold", kDay, ""},
    {"kind", "string", "kind of the event that decides", "", ""},
    {"flags", "string", "unlisted: the source holds an answer outside the options", "",
     "a listed answer"},
};

constexpr ColumnWords kOfEvents[] = {
    {"kind", "string",
     "coding, confirmation, amendment, recoding, correction, retraction or proposal", "", ""},
    {"answer", "string", "option code, not_assessed or not_applicable", "", "retraction"},
    {"effective", "string", "when it takes effect; unknown while that is not known", kPartialDate,
     "retraction"},
    {"basis", "string", "whether the date is stated by the source or the edition's convention", "",
     "retraction"},
    {"observed", "string", "reference day at which a coder saw the answer", kDay, kNotGiven},
    {"supersedes", "integer", "event that it corrects or retracts", kSequence, "it replaces none"},
    {"counts_as", "string", "kind that the corrected event should have had", "", "the kind it had"},
    {"laws", "string", "laws: id:role:provision, separated by semicolons", "", "none is named"},
    {"comment", "string", "evidence in words", "", kNotGiven},
    {"document", "string", "document that holds the evidence", "", kNotGiven},
    {"place", "string", "place in that document", "", kNotGiven},
    {"flags", "string", "unlisted: the source holds an answer outside the options", "",
     "a listed answer"},
};

// A law may be above any one country.
constexpr ColumnWords kOfLaws[] = {{"country", "string", "country code, as in the index", "",
                                    "an instrument above any one country"}};

std::span<const ColumnWords> OwnWordsOf(ExportKind kind) {
  switch (kind) {
    case ExportKind::kScores:
    case ExportKind::kChanges:
      return {};
    case ExportKind::kAnswers:
      return kOfAnswers;
    case ExportKind::kEvents:
      return kOfEvents;
    case ExportKind::kLaws:
      break;
  }
  return kOfLaws;
}

Cell TextCell(std::string_view text) {
  return text.empty() ? Cell() : Cell(std::string(text));
}

Section ColumnSection(ExportKind kind, const std::vector<std::string>& columns) {
  Section section{.part = "columns", .heading = "Columns"};
  section.table.columns = {
      {.name = "code"}, {.name = "meaning"}, {.name = "unit"}, {.name = "missing"}};
  for (const std::string& column : columns) {
    const ColumnWords* meaning = MeaningOf(kind, column);
    if (meaning != nullptr)
      section.table.rows.push_back({column, TextCell(meaning->meaning), TextCell(meaning->unit),
                                    TextCell(meaning->missing)});
  }
  section.paragraphs = {
      "The column missing says what an empty field means; where it is empty, the "
      "field never is."};
  return section;
}

std::string MissingRuleText(const Node& node) {
  switch (node.missing) {
    case MissingRule::kSkip:
      return "an absent child drops out with its weight";
    case MissingRule::kRequireAll:
      return "one absent child makes the node absent";
    case MissingRule::kAtLeast:
      break;
  }
  return fmt::format(
      "an absent child drops out with its weight; less than {} of the children's {} "
      "makes the node absent",
      ShortestText(node.minimum_share), node.weights.empty() ? "number" : "weight");
}

std::string_view AggregationText(const Node& node) {
  switch (node.aggregation) {
    case Aggregation::kMean:
      return "mean of its children";
    case Aggregation::kWeightedMean:
      return "weighted mean of its children";
    case Aggregation::kTable:
      return "first matching row of a table";
    case Aggregation::kGeometricMean:
      return node.weights.empty() ? "geometric mean of its children"
                                  : "weighted geometric mean of its children";
    case Aggregation::kMinimum:
      return "lowest of its children";
    case Aggregation::kMaximum:
      break;
  }
  return "highest of its children";
}

// "; weights 2, 1, from 2015-01-01 1, 1"; empty if there are none.
std::string WeightsText(const Node& node) {
  std::string text;
  for (const DatedWeights& dated : node.weights) {
    text += dated.from ? "; from " + dated.from->ToString() + " " : "; weights ";
    for (std::size_t i = 0; i < dated.weights.size(); ++i)
      text += (i == 0 ? "" : ", ") + ShortestText(dated.weights[i]);
  }
  return text;
}

Section NodeSection(const Methodology& methodology, Day at) {
  Section section{.part = "nodes", .heading = "Nodes"};
  section.table.columns = {
      {.name = "code"}, {.name = "label"}, {.name = "meaning"}, {.name = "missing"}};
  for (const Node& node : methodology.nodes) {
    std::string children;
    for (const std::string& child : node.children)
      children += (children.empty() ? "" : ", ") + child;
    section.table.rows.push_back({node.code, node.LabelOn(at),
                                  node.level + ": " + std::string(AggregationText(node)) + ": " +
                                      children + WeightsText(node),
                                  MissingRuleText(node)});
  }
  return section;
}

Section IndicatorSection(const Methodology& methodology, Day at) {
  Section section{.part = "indicators", .heading = "Indicators and their options"};
  section.table.columns = {{.name = "code"},
                           {.name = "label"},
                           {.name = "option"},
                           {.name = "score"},
                           {.name = "meaning"}};
  for (const Indicator& indicator : methodology.indicators) {
    if (indicator.is_numeric)
      section.table.rows.push_back(
          {indicator.code, indicator.LabelOn(at), Cell(), Cell(),
           "any " + indicator.scale.ToString().substr(2) + ", its own score"});
    for (const Option& option : indicator.options)
      section.table.rows.push_back({indicator.code, indicator.LabelOn(at), option.code,
                                    option.score, TextCell(option.label)});
  }
  return section;
}

Section SourceSection(const ExportFacts& facts) {
  Section section{.part = "sources", .heading = "Sources of the log"};
  section.table.columns = {{.name = "meaning"}};
  for (const std::string& source : facts.sources) section.table.rows.push_back({source});
  return section;
}

Section CitationSection(const ExportCitation& citation, const ExportFacts& facts,
                        const Methodology* methodology) {
  Section section{.part = "about", .heading = "What it rests on"};
  section.table.columns = {{.name = "code"}, {.name = "meaning"}};
  const auto add = [&](const std::string& name, const std::string& text) {
    if (!text.empty()) section.table.rows.push_back({name, text});
  };
  const auto text = [](const std::optional<Day>& day) { return day ? day->ToString() : ""; };
  add("citation", TokenOf(citation));
  add("rows", std::to_string(facts.rows));
  add("index", citation.index);
  add("at", text(citation.at));
  add("days", !citation.at ? "" : citation.is_series ? "every day with a change" : "one");
  add("from", text(citation.from));
  add("known-at", text(citation.known_at));
  add("updated-after", citation.updated_after ? citation.updated_after->ToString() : "");
  add("log position", citation.position.ToString());
  add("log recorded at", facts.recorded_at ? facts.recorded_at->ToString() : "");
  add("log digest", citation.log_digest);
  if (methodology != nullptr) {
    add("methodology", methodology->id);
    add("methodology version", methodology->version);
    add("methodology title", methodology->title);
    add("methodology source", methodology->source);
    add("methodology fingerprint", citation.fingerprint);
  }
  return section;
}

}  // namespace

const ColumnWords* MeaningOf(ExportKind kind, std::string_view column) {
  for (const std::span<const ColumnWords> entries :
       {OwnWordsOf(kind), std::span<const ColumnWords>(kOfObservations)})
    if (const auto found = std::ranges::find(entries, column, &ColumnWords::name);
        found != entries.end())
      return &*found;
  return FindColumn(column);
}

Document CodebookOf(const ExportCitation& citation, const ExportFacts& facts,
                    const Methodology* methodology) {
  Document document{
      .kind = "codebook",
      .title = "Codebook: " + std::string(Name(citation.kind)) + " of " + citation.index,
      .subject = "codebook",
      .lead = "'lawtrace cite' with the citation below writes the same bytes again.",
      .source = TokenOf(citation)};
  document.sections.push_back(CitationSection(citation, facts, methodology));
  document.sections.push_back(ColumnSection(citation.kind, facts.columns));
  if (methodology != nullptr && citation.at) {
    if (citation.kind == ExportKind::kScores)
      document.sections.push_back(NodeSection(*methodology, *citation.at));
    document.sections.push_back(IndicatorSection(*methodology, *citation.at));
  }
  document.sections.push_back(SourceSection(facts));
  return document;
}

Table CodebookTable(const Document& codebook) {
  Table table;
  for (const char* name :
       {"part", "code", "label", "option", "score", "meaning", "unit", "missing"})
    table.columns.push_back({.name = name});
  for (const Section& section : codebook.sections) {
    for (const std::vector<Cell>& row : section.table.rows) {
      std::vector<Cell>& cells = table.rows.emplace_back(table.columns.size());
      cells.front() = section.part;
      for (std::size_t c = 0; c < row.size(); ++c) {
        const auto column =
            std::ranges::find(table.columns, section.table.columns[c].name, &Column::name);
        cells[static_cast<std::size_t>(column - table.columns.begin())] = row[c];
      }
    }
  }
  return table;
}

}  // namespace lawtrace::report
