#include "model/subscription.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "model/text.h"

namespace lawtrace {
namespace {

constexpr std::array<std::string_view, 11> kSubjectNames = {
    "country",   "group",  "area", "indicator", "law",   "kind",
    "direction", "change", "band", "rank",      "timing"};

constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

constexpr std::size_t kMostAddressBytes = 254;  // RFC 5321, 4.5.3.1.3.
constexpr std::size_t kMostUrlBytes = 2048;

bool HasBlankOrControl(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
  });
}

Status CheckTarget(const Channel& channel) {
  const std::string& target = channel.target;
  switch (channel.kind) {
    case ChannelKind::kMail: {
      const std::size_t at = target.rfind('@');
      if (at == std::string::npos || at == 0 || at + 1 == target.size() ||
          target.size() > kMostAddressBytes || HasBlankOrControl(target) ||
          target.find_first_of("<>,;\"") != std::string::npos || target.find('@') != at)
        return Fail(ErrorCode::kInvalidInput,
                    "'" + target + "' is no mail address; write one such as ana@example.org");
      return {};
    }
    case ChannelKind::kWebhook:
      if ((!target.starts_with("https://") && !target.starts_with("http://")) ||
          target.find("://") + 3 >= target.size() || target.size() > kMostUrlBytes ||
          HasBlankOrControl(target))
        return Fail(ErrorCode::kInvalidInput,
                    "'" + target + "' is no address of a webhook; write https://...");
      return {};
    case ChannelKind::kFile:
      if (target.empty())
        return Fail(ErrorCode::kInvalidInput, "file: names no file; write file:alerts.jsonl");
  }
  return {};
}

std::string TwoDigits(int number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string_view Name(Subject subject) {
  return kSubjectNames.at(static_cast<std::size_t>(subject) - 1);
}

std::string ToString(const Channel& channel) {
  switch (channel.kind) {
    case ChannelKind::kWebhook:
      return "webhook:" + channel.target;
    case ChannelKind::kMail:
      return "mail:" + channel.target;
    case ChannelKind::kFile:
      break;
  }
  return channel.target == "-" ? "-" : "file:" + channel.target;
}

Result<Channel> ParseChannel(std::string_view text) {
  if (text == "-") return Channel{.kind = ChannelKind::kFile, .target = "-"};
  const std::size_t colon = text.find(':');
  const std::string_view scheme = text.substr(0, colon);
  const std::string_view rest = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  const bool is_file = scheme == "file";  // Whose name may hold anything.
  Channel channel{.target = is_file ? std::string(rest) : PlainLine(rest)};
  if (scheme == "mail" || scheme == "mailto") {
    channel.kind = ChannelKind::kMail;
  } else if (scheme == "webhook") {
    channel.kind = ChannelKind::kWebhook;
  } else if (scheme != "file" || colon == std::string_view::npos) {
    return Fail(ErrorCode::kInvalidInput,
                "'" + std::string(text) +
                    "' is nowhere to send to; write mail:ADDRESS, webhook:URL, file:PATH or - for "
                    "standard output");
  }
  const Status checked = CheckTarget(channel);
  if (!checked) return Fail(checked.error());
  return channel;
}

std::string ToString(const Cadence& cadence) {
  const std::string at = " " + TwoDigits(cadence.minute / 60) + ":" +
                         TwoDigits(cadence.minute % 60) + " " + cadence.zone;
  switch (cadence.kind) {
    case CadenceKind::kImmediate:
      return "immediate";
    case CadenceKind::kDaily:
      return "daily" + at;
    case CadenceKind::kWeekly:
      return "weekly " + std::string(kWeekdays.at(static_cast<std::size_t>(cadence.day) - 1)) + at;
    case CadenceKind::kMonthly:
      return "monthly " + std::to_string(cadence.day) + at;
    case CadenceKind::kPerEdition:
      break;
  }
  return "edition";
}

std::string_view Name(SubscriptionState state) {
  switch (state) {
    case SubscriptionState::kUnconfirmed:
      return "unconfirmed";
    case SubscriptionState::kActive:
      return "active";
    case SubscriptionState::kPaused:
      return "paused";
    case SubscriptionState::kEnded:
      break;
  }
  return "ended";
}

bool IsActive(const Subscription& subscription, Instant now) {
  if (subscription.state == SubscriptionState::kPaused)
    return subscription.paused_until && *subscription.paused_until <= now;
  return subscription.state == SubscriptionState::kActive;
}

std::string RecipientOf(const Subscription& subscription) {
  if (subscription.channel.kind != ChannelKind::kMail)
    return "subscription " + std::to_string(subscription.id.value);
  std::string address = subscription.channel.target;
  std::ranges::transform(address, address.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return "mail " + address + " " + subscription.language;
}

}  // namespace lawtrace
