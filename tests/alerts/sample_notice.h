// A small index and a notice in its words.
#pragma once

#include "alerts/notice.h"
#include "model/index.h"
#include "tests/analysis/toy_index.h"

namespace lawtrace::alerts {

inline Index SampleIndex() {
  Index index{.id = "toy", .name = "Toy", .default_methodology = "toy"};
  index.methodologies = {analysis::ToyMethodology()};
  for (Node& node : index.methodologies[0].nodes) {
    node.labels = {{.text = node.code == "ab" ? "Health care" : node.code}};
    node.level = node.code == "all" ? "overall" : "area";
  }
  index.methodologies[0].bands = {{.name = "good", .from = 50}, {.name = "poor", .from = 0}};
  index.countries = {{.code = "ES", .name = "Spain"},
                     {.code = "FR", .name = "France"},
                     {.code = "PT", .name = "Portugal"}};
  const auto day = [](std::string_view text) { return analysis::DayOf(text); };
  index.groups = {{.id = "EU",
                   .name = "European Union",
                   .memberships = {{.country = "PT", .from = day("1986-01-01")},
                                   {.country = "ES", .from = day("1986-01-01")},
                                   {.country = "FR", .until = day("2020-01-01")}}},
                  {.id = "EFTA",
                   .name = "EFTA",
                   .memberships = {{.country = "PT", .until = day("1986-01-01")}}}};
  index.ListSpellings();
  return index;
}

inline Notice SampleNotice() {
  Notice notice{.trigger = Trigger::kAmendment,
                .event = Sequence{7},
                .known = Sequence{7},
                .country = "PT",
                .country_name = "Portugal",
                .groups = {"EU"},
                .indicator = "a",
                .old_answer = Answer::Option("50"),
                .new_answer = Answer::Option("100"),
                .answer_points = 50,
                .timing = Timing::kRetroactive,
                .laws = {{.id = "pt-lei-1", .aliases = {"pt-lei-old"}}},
                .headline = "all"};
  notice.levels = {{.node = "ab",
                    .label = "Health care",
                    .level = "area",
                    .before = 50,
                    .after = 75,
                    .points = 25,
                    .rank_before = 2,
                    .rank_after = 2,
                    .ranked_after = 3,
                    .band_before = "good",
                    .band_after = "good"},
                   {.node = "all",
                    .label = "all",
                    .level = "overall",
                    .before = 40,
                    .after = 52.5,
                    .points = 12.5,
                    .rank_before = 3,
                    .rank_after = 1,
                    .ranked_after = 3,
                    .band_before = "poor",
                    .band_after = "good"}};
  return notice;
}

}  // namespace lawtrace::alerts
