#include "report/question/score_tables.h"

#include <set>
#include <string_view>
#include <utility>

#include "analysis/explanation.h"
#include "report/question/texts.h"

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
  AppendCells(row, CellOf(score.score), BandCell(archive, score.score),
              std::int64_t{score.answered}, std::int64_t{score.indicators},
              DayCell(analysis::OldestAnswer(archive, country, node, moment.as_of)),
              score.score ? Cell() : Cell(ReasonText(archive, country, node, moment)));
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
        scores_(archive.Block(country).ScoresAt(moment.as_of)),
        table_(table) {
    const analysis::CountryBlock& block = archive.Block(country);
    const std::size_t count = archive.evaluator().indicator_count();
    standings_.reserve(count);
    last_seen_.reserve(count);
    for (const auto id : analysis::IdsUpTo<IndicatorId>(count)) {
      standings_.push_back(block.StandingAt(id, moment.as_of));
      last_seen_.push_back(block.LastSeen(id, standings_.back(), moment.as_of));
    }
    table_.rows.reserve(count + archive.evaluator().node_count());
    AppendMomentCells(moment_, moment_cells_);
  }

  void WriteTree() {
    const Methodology& methodology = archive_.methodology();
    std::set<std::string_view> children;
    for (const Node& node : methodology.nodes)
      children.insert(node.children.begin(), node.children.end());
    // Other roots first, in one row each; the headline's tree follows whole.
    for (const auto id : analysis::IdsUpTo<NodeId>(methodology.nodes.size())) {
      const std::string& code = methodology.nodes[id.value].code;
      if (!children.contains(code) && code != methodology.headline)
        WriteNode(id, 0, /*with_children=*/false);
    }
    WriteNode(*archive_.evaluator().FindNode(methodology.headline), 0, /*with_children=*/true);
  }

 private:
  void WriteNode(NodeId id, int depth, bool with_children) {
    const Node& node = archive_.methodology().nodes[id.value];
    const NodeScore& score = scores_[id.value];
    std::vector<Cell>& row = NewRow();
    AppendCells(row, std::int64_t{depth}, node.level, node.code,
                node.LabelOn(moment_.as_of.effective), CellOf(score.score), Cell(),
                std::int64_t{score.answered}, std::int64_t{score.indicators}, Cell(), Cell(),
                Cell(), Cell(), DayCell(OldestBelow(id)),
                score.score ? Cell() : Cell(ReasonText(archive_, country_, id, moment_)));
    FinishRow(row);
    if (!with_children) return;
    const auto indicators = static_cast<std::uint32_t>(standings_.size());
    for (const std::uint32_t child : archive_.evaluator().ChildrenOf(id)) {
      if (child < indicators) {
        WriteIndicator(IndicatorId{static_cast<std::uint16_t>(child)}, depth + 1);
      } else {
        WriteNode(NodeId{static_cast<std::uint16_t>(child - indicators)}, depth + 1, true);
      }
    }
  }

  void WriteIndicator(IndicatorId id, int depth) {
    const Indicator& indicator = archive_.methodology().indicators[id.value];
    const analysis::Standing& standing = standings_[id.value];
    const std::optional<double>& score = archive_.answers().ScoreOf(id, standing.answer);
    std::vector<Cell>& row = NewRow();
    AppendCells(row, std::int64_t{depth}, std::string("indicator"), indicator.code,
                indicator.LabelOn(moment_.as_of.effective), CellOf(score),
                AnswerCell(archive_, id, standing.answer), std::int64_t{score ? 1 : 0},
                std::int64_t{1});
    if (standing.statement != nullptr) {
      const PartialDate effective = EffectiveDateOf(*standing.statement);
      AppendCells(row, BoundsText(effective), effective.earliest().ToString(),
                  effective.latest().ToString(), std::string(Name(standing.statement->kind)),
                  DayCell(last_seen_[id.value]), Cell());
    } else {
      AppendCells(row, Cell(), Cell(), Cell(), Cell(), DayCell(last_seen_[id.value]),
                  std::string("no answer"));
    }
    FinishRow(row);
  }

  std::vector<Cell>& NewRow() {
    std::vector<Cell>& row = table_.rows.emplace_back();
    row.reserve(table_.columns.size());
    return row;
  }
  void FinishRow(std::vector<Cell>& row) const {
    row.insert(row.end(), moment_cells_.begin(), moment_cells_.end());
  }

  // As analysis::OldestAnswer.
  std::optional<Day> OldestBelow(NodeId id) const {
    std::optional<Day> oldest;
    for (const IndicatorId indicator : archive_.evaluator().IndicatorsBelow(id)) {
      const std::optional<Day>& seen = last_seen_[indicator.value];
      const bool is_older = seen && (!oldest || *seen < *oldest);
      if (is_older && archive_.answers().ScoreOf(indicator, standings_[indicator.value].answer))
        oldest = seen;
    }
    return oldest;
  }

  const Archive& archive_;
  CountryId country_;
  const Moment& moment_;
  std::vector<NodeScore> scores_;              // By node.
  std::vector<analysis::Standing> standings_;  // By indicator.
  std::vector<std::optional<Day>> last_seen_;  // By indicator.
  std::vector<Cell> moment_cells_;             // The same in each row.
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
      std::vector<Cell>& row = table.rows.emplace_back();
      row.reserve(table.columns.size());
      AppendCells(row, code, NameOf(index, code), shape.code,
                  shape.LabelOn(moment.as_of.effective));
      AppendScoreCells(archive, country, node, archive.Block(country).ScoreAt(node, moment.as_of),
                       moment, row);
      AppendMomentCells(moment, row);
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
                          {.name = "label", .indent_by = 0},
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
    std::vector<Cell>& row = table.rows.emplace_back();
    row.reserve(table.columns.size());
    AppendCells(row, std::move(rank), std::move(tied), code, NameOf(index, code));
    AppendScoreCells(archive, country, node, score, moment, row);
    AppendMomentCells(moment, row);
  };
  table.rows.reserve(league.ranked.size() + league.unranked.size());
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
