#include "report/question/scenario_tables.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "analysis/league.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::CountryOutcome;
using analysis::IndicatorId;
using analysis::LaidChange;
using analysis::NodeId;
using analysis::Place;
using Json = nlohmann::ordered_json;

constexpr int kPointDecimals = 2;

const std::string& CodeOf(const Archive& archive, analysis::CountryId country) {
  return archive.countries()[country.value];
}

Cell BandCell(const Archive& archive, const std::optional<double>& score) {
  return score ? Cell(std::string(archive.methodology().BandOf(*score))) : Cell();
}

Cell RankCell(const std::optional<Place>& place) {
  return place ? Cell(static_cast<std::int64_t>(place->rank)) : Cell();
}

Cell TiedCell(const std::optional<Place>& place) {
  return place ? Cell(place->is_tied) : Cell();
}

Cell RankedCell(const std::optional<Place>& place) {
  return place ? Cell(static_cast<std::int64_t>(place->of)) : Cell();
}

std::optional<double> Difference(const std::optional<double>& to,
                                 const std::optional<double>& from) {
  return to && from ? std::optional(*to - *from) : std::nullopt;
}

Cell TextOrBlank(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

const std::string& LabelOf(const Archive& archive, IndicatorId indicator, const Moment& moment) {
  return archive.methodology().indicators[indicator.value].LabelOn(moment.as_of.effective);
}

// The cells that a row about a node begins with.
std::vector<Cell> NodeCells(const ScenarioFigures& figures, const CountryOutcome& outcome,
                            NodeId node) {
  const Archive& archive = figures.overlay->archive();
  const Node& shape = archive.methodology().nodes[node.value];
  return {CodeOf(archive, outcome.country), shape.code,
          shape.LabelOn(figures.moment.as_of.effective)};
}

bool IsBelow(const Archive& archive, NodeId node, IndicatorId indicator) {
  return std::ranges::binary_search(archive.evaluator().IndicatorsBelow(node), indicator);
}

// What else a reader must know of a change.
std::string NoteOn(const ScenarioFigures& figures, std::size_t position,
                   const analysis::ChangeEffect& effect) {
  const std::span<const LaidChange> changes = figures.overlay->changes();
  const LaidChange& change = changes[position];
  if (effect.status == analysis::ChangeStatus::kReplaced) {
    for (const LaidChange& next : changes)
      if (next.layer == change.layer && next.country == change.country &&
          next.indicator == change.indicator && next.from == change.until)
        return "by " + next.source->place;
  }
  if (effect.status == analysis::ChangeStatus::kOverruled)
    return "by " + changes[*figures.overlay->Deciding(change.country, change.indicator,
                                                      figures.moment.as_of.effective)]
                       .source->place;
  if (effect.set_aside != nullptr)
    return "sets aside event " + std::to_string(effect.set_aside->sequence) + " of " +
           Day(effect.set_aside->day).ToString();
  return {};
}

Json RowsOf(const Table& table) {
  return Json::parse(Render(table, Format::kJson), nullptr, /*allow_exceptions=*/false);
}

// Names of files may hold bytes that are not UTF-8.
std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json TextOrNull(const std::optional<Day>& day) {
  return day ? Json(day->ToString()) : Json();
}

Json JsonOf(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

Json BandOrNull(const Archive& archive, const std::optional<double>& score) {
  return score ? Json(archive.methodology().BandOf(*score)) : Json();
}

Json RankOrNull(const std::optional<Place>& place) {
  return place ? Json(place->rank) : Json();
}

}  // namespace

Table ScenarioScoreTable(const ScenarioFigures& figures, std::span<const NodeId> nodes) {
  const Archive& archive = figures.overlay->archive();
  Table table{.columns = {{.name = "country"},
                          {.name = "node"},
                          {.name = "label"},
                          {.name = "before", .decimals = kPointDecimals},
                          {.name = "after", .decimals = kPointDecimals},
                          {.name = "change", .decimals = kPointDecimals},
                          {.name = "band_before"},
                          {.name = "band_after"},
                          {.name = "rank_before"},
                          {.name = "rank_after"},
                          {.name = "tied_before", .is_detail = true},
                          {.name = "tied_after", .is_detail = true},
                          {.name = "ranked"}}};
  if (figures.against) {
    table.columns.push_back({.name = "against", .decimals = kPointDecimals});
    table.columns.push_back({.name = "difference", .decimals = kPointDecimals});
    table.columns.push_back({.name = "band_against"});
    table.columns.push_back({.name = "rank_against"});
  }
  AppendMomentColumns(table);
  for (const CountryOutcome& outcome : figures.outcomes) {
    for (const NodeId node : nodes) {
      const std::optional<double>& before = outcome.before[node.value].score;
      const std::optional<double>& after = outcome.after[node.value].score;
      const std::optional<Place> place_before = figures.before.PlaceOf(outcome.country, node);
      const std::optional<Place> place_after = figures.after.PlaceOf(outcome.country, node);
      std::vector<Cell> row = NodeCells(figures, outcome, node);
      row.push_back(CellOf(before));
      row.push_back(CellOf(after));
      row.push_back(CellOf(Difference(after, before)));
      row.push_back(BandCell(archive, before));
      row.push_back(BandCell(archive, after));
      row.push_back(RankCell(place_before));
      row.push_back(RankCell(place_after));
      row.push_back(TiedCell(place_before));
      row.push_back(TiedCell(place_after));
      row.push_back(RankedCell(place_after));
      if (figures.against) {
        const std::optional<double>& other = figures.against->ScoreOf(outcome.country, node).score;
        row.push_back(CellOf(other));
        row.push_back(CellOf(Difference(after, other)));
        row.push_back(BandCell(archive, other));
        row.push_back(RankCell(figures.against->PlaceOf(outcome.country, node)));
      }
      AppendMomentCells(figures.moment, row);
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

void KeepChanged(Table& scores) {
  const auto cell = [&](const std::vector<Cell>& row, std::string_view name) {
    const auto at = std::ranges::find(scores.columns, name, &Column::name);
    return at == scores.columns.end() ? Cell()
                                      : row[static_cast<std::size_t>(at - scores.columns.begin())];
  };
  const auto is_zero = [](const Cell& value) {
    const double* number = std::get_if<double>(&value);
    return number == nullptr || std::abs(*number) <= analysis::kScoreTolerance;
  };
  std::erase_if(scores.rows, [&](const std::vector<Cell>& row) {
    const bool comes_or_goes = cell(row, "before").index() != cell(row, "after").index();
    return !comes_or_goes && is_zero(cell(row, "change")) && is_zero(cell(row, "difference")) &&
           cell(row, "rank_before") == cell(row, "rank_after");
  });
}

Table ScenarioContributionTable(const ScenarioFigures& figures, std::span<const NodeId> nodes) {
  const Archive& archive = figures.overlay->archive();
  Table table{.columns = {{.name = "country"},
                          {.name = "node"},
                          {.name = "label", .is_detail = true},
                          {.name = "indicator"},
                          {.name = "old"},
                          {.name = "new"},
                          {.name = "law"},
                          {.name = "source"},
                          {.name = "points", .decimals = kPointDecimals}}};
  AppendMomentColumns(table);
  for (const CountryOutcome& outcome : figures.outcomes) {
    for (const NodeId node : nodes) {
      for (std::size_t a = 0; a < outcome.acting.size(); ++a) {
        const LaidChange& change = figures.overlay->changes()[outcome.acting[a]];
        if (!IsBelow(archive, node, change.indicator)) continue;
        const std::vector<double>& points = outcome.points[node.value];
        std::vector<Cell> row = NodeCells(figures, outcome, node);
        row.emplace_back(change.source->indicator);
        row.push_back(AnswerCell(
            archive, change.indicator,
            archive.Block(change.country).AnswerAt(change.indicator, figures.moment.as_of)));
        row.emplace_back(change.source->answer.ToString());
        row.push_back(TextOrBlank(change.source->law));
        row.emplace_back(change.source->place);
        row.push_back(points.empty() ? Cell() : Cell(points[a]));
        AppendMomentCells(figures.moment, row);
        table.rows.push_back(std::move(row));
      }
    }
  }
  return table;
}

Table ScenarioChangeTable(const ScenarioFigures& figures) {
  const Archive& archive = figures.overlay->archive();
  Table table{.columns = {{.name = "source"},
                          {.name = "country"},
                          {.name = "indicator"},
                          {.name = "label"},
                          {.name = "old"},
                          {.name = "new"},
                          {.name = "effective"},
                          {.name = "law"},
                          {.name = "status"},
                          {.name = "note"},
                          {.name = "comment", .is_detail = true}}};
  AppendMomentColumns(table);
  const std::span<const LaidChange> changes = figures.overlay->changes();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const LaidChange& change = changes[i];
    const analysis::ChangeEffect effect =
        analysis::EffectOf(*figures.overlay, i, figures.moment.as_of);
    std::vector<Cell> row = {change.source->place,
                             change.source->country,
                             change.source->indicator,
                             LabelOf(archive, change.indicator, figures.moment),
                             AnswerCell(archive, change.indicator, effect.old_answer),
                             change.source->answer.ToString(),
                             change.source->effective.ToString(),
                             TextOrBlank(change.source->law),
                             std::string(Name(effect.status)),
                             TextOrBlank(NoteOn(figures, i, effect)),
                             TextOrBlank(change.source->comment)};
    AppendMomentCells(figures.moment, row);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table ScenarioConflictTable(const ScenarioFigures& figures) {
  Table table{.columns = {{.name = "country"},
                          {.name = "indicator"},
                          {.name = "from"},
                          {.name = "until"},
                          {.name = "first"},
                          {.name = "first_answer"},
                          {.name = "second"},
                          {.name = "second_answer"}}};
  for (const analysis::LayerConflict& conflict : figures.overlay->conflicts()) {
    const ScenarioChange& first = *figures.overlay->changes()[conflict.first].source;
    const ScenarioChange& second = *figures.overlay->changes()[conflict.second].source;
    table.rows.push_back({first.country, first.indicator, conflict.from.ToString(),
                          conflict.until ? Cell(conflict.until->ToString()) : Cell(), first.place,
                          first.answer.ToString(), second.place, second.answer.ToString()});
  }
  return table;
}

std::string RenderScenario(const ScenarioFigures& figures, Sequence position,
                           std::span<const NodeId> nodes) {
  const Methodology& methodology = figures.overlay->archive().methodology();
  const Json object = {{"at", figures.moment.as_of.effective.ToString()},
                       {"known_at", TextOrNull(figures.moment.known_at)},
                       {"methodology", methodology.id},
                       {"methodology_version", methodology.version},
                       {"log_position", position.value},
                       {"scores", RowsOf(ScenarioScoreTable(figures, nodes))},
                       {"contributions", RowsOf(ScenarioContributionTable(figures, nodes))},
                       {"changes", RowsOf(ScenarioChangeTable(figures))},
                       {"conflicts", RowsOf(ScenarioConflictTable(figures))}};
  return Dump(object) + '\n';
}

Table SuggestionTable(const Archive& archive, const SuggestedPath& path) {
  Table table{.columns = {{.name = "country"},
                          {.name = "indicator"},
                          {.name = "label"},
                          {.name = "old"},
                          {.name = "answer"},
                          {.name = "effective", .is_detail = true},
                          {.name = "points", .decimals = kPointDecimals},
                          {.name = "precedents"},
                          {.name = "countries"}}};
  AppendMomentColumns(table);
  for (std::size_t i = 0; i < path.suggestion.changes.size(); ++i) {
    const analysis::SuggestedChange& change = path.suggestion.changes[i];
    std::string precedents;
    std::int64_t count = 0;
    for (const analysis::CountryId country :
         analysis::CountriesWith(archive, change.indicator, change.new_answer, path.moment.as_of)) {
      if (country == path.country) continue;
      precedents += (precedents.empty() ? "" : " ") + CodeOf(archive, country);
      ++count;
    }
    std::vector<Cell> row = {CodeOf(archive, path.country),
                             archive.methodology().indicators[change.indicator.value].code,
                             LabelOf(archive, change.indicator, path.moment),
                             change.old_answer ? Cell(change.old_answer->ToString()) : Cell(),
                             change.new_answer.ToString(),
                             path.moment.as_of.effective.ToString(),
                             path.points.empty() ? Cell() : Cell(path.points[i]),
                             count,
                             TextOrBlank(precedents)};
    AppendMomentCells(path.moment, row);
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string RenderSuggestion(const Archive& archive, const SuggestedPath& path) {
  const analysis::Suggestion& suggestion = path.suggestion;
  const Json object = {{"country", CodeOf(archive, path.country)},
                       {"node", archive.methodology().nodes[path.node.value].code},
                       {"goal", path.goal},
                       {"before", JsonOf(suggestion.now)},
                       {"after", JsonOf(suggestion.score)},
                       {"band_before", BandOrNull(archive, suggestion.now)},
                       {"band_after", BandOrNull(archive, suggestion.score)},
                       {"rank_before", RankOrNull(path.place_before)},
                       {"rank_after", RankOrNull(path.place_after)},
                       {"ranked", path.place_after ? Json(path.place_after->of) : Json()},
                       {"at", path.moment.as_of.effective.ToString()},
                       {"known_at", TextOrNull(path.moment.known_at)},
                       {"changes", RowsOf(SuggestionTable(archive, path))}};
  return Dump(object) + '\n';
}

}  // namespace lawtrace::report
