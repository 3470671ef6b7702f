// What became of one attempt to hand a message to a channel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace lawtrace::service {

enum class DeliveryVerdict : std::uint8_t {
  kDelivered,  // The receiver has taken it over.
  kRetry,      // May succeed later.
  kGone,       // The receiver wants no more messages at all.
  kRejected,   // This message cannot succeed by trying again.
};

struct DeliveryOutcome {
  DeliveryVerdict verdict = DeliveryVerdict::kDelivered;
  std::string reason;                            // For the delivery log; empty if delivered.
  std::optional<std::int64_t> retry_after = {};  // Seconds that the receiver asked to wait.
  // If kRetry: the receiver takes no message at present, so that trying another is of no use.
  bool is_about_receiver = false;

  static DeliveryOutcome Delivered() { return {}; }
  static DeliveryOutcome Retry(std::string reason,
                               std::optional<std::int64_t> retry_after = std::nullopt) {
    return {DeliveryVerdict::kRetry, std::move(reason), retry_after};
  }
  // As Retry, with is_about_receiver.
  static DeliveryOutcome Unavailable(std::string reason,
                                     std::optional<std::int64_t> retry_after = std::nullopt) {
    return {DeliveryVerdict::kRetry, std::move(reason), retry_after, true};
  }
  static DeliveryOutcome Gone(std::string reason) {
    return {DeliveryVerdict::kGone, std::move(reason)};
  }
  static DeliveryOutcome Rejected(std::string reason) {
    return {DeliveryVerdict::kRejected, std::move(reason)};
  }
};

}  // namespace lawtrace::service
