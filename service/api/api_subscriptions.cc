#include "service/api/api_subscriptions.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>
#include <vector>

#include "alerts/filter.h"
#include "model/foreign_json.h"
#include "model/quote.h"
#include "report/question/alert_tables.h"
#include "service/api/answering.h"
#include "service/api/wish.h"
#include "service/core/delivery_list.h"
#include "service/dispatch/notices.h"
#include "service/http/problem.h"
#include "store/subscriptions.h"

namespace lawtrace::service {
namespace {

using Json = nlohmann::ordered_json;

// The words of a body {"to": ..., "where": ..., ...}.
Result<WishWords> WordsOf(const std::string& body) {
  const Json json = ParseForeignJson<Json>(body).value_or(Json());
  if (!json.is_object())
    return Fail(ErrorCode::kInvalidInput,
                "the body is not {\"to\": \"mail:...\", \"where\": \"country PT\"}");
  WishWords words;
  const std::array<std::pair<std::string_view, std::optional<std::string>*>, 7> fields = {
      {{"to", &words.to},
       {"where", &words.where},
       {"cadence", &words.cadence},
       {"day", &words.day},
       {"at", &words.at},
       {"zone", &words.zone},
       {"language", &words.language}}};
  std::string faults;
  const auto fault = [&](const std::string& text) {
    faults += (faults.empty() ? "" : "\n") + text;
  };
  for (const auto& [key, value] : json.items()) {
    const auto field = std::ranges::find(fields, key, [](const auto& each) { return each.first; });
    if (field == fields.end()) {
      fault("unknown key " + Quote(key) +
            "; the keys are to, where, cadence, day, at, zone, language");
    } else if (!value.is_string()) {
      fault(key + ": write a text");
    } else {
      *field->second = value.get<std::string>();
    }
  }
  if (!words.to) fault("to: is missing; write mail:ADDRESS or webhook:URL");
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return words;
}

// What the token may do with it stands in docs/service.md; a file would be the server's own.
Result<SubscriptionWish> WishOf(const std::string& body, const Index& index) {
  const Result<WishWords> words = WordsOf(body);
  if (!words) return Fail(words.error());
  SubscriptionWish wish;
  if (const Status set = SetWish(*words, index, wish); !set) return Fail(set.error());
  if (wish.channel.kind == ChannelKind::kFile)
    return Fail(ErrorCode::kInvalidInput,
                "to: files are written on the server's own machine only, by 'lawtrace subscribe'; "
                "write mail:ADDRESS or webhook:URL");
  return wish;
}

// Answers of these routes change without the log and are nobody else's business.
Response Private(Result<Response> made) {
  Response response = made ? *std::move(made) : ProblemOf(made.error());
  response.With("Cache-Control", "no-store");
  return response;
}

class SubscriptionApi {
 public:
  SubscriptionApi(Service& service, Enrolment& enrolment)
      : service_(service), enrolment_(enrolment) {}

  Result<Response> List(const Call& call) const {
    const std::string state = call.Value("state");
    std::vector<Subscription> subscriptions;
    const Status read = store::Subscriptions(service_.log().records())
                            .Visit([&](const Subscription& subscription) -> Status {
                              if (state.empty() || Name(subscription.state) == state)
                                subscriptions.push_back(subscription);
                              return {};
                            });
    if (!read) return Fail(read.error());
    return SendTable(AskingOf(call), {.table = report::SubscriptionTable(subscriptions)});
  }

  Result<Response> Make(const Call& call) const {
    const Result<SubscriptionWish> wish = WishOf(call.request.body, service_.index());
    if (!wish) return Fail(wish.error());
    const Result<Subscription> made = enrolment_.Enrol(*wish, service_.Now());
    if (!made) return Fail(made.error());
    report::Table table = report::SubscriptionTable(std::span(&*made, 1));
    if (!made->secrets.current.empty()) {
      table.columns.push_back({.name = "secret"});
      table.rows.front().emplace_back(made->secrets.current);
    }
    Result<Response> response = SendTable(AskingOf(call), {.table = std::move(table)});
    if (!response) return response;
    response->status = 201;
    response->With("Location", "/v1/subscriptions/" + std::to_string(made->id.value));
    return response;
  }

