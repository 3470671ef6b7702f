#include "report/question/law_tables.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "analysis/history.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;

constexpr int kPointDecimals = 2;

Cell DateCell(const std::optional<PartialDate>& date) {
  return date ? Cell(date->ToString()) : Cell();
}

Cell TextCell(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

// The items' texts, joined by "; "; blank for an empty list.
template <typename T, typename TextOf>
Cell ListCell(const std::vector<T>& items, TextOf text_of) {
  std::string text;
  for (const T& item : items) text += (text.empty() ? "" : "; ") + text_of(item);
  return TextCell(text);
}

std::string LinkText(const LawLink& link) {
  return std::string(Name(link.kind)) + " " + link.law;
}

// How many standing changes name each law as a cause.
std::map<std::string, std::int64_t> ChangeCounts(const Archive& archive) {
  std::map<std::string, std::int64_t> counts;
  for (const analysis::CountryId country :
       analysis::IdsUpTo<analysis::CountryId>(archive.countries().size()))
    for (const analysis::Change& change : archive.Block(country).changes())
      for (const LawReference& reference : archive.LawsOf(*change.statement))
        if (reference.role == LawRole::kCause) ++counts[archive.laws().CanonicalId(reference.law)];
  return counts;
}

// The changes behind the events of one effect, and within which bounds they took effect.
struct EffectTexts {
  TextSet changed;
  TextSet bounds;
};

EffectTexts TextsOf(const Archive& archive, const analysis::LawEffect& effect) {
  EffectTexts texts;
  for (const analysis::Change& change :
       ChangesIn(archive.Block(effect.country),
                 {.after = effect.day.plus_days(-1), .until = effect.day})) {
    if (!std::ranges::binary_search(effect.events, change.statement->sequence)) continue;
    texts.changed.Add(ChangeText(archive, change));
    texts.bounds.Add(BoundsText(EffectiveDateOf(*change.statement)));
  }
  return texts;
}

}  // namespace

Table LawTable(const Archive& archive, const std::vector<const Law*>& laws) {
  Table table{.columns = {{.name = "law"},
                          {.name = "status"},
                          {.name = "country"},
                          {.name = "type"},
                          {.name = "number"},
                          {.name = "title", .is_detail = true},
                          {.name = "title_en"},
                          {.name = "identifier", .is_detail = true},
                          {.name = "adopted"},
                          {.name = "published", .is_detail = true},
                          {.name = "in_force"},
                          {.name = "repealed"},
                          {.name = "url", .is_detail = true},
                          {.name = "aliases", .is_detail = true},
                          {.name = "links", .is_detail = true},
                          {.name = "commencements", .is_detail = true},
                          {.name = "follow_through", .is_detail = true},
                          {.name = "changes"}}};
  const std::map<std::string, std::int64_t> counts = ChangeCounts(archive);
  for (const Law* law : laws) {
    const auto count = counts.find(law->id);
    table.rows.push_back(
        {law->id, std::string(Name(law->status)), TextCell(law->country), TextCell(law->type),
         TextCell(law->number), TextCell(law->title), TextCell(law->title_en),
         TextCell(law->identifier), DateCell(law->adopted), DateCell(law->published),
         DateCell(law->in_force), DateCell(law->repealed), TextCell(law->url),
         ListCell(law->aliases, [](const std::string& alias) { return alias; }),
         ListCell(law->links, LinkText),
         ListCell(law->commencements,
                  [](const Commencement& c) { return c.provision + " " + c.in_force.ToString(); }),
         ListCell(law->follow_through,
                  [](const FollowThroughNote& n) {
                    return std::string(Name(n.question)) + ": " + n.note;
                  }),
         count == counts.end() ? std::int64_t{0} : count->second});
  }
  return table;
}

LawReport DescribeLaw(const Archive& archive, const Law& law, analysis::NodeId node) {
  LawReport report{.law = law,
                   .merged = archive.laws().MergedInto(law.id),
                   .links_to = archive.laws().LinksTo(law.id),
                   .statements = {},
                   .node = node,
                   .effects = analysis::EffectsOf(archive, law.id, node)};
  for (const analysis::LawStatement& statement : archive.laws().StatementsOf(law.id))
    report.statements.push_back(statement.sequence);
  return report;
}

