#include "proto/alert_codec.h"

#include <google/protobuf/message_lite.h>

#include <initializer_list>
#include <optional>
#include <utility>

#include "model/check.h"
#include "proto/alerts.pb.h"

namespace lawtrace::proto {
namespace {

// The first byte of every value.
constexpr char kVersion = 1;

Status CheckTexts(std::string_view owner, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts)
    if (!google::protobuf::internal::IsStructurallyValidUTF8(text))
      return Fail(ErrorCode::kInvalidInput,
                  std::string(owner) + ": a text is not UTF-8; write it otherwise");
  return {};
}

std::string Bytes(const google::protobuf::MessageLite& record) {
  std::string bytes(1, kVersion);
  Check(record.AppendToString(&bytes), "a record does not serialize");
  return bytes;
}

Status Parse(std::string_view bytes, google::protobuf::MessageLite& record) {
  if (bytes.empty() || bytes.front() != kVersion)
    return Fail(ErrorCode::kCorruption, "unknown record version");
  bytes.remove_prefix(1);
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return Fail(ErrorCode::kCorruption, "does not parse");
  return {};
}

// `raw` as an enumerator of [first, last]; absent, and `fault` says so, if it is none.
template <typename Enum>
Enum EnumIn(std::uint32_t raw, Enum first, Enum last, std::string_view name, std::string& fault) {
  if (raw >= static_cast<std::uint32_t>(first) && raw <= static_cast<std::uint32_t>(last))
    return static_cast<Enum>(raw);
  if (fault.empty()) fault = "unknown " + std::string(name) + " " + std::to_string(raw);
  return first;
}

template <typename Record>
std::optional<Instant> InstantIf(bool is_there, Record seconds) {
  return is_there ? std::optional(Instant(seconds)) : std::nullopt;
}

Error WithPlace(const std::string& place, const std::string& fault) {
  return Error{ErrorCode::kCorruption, fault}.WithContext(place);
}

}  // namespace

Result<std::string> EncodeSubscription(const Subscription& subscription) {
  Status checked = CheckTexts("subscription",
                              {subscription.end_reason, subscription.channel.target,
                               subscription.cadence.zone, subscription.language, subscription.token,
                               subscription.secrets.current, subscription.secrets.previous});
  v1::SubscriptionRecord record;
  for (const Term& term : subscription.filter.terms) {
    if (checked) checked = CheckTexts("filter", {term.node});
    v1::TermRecord& written = *record.add_terms();
    written.set_subject(static_cast<std::uint32_t>(term.subject));
    written.set_is_negated(term.is_negated);
    for (const std::string& value : term.values) {
      if (checked) checked = CheckTexts("filter", {value});
      written.add_values(value);
    }
    written.set_node(term.node);
    written.set_least(term.least);
  }
  if (!checked) return Fail(checked.error());
  record.set_state(static_cast<std::uint32_t>(subscription.state));
  if (subscription.paused_until)
    record.set_paused_until(subscription.paused_until->seconds_since_epoch());
  record.set_end_reason(subscription.end_reason);
  record.set_channel(static_cast<std::uint32_t>(subscription.channel.kind));
  record.set_target(subscription.channel.target);
  record.set_cadence(static_cast<std::uint32_t>(subscription.cadence.kind));
  record.set_cadence_day(static_cast<std::uint32_t>(subscription.cadence.day));
  record.set_cadence_minute(static_cast<std::uint32_t>(subscription.cadence.minute));
  record.set_zone(subscription.cadence.zone);
  record.set_language(subscription.language);
  record.set_secret(subscription.secrets.current);
  record.set_previous_secret(subscription.secrets.previous);
  if (subscription.secrets.previous_expires)
    record.set_previous_secret_expires(
        subscription.secrets.previous_expires->seconds_since_epoch());
  record.set_token(subscription.token);
  record.set_created_at(subscription.created_at.seconds_since_epoch());
  if (subscription.confirmed_at)
    record.set_confirmed_at(subscription.confirmed_at->seconds_since_epoch());
  record.set_after(subscription.after.value);
  for (const Day day : subscription.soft_bounces) record.add_soft_bounces(day.days_since_epoch());
  return Bytes(record);
}

Result<Subscription> DecodeSubscription(SubscriptionId id, std::string_view bytes) {
  const std::string place = "subscription " + std::to_string(id.value);
  v1::SubscriptionRecord record;
  if (const Status parsed = Parse(bytes, record); !parsed)
    return Fail(WithPlace(place, parsed.error().Message()));
  std::string fault;
  Subscription subscription{
      .id = id,
      .state = EnumIn(record.state(), SubscriptionState::kUnconfirmed, SubscriptionState::kEnded,
                      "state", fault),
      .paused_until = InstantIf(record.has_paused_until(), record.paused_until()),
      .end_reason = record.end_reason(),
      .channel = {.kind = EnumIn(record.channel(), ChannelKind::kWebhook, ChannelKind::kFile,
                                 "channel", fault),
                  .target = record.target()},
      .cadence = {.kind = EnumIn(record.cadence(), CadenceKind::kImmediate,
                                 CadenceKind::kPerEdition, "cadence", fault),
                  .day = static_cast<int>(record.cadence_day()),
                  .minute = static_cast<int>(record.cadence_minute()),
                  .zone = record.zone()},
      .language = record.language(),
      .secrets = {.current = record.secret(),
                  .previous = record.previous_secret(),
                  .previous_expires = InstantIf(record.has_previous_secret_expires(),
                                                record.previous_secret_expires())},
      .token = record.token(),
      .created_at = Instant(record.created_at()),
      .confirmed_at = InstantIf(record.has_confirmed_at(), record.confirmed_at()),
      .after = Sequence{record.after()},
      .soft_bounces = {}};
  for (const std::int32_t day : record.soft_bounces()) subscription.soft_bounces.emplace_back(day);
  for (const v1::TermRecord& written : record.terms())
    subscription.filter.terms.push_back(
        {.subject =
             EnumIn(written.subject(), Subject::kCountry, Subject::kTiming, "subject", fault),
         .is_negated = written.is_negated(),
         .values = {written.values().begin(), written.values().end()},
         .node = written.node(),
         .least = written.least()});
  const std::uint32_t most_days = subscription.cadence.kind == CadenceKind::kWeekly ? 7 : 31;
  if (fault.empty() && (record.cadence_day() < 1 || record.cadence_day() > most_days ||
                        record.cadence_minute() >= 24 * 60))
    fault = "a cadence is out of range";
  if (!fault.empty()) return Fail(WithPlace(place, fault));
  return subscription;
}

