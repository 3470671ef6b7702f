// What `lawtrace scenario run` and `scenario suggest` print.
//
// Tables of scenarios name countries by code and nodes by the methodology's labels, so that a saved
// scenario prints the same whatever else the index says by then.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/suggestion.h"
#include "report/question/scenario_figures.h"
#include "report/question/score_tables.h"
#include "report/render/table.h"

namespace lawtrace::report {

// One row per country and node: country, node, label, before, after, change, band_before,
// band_after, rank_before, rank_after, tied_before, tied_after, ranked (countries with a rank after
// it); with another scenario also against, difference (after less against), band_against,
// rank_against; at, known_at.
Table ScenarioScoreTable(const ScenarioFigures& figures, std::span<const analysis::NodeId> nodes);

// Leaves out of that table the rows whose score, rank and other scenario are all the same.
void KeepChanged(Table& scores);

// One row per country, node and change that counts below it: country, node, label, indicator, old,
// new, law, source, points (blank where the node has no score before or after); at, known_at.
Table ScenarioContributionTable(const ScenarioFigures& figures,
                                std::span<const analysis::NodeId> nodes);

// One row per change, as written: source, country, indicator, label, old, new, effective, law,
// status, note, comment; at, known_at.
Table ScenarioChangeTable(const ScenarioFigures& figures);

// One row per conflict: country, indicator, from, until, first, first_answer, second,
// second_answer.
Table ScenarioConflictTable(const ScenarioFigures& figures);

// One JSON object {at, known_at, methodology, methodology_version, log_position, scores,
// contributions, changes, conflicts}; each of the last four is the list of the table's rows.
std::string RenderScenario(const ScenarioFigures& figures, Sequence position,
                           std::span<const analysis::NodeId> nodes);

// A suggestion with what it is about.
struct SuggestedPath {
  analysis::CountryId country;
  analysis::NodeId node;
  Moment moment;
  std::string goal;  // In words.
  analysis::Suggestion suggestion;
  std::optional<analysis::Place> place_before;
  std::optional<analysis::Place> place_after;
  std::vector<double> points;  // Parallel to the changes; empty if the node had no score.
};

// One row per change, so that the table is a scenario file: country, indicator, label, old, answer,
// effective, points, precedents (countries that have that answer), countries (their codes); at,
// known_at.
Table SuggestionTable(const analysis::Archive& archive, const SuggestedPath& path);

// One JSON object {country, node, goal, before, after, band_before, band_after, rank_before,
// rank_after, ranked, at, known_at, changes}.
std::string RenderSuggestion(const analysis::Archive& archive, const SuggestedPath& path);

}  // namespace lawtrace::report
