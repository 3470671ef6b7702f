// Notice: what one event did, in numbers and words; the same for every subscription that is told
// of it.  Filters are matched against it and messages are written from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/answer.h"
#include "model/day.h"
#include "model/delivery.h"
#include "model/event.h"
#include "model/law.h"
#include "model/partial_date.h"
#include "model/result.h"
#include "model/sequence.h"

namespace lawtrace::alerts {

// When the change takes effect, beside the day on which it was recorded.
enum class Timing : std::uint8_t {
  kRetroactive,  // Before: on a day, or in a month or year, that had ended.
  kCurrent,      // On that day, or in a month or year that holds it.
  kFuture,       // After it, or on a day that is not known.
};

std::string_view Name(Timing timing);  // "retroactive", "current", "future".
[[nodiscard]] Result<Timing> ParseTiming(std::string_view text);

// A node above the answer, before and after.
struct LevelChange {
  std::string node;
  std::string label;
  std::string level;             // The edition's word for the depth: "area", "overall".
  std::optional<double> before;  // Score, unrounded; absent if there is none.
  std::optional<double> after;
  // The part of the change that is due to this event alone; absent if either score is.  Other
  // events of the same day account for the rest.
  std::optional<double> points;
  std::optional<std::size_t> rank_before;  // Among all countries with a score.
  std::optional<std::size_t> rank_after;
  std::size_t ranked_after = 0;  // Countries with a rank.
  std::string band_before;       // Empty if the methodology has no bands or there is no score.
  std::string band_after;
};

// A law that the event names, as the register holds it.
struct NoticeLaw {
  std::string id;                    // Law::id under which the law is counted.
  std::vector<std::string> aliases;  // Ids of entries that were merged into it.
  LawRole role = LawRole::kCause;
  std::string provision;
  std::string title;
  std::string title_en;
  std::string number;
  std::optional<PartialDate> adopted;
  std::optional<PartialDate> published;
  std::optional<PartialDate> in_force;
  std::string url;
};

struct Notice {
  Trigger trigger = Trigger::kAmendment;
  Sequence event;                      // 0 if kEdition.
  Sequence known;                      // Last item of the log that the figures rest on.
  Instant recorded_at{0};              // Of the event; of an edition: when it was published.
  std::optional<Sequence> supersedes;  // What a correction or retraction replaces.
  std::string edition;                 // Edition::id if kEdition, else empty.
  std::string edition_title;

  std::string country;
  std::string country_name;
  std::vector<std::string> groups;  // Those that the country is in on `day`.

  // Of the answer; empty if kEdition.
  std::string indicator;
  std::string question;
  std::string area;  // The headline's child above the indicator; empty if there is none.
  std::optional<Answer> old_answer;  // Absent: nothing was in force.
  std::optional<Answer> new_answer;  // Absent: nothing is left.
  std::string old_label;             // Of the option; may be empty.
  std::string new_label;
  std::optional<double> answer_points;  // Score of the new option less the old one's.

  // The day on which the figures are told; before it, or as known before, stand the old ones.
  Day day{0};
  std::optional<PartialDate> effective;  // Absent: commencement unknown.
  Basis basis = Basis::kConvention;
  Timing timing = Timing::kCurrent;
  std::vector<NoticeLaw> laws;
  Evidence evidence;

  std::string headline;             // The node that a reader means by "the score".
  std::vector<LevelChange> levels;  // Nodes above the answer, children before parents.

  // What keeps the event from having any effect, e.g. "superseded by event 12"; empty: nothing.
  std::string without_effect;

  const LevelChange* FindLevel(std::string_view node) const;  // Null if there is none.
};

// Whether the two scores differ by more than rounding in sums.
bool Differs(const std::optional<double>& before, const std::optional<double>& after);

// Size of the change in points: of the headline, else of the widest level that has any, else of
// the answer.
double Magnitude(const Notice& notice);

}  // namespace lawtrace::alerts
