#include "model/fingerprint.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace lawtrace {
namespace {

Methodology Sample() {
  Methodology methodology{.id = "m", .version = "1", .title = "t", .source = "s", .headline = "n"};
  methodology.indicators = {{.code = "a",
                             .labels = {{.text = "A", .from = std::nullopt}},
                             .options = {{.code = "0", .score = 0, .label = ""},
                                         {.code = "100", .score = 100, .label = "yes"}}},
                            {.code = "b", .labels = {{.text = "B", .from = std::nullopt}}}};
  methodology.nodes = {{.code = "n",
                        .labels = {{.text = "N", .from = std::nullopt}},
                        .level = "top",
                        .children = {"a", "b"},
                        .weights = {{.weights = {1, 2}}},
                        .table = {{.when = {"0", std::nullopt}, .score = 7}}}};
  methodology.bands = {{.name = "good", .from = 50}};
  return methodology;
}

TEST(FingerprintTest, IsSixteenHexadecimalDigitsAndTheSameForTheSameContent) {
  const std::string fingerprint = FingerprintOf(Sample());
  EXPECT_EQ(fingerprint.size(), 16U);
  EXPECT_EQ(fingerprint.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(fingerprint, FingerprintOf(Sample()));
}

TEST(FingerprintTest, ChangesWithEveryField) {
  const std::vector<std::function<void(Methodology&)>> edits = {
      [](Methodology& m) { m.id = "m2"; },
      [](Methodology& m) { m.version = "2"; },
      [](Methodology& m) { m.title = "T"; },
      [](Methodology& m) { m.source = "S"; },
      [](Methodology& m) { m.headline = "a"; },
      [](Methodology& m) { m.decimals = 1; },
      [](Methodology& m) { m.scores_unlisted_numbers = true; },
      [](Methodology& m) { m.indicators[0].code = "A"; },
      [](Methodology& m) { m.indicators[0].labels[0].text = "AA"; },
      [](Methodology& m) { m.indicators[0].labels[0].from = Day(5); },
      [](Methodology& m) { m.indicators[0].options[1].code = "99"; },
      [](Methodology& m) { m.indicators[0].options[1].score = 99; },
      [](Methodology& m) { m.indicators[0].options[1].label = "no"; },
      [](Methodology& m) { m.indicators[0].is_numeric = true; },
      [](Methodology& m) { std::swap(m.indicators[0], m.indicators[1]); },
      [](Methodology& m) { m.indicators.pop_back(); },
      [](Methodology& m) { m.nodes[0].code = "N"; },
      [](Methodology& m) { m.nodes[0].level = "area"; },
      [](Methodology& m) { m.nodes[0].aggregation = Aggregation::kTable; },
      [](Methodology& m) { m.nodes[0].missing = MissingRule::kRequireAll; },
      [](Methodology& m) { std::swap(m.nodes[0].children[0], m.nodes[0].children[1]); },
      [](Methodology& m) { m.nodes[0].weights[0].weights[1] = 2.0000000001; },
      [](Methodology& m) { m.nodes[0].weights.push_back({.weights = {1, 3}, .from = Day(9)}); },
      [](Methodology& m) {
        m.nodes[0].missing = MissingRule::kAtLeast;
        m.nodes[0].minimum_share = 0.5;
      },
      [](Methodology& m) { m.scale.maximum.reset(); },
      [](Methodology& m) { m.indicators[1].scale.minimum = -1; },
      [](Methodology& m) { m.nodes[0].table[0].when[1] = "0"; },
      [](Methodology& m) { m.nodes[0].table[0].when[1] = ""; },
      [](Methodology& m) { m.nodes[0].table[0].score = 8; },
      [](Methodology& m) { m.bands[0].name = "fine"; },
      [](Methodology& m) { m.bands[0].from = 51; },
  };
  std::set<std::string> fingerprints = {FingerprintOf(Sample())};
  for (std::size_t i = 0; i < edits.size(); ++i) {
    Methodology edited = Sample();
    edits[i](edited);
    EXPECT_TRUE(fingerprints.insert(FingerprintOf(edited)).second) << "edit " << i;
  }
}

}  // namespace
}  // namespace lawtrace
