#include "service/core/delivery_list.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "model/quote.h"
#include "report/question/question.h"
#include "store/deliveries.h"

namespace lawtrace::service {
namespace {

struct Wanted {
  std::optional<SubscriptionId> subscription;
  std::optional<Sequence> event;
  std::optional<DeliveryState> outcome;
  std::optional<Instant> since;
};

Result<SubscriptionId> ParseSubscriptionId(const std::string& text) {
  const Result<Sequence> number = report::ParseEventNumber(text);
  if (number) return SubscriptionId{number->value};
  return Fail(ErrorCode::kInvalidInput, Quote(text) + " is not the number of a subscription");
}

Result<Wanted> WantedOf(const DeliveryWords& words) {
  Wanted wanted;
  std::vector<Fault> faults;
  const auto take = [&](const char* field, const std::string& text, auto parse, auto& value) {
    if (text.empty()) return;
    auto parsed = parse(text);
    if (parsed)
      value = *std::move(parsed);
    else
      std::ranges::move(Error(parsed.error()).At(field).faults, std::back_inserter(faults));
  };
  take("subscription", words.subscription, &ParseSubscriptionId, wanted.subscription);
  take("event", words.event, &report::ParseEventNumber, wanted.event);
  take("outcome", words.outcome, &ParseDeliveryState, wanted.outcome);
  take("since", words.since, &Instant::Parse, wanted.since);
  if (!faults.empty()) return Fail({ErrorCode::kInvalidInput, std::move(faults)});
  return wanted;
}

}  // namespace

Result<std::vector<Delivery>> ListDeliveries(const store::Records& records,
                                             const DeliveryWords& words) {
  const Result<Wanted> parsed = WantedOf(words);
  if (!parsed) return Fail(parsed.error());
  const Wanted& wanted = *parsed;
  std::vector<Delivery> deliveries;
  const auto take = [&](const Delivery& delivery) -> Result<bool> {
    if ((!wanted.subscription || delivery.subscription == *wanted.subscription) &&
        (!wanted.event || delivery.occasion.event == *wanted.event) &&
        (!wanted.outcome || delivery.state == *wanted.outcome) &&
        (!wanted.since || delivery.decided_at >= *wanted.since))
      deliveries.push_back(delivery);
    return true;
  };
  const store::Deliveries log(records);
  const Status visited = wanted.event          ? log.VisitEvent(*wanted.event, take)
                         : wanted.subscription ? log.VisitSubscription(*wanted.subscription, take)
                                               : log.Visit(take);
  if (!visited) return Fail(visited.error());
  return deliveries;
}

}  // namespace lawtrace::service
