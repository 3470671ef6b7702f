#include "report/law_tables.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/history.h"
#include "report/internal/texts.h"

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

// How many standing changes name each law as a cause.
std::map<std::string, std::int64_t> ChangeCounts(const Archive& archive) {
  std::map<std::string, std::int64_t> counts;
  for (const analysis::CountryId country :
       analysis::IdsUpTo<analysis::CountryId>(archive.countries().size()))
    for (const analysis::Change& change : archive.Block(country).changes())
      for (const LawReference& reference : archive.LawsOf(*change.statement))
        if (reference.role == LawRole::kCause) ++counts[reference.law];
  return counts;
}

// The changes behind the events of one effect.
std::string ChangedText(const Archive& archive, const analysis::LawEffect& effect) {
  std::string text;
  for (const analysis::Change& change :
       ChangesIn(archive.Block(effect.country),
                 {.after = effect.day.plus_days(-1), .until = effect.day})) {
    if (!std::ranges::binary_search(effect.events, change.statement->sequence)) continue;
    text += (text.empty() ? "" : "; ") + ChangeText(archive, change);
  }
  return text;
}

}  // namespace

Table LawTable(const Archive& archive, const std::vector<const Law*>& laws) {
  Table table{.columns = {{.name = "law"},
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
                          {.name = "changes"}}};
  const std::map<std::string, std::int64_t> counts = ChangeCounts(archive);
  for (const Law* law : laws) {
    const auto count = counts.find(law->id);
    table.rows.push_back({law->id, TextCell(law->country), TextCell(law->type),
                          TextCell(law->number), TextCell(law->title), TextCell(law->title_en),
                          TextCell(law->identifier), DateCell(law->adopted),
                          DateCell(law->published), DateCell(law->in_force),
                          DateCell(law->repealed), TextCell(law->url),
                          count == counts.end() ? std::int64_t{0} : count->second});
  }
  return table;
}

Table LawEffectTable(const Archive& archive, analysis::NodeId node,
                     const std::vector<analysis::LawEffect>& effects) {
  Table table{.columns = {{.name = "country"},
                          {.name = "day"},
                          {.name = "node"},
                          {.name = "points", .decimals = kPointDecimals},
                          {.name = "changed"},
                          {.name = "events"}}};
  for (const analysis::LawEffect& effect : effects)
    table.rows.push_back({archive.countries()[effect.country.value], effect.day.ToString(),
                          archive.methodology().nodes[node.value].code, CellOf(effect.points),
                          ChangedText(archive, effect), EventsText(effect.events)});
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
