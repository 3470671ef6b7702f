#include "report/question/robustness_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "analysis/explanation.h"
#include "report/question/texts.h"

namespace lawtrace::report {
namespace {

using analysis::CountryId;
using analysis::Dropped;
using analysis::RankedCountry;

constexpr std::array<std::string_view, 3> kPartNames = {"ranks", "drops", "shifts"};
constexpr std::size_t kMostRows = 10;  // Of a list that a part of its own shows whole.
constexpr int kPointDecimals = 2;

Cell RankCell(std::size_t rank) {
  return static_cast<std::int64_t>(rank);
}

const std::string& CodeOf(const RobustnessFacts& facts, CountryId country) {
  return facts.archive.countries()[country.value];
}

std::string LabelOf(const RobustnessFacts& facts, const Dropped& dropped) {
  const Methodology& methodology = facts.archive.methodology();
  const Day day = facts.moment.as_of.effective;
  return dropped.is_indicator ? methodology.FindIndicator(dropped.code)->LabelOn(day)
                              : methodology.FindNode(dropped.code)->LabelOn(day);
}

std::string LevelOf(const RobustnessFacts& facts, const Dropped& dropped) {
  return dropped.is_indicator ? "indicator"
                              : facts.archive.methodology().FindNode(dropped.code)->level;
}

// The dropped indicator that shifts the country's rank most; null if none does.
const Dropped* LargestFor(const RobustnessFacts& facts, std::size_t country) {
  const Dropped* largest = nullptr;
  for (const Dropped& dropped : facts.robustness.dropped) {
    const std::optional<int>& shift = dropped.shifts[country];
    if (!dropped.is_indicator || !shift || *shift == 0) continue;
    if (largest == nullptr || std::abs(*shift) > std::abs(*largest->shifts[country]))
      largest = &dropped;
  }
  return largest;
}

void AppendFoundation(const RobustnessFacts& facts, CountryId country, std::vector<Cell>& row) {
  const analysis::NodeId node = facts.question.node;
  const analysis::NodeScore score = facts.archive.Block(country).ScoreAt(node, facts.moment.as_of);
  const auto oldest = analysis::OldestAnswer(facts.archive, country, node, facts.moment.as_of);
  row.emplace_back(std::int64_t{score.answered});
  row.emplace_back(std::int64_t{score.indicators});
  row.push_back(oldest ? Cell(oldest->ToString()) : Cell());
  row.push_back(score.score ? Cell()
                            : Cell(ReasonText(facts.archive, country, node, facts.moment)));
  AppendMomentCells(facts.moment, row);
}

Table RanksTable(const RobustnessFacts& facts) {
  const Methodology& methodology = facts.archive.methodology();
  Table table{.columns = {{.name = "rank"},
                          {.name = "tied"},
                          {.name = "country"},
                          {.name = "name"},
                          {.name = "score", .decimals = methodology.decimals},
                          {.name = "band", .is_detail = true},
                          {.name = "low_rank"},
                          {.name = "median_rank"},
                          {.name = "high_rank"},
                          {.name = "best_rank"},
                          {.name = "worst_rank"},
                          {.name = "largest_shift"},
                          {.name = "dropped"},
                          {.name = "answered"},
                          {.name = "indicators"},
                          {.name = "oldest_answer"},
                          {.name = "reason"}}};
  AppendMomentColumns(table);
  const std::vector<RankedCountry>& ranked = facts.robustness.league.ranked;
  for (std::size_t c = 0; c < ranked.size(); ++c) {
    const analysis::RankInterval& interval = facts.robustness.intervals[c];
    const double score = *ranked[c].score.score;
    const std::string& code = CodeOf(facts, ranked[c].country);
    std::vector<Cell> row = {RankCell(ranked[c].rank),
                             ranked[c].is_tied,
                             code,
                             NameOf(facts.index, code),
                             score,
                             std::string(methodology.BandOf(score)),
                             RankCell(interval.low),
                             RankCell(interval.median),
                             RankCell(interval.high),
                             RankCell(interval.best),
                             RankCell(interval.worst)};
    const Dropped* largest = LargestFor(facts, c);
    row.push_back(largest == nullptr ? Cell(std::int64_t{0})
                                     : Cell(std::int64_t{*largest->shifts[c]}));
    row.push_back(largest == nullptr ? Cell() : Cell(largest->code));
    AppendFoundation(facts, ranked[c].country, row);
    table.rows.push_back(std::move(row));
  }
  for (const CountryId country : facts.robustness.league.unranked) {
    const std::string& code = CodeOf(facts, country);
    std::vector<Cell> row = {Cell(), Cell(), code, NameOf(facts.index, code)};
    row.resize(row.size() + 9);
    AppendFoundation(facts, country, row);
    table.rows.push_back(std::move(row));
  }
  return table;
}

// What dropping one part does to the league.
struct DropEffect {
  const Dropped* dropped = nullptr;
  std::size_t moved = 0;
  std::size_t unscored = 0;
  double mean_shift = 0;
  std::optional<std::size_t> most_moved;  // Place in the league; absent if none moves.
};

DropEffect EffectOf(const Dropped& dropped) {
  DropEffect effect{.dropped = &dropped};
  int sum = 0;
  int scored = 0;
  for (std::size_t c = 0; c < dropped.shifts.size(); ++c) {
    const std::optional<int>& shift = dropped.shifts[c];
    if (!shift) {
      ++effect.unscored;
      continue;
    }
    ++scored;
    sum += std::abs(*shift);
    if (*shift == 0) continue;
    ++effect.moved;
    if (!effect.most_moved || std::abs(*shift) > std::abs(*dropped.shifts[*effect.most_moved]))
      effect.most_moved = c;
  }
  if (scored > 0) effect.mean_shift = static_cast<double>(sum) / scored;
  return effect;
}

Table DropsTable(const RobustnessFacts& facts) {
  Table table{.columns = {{.name = "dropped"},
                          {.name = "level"},
                          {.name = "label"},
                          {.name = "moved"},
                          {.name = "mean_shift", .decimals = kPointDecimals},
                          {.name = "largest_shift"},
                          {.name = "country"},
                          {.name = "unscored"}}};
  AppendMomentColumns(table);
  std::vector<DropEffect> effects;
  for (const Dropped& dropped : facts.robustness.dropped) effects.push_back(EffectOf(dropped));
  std::ranges::stable_sort(effects, std::ranges::greater(), &DropEffect::mean_shift);
  for (const DropEffect& effect : effects) {
    const Dropped& dropped = *effect.dropped;
    std::vector<Cell> row = {dropped.code, LevelOf(facts, dropped), LabelOf(facts, dropped),
                             RankCell(effect.moved), effect.mean_shift};
    if (effect.most_moved) {
      row.emplace_back(std::int64_t{*dropped.shifts[*effect.most_moved]});
      row.emplace_back(CodeOf(facts, facts.robustness.countries[*effect.most_moved]));
    } else {
      row.emplace_back(std::int64_t{0});
      row.emplace_back();
    }
    row.push_back(RankCell(effect.unscored));
    AppendMomentCells(facts.moment, row);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table ShiftsTable(const RobustnessFacts& facts) {
  const int decimals = facts.archive.methodology().decimals;
  Table table{.columns = {{.name = "dropped"},
                          {.name = "level", .is_detail = true},
                          {.name = "country"},
                          {.name = "name"},
                          {.name = "rank"},
                          {.name = "shift"},
                          {.name = "score", .decimals = decimals},
                          {.name = "new_score", .decimals = decimals}}};
  AppendMomentColumns(table);
  for (const Dropped& dropped : facts.robustness.dropped) {
    for (std::size_t c = 0; c < facts.robustness.countries.size(); ++c) {
      const RankedCountry& ranked = facts.robustness.league.ranked[c];
      const std::string& code = CodeOf(facts, ranked.country);
      const std::optional<int>& shift = dropped.shifts[c];
      std::vector<Cell> row = {dropped.code,
                               LevelOf(facts, dropped),
                               code,
                               NameOf(facts.index, code),
                               RankCell(ranked.rank),
                               shift ? Cell(std::int64_t{*shift}) : Cell(),
                               *ranked.score.score,
                               CellOf(dropped.scores[c])};
      AppendMomentCells(facts.moment, row);
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace

std::vector<std::string> RobustnessPartNames() {
  return {kPartNames.begin(), kPartNames.end()};
}

Result<RobustnessPart> ParseRobustnessPart(std::string_view name) {
  const auto it = std::ranges::find(kPartNames, name);
  if (it != kPartNames.end()) return static_cast<RobustnessPart>(it - kPartNames.begin());
  return Fail(ErrorCode::kInvalidInput, "part '" + std::string(name) +
                                            "' is unknown; write one of " +
                                            fmt::format("{}", fmt::join(kPartNames, ", ")));
}

Table RobustnessTable(const RobustnessFacts& facts, RobustnessPart part) {
  switch (part) {
    case RobustnessPart::kRanks:
      return RanksTable(facts);
    case RobustnessPart::kDrops:
      return DropsTable(facts);
    case RobustnessPart::kShifts:
      break;
  }
  return ShiftsTable(facts);
}

std::vector<std::pair<std::string, Cell>> RobustnessFields(const RobustnessFacts& facts) {
  const Methodology& methodology = facts.archive.methodology();
  const Node& node = methodology.nodes[facts.question.node.value];
  return {{"methodology", methodology.id},
          {"version", methodology.version},
          {"node", node.code},
          {"label", node.LabelOn(facts.moment.as_of.effective)},
          {"at", facts.moment.as_of.effective.ToString()},
          {"known_at", facts.moment.known_at ? Cell(facts.moment.known_at->ToString()) : Cell()},
          {"draws", static_cast<std::int64_t>(facts.question.draws)},
          {"seed", static_cast<std::int64_t>(facts.question.seed)},
          {"weights", std::string(Name(facts.question.weighted))},
          {"weighted_parts", static_cast<std::int64_t>(facts.robustness.part_count)},
          {"ranked", static_cast<std::int64_t>(facts.robustness.league.ranked.size())},
          {"unranked", static_cast<std::int64_t>(facts.robustness.league.unranked.size())}};
}

Phrase RenderRobustnessOverview(const RobustnessFacts& facts) {
  const Methodology& methodology = facts.archive.methodology();
  const Node& node = methodology.nodes[facts.question.node.value];
  std::string text = fmt::format(
      "Robustness of ranks by {} [{}], law in force on {}{} ({})\n\n"
      "{} draws of random weights for {} {}, seed {}.  low and high: 5 and 95 in 100 draws.\n"
      "largest shift: of the rank when one indicator is dropped, and which one; negative is "
      "better.\n\n",
      node.LabelOn(facts.moment.as_of.effective), node.code,
      facts.moment.as_of.effective.ToString(),
      facts.moment.known_at ? ", as known at " + facts.moment.known_at->ToString() : "",
      methodology.id, facts.question.draws, facts.robustness.part_count,
      facts.question.weighted == analysis::WeightedParts::kLeaves ? "indicators and lookup tables"
                                                                  : "parts",
      facts.question.seed);
  text += Render(RanksTable(facts), Format::kText);
  Table drops = DropsTable(facts);
  const std::size_t count = drops.rows.size();
  drops.rows.resize(std::min(count, kMostRows));
  text += "\nParts whose removal shifts ranks most\n\n" + Render(drops, Format::kText);
  if (count > kMostRows)
    return text + fmt::format("... and {} more: '", count - kMostRows) + Phrase(Field{"part"}) +
           " drops'; each country: '" + Field{"part"} + " shifts'.\n";
  return text;
}

}  // namespace lawtrace::report
