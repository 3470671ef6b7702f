#include "model/delivery.h"

#include <algorithm>
#include <array>

namespace lawtrace {
namespace {

constexpr std::array<std::string_view, kTriggerCount> kTriggerNames = {
    "amendment",  "announcement", "entry_into_force", "proposal",
    "correction", "retraction",   "recoding",         "edition"};

constexpr std::array<std::string_view, 5> kStateNames = {"queued", "sent", "grouped", "suppressed",
                                                         "failed"};

template <std::size_t Count>
std::optional<std::size_t> PlaceIn(const std::array<std::string_view, Count>& names,
                                   std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

std::string_view Name(Trigger trigger) {
  return kTriggerNames.at(static_cast<std::size_t>(trigger) - 1);
}

Result<Trigger> ParseTrigger(std::string_view text) {
  if (const auto place = PlaceIn(kTriggerNames, text)) return static_cast<Trigger>(*place + 1);
  std::string names;
  for (const std::string_view name : kTriggerNames)
    names += (names.empty() ? "" : ", ") + std::string(name);
  return Fail(ErrorCode::kInvalidInput,
              "'" + std::string(text) + "' is not a kind of notice; write one of " + names);
}

std::string_view Name(MessageKind kind) {
  switch (kind) {
    case MessageKind::kAlert:
      return "alert";
    case MessageKind::kDigest:
      return "digest";
    case MessageKind::kConfirmation:
      return "confirmation";
    case MessageKind::kCorrection:
      break;
  }
  return "correction";
}

std::string_view Name(DeliveryState state) {
  return kStateNames.at(static_cast<std::size_t>(state) - 1);
}

Result<DeliveryState> ParseDeliveryState(std::string_view text) {
  if (const auto place = PlaceIn(kStateNames, text)) return static_cast<DeliveryState>(*place + 1);
  return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                            "' is no outcome; write queued, sent, grouped, "
                                            "suppressed or failed");
}

}  // namespace lawtrace
