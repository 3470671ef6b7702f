// Law: an entry of the law register, and an event's reference to one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/partial_date.h"
#include "model/result.h"

namespace lawtrace {

// Stored in the log: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class LawStatus : std::uint8_t {
  kConfirmed = 0,   // A person entered or confirmed it.
  kRecognised = 1,  // Read out of a comment by the program; nobody has looked at it.
};

std::string_view Name(LawStatus status);  // "confirmed", "recognised".
[[nodiscard]] Result<LawStatus> ParseLawStatus(std::string_view text);

// Stored in the log: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class LawLinkKind : std::uint8_t {
  kAmends = 1,
  kRepeals = 2,
  kImplements = 3,
  kCorrects = 4,
};

std::string_view Name(LawLinkKind kind);  // "amends", "repeals", "implements", "corrects".
[[nodiscard]] Result<LawLinkKind> ParseLawLinkKind(std::string_view text);

// What a law does to another one.
struct LawLink {
  LawLinkKind kind = LawLinkKind::kAmends;
  std::string law;  // Law::id.

  friend bool operator==(const LawLink&, const LawLink&) = default;
};

// A provision that enters into force on a date of its own.
struct Commencement {
  std::string provision;  // E.g. "art. 98".
  PartialDate in_force;

  friend bool operator==(const Commencement&, const Commencement&) = default;
};

// What became of a law after its adoption.
// Stored in the log: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class FollowThrough : std::uint8_t {
  kBasedOnEvidence = 1,
  kFunded = 2,
  kImplemented = 3,
  kEvaluated = 4,
  kImproved = 5,
};

// "based_on_evidence", "funded", "implemented", "evaluated", "improved".
std::string_view Name(FollowThrough question);
[[nodiscard]] Result<FollowThrough> ParseFollowThrough(std::string_view text);

struct FollowThroughNote {
  FollowThrough question = FollowThrough::kBasedOnEvidence;
  std::string note;  // "no", "yes: budget line 12", ...; never empty.

  friend bool operator==(const FollowThroughNote&, const FollowThroughNote&) = default;
};

// A legal instrument with its own dates.  The latest statement of an id in the log is the law.
// An empty string or list, or an absent date, means: not known.
struct Law {
  std::string id;          // Stable slug, unique in the log: [a-z0-9-], e.g. "pt-lei-23-2007".
  std::string country;     // As in the country file; empty for instruments above any one country.
  std::string type;        // "act", "decree", "regulation", "directive", "circular", ...
  std::string number;      // In the national numbering, e.g. "23/2007".
  std::string title;       // In the language of publication.
  std::string title_en;    // English title.
  std::string identifier;  // ELI, CELEX or ECLI.
  std::optional<PartialDate> adopted;
  std::optional<PartialDate> published;
  std::optional<PartialDate> in_force;
  std::optional<PartialDate> repealed;
  std::string url;  // Official publication.
  LawStatus status = LawStatus::kConfirmed;
  // Other names of this law.  An alias that is the id of another entry merges that entry into this
  // one; any other alias is how sources write it.
  std::vector<std::string> aliases;
  std::vector<LawLink> links;
  std::vector<Commencement> commencements;  // Provisions that do not enter into force with it.
  std::vector<FollowThroughNote> follow_through;

  friend bool operator==(const Law&, const Law&) = default;
};

// Stored in the log: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class LawRole : std::uint8_t {
  kCause = 1,    // Changed the answer.
  kContext = 2,  // Is in force and explains the answer.
  kPrior = 3,    // Held before the change.
};

std::string_view Name(LawRole role);  // "cause", "context", "prior".
[[nodiscard]] Result<LawRole> ParseLawRole(std::string_view text);

struct LawReference {
  std::string law;  // Law::id.
  LawRole role = LawRole::kCause;
  std::string provision;  // E.g. "art. 98"; empty for the whole law.

  friend bool operator==(const LawReference&, const LawReference&) = default;
};

}  // namespace lawtrace
