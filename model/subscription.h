// Subscription: who wants to be told of what, how often and where.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/day.h"
#include "model/result.h"
#include "model/sequence.h"

namespace lawtrace {

// What a term of a filter looks at.
// Stored: DO NOT CHANGE THE VALUES OF THE ENUMERATIONS OF THIS FILE (docs/format.md).
enum class Subject : std::uint8_t {
  kCountry = 1,
  kGroup = 2,  // Membership on the day of the change.
  kArea = 3,   // Any node of the methodology above the answer.
  kIndicator = 4,
  kLaw = 5,        // A law that the event names, in any role.
  kKind = 6,       // Trigger.
  kDirection = 7,  // "up" or "down": of the answer's score, or of a node's.
  kChange = 8,     // Points of a node, at least so many up or down.
  kBand = 9,       // A node's printed score is in another band than before.
  kRank = 10,      // A node's rank is another than before.
  kTiming = 11,
};

std::string_view Name(Subject subject);  // "country", "group", ...

// `country PT,ES` or `not change overall >= 0.5`.
struct Term {
  Subject subject = Subject::kCountry;
  bool is_negated = false;
  std::vector<std::string> values;  // Any of these, by code; empty for kChange, kBand, kRank.
  std::string node;  // Of kChange, kBand, kRank; of kDirection, where empty is the answer's score.
  double least = 0;  // Of kChange, in points.

  friend bool operator==(const Term&, const Term&) = default;
};

// All terms must hold; without terms everything is wanted.  A correction or a retraction is wanted
// only where a term `kind` names it; those who were told of what it corrects hear of it anyway.
struct Filter {
  std::vector<Term> terms;

  friend bool operator==(const Filter&, const Filter&) = default;
};

// Assigned by the store, from 1 on; never used again.
struct SubscriptionId {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(SubscriptionId, SubscriptionId) = default;
};

enum class ChannelKind : std::uint8_t { kWebhook = 1, kMail = 2, kFile = 3 };

struct Channel {
  ChannelKind kind = ChannelKind::kFile;
  std::string target;  // URL, address, or path of a JSON Lines file, "-" for standard output.

  friend bool operator==(const Channel&, const Channel&) = default;
};

std::string ToString(
    const Channel& channel);  // "mail:ana@example.org", "webhook:URL", "file:PATH".
// Also reads "-".  kInvalidInput with what to write instead.
[[nodiscard]] Result<Channel> ParseChannel(std::string_view text);

enum class CadenceKind : std::uint8_t {
  kImmediate = 1,
  kDaily = 2,
  kWeekly = 3,
  kMonthly = 4,
  kPerEdition = 5,  // When the next edition is published.
};

struct Cadence {
  CadenceKind kind = CadenceKind::kImmediate;
  int day = 1;          // Weekly: 1 Monday to 7 Sunday.  Monthly: 1 to 31, at most the last day.
  int minute = 8 * 60;  // Of the local day, 0 to 1439.
  std::string zone = "UTC";  // IANA name.

  friend bool operator==(const Cadence&, const Cadence&) = default;
};

std::string ToString(const Cadence& cadence);  // "weekly Monday 08:00 Europe/Lisbon".

enum class SubscriptionState : std::uint8_t {
  kUnconfirmed = 1,  // Gets nothing but a request: of a mail address to confirm, of a webhook to
                     // allow what will be sent.
  kActive = 2,
  kPaused = 3,  // Until `paused_until`, or until it is resumed.
  kEnded = 4,
};

std::string_view Name(SubscriptionState state);  // "unconfirmed", "active", "paused", "ended".

// The key that signs webhooks.
struct SigningSecrets {
  std::string current;   // Empty: not signed.
  std::string previous;  // Signs as well until it expires.
  std::optional<Instant> previous_expires;

  friend bool operator==(const SigningSecrets&, const SigningSecrets&) = default;
};

struct Subscription {
  SubscriptionId id;
  SubscriptionState state = SubscriptionState::kActive;
  std::optional<Instant> paused_until;
  std::string end_reason;  // Of kEnded; of kUnconfirmed, why the receiver has not allowed it yet.
  Filter filter;
  Channel channel;
  Cadence cadence;
  std::string language = "en";
  SigningSecrets secrets;
  std::string token;  // Whoever has it may manage and end the subscription, and confirm a mail
                      // address, which alone was sent it.
  Instant created_at{0};
  std::optional<Instant> confirmed_at;
  Sequence after;                 // It is told of items behind this one.
  std::vector<Day> soft_bounces;  // Days on which its mail came back for a while; ascending.

  friend bool operator==(const Subscription&, const Subscription&) = default;
};

// Whether it is told of what happens at `now`: it is active, or its pause has ended.
bool IsActive(const Subscription& subscription, Instant now);

// Subscriptions with the same text are served by one message: those of one address in one
// language; a webhook or a file serves its own subscription only.
std::string RecipientOf(const Subscription& subscription);

}  // namespace lawtrace
