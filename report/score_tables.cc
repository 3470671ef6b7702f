#include "report/score_tables.h"

#include <set>
#include <utility>

#include "analysis/explanation.h"
#include "report/internal/texts.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::CountryId;
using analysis::IndicatorId;
using analysis::NodeId;
using analysis::NodeScore;

Cell BandCell(const Archive& archive, const std::optional<double>& score) {
  return score ? Cell(std::string(archive.methodology().BandOf(*score))) : Cell();
}

Cell FlagsCell(const Archive& archive, IndicatorId id, analysis::AnswerId answer) {
  const Indicator& indicator = archive.methodology().indicators[id.value];
  const std::optional<Answer>& known = archive.answers().AnswerOf(id, answer);
  const bool is_unlisted = known && known->is_option() && !indicator.is_numeric &&
                           indicator.Find(known->code()) == nullptr;
  return is_unlisted ? Cell(std::string("unlisted")) : Cell();
}

// The columns that tell a score, from `score` to `reason`.
std::vector<Column> ScoreColumns(const Archive& archive) {
  return {{.name = "score", .decimals = archive.methodology().decimals},
          {.name = "band"},
          {.name = "answered"},
          {.name = "indicators"},
          {.name = "oldest_answer"},
          {.name = "reason"}};
}

void AppendScoreCells(const Archive& archive, CountryId country, NodeId node,
                      const NodeScore& score, const Moment& moment, std::vector<Cell>& row) {
  row.push_back(CellOf(score.score));
  row.push_back(BandCell(archive, score.score));
  row.emplace_back(std::int64_t{score.answered});
  row.emplace_back(std::int64_t{score.indicators});
  row.push_back(DayCell(analysis::OldestAnswer(archive, country, node, moment.as_of)));
  row.push_back(score.score ? Cell() : Cell(ReasonText(archive, country, node, moment)));
}

void AppendColumns(std::vector<Column> more, Table& table) {
  for (Column& column : more) table.columns.push_back(std::move(column));
}

// Walks the tree below a code, parents first.
class ProfileWriter {
 public:
  ProfileWriter(const Archive& archive, CountryId country, const Moment& moment, Table& table)
      : archive_(archive),
        country_(country),
        moment_(moment),
        state_(archive.Block(country).StateAt(moment.as_of)),
        table_(table) {
    for (const auto id : analysis::IdsUpTo<IndicatorId>(archive.evaluator().indicator_count())) {
      const bool counts = archive.answers().ScoreOf(id, state_.answer(id)).has_value();
      last_seen_.push_back(archive.Block(country).LastSeen(id, moment.as_of));
      counts_.push_back(counts);
    }
  }

  void WriteTree() {
    const Methodology& methodology = archive_.methodology();
    std::set<std::string> children;
    for (const Node& node : methodology.nodes)
      children.insert(node.children.begin(), node.children.end());
    // Other roots first, in one row each; the headline's tree follows whole.
    for (const Node& node : methodology.nodes)
      if (!children.contains(node.code) && node.code != methodology.headline)
        WriteNode(*archive_.evaluator().FindNode(node.code), 0, /*with_children=*/false);
    WriteNode(*archive_.evaluator().FindNode(methodology.headline), 0, /*with_children=*/true);
  }

 private:
  void WriteNode(NodeId id, int depth, bool with_children) {
    const Node& node = archive_.methodology().nodes[id.value];
    const NodeScore score = state_.ScoreOf(id);
    std::vector<Cell> row = {std::int64_t{depth},
                             node.level,
                             node.code,
                             Indented(node.LabelOn(moment_.as_of.effective), depth),
                             CellOf(score.score),
                             Cell(),
                             std::int64_t{score.answered},
                             std::int64_t{score.indicators},
                             Cell(),
                             Cell(),
                             Cell(),
                             Cell()};
    row.push_back(DayCell(OldestBelow(id)));
    row.push_back(score.score ? Cell() : Cell(ReasonText(archive_, country_, id, moment_)));
    AppendMomentCells(moment_, row);
    table_.rows.push_back(std::move(row));
    if (!with_children) return;
    for (const std::string& child : node.children) {
      if (const auto below = archive_.evaluator().FindNode(child)) {
        WriteNode(*below, depth + 1, true);
      } else {
        WriteIndicator(*archive_.evaluator().FindIndicator(child), depth + 1);
      }
    }
  }

