#include "report/documents/overview.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "analysis/history.h"
#include "model/number.h"
#include "report/documents/internal/report_words.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::CountryId;
using analysis::LeagueStep;
using analysis::NodeId;

// Points; steps of the colours in a map of changes.
constexpr double kSmallChange = 2;
constexpr double kLargeChange = 5;

const Column kPrinted{.name = "value", .decimals = 1};

std::vector<ValueClass> ScoreClasses(const Methodology& methodology) {
  std::vector<ValueClass> classes;
  for (auto band = methodology.bands.rbegin(); band != methodology.bands.rend(); ++band)
    classes.push_back(
        {.name = band->name, .from = classes.empty() ? std::nullopt : std::optional(band->from)});
  if (classes.empty()) classes.push_back({.name = "scored", .from = std::nullopt});
  return classes;
}

std::vector<ValueClass> ChangeClasses() {
  return {{.name = "down 5 or more", .from = std::nullopt},
          {.name = "down 2 to 5", .from = std::nextafter(-kLargeChange, 0.0)},
          {.name = "down less than 2", .from = std::nextafter(-kSmallChange, 0.0)},
          {.name = "unchanged", .from = std::nextafter(-kPrintedChange, 0.0)},
          {.name = "up less than 2", .from = kPrintedChange},
          {.name = "up 2 to 5", .from = kSmallChange},
          {.name = "up 5 or more", .from = kLargeChange}};
}

std::optional<Day> LastSighting(const analysis::CountryBlock& block, const Archive& archive) {
  std::optional<Day> last;
  for (const auto id :
       analysis::IdsUpTo<analysis::IndicatorId>(archive.methodology().indicators.size())) {
    const auto sightings = block.SightingsOf(id);
    if (sightings.empty()) continue;
    const Day day(sightings.back().day);
    if (!last || *last < day) last = day;
  }
  return last;
}

Day FirstDay(const Archive& archive, Day today) {
  Day first = today;
  for (const CountryId id : analysis::IdsUpTo<CountryId>(archive.countries().size())) {
    const auto days = archive.Block(id).row_days();
    if (!days.empty()) first = std::min(first, Day(days.front()));
  }
  return first;
}

// "Act on Foreigners (23/2007)", or what else moved the score.
std::string CauseOf(const Archive& archive, const analysis::ScoreStep& step) {
  TextSet causes;
  bool is_amended = false;
  bool is_recoded = false;
  for (const analysis::Change& change : step.changes) {
    causes.Add(CauseNames(archive, *change.statement));
    is_amended |= change.statement->kind == EventKind::kAmendment;
    is_recoded |= change.statement->kind == EventKind::kRecoding;
  }
  if (!causes.joined().empty()) return causes.joined();
  if (is_amended) return "an amendment that names no law";
  return is_recoded ? "re-scored, no reform" : "first answers";
}

bool IsListed(const Overview& overview, const Archive& archive, const ScoreMove& move) {
  const Group* group = overview.question.group;
  return group == nullptr ||
         group->HasMember(archive.countries()[overview.countries[move.country].value], move.day);
}

std::vector<ScoreMove> AllMoves(const Archive& archive, const Overview& overview) {
  std::vector<ScoreMove> moves;
  for (std::size_t i = 0; i < overview.countries.size(); ++i) {
    for (const analysis::ScoreStep& step : analysis::ScoreHistory(
             archive.evaluator(), archive.Block(overview.countries[i]), overview.question.node)) {
      if (!step.previous || !step.score.score || step.day > overview.last) continue;
      ScoreMove move{.country = i,
                     .day = step.day,
                     .change = *step.score.score - *step.previous,
                     .cause = CauseOf(archive, step)};
      if (std::abs(move.change) >= kPrintedChange && IsListed(overview, archive, move))
        moves.push_back(std::move(move));
    }
  }
  std::ranges::stable_sort(moves, [](const ScoreMove& a, const ScoreMove& b) {
    return std::pair(a.day, -std::abs(a.change)) < std::pair(b.day, -std::abs(b.change));
  });
  return moves;
}

nlohmann::ordered_json DayJson(const std::optional<Day>& day) {
  return day ? nlohmann::ordered_json(day->ToString()) : nlohmann::ordered_json();
}

nlohmann::ordered_json CountryJson(const Overview& overview, const Archive& archive,
                                   std::size_t country) {
  nlohmann::ordered_json json{{"code", archive.countries()[overview.countries[country].value]},
                              {"name", overview.names[country]},
                              {"last_seen", DayJson(overview.last_seen[country])}};
  for (const char* column : {"day", "value", "text", "rank", "place", "class"})
    json[column] = nlohmann::ordered_json::array();
  for (const LeagueStep& step : overview.series.steps[country]) {
    json["day"].push_back(step.day);
    json["rank"].push_back(RankText(step));
    json["place"].push_back(step.rank);
    if (step.value) {
      json["value"].push_back(*step.value);
      json["text"].push_back(ValueText(overview, *step.value));
      json["class"].push_back(ClassOf(overview, archive.methodology(), *step.value));
    } else {
      for (const char* column : {"value", "text", "class"}) json[column].push_back(nullptr);
    }
  }
  return json;
}

}  // namespace

NodeId LongestNode(const Archive& archive) {
  const Methodology& methodology = archive.methodology();
  const Node* headline = methodology.FindNode(methodology.headline);
  NodeId best;
  std::size_t most = 0;
  for (const NodeId node : analysis::IdsUpTo<NodeId>(methodology.nodes.size())) {
    if (methodology.nodes[node.value].level != headline->level) continue;
    std::size_t scored = 0;
    for (const CountryId id : analysis::IdsUpTo<CountryId>(archive.countries().size()))
      for (std::size_t row = 0; row < archive.Block(id).row_days().size(); ++row)
        if (archive.Block(id).ScoreInRow(node, row).score) ++scored;
    const bool is_headline = methodology.nodes[node.value].code == methodology.headline;
    if (scored > most || (scored == most && is_headline)) {
      most = scored;
      best = node;
    }
  }
  return best;
}

