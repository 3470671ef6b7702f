// Law: an entry of the law register, and an event's reference to one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/partial_date.h"
#include "model/result.h"

namespace lawtrace {

// A legal instrument with its own dates.  The latest statement of an id in the log is the law.
// An empty string or an absent date means: not known.
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
