#include "alerts/matcher.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "analysis/league.h"

namespace lawtrace::alerts {
namespace {

// The terms that choose a filter's buckets, by position.
struct Keys {
  std::optional<std::size_t> place;
  std::optional<std::size_t> node;
  std::optional<std::size_t> gauge;
};

Keys KeysOf(const Filter& filter) {
  const auto first = [&](Subject subject) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < filter.terms.size(); ++i)
      if (filter.terms[i].subject == subject && !filter.terms[i].is_negated) return i;
    return std::nullopt;
  };
  Keys keys{.place = first(Subject::kCountry),
            .node = first(Subject::kIndicator),
            .gauge = first(Subject::kChange)};
  if (!keys.place) keys.place = first(Subject::kGroup);
  if (!keys.node) keys.node = first(Subject::kArea);
  return keys;
}

}  // namespace

std::size_t Matches::size() const {
  return std::accumulate(runs.begin(), runs.end(), checked.size(),
                         [](std::size_t sum, const auto& run) { return sum + run.size(); });
}

std::vector<std::uint32_t> Matches::Sorted() const {
  std::vector<std::uint32_t> all = checked;
  all.reserve(size());
  for (const auto run : runs) all.insert(all.end(), run.begin(), run.end());
  std::ranges::sort(all);
  return all;
}

void Matcher::Run::Add(double least_change, std::uint32_t filter) {
  if (gauge != 0) least.push_back(least_change);
  filters.push_back(filter);
}

void Matcher::Run::SortByLeast() {
  if (gauge == 0) return;
  std::vector<std::size_t> order(filters.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return least[i]; });
  Run sorted{.gauge = gauge};
  sorted.least.reserve(order.size());
  sorted.filters.reserve(order.size());
  for (const std::size_t i : order) sorted.Add(least[i], filters[i]);
  *this = std::move(sorted);
}

std::span<const std::uint32_t> Matcher::Run::Within(double change) const {
  const auto end = std::ranges::partition_point(
      least, [&](double asked) { return change >= asked - analysis::kScoreTolerance; });
  return std::span(filters).first(static_cast<std::size_t>(end - least.begin()));
}

const double* Matcher::Reading::ChangeAt(std::uint32_t node) const {
  const auto found = std::ranges::find(changes, node, &std::pair<std::uint32_t, double>::first);
  return found == changes.end() ? nullptr : &found->second;
}

std::uint32_t Matcher::NumberOf(Numbers& numbers, std::uint32_t& count, const std::string& name) {
  const auto [place, is_new] = numbers.try_emplace(name, count);
  if (is_new) ++count;
  return place->second;
}

std::uint32_t Matcher::RestOf(Rest rest) {
  const std::string key = (rest.may_repeat ? "+" : "-") + ToString(rest.filter);
  const auto [place, is_new] =
      rest_numbers_.try_emplace(key, static_cast<std::uint32_t>(rests_.size()));
  if (is_new) rests_.push_back(std::move(rest));
  return place->second;
}

void Matcher::Add(const Filter& filter) {
  const Keys keys = KeysOf(filter);
  const auto numbers_of = [&](std::optional<std::size_t> key, Subject first, Numbers& firsts,
                              Numbers& seconds, std::uint32_t& count) {
    std::vector<std::uint32_t> numbers = {0};
    if (!key) return numbers;
    const Term& term = filter.terms[*key];
    numbers.clear();
    for (const std::string& value : term.values)
      numbers.push_back(NumberOf(term.subject == first ? firsts : seconds, count, value));
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
    return numbers;
  };
  const std::vector<std::uint32_t> places =
      numbers_of(keys.place, Subject::kCountry, countries_, groups_, place_count_);
  const std::vector<std::uint32_t> nodes =
      numbers_of(keys.node, Subject::kIndicator, indicators_, nodes_, node_count_);
  const std::uint32_t gauge =
      keys.gauge ? NumberOf(nodes_, node_count_, filter.terms[*keys.gauge].node) : 0;
  const double least = keys.gauge ? filter.terms[*keys.gauge].least : 0;

  // A notice has one country and one indicator, but may have many groups and nodes.
  const auto may_repeat = [&](std::optional<std::size_t> key, Subject many,
                              const std::vector<std::uint32_t>& numbers) {
    return key && filter.terms[*key].subject == many && numbers.size() > 1;
  };
  Rest rest{.filter = {},
            .may_repeat = may_repeat(keys.place, Subject::kGroup, places) ||
                          may_repeat(keys.node, Subject::kArea, nodes)};
  for (std::size_t i = 0; i < filter.terms.size(); ++i)
    if (i != keys.place && i != keys.node && i != keys.gauge)
      rest.filter.terms.push_back(filter.terms[i]);

  std::uint32_t entry = count_++;
  const bool is_checked = rest.may_repeat || !rest.filter.terms.empty();
  if (is_checked) {
    checked_.push_back({.filter = entry, .rest = RestOf(std::move(rest))});
    entry = static_cast<std::uint32_t>(checked_.size() - 1);
  }
  for (const std::uint32_t place : places) {
    for (const std::uint32_t node : nodes) {
      Bucket& bucket = buckets_[{place, node}];
      std::vector<Run>& runs = is_checked ? bucket.checked : bucket.whole;
      auto run = std::ranges::find(runs, gauge, &Run::gauge);
      if (run == runs.end()) run = runs.insert(run, Run{.gauge = gauge});
      run->Add(least, entry);
    }
  }
}

