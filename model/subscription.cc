#include "model/subscription.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include "model/quote.h"
#include "model/text.h"
#include "model/web_address.h"

namespace lawtrace {
namespace {

constexpr std::array<std::string_view, 11> kSubjectNames = {
    "country",   "group",  "area", "indicator", "law",   "kind",
    "direction", "change", "band", "rank",      "timing"};

constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

constexpr std::size_t kMostAddressBytes = 254;  // RFC 5321, 4.5.3.1.3.
// Ports of other protocols, which a request could be mistaken for: the "bad ports" of
// https://fetch.spec.whatwg.org/#port-blocking.
constexpr std::array<std::uint16_t, 82> kOtherProtocols = {
    1,    7,    9,    11,   13,   15,   17,   19,   20,   21,   22,   23,   25,   37,
    42,   43,   53,   69,   77,   79,   87,   95,   101,  102,  103,  104,  109,  110,
    111,  113,  115,  117,  119,  123,  135,  137,  139,  143,  161,  179,  389,  427,
    465,  512,  513,  514,  515,  526,  530,  531,  532,  540,  548,  554,  556,  563,
    587,  601,  636,  989,  990,  993,  995,  1719, 1720, 1723, 2049, 3659, 4045, 4190,
    5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080};

bool HasBlankOrControl(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
  });
}

Status CheckWebhook(const std::string& target) {
  const auto refuse = [](const std::string& why) {
    return Fail(ErrorCode::kInvalidInput, why + "; write https://HOST/PATH");
  };
  const Result<WebAddress> address = ParseWebAddress(target);
  if (!address) return refuse(address.error().Message());
  if (address->has_fragment)
    return refuse(Quote(target) + " holds a fragment, '#' and after, which no receiver sees");
  if (std::ranges::find(kOtherProtocols, address->port) != kOtherProtocols.end())
    return refuse(Quote(target) + " has port " + std::to_string(address->port) +
                  ", which is of another protocol than http");
  return {};
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
      return CheckWebhook(target);
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
