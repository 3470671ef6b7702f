#include "bench/limit_side.h"

#include <array>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "analysis/attribution.h"
#include "model/check.h"

namespace lawtrace::bench {
namespace {

constexpr std::size_t kMostPlayers = 12;

// What stands at one time: answers that count, by area.
struct Sums {
  std::array<int, kAreaCount> sum{};
  std::array<int, kAreaCount> count{};

  void Add(std::uint32_t area, const std::optional<int>& score, int sign) {
    if (!score) return;
    sum[area] += sign * *score;
    count[area] += sign;
  }
  std::optional<double> Overall() const {
    double total = 0;
    int areas = 0;
    for (std::size_t a = 0; a < kAreaCount; ++a) {
      if (count[a] == 0) continue;
      total += static_cast<double>(sum[a]) / count[a];
      ++areas;
    }
    return areas == 0 ? std::nullopt : std::optional(total / areas);
  }
};

struct Statement {
  std::int32_t day;
  std::uint32_t sequence;
  EventKind kind;
  Answer answer;
  std::uint32_t law;
};

struct Step {
  LimitSide::KeptChange change;
  std::uint32_t area;
  std::optional<int> old_score;
  std::optional<int> new_score;
};

std::optional<int> ScoreOf(const Answer& answer) {
  return answer.is_option() ? std::optional(std::stoi(answer.code())) : std::nullopt;
}

using Kind = analysis::ContributionKind;

// The changes of one answer.
void AppendSteps(std::vector<Statement> statements, std::uint32_t area, std::vector<Step>& steps) {
  std::ranges::sort(statements, {},
                    [](const Statement& s) { return std::tuple(s.day, s.sequence); });
  std::optional<Answer> now;
  for (std::size_t s = 0; s < statements.size(); ++s) {
    const Statement& statement = statements[s];
    if (s + 1 < statements.size() && statements[s + 1].day == statement.day) continue;
    if (now == statement.answer) continue;
    const bool is_first = !now || statement.kind == EventKind::kCoding;
    const Kind kind = is_first             ? Kind::kCoverage
                      : statement.law == 0 ? Kind::kUnattributed
                                           : Kind::kLaw;
    steps.push_back({.change = {.day = statement.day,
                                .kind = static_cast<std::uint32_t>(kind),
                                .law = kind == Kind::kLaw ? statement.law : 0,
                                .event = statement.sequence},
                     .area = area,
                     .old_score = now ? ScoreOf(*now) : std::nullopt,
                     .new_score = ScoreOf(statement.answer)});
    now = statement.answer;
  }
}

// Gives the steps of one day their points, by the definition of the Shapley value.
void Share(std::span<Step> steps, const Sums& before) {
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::vector<Step*>> players;
  for (Step& step : steps) {
    const bool apart = step.change.kind == static_cast<std::uint32_t>(Kind::kUnattributed);
    players[{step.change.kind, step.change.law, apart ? step.change.event : 0}].push_back(&step);
  }
  const std::optional<double> start = before.Overall();
  if (!start) return;
  Check(players.size() <= kMostPlayers, "too many laws on one day");
  std::vector<std::vector<Step*>> list;
  for (const auto& [key, own] : players) list.push_back(own);
  const std::size_t n = list.size();
  std::vector<double> worth(std::size_t{1} << n);
  for (std::size_t set = 0; set < worth.size(); ++set) {
    Sums sums = before;
    for (std::size_t p = 0; p < n; ++p) {
      if ((set >> p & 1U) == 0) continue;
      for (const Step* step : list[p]) {
        sums.Add(step->area, step->old_score, -1);
        sums.Add(step->area, step->new_score, 1);
      }
    }
    worth[set] = sums.Overall().value_or(*start);
  }
  std::vector<double> factorial(n + 1, 1);
  for (std::size_t i = 1; i <= n; ++i) factorial[i] = factorial[i - 1] * static_cast<double>(i);
  for (std::size_t p = 0; p < n; ++p) {
    double value = 0;
    for (std::size_t set = 0; set < worth.size(); ++set) {
      if ((set >> p & 1U) != 0) continue;
      const auto size = static_cast<std::size_t>(std::popcount(set));
      value += factorial[size] * factorial[n - size - 1] / factorial[n] *
               (worth[set | std::size_t{1} << p] - worth[set]);
    }
    for (Step* step : list[p]) step->change.points = value / static_cast<double>(list[p].size());
  }
}

}  // namespace

LimitSide::LimitSide(const Workload& workload)
    : kept_(workload.countries.size()), series_(kept_.size()) {
  const auto indicator_count = static_cast<std::uint32_t>(workload.methodology.indicators.size());
  std::set<std::uint64_t> superseded;
  std::unordered_map<std::uint64_t, EventKind> kinds;
  for (const Transaction& transaction : workload.transactions) {
    for (const Event& event : transaction.events) {
      kinds[event.sequence.value] =
          event.supersedes ? kinds.at(event.supersedes->value) : event.kind;
      if (event.supersedes) superseded.insert(event.supersedes->value);
    }
  }
  std::map<std::pair<std::string, std::string>, std::vector<Statement>> cells;
  for (const Transaction& transaction : workload.transactions) {
    for (const Event& event : transaction.events) {
      if (superseded.contains(event.sequence.value)) continue;
      const std::uint32_t law =
          event.laws.empty()
              ? 0
              : static_cast<std::uint32_t>(std::stoul(event.laws.front().law.substr(4)));
      cells[{event.country, event.indicator}].push_back(
          {.day = event.effective->latest().days_since_epoch(),
           .sequence = static_cast<std::uint32_t>(event.sequence.value),
           .kind = kinds.at(event.sequence.value),
           .answer = *event.answer,
           .law = law});
    }
  }
  for (std::size_t country = 0; country < kept_.size(); ++country) {
    std::vector<Step> steps;
    for (std::uint32_t i = 0; i < indicator_count; ++i) {
      const auto cell =
          cells.find({workload.countries[country], workload.methodology.indicators[i].code});
      if (cell != cells.end()) AppendSteps(cell->second, AreaOf(i, indicator_count), steps);
    }
    std::ranges::stable_sort(steps, {}, [](const Step& step) { return step.change.day; });
    Sums sums;
    for (auto next = steps.begin(); next != steps.end();) {
      const auto end = std::ranges::find_if(
          next, steps.end(), [&](const Step& s) { return s.change.day != next->change.day; });
      Share({next, end}, sums);
      for (; next != end; ++next) {
        sums.Add(next->area, next->old_score, -1);
        sums.Add(next->area, next->new_score, 1);
        kept_[country].push_back(next->change);
      }
      series_[country].days.push_back(kept_[country].back().day);
      series_[country].scores.push_back(sums.Overall().value_or(0));
    }
  }
}

}  // namespace lawtrace::bench