  Result<Response> Show(const Call& call) const {
    const Result<Subscription> found = Find(call);
    if (!found) return Fail(found.error());
    return Send(call, *found);
  }

  Result<Response> Confirm(const Call& call) const {
    const Result<Subscription> found = Find(call);
    if (!found) return Fail(found.error());
    const Result<Subscription> changed = enrolment_.Confirm(found->id, service_.Now());
    if (!changed) return Fail(changed.error());
    return Send(call, *changed);
  }

  using Act = Result<Subscription> (*)(Enrolment&, SubscriptionId);
  Result<Response> Change(const Call& call, Act act) const {
    const Result<Subscription> found = Find(call);
    if (!found) return Fail(found.error());
    const Result<Subscription> changed = act(enrolment_, found->id);
    if (!changed) return Fail(changed.error());
    return Send(call, *changed);
  }

  // What a filter would have been told of since a day.
  Result<Response> Preview(const Asking& asking) const {
    const Index& index = service_.index();
    SubscriptionWish wish;
    if (const Status set = SetWish({.where = asking.call.Value("where")}, index, wish); !set)
      return Fail(set.error());
    const std::string since = asking.call.Value("since");
    const Result<Day> from = report::ParsePoint(since, index, asking.today);
    if (!from) return Fail(Error(from.error()).WithContext("since"));
    const auto archive = asking.snapshot->ArchiveOf(index.main_methodology());
    if (!archive) return Fail(archive.error());
    Notices notices(service_.log(), **archive, index);
    auto found = notices.Between(Instant::EndOf(*from), service_.Now());
    if (!found) return Fail(found.error());
    std::vector<report::PreviewedNotice> wanted;
    for (alerts::Notice& notice : *found) {
      if (!alerts::Wants(wish.filter, notice)) continue;
      std::string suppressed = alerts::NothingChanged(wish.filter, notice);
      wanted.push_back({.notice = std::move(notice), .suppressed = std::move(suppressed)});
    }
    return SendTable(asking, {.table = report::PreviewTable(wanted)});
  }

  Result<Response> Deliveries(const Call& call) const {
    const Result<std::vector<Delivery>> deliveries =
        ListDeliveries(service_.log().records(), {.subscription = call.Value("subscription"),
                                                  .event = call.Value("event"),
                                                  .outcome = call.Value("outcome"),
                                                  .since = call.Value("since")});
    if (!deliveries) return Fail(deliveries.error());
    return SendTable(AskingOf(call), {.table = report::DeliveryTable(*deliveries)});
  }

 private:
  Asking AskingOf(const Call& call) const {
    return {.call = call,
            .service = service_,
            .snapshot = service_.snapshot(),
            .today = service_.Now().day(),
            .format = FormatOf(call)};
  }

  Result<Subscription> Find(const Call& call) const {
    const std::string& text = call.path.at("number");
    const Result<Sequence> number = report::ParseEventNumber(text);
    if (!number) return Fail(ErrorCode::kNotFound, "there is no subscription " + Quote(text));
    return enrolment_.Get({number->value});
  }

  Result<Response> Send(const Call& call, const Subscription& subscription) const {
    return SendTable(AskingOf(call),
                     {.table = report::SubscriptionTable(std::span(&subscription, 1))});
  }

