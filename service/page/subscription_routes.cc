#include "service/page/subscription_routes.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "service/channels/mail/bounces.h"
#include "service/http/client_key.h"
#include "service/http/rate_limit.h"
#include "service/page/subscribe_form.h"
#include "service/page/subscribe_page.h"
#include "store/subscriptions.h"

namespace lawtrace::service {
namespace {

// Requests that a mailbox and a host get without answering, and that a network and all together may
// cause.
constexpr std::size_t kMostRequestsADay = 3;
constexpr std::size_t kMostRequestsToHostADay = 10;
constexpr double kRequestsAnHour = 20;
constexpr double kRequestsOfAllAnHour = 300;
const std::string kAll = "all";
constexpr std::int64_t kSecondsADay = 86'400;

class Pages {
 public:
  Pages(Service& service, Enrolment& enrolment, std::vector<std::string> languages)
      : service_(service), enrolment_(enrolment), pages_(service, std::move(languages)) {}

  Response Ask(const Call& call) const {
    return pages_.Form(call.request, call.request.query, {}, 200);
  }

  Response Subscribe(const Call& call) const {
    // One at a time, or several at once would pass the cap together.
    const std::lock_guard lock(subscribing_);
    const Result<NamedValues> fields = FieldsIn(call.request);
    if (!fields) return pages_.Problem(call.request, fields.error());
    const Result<SubscriptionWish> wish = WishOfForm(*fields, service_.index());
    if (!wish) return pages_.Form(call.request, *fields, wish.error().faults, 400);
    if (const auto refused = RefuseTooMany(call, wish->channel)) return *refused;
    const Result<Subscription> enrolled = enrolment_.Enrol(*wish, service_.Now());
    if (!enrolled && enrolled.error().code == ErrorCode::kInvalidInput)
      return pages_.Form(call.request, *fields, enrolled.error().faults, 400);
    if (!enrolled) return pages_.Problem(call.request, enrolled.error());
    if (wish->channel.kind == ChannelKind::kWebhook)
      return pages_.WebhookBegins(call.request, *enrolled);
    return pages_.Done(call.request, 202, "Look into your mail",
                       {"We have sent you a mail. Follow the link in it, and the alerts begin."},
                       {});
  }

  Response Show(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      const Result<std::vector<Subscription>> all = SameAddress(subscription);
      if (!all) return Fail(all.error());
      return pages_.Following(call.request, *all, subscription.token);
    });
  }