std::string RenderLawCard(const Archive& archive, const LawReport& report) {
  Table table = LawTable(archive, {&report.law});
  const auto add = [&](const std::string& name, Cell cell) {
    table.columns.push_back({.name = name});
    table.rows.front().push_back(std::move(cell));
  };
  add("merged", ListCell(report.merged, [](const std::string& id) { return id; }));
  add("links_to", ListCell(report.links_to, [](const LawLink& link) {
        return link.law + " " + std::string(Name(link.kind)) + " it";
      }));
  add("statements", ListCell(report.statements, [&](Sequence sequence) {
        return sequence.ToString() + " (" + archive.RecordedAt(sequence).day().ToString() + ")";
      }));
  const std::string effects =
      Render(LawEffectTable(archive, report.node, report.effects), Format::kText);
  return RenderCard(table) + "\n" + effects;
}

std::string RenderLawJson(const Archive& archive, const LawReport& report) {
  nlohmann::ordered_json object =
      nlohmann::ordered_json::parse(Render(LawTable(archive, {&report.law}), Format::kJson))[0];
  object["merged"] = report.merged;
  object["links_to"] = nlohmann::ordered_json::array();
  for (const LawLink& link : report.links_to)
    object["links_to"].push_back({{"kind", Name(link.kind)}, {"law", link.law}});
  object["statements"] = nlohmann::ordered_json::array();
  for (const Sequence sequence : report.statements) object["statements"].push_back(sequence.value);
  object["node"] = archive.methodology().nodes[report.node.value].code;
  object["effects"] = nlohmann::ordered_json::parse(
      Render(LawEffectTable(archive, report.node, report.effects), Format::kJson));
  return object.dump() + '\n';
}

Table LawEffectTable(const Archive& archive, analysis::NodeId node,
                     const std::vector<analysis::LawEffect>& effects) {
  Table table{.columns = {{.name = "country"},
                          {.name = "day"},
                          {.name = "bounds"},
                          {.name = "node"},
                          {.name = "points", .decimals = kPointDecimals},
                          {.name = "changed"},
                          {.name = "events"}}};
  for (const analysis::LawEffect& effect : effects) {
    const EffectTexts texts = TextsOf(archive, effect);
    table.rows.push_back({archive.countries()[effect.country.value], effect.day.ToString(),
                          texts.bounds.joined(), archive.methodology().nodes[node.value].code,
                          CellOf(effect.points), texts.changed.joined(),
                          EventsText(effect.events)});
  }
  return table;
}

Table UnattributedTable(const Archive& archive, analysis::NodeId node,
                        const std::vector<analysis::UnattributedChange>& changes) {
  Table table{.columns = {{.name = "country"},
                          {.name = "indicator"},
                          {.name = "label"},
                          {.name = "old"},
                          {.name = "new"},
                          {.name = "bounds"},
                          {.name = "area"},
                          {.name = "area_points", .decimals = kPointDecimals},
                          {.name = "node", .is_detail = true},
                          {.name = "points", .decimals = kPointDecimals},
                          {.name = "event"}}};
  const Methodology& methodology = archive.methodology();
  for (const analysis::UnattributedChange& c : changes) {
    const analysis::Statement& statement = *c.change.statement;
    const Indicator& indicator = methodology.indicators[statement.indicator.value];
    table.rows.push_back(
        {archive.countries()[c.country.value], indicator.code, indicator.LabelOn(Day(c.change.day)),
         AnswerCell(archive, statement.indicator, c.change.old_answer),
         AnswerCell(archive, statement.indicator, statement.answer),
         BoundsText(EffectiveDateOf(statement)),
         c.area ? Cell(methodology.nodes[c.area->value].code) : Cell(), c.area_points,
         methodology.nodes[node.value].code, CellOf(c.points), std::int64_t{statement.sequence}});
  }
  return table;
}

}  // namespace lawtrace::report