  Service& service_;
  Enrolment& enrolment_;
};

Parameter Text(std::string name, std::string description, std::string example = {}) {
  return {.name = std::move(name),
          .description = std::move(description),
          .example = std::move(example)};
}

const char* const kSubscriptionRows =
    "subscription:integer state to cadence language filter paused_until end_reason created_at "
    "confirmed_at after_event:integer";

Route AdminRoute(std::string method, std::string path, std::string id, std::string summary) {
  return {.method = std::move(method),
          .path = std::move(path),
          .id = std::move(id),
          .tag = "Subscriptions",
          .summary = std::move(summary),
          .parameters = WithPages({}),
          .role = "admin"};
}

void AddOneSubscription(Router& router, const std::shared_ptr<SubscriptionApi>& api) {
  const auto add = [&](Route route, std::function<Result<Response>(const Call&)> handler) {
    route.path_examples = {{"number", "1"}};
    route.response_schema = RowsSchema(kSubscriptionRows);
    route.handler = [handler = std::move(handler)](const Call& call) {
      return Private(handler(call));
    };
    router.Add(std::move(route));
  };
  const std::string path = "/v1/subscriptions/{number}";
  add(AdminRoute("GET", path, "getSubscription", "One subscription, without token and secrets"),
      [api](const Call& call) { return api->Show(call); });
  const auto act = [&](const std::string& name, const std::string& id, const std::string& summary,
                       SubscriptionApi::Act change) {
    add(AdminRoute("POST", path + "/" + name, id, summary),
        [api, change](const Call& call) { return api->Change(call, change); });
  };
  add(AdminRoute("POST", path + "/confirm", "confirmSubscription",
                 "It begins without the consent of its receiver: the administrator vouches for it"),
      [api](const Call& call) { return api->Confirm(call); });
  act("pause", "pauseSubscription", "It gets nothing until it is resumed",
      [](Enrolment& enrolment, SubscriptionId id) { return enrolment.Pause(id, std::nullopt); });
  act("resume", "resumeSubscription", "It goes on",
      [](Enrolment& enrolment, SubscriptionId id) { return enrolment.Resume(id); });
  act("end", "endSubscription", "It gets nothing any more",
      [](Enrolment& enrolment, SubscriptionId id) {
        return enrolment.End(id, "ended by an operator");
      });
}

void AddSubscriptions(Router& router, const std::shared_ptr<SubscriptionApi>& api) {
  Route list = AdminRoute("GET", "/v1/subscriptions", "getSubscriptions", "Who follows what");
  Parameter state = Text("state", "Only those");
  state.choices = {"unconfirmed", "active", "paused", "ended"};
  list.parameters = WithPages({std::move(state)});
  list.response_schema = RowsSchema(kSubscriptionRows);
  list.handler = [api](const Call& call) { return Private(api->List(call)); };
  router.Add(std::move(list));

  Route make = AdminRoute("POST", "/v1/subscriptions", "addSubscription",
                          "Follow by mail or webhook, which are asked first; a webhook's secret is "
                          "answered once");
  make.request_schema = R"({"type":"object","required":["to"],"properties":{
    "to":{"type":"string","examples":["webhook:https://example.org/hook"]},
    "where":{"type":"string","examples":["country PT and change overall >= 0.5"]},
    "cadence":{"type":"string","enum":["immediate","daily","weekly","monthly","edition"]},
    "day":{"type":"string","examples":["monday"]},"at":{"type":"string","examples":["08:00"]},
    "zone":{"type":"string","examples":["Europe/Lisbon"]},
    "language":{"type":"string","examples":["en"]}}})";
  make.handler = [api](const Call& call) { return Private(api->Make(call)); };
  router.Add(std::move(make));

  Route deliveries = AdminRoute("GET", "/v1/deliveries", "getDeliveries",
                                "Who was told of what, when, why, or why not");
  Parameter outcome = Text("outcome", "Only those");
  outcome.choices = {"queued", "sent", "grouped", "suppressed", "failed"};
  deliveries.parameters = WithPages({Text("subscription", "Of that subscription", "1"),
                                     Text("event", "Of that event", "8588"), std::move(outcome),
                                     Text("since", "Decided from that moment on", "2026-03-01")});
  deliveries.handler = [api](const Call& call) { return Private(api->Deliveries(call)); };
  router.Add(std::move(deliveries));
}

}  // namespace

void AddSubscriptionApi(Router& router, Service& service, Enrolment& enrolment) {
  const auto api = std::make_shared<SubscriptionApi>(service, enrolment);
  Parameter since = Text("since", "From the day after that one on, written like `at`", "2025");
  since.is_required = true;
  router.Add({.method = "GET",
              .path = "/v1/alerts",
              .id = "getAlerts",
              .tag = "Subscriptions",
              .summary = "What a filter would have been told of since a day",
              .parameters = WithPages({Text("where", "The filter; everything by default",
                                            "country PT and change overall >= 0.5"),
                                       std::move(since)}),
              .handler = [&service, api](const Call& call) {
                return AnswerFrom(service, call,
                                  [&](const Asking& asking) { return api->Preview(asking); });
              }});
  AddSubscriptions(router, api);
  AddOneSubscription(router, api);
}

}  // namespace lawtrace::service
