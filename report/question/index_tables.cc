#include "report/question/index_tables.h"

#include <nlohmann/json.hpp>

#include "model/fingerprint.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using Json = nlohmann::ordered_json;

std::string Joined(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : "; ") + word;
  return joined;
}

// "weighted_mean" of "WEIGHTED_MEAN".
std::string Lowered(std::string_view name) {
  std::string lowered(name);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

Json EndJson(const std::optional<double>& end) {
  return end ? Json(*end) : Json();
}

Json ScaleJson(const Scale& scale) {
  return {{"minimum", EndJson(scale.minimum)}, {"maximum", EndJson(scale.maximum)}};
}

Json IndicatorJson(const Indicator& indicator, Day day) {
  Json options = Json::array();
  for (const Option& option : indicator.options)
    options.push_back({{"code", option.code}, {"score", option.score}, {"label", option.label}});
  return {{"code", indicator.code},
          {"label", indicator.LabelOn(day)},
          {"is_numeric", indicator.is_numeric},
          {"scale", ScaleJson(indicator.scale)},
          {"options", std::move(options)}};
}

Json NodeJson(const Node& node, Day day) {
  Json table = Json::array();
  for (const TableRow& row : node.table) {
    Json when = Json::array();
    for (const auto& code : row.when) when.push_back(code ? Json(*code) : Json());
    table.push_back({{"when", std::move(when)}, {"score", row.score}});
  }
  Json json = {{"code", node.code},
               {"label", node.LabelOn(day)},
               {"level", node.level},
               {"aggregation", Lowered(Name(node.aggregation))},
               {"missing", Lowered(Name(node.missing))},
               {"children", node.children}};
  if (node.missing == MissingRule::kAtLeast) json["minimum_share"] = node.minimum_share;
  for (const DatedWeights& dated : node.weights) {
    if (dated.from) {
      json["later_weights"].push_back(
          {{"from", dated.from->ToString()}, {"weights", dated.weights}});
    } else {
      json["weights"] = dated.weights;
    }
  }
  if (!node.table.empty()) json["table"] = std::move(table);
  return json;
}

}  // namespace

Table CountryTable(const Index& index, const analysis::Archive& archive) {
  Table table{
      .columns = {
          {.name = "country"}, {.name = "name"}, {.name = "aliases"}, {.name = "answered"}}};
  for (const Country& country : index.countries)
    table.rows.push_back({country.code, country.name, Joined(country.aliases),
                          archive.FindCountry(country.code).has_value()});
  return table;
}

Table GroupTable(const Index& index, Day day) {
  Table table{.columns = {{.name = "group"},
                          {.name = "name"},
                          {.name = "source"},
                          {.name = "members"},
                          {.name = "at"}}};
  for (const Group& group : index.groups)
    table.rows.push_back(
        {group.id, group.name, group.source, Joined(group.MembersOn(day)), day.ToString()});
  return table;
}

Table IndicatorTable(const analysis::Archive& archive, Day day) {
  Table table{.columns = {{.name = "indicator"},
                          {.name = "label"},
                          {.name = "is_numeric"},
                          {.name = "options"},
                          {.name = "nodes"}}};
  const Methodology& methodology = archive.methodology();
  for (const auto id :
       analysis::IdsUpTo<analysis::IndicatorId>(archive.evaluator().indicator_count())) {
    const Indicator& indicator = methodology.indicators[id.value];
    std::vector<std::string> options;
    for (const Option& option : indicator.options) options.push_back(option.code);
    std::vector<std::string> nodes;
    for (const analysis::NodeId node : archive.evaluator().NodesAbove(id))
      nodes.push_back(methodology.nodes[node.value].code);
    table.rows.push_back({indicator.code, indicator.LabelOn(day), indicator.is_numeric,
                          Joined(options), Joined(nodes)});
  }
  return table;
}

Table EditionTable(const Index& index) {
  Table table{.columns = {{.name = "edition"},
                          {.name = "title"},
                          {.name = "reference"},
                          {.name = "published"},
                          {.name = "methodology"},
                          {.name = "source"},
                          {.name = "aliases"}}};
  for (const Edition& edition : index.editions)
    table.rows.push_back({edition.id, edition.title, edition.reference.ToString(),
                          edition.published ? Cell(edition.published->ToString()) : Cell(),
                          edition.methodology, edition.source, Joined(edition.aliases)});
  return table;
}

Table MethodologyTable(const Index& index) {
  Table table{.columns = {{.name = "methodology"},
                          {.name = "version"},
                          {.name = "title"},
                          {.name = "source"},
                          {.name = "headline"},
                          {.name = "indicators"},
                          {.name = "nodes"},
                          {.name = "fingerprint"},
                          {.name = "is_default"}}};
  for (const Methodology& methodology : index.methodologies)
    table.rows.push_back({methodology.id, methodology.version, methodology.title,
                          methodology.source, methodology.headline,
                          static_cast<std::int64_t>(methodology.indicators.size()),
                          static_cast<std::int64_t>(methodology.nodes.size()),
                          FingerprintOf(methodology), methodology.id == index.default_methodology});
  return table;
}

std::string RenderMethodology(const Methodology& methodology, Day day) {
  Json indicators = Json::array();
  for (const Indicator& indicator : methodology.indicators)
    indicators.push_back(IndicatorJson(indicator, day));
  Json nodes = Json::array();
  for (const Node& node : methodology.nodes) nodes.push_back(NodeJson(node, day));
  Json bands = Json::array();
  for (const Band& band : methodology.bands)
    bands.push_back({{"name", band.name}, {"from", band.from}});
  const Json json = {{"methodology", methodology.id},
                     {"version", methodology.version},
                     {"title", methodology.title},
                     {"source", methodology.source},
                     {"headline", methodology.headline},
                     {"decimals", methodology.decimals},
                     {"fingerprint", FingerprintOf(methodology)},
                     {"indicators", std::move(indicators)},
                     {"nodes", std::move(nodes)},
                     {"bands", std::move(bands)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace lawtrace::report