  void WriteIndicator(IndicatorId id, int depth) {
    const Indicator& indicator = archive_.methodology().indicators[id.value];
    const analysis::CountryBlock& block = archive_.Block(country_);
    const analysis::Standing standing = block.StandingAt(id, moment_.as_of);
    const std::optional<double>& score = archive_.answers().ScoreOf(id, standing.answer);
    std::vector<Cell> row = {std::int64_t{depth},
                             std::string("indicator"),
                             indicator.code,
                             Indented(indicator.LabelOn(moment_.as_of.effective), depth),
                             CellOf(score),
                             AnswerCell(archive_, id, standing.answer),
                             std::int64_t{score ? 1 : 0},
                             std::int64_t{1}};
    if (standing.statement != nullptr) {
      const PartialDate effective = EffectiveDateOf(*standing.statement);
      row.emplace_back(BoundsText(effective));
      row.emplace_back(effective.earliest().ToString());
      row.emplace_back(effective.latest().ToString());
      row.emplace_back(std::string(Name(standing.statement->kind)));
    } else {
      row.resize(row.size() + 4);
    }
    row.push_back(DayCell(last_seen_[id.value]));
    row.push_back(standing.statement == nullptr ? Cell(std::string("no answer")) : Cell());
    AppendMomentCells(moment_, row);
    table_.rows.push_back(std::move(row));
  }

  // As analysis::OldestAnswer.
  std::optional<Day> OldestBelow(NodeId id) const {
    std::optional<Day> oldest;
    for (const IndicatorId indicator : archive_.evaluator().IndicatorsBelow(id)) {
      const std::optional<Day>& seen = last_seen_[indicator.value];
      if (counts_[indicator.value] && seen && (!oldest || *seen < *oldest)) oldest = seen;
    }
    return oldest;
  }

  static std::string Indented(const std::string& label, int depth) {
    return std::string(2 * static_cast<std::size_t>(depth), ' ') + label;
  }

  const Archive& archive_;
  CountryId country_;
  const Moment& moment_;
  analysis::Evaluator::State state_;
  std::vector<std::optional<Day>> last_seen_;  // By indicator,
  std::vector<bool> counts_;                   // whose answer has a score or not.
  Table& table_;
};

}  // namespace

