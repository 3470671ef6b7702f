// Event: one statement of the log about a country's answer on an indicator.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/answer.h"
#include "model/day.h"
#include "model/law.h"
#include "model/partial_date.h"
#include "model/result.h"
#include "model/sequence.h"

namespace lawtrace {

// Stored in the log: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class EventKind : std::uint8_t {
  kCoding = 1,        // The answer as first observed at a reference date.
  kConfirmation = 2,  // The answer as observed again, unchanged; never decides a score.
  kAmendment = 3,     // A law changed the answer.
  kRecoding = 4,      // A later edition states another answer without a law.
  kCorrection = 5,    // Replaces an earlier event that was wrong.
  kRetraction = 6,    // Withdraws an earlier event; nothing takes its place.
  kProposal = 7,      // A bill; never counts outside a scenario.
};

std::string_view Name(EventKind kind);  // "coding", "confirmation", ...
[[nodiscard]] Result<EventKind> ParseEventKind(std::string_view text);

// Whether events of this kind decide an answer from their effective day on.
constexpr bool DecidesAnswer(EventKind kind) {
  return kind == EventKind::kCoding || kind == EventKind::kAmendment ||
         kind == EventKind::kRecoding;
}

// Stored in the log: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class Basis : std::uint8_t {
  kConvention = 1,  // The edition's convention: the coded year, counted from its last day.
  kStated = 2,      // The source states the date of entry into force.
};

std::string_view Name(Basis basis);  // "convention", "stated".
[[nodiscard]] Result<Basis> ParseBasis(std::string_view text);

// Where a statement comes from.  Empty strings mean: not given.
struct Evidence {
  std::string comment;
  std::string url;
  std::string document;  // E.g. the workbook's file name.
  std::string place;     // In the document: "PT!C9", "line 12".

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct Event {
  Sequence sequence;  // Assigned by the store; 0 before that.
  EventKind kind = EventKind::kAmendment;
  std::string country;
  std::string indicator;
  std::optional<Answer> answer;          // Absent in a retraction only.
  std::optional<PartialDate> effective;  // Absent: commencement unknown; the event does not count.
  Basis basis = Basis::kConvention;      // Of `effective`.
  std::optional<Day> observed;           // Reference date at which a coder saw the answer.
  std::optional<Sequence> supersedes;    // What a correction or retraction replaces.
  // Of a correction: the kind that its target should have had; absent: the one it had.
  std::optional<EventKind> counts_as;
  bool is_unlisted =
      false;  // A published workbook holds an answer outside the indicator's options.
  std::vector<LawReference> laws;
  Evidence evidence;

  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace lawtrace