  // A page that asks before `action` is done.
  Response AskFirst(const Call& call, const std::string& action, const std::string& title,
                    const std::string& label) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      return pages_.AskFirst(call.request, subscription, title,
                             "/s/" + subscription.token + "/" + action, label);
    });
  }

  // A webhook speaks for itself: whoever follows with it may only have it asked once more.
  Response Confirm(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      if (subscription.channel.kind == ChannelKind::kWebhook) {
        if (const auto refused = RefuseClient(call)) return *refused;
        return Done(call, enrolment_.AskAgain(subscription.id, service_.Now()),
                    "The receiver is asked again");
      }
      return Done(call, enrolment_.Confirm(subscription.id, service_.Now()), "The alerts begin");
    });
  }

  // The body is a mail that came back.
  Response Bounce(const Call& call) const {
    return WithMailToken(call, [&](const Subscription& subscription) -> Result<Response> {
      const Result<service::Bounce> bounce = ReadBounce(call.request.body);
      if (!bounce) return Fail(bounce.error());
      if (bounce->kind != BounceKind::kNone) {
        const auto taken =
            enrolment_.TakeBounce(MailToken(subscription), bounce->kind == BounceKind::kHard,
                                  ReasonOf(*bounce), service_.Now());
        if (!taken) return Fail(taken.error());
      }
      return Response{.status = 204};
    });
  }

  Response Pause(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      return Done(call, enrolment_.Pause(subscription.id, std::nullopt), "The alerts pause");
    });
  }

  Response Resume(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      return Done(call, enrolment_.Resume(subscription.id), "The alerts go on");
    });
  }

  Response AskToEdit(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      return pages_.EditForm(call.request, FieldsOf(subscription),
                             "/s/" + subscription.token + "/edit", {}, 200);
    });
  }

  Response Edit(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      Result<NamedValues> fields = FieldsIn(call.request);
      if (!fields) return Fail(fields.error());
      // The address stays; a new one is a new subscription.
      for (const auto& [name, value] : FieldsOf(subscription))
        if (name == "channel" || name == "mail" || name == "webhook")
          fields->emplace_back(name, value);
      const Result<SubscriptionWish> wish = WishOfForm(*fields, service_.index());
      if (!wish)
        return pages_.EditForm(call.request, *fields, "/s/" + subscription.token + "/edit",
                               wish.error().faults, 400);
      return Done(call, enrolment_.Edit(subscription.id, *wish, service_.Now()),
                  "Changed from now on");
    });
  }

  // This one only.
  Response End(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      return Done(call, enrolment_.End(subscription.id, "unsubscribed"), "This one has ended");
    });
  }

  Response Unsubscribe(const Call& call) const {
    return WithMailToken(call, [&](const Subscription& subscription) -> Result<Response> {
      const Result<std::vector<Subscription>> all = SameAddress(subscription);
      if (!all) return Fail(all.error());
      for (const Subscription& one : *all) {
        const Result<Subscription> ended = enrolment_.End(one.id, "unsubscribed");
        if (!ended) return Fail(ended.error());
      }
      return pages_.Done(call.request, 200, "You get no more alerts",
                         {subscription.channel.kind == ChannelKind::kMail
                              ? "Every subscription of this address has ended."
                              : "This subscription has ended."},
                         {});
    });
  }

 private:
  static Result<NamedValues> FieldsIn(const Request& request) {
    auto form = ParseTarget("/?" + request.body);
    if (!form) return Fail(ErrorCode::kInvalidInput, "the form is not well formed");
    if (const Status bounded = CheckBounds(form->second); !bounded) return Fail(bounded.error());
    return std::move(form->second);
  }

  using Answer = std::function<Result<Response>(const Subscription&)>;
  Response WithSubscription(const Call& call, const Answer& answer) const {
    return With(call, enrolment_.FindByToken(call.path.find("token")->second), answer);
  }
  Response WithMailToken(const Call& call, const Answer& answer) const {
    return With(call, enrolment_.FindByMailToken(call.path.find("token")->second), answer);
  }

  Response With(const Call& call, const Result<std::optional<Subscription>>& found,
                const Answer& answer) const {
    if (!found) return pages_.Problem(call.request, found.error());
    if (!*found)
      return pages_.Problem(
          call.request,
          {ErrorCode::kNotFound, "The link is incomplete, or the subscription was forgotten."});
    Result<Response> response = answer(**found);
    return response ? *std::move(response) : pages_.Problem(call.request, response.error());
  }

  Result<Response> Done(const Call& call, const Result<Subscription>& changed,
                        const std::string& title) const {
    if (!changed) return Fail(changed.error());
    return pages_.Done(call.request, 200, title, {WordsOf(*changed)}, changed->token);
  }

  Response Refuse(const Call& call, const std::string& why, std::int64_t seconds) const {
    return pages_.Done(call.request, 429, "Not so many at once", {why}, {})
        .With("Retry-After", std::to_string(seconds));
  }

  std::optional<Response> RefuseClient(const Call& call) const {
    const RateLimit::Clock::time_point now = RateLimit::Clock::now();
    if (const auto wait = clients_.Take(ClientKey(call.request.client), now))
      return Refuse(call,
                    "Many subscriptions were asked for from your network; try again in an hour.",
                    wait->count());
    if (const auto wait = everybody_.Take(kAll, now))
      return Refuse(call, "Many subscriptions are asked for at present; try again in an hour.",
                    wait->count());
    return std::nullopt;
  }

  // Nobody is to drown in requests that somebody else has caused.
  std::optional<Response> RefuseTooMany(const Call& call, const Channel& address) const {
    if (auto refused = RefuseClient(call)) return refused;
    const bool is_mail = address.kind == ChannelKind::kMail;
    const Instant yesterday(service_.Now().seconds_since_epoch() - kSecondsADay);
    const Result<std::size_t> requests = enrolment_.RequestsSince(address, yesterday);
    if (!requests) return pages_.Problem(call.request, requests.error());
    if (*requests < (is_mail ? kMostRequestsADay : kMostRequestsToHostADay)) return std::nullopt;
    return Refuse(
        call,
        is_mail ? "We have sent several mails to this address today, and none was answered. Follow "
                  "the link in one of them, or try again tomorrow."
                : "We have asked this host several times today, and it has not agreed. Let it "
                  "answer, or try again tomorrow.",
        kSecondsADay);
  }

  // Those of the address that have not ended.  Who has a token of a mail address reads its mail;
  // who has one of a webhook knows its URL, which says nothing about its other subscriptions.
  Result<std::vector<Subscription>> SameAddress(const Subscription& subscription) const {
    std::vector<Subscription> same;
    if (subscription.channel.kind != ChannelKind::kMail) {
      if (subscription.state != SubscriptionState::kEnded) same.push_back(subscription);
      return same;
    }
    const Status status =
        store::Subscriptions(service_.log().records())
            .Visit([&](const Subscription& other) -> Status {
              if (other.channel == subscription.channel && other.state != SubscriptionState::kEnded)
                same.push_back(other);
              return {};
            });
    if (!status) return Fail(status.error());
    return same;
  }

  Service& service_;
  Enrolment& enrolment_;
  SubscribePages pages_;
  mutable std::mutex subscribing_;
  mutable RateLimit clients_{kRequestsAnHour / 3600.0, kRequestsAnHour};
  mutable RateLimit everybody_{kRequestsOfAllAnHour / 3600.0, kRequestsOfAllAnHour};
};

}  // namespace