void Matcher::Build() {
  table_.assign(std::size_t{place_count_} * node_count_, nullptr);
  for (auto& [key, bucket] : buckets_) {
    for (Run& run : bucket.whole) run.SortByLeast();
    for (Run& run : bucket.checked) run.SortByLeast();
    table_[std::size_t{key.first} * node_count_ + key.second] = &bucket;
  }
}

Matcher::Reading Matcher::Read(const Notice& notice) const {
  Reading reading{.places = {0}, .nodes = {0}};
  const auto add = [](const Numbers& numbers, const std::string& name,
                      std::vector<std::uint32_t>& found) {
    const auto number = numbers.find(name);
    if (number != numbers.end()) found.push_back(number->second);
    return number != numbers.end();
  };
  add(countries_, notice.country, reading.places);
  for (const std::string& group : notice.groups) add(groups_, group, reading.places);
  add(indicators_, notice.indicator, reading.nodes);
  for (const LevelChange& level : notice.levels)
    if (add(nodes_, level.node, reading.nodes) && level.points)
      reading.changes.emplace_back(reading.nodes.back(), std::abs(*level.points));
  return reading;
}

void Matcher::Match(const Notice& notice, Matches& matches) const {
  matches.runs.clear();
  matches.checked.clear();
  const bool is_asked_only = IsUnasked({}, notice);
  const Reading reading = Read(notice);
  std::vector<std::uint32_t> repeated;
  const auto take = [&](const Run& run) -> std::span<const std::uint32_t> {
    if (run.gauge == 0) return run.filters;
    const double* const change = reading.ChangeAt(run.gauge);
    if (change == nullptr) return {};
    return run.Within(*change);
  };
  for (const std::uint32_t place : reading.places) {
    for (const std::uint32_t node : reading.nodes) {
      const Bucket* const bucket = table_[std::size_t{place} * node_count_ + node];
      if (bucket == nullptr) continue;
      if (!is_asked_only)
        for (const Run& run : bucket->whole)
          if (const auto taken = take(run); !taken.empty()) matches.runs.push_back(taken);
      for (const Run& run : bucket->checked) {
        for (const std::uint32_t entry : take(run)) {
          const Rest& rest = rests_[checked_[entry].rest];
          if (!Wants(rest.filter, notice)) continue;
          (rest.may_repeat ? repeated : matches.checked).push_back(checked_[entry].filter);
        }
      }
    }
  }
  std::ranges::sort(repeated);
  repeated.erase(std::ranges::unique(repeated).begin(), repeated.end());
  matches.checked.insert(matches.checked.end(), repeated.begin(), repeated.end());
}

std::size_t Matcher::MemoryUsed() const {
  std::size_t bytes = checked_.capacity() * sizeof(Checked);
  for (const auto& [key, bucket] : buckets_)
    for (const std::vector<Run>* const runs : {&bucket.whole, &bucket.checked})
      for (const Run& run : *runs)
        bytes +=
            run.least.capacity() * sizeof(double) + run.filters.capacity() * sizeof(std::uint32_t);
  return bytes;
}

}  // namespace lawtrace::alerts