Table ScoreTable(const Archive& archive, const Index& index, std::span<const CountryId> countries,
                 std::span<const NodeId> nodes, const Moment& moment) {
  Table table{.columns = {{.name = "country"},
                          {.name = "name"},
                          {.name = "node"},
                          {.name = "label", .is_detail = true}}};
  AppendColumns(ScoreColumns(archive), table);
  AppendMomentColumns(table);
  for (const CountryId country : countries) {
    const std::string& code = archive.countries()[country.value];
    for (const NodeId node : nodes) {
      const Node& shape = archive.methodology().nodes[node.value];
      std::vector<Cell> row = {code, NameOf(index, code), shape.code,
                               shape.LabelOn(moment.as_of.effective)};
      AppendScoreCells(archive, country, node, archive.Block(country).ScoreAt(node, moment.as_of),
                       moment, row);
      AppendMomentCells(moment, row);
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

void AppendGroupMean(const Group& group, const analysis::GroupMean& mean, const Archive& archive,
                     NodeId node, const Moment& moment, Table& table) {
  const Node& shape = archive.methodology().nodes[node.value];
  std::vector<Cell> row = {group.id,
                           group.name + ", mean of members",
                           shape.code,
                           shape.LabelOn(moment.as_of.effective),
                           CellOf(mean.mean),
                           BandCell(archive, mean.mean),
                           static_cast<std::int64_t>(mean.scored),
                           static_cast<std::int64_t>(mean.members),
                           Cell(),
                           mean.mean ? Cell() : Cell(std::string("no member has a score"))};
  AppendMomentCells(moment, row);
  table.rows.push_back(std::move(row));
}

Table ProfileTable(const Archive& archive, CountryId country, const Moment& moment) {
  Table table{.columns = {{.name = "depth", .is_detail = true},
                          {.name = "level", .is_detail = true},
                          {.name = "code"},
                          {.name = "label"},
                          {.name = "score", .decimals = archive.methodology().decimals},
                          {.name = "answer"},
                          {.name = "answered"},
                          {.name = "indicators"},
                          {.name = "effective"},
                          {.name = "earliest", .is_detail = true},
                          {.name = "latest", .is_detail = true},
                          {.name = "kind"},
                          {.name = "last_seen"},
                          {.name = "reason"}}};
  AppendMomentColumns(table);
  ProfileWriter(archive, country, moment, table).WriteTree();
  return table;
}

Table LeagueTable(const Archive& archive, const Index& index, const analysis::League& league,
                  NodeId node, const Moment& moment) {
  Table table{
      .columns = {{.name = "rank"}, {.name = "tied"}, {.name = "country"}, {.name = "name"}}};
  AppendColumns(ScoreColumns(archive), table);
  AppendMomentColumns(table);
  const auto append = [&](Cell rank, Cell tied, CountryId country, const NodeScore& score) {
    const std::string& code = archive.countries()[country.value];
    std::vector<Cell> row = {std::move(rank), std::move(tied), code, NameOf(index, code)};
    AppendScoreCells(archive, country, node, score, moment, row);
    AppendMomentCells(moment, row);
    table.rows.push_back(std::move(row));
  };
  for (const analysis::RankedCountry& ranked : league.ranked)
    append(static_cast<std::int64_t>(ranked.rank), ranked.is_tied, ranked.country, ranked.score);
  for (const CountryId country : league.unranked)
    append(Cell(), Cell(), country, archive.Block(country).ScoreAt(node, moment.as_of));
  return table;
}

Table AnswerColumns() {
  Table table{.columns = {{.name = "country"},
                          {.name = "indicator"},
                          {.name = "answer"},
                          {.name = "score"},
                          {.name = "reference"},
                          {.name = "effective"},
                          {.name = "earliest", .is_detail = true},
                          {.name = "latest", .is_detail = true},
                          {.name = "basis", .is_detail = true},
                          {.name = "kind"},
                          {.name = "flags"},
                          {.name = "event"}}};
  AppendMomentColumns(table);
  return table;
}

void AppendAnswer(const Archive& archive, CountryId country, IndicatorId indicator,
                  const Moment& moment, Table& table) {
  const analysis::CountryBlock& block = archive.Block(country);
  const analysis::Standing standing = block.StandingAt(indicator, moment.as_of);
  if (standing.statement == nullptr) return;
  const PartialDate effective = EffectiveDateOf(*standing.statement);
  std::vector<Cell> row = {archive.countries()[country.value],
                           archive.methodology().indicators[indicator.value].code,
                           AnswerCell(archive, indicator, standing.answer),
                           CellOf(archive.answers().ScoreOf(indicator, standing.answer)),
                           DayCell(block.LastSeen(indicator, moment.as_of)),
                           effective.ToString(),
                           effective.earliest().ToString(),
                           effective.latest().ToString(),
                           std::string(Name(standing.statement->basis)),
                           std::string(Name(standing.statement->kind)),
                           FlagsCell(archive, indicator, standing.answer),
                           std::int64_t{standing.statement->sequence}};
  AppendMomentCells(moment, row);
  table.rows.push_back(std::move(row));
}

}  // namespace lawtrace::report
