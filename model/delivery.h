// Delivery: what a subscription is told of, and what became of it.  The values that the delivery
// log keeps; docs/alerts.md tells their life.
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
#include "model/subscription.h"

namespace lawtrace {

// Why there is something to tell.
// Stored with deliveries: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class Trigger : std::uint8_t {
  kAmendment = 1,       // Law changed an answer, by the day on which that was recorded.
  kAnnouncement = 2,    // Law will change an answer, on a later day or on an unknown one.
  kEntryIntoForce = 3,  // The day of an announced amendment has come.
  kProposal = 4,        // A bill; the notice says what it would do.
  kCorrection = 5,      // An earlier event was wrong.
  kRetraction = 6,      // An earlier event was withdrawn.
  kRecoding = 7,        // A later edition states another answer; no law did it.
  kEdition = 8,         // An edition was published.
};

inline constexpr std::uint8_t kTriggerCount = 8;

std::string_view Name(Trigger trigger);  // "amendment", "announcement", "entry_into_force", ...
[[nodiscard]] Result<Trigger> ParseTrigger(std::string_view text);

// Names what a subscription may be told of once: an event by one trigger, or what an edition says
// of one country.
struct Occasion {
  Trigger trigger = Trigger::kAmendment;
  Sequence event;
  std::string edition;  // These two are empty unless the trigger is kEdition.
  std::string country;

  friend auto operator<=>(const Occasion&, const Occasion&) = default;
};

// What became of an occasion for a subscription that wanted it: exactly one of these.
// Stored: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class DeliveryState : std::uint8_t {
  kQueued = 1,      // Waits until it is due, or until the receiver takes it.
  kSent = 2,        // In a message of its own.
  kGrouped = 3,     // In a message with others.
  kSuppressed = 4,  // Not sent, for the reason that is kept.
  kFailed = 5,      // Given up, for the reason that is kept; may be replayed.
};

std::string_view Name(DeliveryState state);  // "queued", "sent", "grouped", ...
[[nodiscard]] Result<DeliveryState> ParseDeliveryState(std::string_view text);

struct Delivery {
  SubscriptionId subscription;
  Occasion occasion;
  Sequence known;  // Last item of the log that its figures rest on.
  DeliveryState state = DeliveryState::kQueued;
  std::string reason;                // Why kSuppressed or kFailed.
  std::vector<std::string> matched;  // The terms that held, as text.
  Instant decided_at{0};
  Instant due{0};                  // When it may be sent at the earliest.
  std::optional<Instant> sent_at;  // When the receiver took it.
  std::string message;             // Envelope::id; empty until one is put together.
  std::string corrects;            // Envelope::id of what told the corrected event; empty: none.

  friend bool operator==(const Delivery&, const Delivery&) = default;
};

// Stored: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class MessageKind : std::uint8_t {
  kAlert = 1,         // What one transaction or one day did.
  kDigest = 2,        // What has come together since the last one.
  kConfirmation = 3,  // Asks whoever reads it to confirm the subscription; has no items.
  kCorrection = 4,    // Corrects earlier messages and says nothing else.
};

std::string_view Name(MessageKind kind);  // "alert", "digest", "confirmation", "correction".

// Which delivery a message carries.
struct DeliveryKey {
  SubscriptionId subscription;
  Occasion occasion;

  friend auto operator<=>(const DeliveryKey&, const DeliveryKey&) = default;
};

// Stored: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
enum class EnvelopeState : std::uint8_t { kWaiting = 1, kDelivered = 2, kDead = 3 };

// A message as it was put together: what it carries is settled before it is first sent.
struct Envelope {
  std::string id;
  MessageKind kind = MessageKind::kAlert;
  std::vector<SubscriptionId> subscriptions;  // Ascending; one at least.
  std::vector<DeliveryKey> deliveries;        // Empty if kConfirmation.
  Instant created_at{0};
  EnvelopeState state = EnvelopeState::kWaiting;
  int attempts = 0;
  std::optional<Instant> first_attempt;
  Instant due{0};      // Of the next attempt, while kWaiting.
  std::string reason;  // What the last attempt met with; empty: none, or delivered.

  friend bool operator==(const Envelope&, const Envelope&) = default;
};

}  // namespace lawtrace