Overview MakeOverview(const Archive& archive, const Index& index,
                      const OverviewQuestion& question) {
  Overview overview{
      .question = question,
      .first = FirstDay(archive, question.today),
      .last = question.today,
      .classes = question.since ? ChangeClasses() : ScoreClasses(archive.methodology())};
  std::vector<std::pair<std::string, CountryId>> named;
  for (const CountryId id : analysis::IdsUpTo<CountryId>(archive.countries().size())) {
    const std::string& code = archive.countries()[id.value];
    const auto is_of = [&](const Membership& membership) { return membership.country == code; };
    if (question.group == nullptr || std::ranges::any_of(question.group->memberships, is_of))
      named.emplace_back(NameOf(index, code), id);
  }
  std::ranges::sort(named);
  for (auto& [name, id] : named) {
    overview.countries.push_back(id);
    overview.names.push_back(std::move(name));
    overview.last_seen.push_back(LastSighting(archive.Block(id), archive));
  }
  overview.series = analysis::TraceLeague(archive, {.node = question.node,
                                                    .countries = overview.countries,
                                                    .group = question.group,
                                                    .since = question.since});
  overview.moves = AllMoves(archive, overview);
  overview.source = SourceOn(overview, archive, index, overview.last);
  return overview;
}

std::string SourceOn(const Overview& overview, const analysis::Archive& archive, const Index& index,
                     Day day) {
  return SourceWords(archive, index,
                     {.node = overview.question.node,
                      .range = {.after = overview.first, .until = day},
                      .from_name = {},
                      .known_at = overview.question.known_at});
}

std::size_t ClassOf(const Overview& overview, const Methodology& methodology, double value) {
  const double classed = overview.question.since ? value : methodology.Rounded(value);
  std::size_t found = 0;
  for (std::size_t i = 1; i < overview.classes.size(); ++i)
    if (const auto& from = overview.classes[i].from; from && classed >= *from) found = i;
  return found;
}

std::string SignedText(double points) {
  const std::string text = FixedText(std::abs(points), *kPrinted.decimals);
  if (Rounded(points, *kPrinted.decimals) == 0) return "±0";
  return (points > 0 ? "+" : "−") + text;
}

std::string ValueText(const Overview& overview, double value) {
  return overview.question.since ? SignedText(value) : CellText(value, kPrinted);
}

std::string RankText(const LeagueStep& step) {
  if (step.rank == 0) return {};
  return std::to_string(step.rank) + (step.is_tied ? "=" : "");
}

std::vector<ScoreMove> MovesOn(const Overview& overview, Day day) {
  const auto found = std::ranges::equal_range(overview.moves, day, {}, &ScoreMove::day);
  return {found.begin(), found.end()};
}

std::string RenderOverviewJson(const Overview& overview, const Archive& archive) {
  const Node& node = archive.methodology().nodes[overview.question.node.value];
  const Group* group = overview.question.group;
  nlohmann::ordered_json json{
      {"node", node.code},
      {"label", node.LabelOn(overview.last)},
      {"group", group == nullptr ? nlohmann::ordered_json() : nlohmann::ordered_json(group->id)},
      {"since", DayJson(overview.question.since)},
      {"known_at", DayJson(overview.question.known_at)},
      {"first", overview.first.ToString()},
      {"last", overview.last.ToString()},
      {"source", overview.source}};
  json["days"] = nlohmann::ordered_json::array();
  for (const Day day : overview.series.days) json["days"].push_back(day.ToString());
  json["classes"] = nlohmann::ordered_json::array();
  for (const ValueClass& value_class : overview.classes)
    json["classes"].push_back({{"name", value_class.name},
                               {"from", value_class.from ? nlohmann::ordered_json(*value_class.from)
                                                         : nlohmann::ordered_json()}});
  json["countries"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < overview.countries.size(); ++i)
    json["countries"].push_back(CountryJson(overview, archive, i));
  nlohmann::ordered_json& moves = json["moves"];
  for (const char* column : {"day", "country", "text", "cause"})
    moves[column] = nlohmann::ordered_json::array();
  for (const ScoreMove& move : overview.moves) {
    moves["day"].push_back(move.day.ToString());
    moves["country"].push_back(move.country);
    moves["text"].push_back(SignedText(move.change));
    moves["cause"].push_back(move.cause);
  }
  return json.dump() + "\n";
}

Table OverviewTable(const Overview& overview, const Archive& archive) {
  Table table{.columns = {{.name = "country"},
                          {.name = "name"},
                          {.name = "day"},
                          {.name = overview.question.since ? "change" : "score", .decimals = 1},
                          {.name = "rank"},
                          {.name = "tied"},
                          {.name = "class"}},
              .rows = {}};
  for (std::size_t i = 0; i < overview.countries.size(); ++i)
    for (const LeagueStep& step : overview.series.steps[i])
      table.rows.push_back(
          {archive.countries()[overview.countries[i].value], overview.names[i],
           overview.series.days[step.day].ToString(), CellOf(step.value),
           step.value ? Cell(static_cast<std::int64_t>(step.rank)) : Cell(),
           step.value ? Cell(step.is_tied) : Cell(),
           step.value
               ? Cell(overview.classes[ClassOf(overview, archive.methodology(), *step.value)].name)
               : Cell()});
  return table;
}

}  // namespace lawtrace::report