Result<std::string> EncodeDelivery(const Delivery& delivery) {
  if (const Status checked =
          CheckTexts("delivery", {delivery.reason, delivery.message, delivery.corrects});
      !checked)
    return Fail(checked.error());
  v1::DeliveryRecord record;
  record.set_known(delivery.known.value);
  record.set_state(static_cast<std::uint32_t>(delivery.state));
  record.set_reason(delivery.reason);
  for (const std::string& term : delivery.matched) {
    if (const Status checked = CheckTexts("delivery", {term}); !checked)
      return Fail(checked.error());
    record.add_matched(term);
  }
  record.set_decided_at(delivery.decided_at.seconds_since_epoch());
  record.set_due(delivery.due.seconds_since_epoch());
  if (delivery.sent_at) record.set_sent_at(delivery.sent_at->seconds_since_epoch());
  record.set_message(delivery.message);
  record.set_corrects(delivery.corrects);
  return Bytes(record);
}

Result<Delivery> DecodeDelivery(const DeliveryKey& key, std::string_view bytes) {
  const std::string place = "delivery of event " + key.occasion.event.ToString() +
                            " to subscription " + std::to_string(key.subscription.value);
  v1::DeliveryRecord record;
  if (const Status parsed = Parse(bytes, record); !parsed)
    return Fail(WithPlace(place, parsed.error().Message()));
  std::string fault;
  Delivery delivery{.subscription = key.subscription,
                    .occasion = key.occasion,
                    .known = Sequence{record.known()},
                    .state = EnumIn(record.state(), DeliveryState::kQueued, DeliveryState::kFailed,
                                    "state", fault),
                    .reason = record.reason(),
                    .matched = {record.matched().begin(), record.matched().end()},
                    .decided_at = Instant(record.decided_at()),
                    .due = Instant(record.due()),
                    .sent_at = InstantIf(record.has_sent_at(), record.sent_at()),
                    .message = record.message(),
                    .corrects = record.corrects()};
  if (!fault.empty()) return Fail(WithPlace(place, fault));
  return delivery;
}

Result<std::string> EncodeEnvelope(const Envelope& envelope) {
  if (const Status checked = CheckTexts("message", {envelope.reason}); !checked)
    return Fail(checked.error());
  v1::EnvelopeRecord record;
  record.set_kind(static_cast<std::uint32_t>(envelope.kind));
  for (const SubscriptionId id : envelope.subscriptions) record.add_subscriptions(id.value);
  for (const DeliveryKey& key : envelope.deliveries) {
    v1::DeliveryKeyRecord& written = *record.add_deliveries();
    written.set_subscription(key.subscription.value);
    written.set_trigger(static_cast<std::uint32_t>(key.occasion.trigger));
    written.set_event(key.occasion.event.value);
    written.set_edition(key.occasion.edition);
    written.set_country(key.occasion.country);
  }
  record.set_created_at(envelope.created_at.seconds_since_epoch());
  record.set_state(static_cast<std::uint32_t>(envelope.state));
  record.set_attempts(static_cast<std::uint32_t>(envelope.attempts));
  if (envelope.first_attempt)
    record.set_first_attempt(envelope.first_attempt->seconds_since_epoch());
  record.set_due(envelope.due.seconds_since_epoch());
  record.set_reason(envelope.reason);
  return Bytes(record);
}

Result<Envelope> DecodeEnvelope(const std::string& id, std::string_view bytes) {
  v1::EnvelopeRecord record;
  if (const Status parsed = Parse(bytes, record); !parsed)
    return Fail(WithPlace("message " + id, parsed.error().Message()));
  std::string fault;
  Envelope envelope{
      .id = id,
      .kind = EnumIn(record.kind(), MessageKind::kAlert, MessageKind::kCorrection, "kind", fault),
      .created_at = Instant(record.created_at()),
      .state =
          EnumIn(record.state(), EnvelopeState::kWaiting, EnvelopeState::kDead, "state", fault),
      .attempts = static_cast<int>(record.attempts()),
      .first_attempt = InstantIf(record.has_first_attempt(), record.first_attempt()),
      .due = Instant(record.due()),
      .reason = record.reason()};
  for (const std::uint64_t subscription : record.subscriptions())
    envelope.subscriptions.push_back({subscription});
  for (const v1::DeliveryKeyRecord& key : record.deliveries())
    envelope.deliveries.push_back(
        {.subscription = {key.subscription()},
         .occasion = {.trigger = EnumIn(key.trigger(), Trigger::kAmendment, Trigger::kEdition,
                                        "trigger", fault),
                      .event = Sequence{key.event()},
                      .edition = key.edition(),
                      .country = key.country()}});
  if (fault.empty() && envelope.subscriptions.empty()) fault = "serves no subscription";
  if (!fault.empty()) return Fail(WithPlace("message " + id, fault));
  return envelope;
}

}  // namespace lawtrace::proto