void AddSubscriptionRoutes(Router& router, Service& service, Enrolment& enrolment,
                           std::vector<std::string> languages) {
  const auto pages = std::make_shared<Pages>(service, enrolment, std::move(languages));
  const auto add = [&](const std::string& method, const std::string& path, const std::string& id,
                       const std::function<Response(const Call&)>& handler) {
    router.Add({.method = method,
                .path = path,
                .id = id,
                .tag = "Subscriptions",
                .summary = "Following without an account",
                .response_type = "text/html",
                .is_documented = false,
                .takes_any_query = true,
                .gives_data = !path.starts_with("/s/"),  // Those addresses are secrets.
                .handler = handler});
  };
  add("GET", "/subscribe", "askToSubscribe", [pages](const Call& c) { return pages->Ask(c); });
  add("POST", "/subscribe", "subscribe", [pages](const Call& c) { return pages->Subscribe(c); });
  add("GET", "/s/{token}", "showSubscription", [pages](const Call& c) { return pages->Show(c); });
  add("GET", "/s/{token}/confirm", "askToConfirm", [pages](const Call& c) {
    return pages->AskFirst(c, "confirm", "Do you want these alerts?", "Yes, send me these alerts");
  });
  add("POST", "/s/{token}/confirm", "confirm",
      [pages](const Call& c) { return pages->Confirm(c); });
  add("POST", "/s/{token}/bounce", "bounce", [pages](const Call& c) { return pages->Bounce(c); });
  add("GET", "/s/{token}/unsubscribe", "askToUnsubscribe", [pages](const Call& c) {
    return pages->AskFirst(c, "unsubscribe", "No more alerts?", "Unsubscribe");
  });
  add("POST", "/s/{token}/unsubscribe", "unsubscribe",
      [pages](const Call& c) { return pages->Unsubscribe(c); });
  add("GET", "/s/{token}/edit", "askToEdit",
      [pages](const Call& c) { return pages->AskToEdit(c); });
  add("POST", "/s/{token}/edit", "edit", [pages](const Call& c) { return pages->Edit(c); });
  add("POST", "/s/{token}/end", "end", [pages](const Call& c) { return pages->End(c); });
  add("POST", "/s/{token}/pause", "pause", [pages](const Call& c) { return pages->Pause(c); });
  add("POST", "/s/{token}/resume", "resume", [pages](const Call& c) { return pages->Resume(c); });
}

}  // namespace lawtrace::service
