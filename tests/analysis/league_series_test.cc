// The league table of every day, against the naive model asked day by day.
#include "analysis/league_series.h"

#include <gtest/gtest.h>
// After GoogleTest, whose macros it uses.
#include <rapidcheck/gtest.h>

#include <cmath>
#include <optional>
#include <random>
#include <vector>

#include "tests/analysis/naive_model.h"
#include "tests/analysis/random_world.h"

namespace lawtrace::analysis {
namespace {

constexpr double kTolerance = 1e-9;

struct Case {
  RandomWorld world;
  Archive archive;
  Group group;  // AA for a while; BB from the beginning to a day.
  LeagueSeriesQuestion question;

  Case(RandomWorld of, unsigned seed) : world(std::move(of)), archive(Build(world)) {
    std::mt19937 random(seed);
    const auto some_day = [&] {
      return Day::Of(2020, 1, 1).plus_days(static_cast<std::int32_t>(random() % 60));
    };
    group.memberships = {{.country = "AA", .from = some_day(), .until = std::nullopt},
                         {.country = "BB", .from = std::nullopt, .until = some_day()}};
    question.node = {static_cast<std::uint16_t>(random() % archive.evaluator().node_count())};
    for (const CountryId id : IdsUpTo<CountryId>(archive.countries().size()))
      question.countries.push_back(id);
    if (random() % 2 == 0) question.group = &group;
    if (random() % 2 == 0) question.since = some_day();
  }
  Case(const Case&) = delete;

  static Archive Build(const RandomWorld& world) {
    ArchiveBuilder builder(world.methodology);
    for (const Transaction& transaction : world.log) builder.Add(transaction);
    return std::move(builder).Build();
  }
  NaiveModel Naive() const {
    std::vector<Event> events;
    for (const Transaction& transaction : world.log)
      events.insert(events.end(), transaction.events.begin(), transaction.events.end());
    return {world.methodology, events, Mistake::kNone};
  }
  std::optional<double> Value(const NaiveModel& naive, std::size_t country, Day day) const {
    const std::string& code = archive.countries()[question.countries[country].value];
    if (question.group != nullptr && !group.HasMember(code, day)) return std::nullopt;
    const Node& node = world.methodology.nodes[question.node.value];
    const auto score = naive.Score(code, node, {.effective = day}).score;
    if (!question.since || !score) return score;
    if (day < *question.since) return std::nullopt;
    const auto base = naive.Score(code, node, {.effective = *question.since}).score;
    if (!base) return std::nullopt;
    return *score - *base;
  }
};

RandomWorld SomeWorld() {
  const auto choices = [](int count) {
    return rc::gen::container<Choices>(
        static_cast<std::size_t>(count),
        rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>()));
  };
  return *rc::gen::apply(MakeWorld, choices(kChoicesPerMethodology),
                         rc::gen::container<std::vector<Choices>>(40, choices(kChoicesPerStep)));
}

RC_GTEST_PROP(LeagueSeries, SaysOnEveryDayWhatTheNaiveModelSays, ()) {
  const Case test(SomeWorld(), *rc::gen::arbitrary<unsigned>());
  const LeagueSeries series = TraceLeague(test.archive, test.question);
  const NaiveModel naive = test.Naive();
  const std::size_t count = test.question.countries.size();
  RC_ASSERT(series.steps.size() == count);
  for (Day day = Day::Of(2019, 12, 1); day <= Day::Of(2020, 4, 1); day = day.plus_days(1)) {
    std::vector<std::optional<double>> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(test.Value(naive, i, day));
    for (std::size_t i = 0; i < count; ++i) {
      const LeagueStep* step = StepOn(series, i, day);
      const bool has_value = step != nullptr && step->value.has_value();
      RC_ASSERT(has_value == values[i].has_value());
      if (!has_value) continue;
      const double value = *step->value;
      RC_ASSERT(std::abs(value - *values[i]) < kTolerance);
      std::size_t better = 0;
      std::size_t equal = 0;
      for (const auto& other : values) {
        if (!other) continue;
        if (*other > value + kTolerance) ++better;
        if (std::abs(*other - value) <= kTolerance) ++equal;
      }
      RC_ASSERT(step->rank == better + 1);
      RC_ASSERT(step->is_tied == (equal > 1));
    }
  }
}

RC_GTEST_PROP(LeagueSeries, HasNoStepThatChangesNothing, ()) {
  const Case test(SomeWorld(), *rc::gen::arbitrary<unsigned>());
  const LeagueSeries series = TraceLeague(test.archive, test.question);
  std::vector<bool> begins(series.days.size());
  for (const std::vector<LeagueStep>& steps : series.steps) {
    if (!steps.empty()) RC_ASSERT(steps.front().value.has_value());
    for (std::size_t s = 0; s < steps.size(); ++s) {
      RC_ASSERT(steps[s].day < series.days.size());
      begins[steps[s].day] = true;
      if (s == 0) continue;
      RC_ASSERT(steps[s - 1].day < steps[s].day);
      RC_ASSERT(!steps[s].HoldsAs(steps[s - 1]));
    }
  }
  for (std::size_t d = 0; d < series.days.size(); ++d) {
    RC_ASSERT(begins[d]);
    if (d > 0) RC_ASSERT(series.days[d - 1] < series.days[d]);
  }
}

}  // namespace
}  // namespace lawtrace::analysis
