// Overlay: layers of hypothetical changes stacked over what the log says.  docs/method.md,
// "Scenarios".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/archive.h"
#include "analysis/scoreboard.h"
#include "model/result.h"
#include "model/scenario.h"

namespace lawtrace::analysis {

// A change of a layer in the terms of one archive.
struct LaidChange {
  const ScenarioChange* source = nullptr;
  std::size_t layer = 0;
  CountryId country;
  IndicatorId indicator;
  AnswerId answer;           // In Overlay::answers().
  Day from{0};               // First day on which it holds.
  std::optional<Day> until;  // First day on which the same layer states another; absent: none.

  bool HoldsOn(Day day) const { return from <= day && (!until || day < *until); }
};

// Two layers that state different answers for the same days.
struct LayerConflict {
  std::size_t first = 0;  // Positions in Overlay::changes(); the first is of the lower layer.
  std::size_t second = 0;
  Day from{0};
  std::optional<Day> until;  // First day without the conflict; absent: it has no end.
};

class Overlay {
 public:
  // Stacks the layers.  kInvalidInput, one line per fault: a change names a country that the log is
  // silent about or an indicator that the methodology lacks; one layer states two answers from the
  // same day on; layers are in conflict and `rule` is kRefuse.
  // REQUIRES: archive and layers outlive the overlay.
  [[nodiscard]] static Result<Overlay> Lay(const Archive& archive,
                                           std::span<const ScenarioLayer> layers, OnConflict rule);

  const Archive& archive() const { return *archive_; }
  // The archive's answers, under the same ids, and those that only the layers state.
  const AnswerTable& answers() const { return answers_; }
  // By layer, in the order written.
  std::span<const LaidChange> changes() const { return changes_; }
  std::span<const LayerConflict> conflicts() const { return conflicts_; }
  // That the changes speak of, by code.
  std::vector<CountryId> Countries() const;
  // The change that decides the answer on that day: of the changes that hold, the one of the first
  // layer, or with kLast of the last.  Absent if none holds.
  std::optional<std::size_t> Deciding(CountryId country, IndicatorId indicator, Day day) const;

 private:
  Overlay(const Archive& archive, OnConflict rule)
      : archive_(&archive), answers_(archive.answers()), rule_(rule) {}
  void Place(std::span<const ScenarioLayer> layers, std::string& faults);
  void FindEnds(std::string& faults);
  void FindConflicts();

  const Archive* archive_;
  AnswerTable answers_;
  OnConflict rule_;
  std::vector<LaidChange> changes_;
  std::vector<LayerConflict> conflicts_;
};

enum class ChangeStatus : std::uint8_t {
  kCounts,      // It decides the answer, and the answer is another one than without it.
  kSameAnswer,  // It decides, but the log says the same.
  kNotInForce,  // It takes effect later.
  kReplaced,    // Its own layer states another answer by then.
  kOverruled,   // Another layer decides.
};

std::string_view Name(ChangeStatus status);  // "counts", "same answer", "not in force", ...

// One change on one day.
struct ChangeEffect {
  AnswerId old_answer;  // Without the scenario.
  ChangeStatus status = ChangeStatus::kCounts;
  // A statement of the log that takes effect after the change, on that day or before; the scenario
  // sets it aside.  Null if there is none, or the change does not decide.
  const Statement* set_aside = nullptr;
};

ChangeEffect EffectOf(const Overlay& overlay, std::size_t change, AsOf as_of);

// What a scenario makes of one country.
struct CountryOutcome {
  CountryId country;
  std::vector<NodeScore> before;    // By node.
  std::vector<NodeScore> after;     // By node.
  std::vector<std::size_t> acting;  // The changes that count, in codebook order.
  // By node, then parallel to `acting`: the Shapley value of each change in the game in which a set
  // of changes is worth the node's score with these alone.  Sums to the node's change; empty if the
  // node has no score before or after.
  std::vector<std::vector<double>> points;
};

// Beyond kMaxPlayers changes at a node that does not simply add them up, they share equally there.
CountryOutcome OutcomeOf(const Overlay& overlay, CountryId country, AsOf as_of);

// All countries under the scenario; those in `ranked` compete for ranks.
Scoreboard BoardUnder(const Overlay& overlay, std::span<const CountryId> ranked, AsOf as_of);

}  // namespace lawtrace::analysis
