#include "service/subscription_routes.h"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "alerts/filter.h"
#include "service/bounces.h"
#include "service/internal/page.h"
#include "service/mail_message.h"
#include "service/rate_limit.h"
#include "store/subscriptions.h"

namespace lawtrace::service {
namespace {

constexpr std::array<std::string_view, 5> kCadences = {"immediate", "daily", "weekly", "monthly",
                                                       "edition"};

// Requests to confirm that an address gets without answering, and that a client may cause.
constexpr std::size_t kMostRequestsADay = 3;
constexpr double kRequestsAnHour = 20;
constexpr std::int64_t kSecondsADay = 86'400;

// A field of a form, the last of its name; empty if it is not there.
std::string FieldOf(const NamedValues& fields, std::string_view name) {
  std::string value;
  for (const auto& [key, text] : fields)
    if (key == name) value = text;
  return value;
}

Result<SubscriptionWish> WishOf(const NamedValues& fields, const Index& index) {
  SubscriptionWish wish;
  wish.channel = {.kind = ChannelKind::kMail, .target = FieldOf(fields, "mail")};
  if (!IsMailAddress(wish.channel.target))
    return Fail(ErrorCode::kInvalidInput, "mail: write one address, NAME@HOST");
  Result<Filter> filter =
      alerts::ParseFilter(FieldOf(fields, "where"), index, index.main_methodology());
  if (!filter) return Fail(std::move(filter).error().WithContext("where"));
  wish.filter = *std::move(filter);
  if (const std::string word = FieldOf(fields, "cadence"); !word.empty()) {
    const auto found = std::ranges::find(kCadences, word);
    if (found == kCadences.end())
      return Fail(ErrorCode::kInvalidInput,
                  "cadence: write immediate, daily, weekly, monthly or edition");
    wish.cadence.kind = static_cast<CadenceKind>(found - kCadences.begin() + 1);
  }
  if (const std::string zone = FieldOf(fields, "zone"); !zone.empty()) wish.cadence.zone = zone;
  if (const std::string word = FieldOf(fields, "language"); !word.empty()) wish.language = word;
  return wish;
}

Response ErrorPage(const Error& error) {
  const bool is_absent = error.code == ErrorCode::kNotFound;
  const bool is_wrong = error.code == ErrorCode::kInvalidInput;
  return HtmlPage(is_absent  ? 404
                  : is_wrong ? 400
                             : 503,
                  is_absent  ? "This link leads nowhere"
                  : is_wrong ? "This cannot be read"
                             : "Not now",
                  "<p>" + HtmlEscaped(error.message) + "</p>");
}

// Nothing of it stays behind in caches or with whoever is linked to.
Response Private(Response response) {
  response.With("Cache-Control", "no-store").With("Referrer-Policy", "no-referrer");
  return response;
}

std::string Button(const std::string& action, const std::string& label) {
  return "<form method=\"post\" action=\"" + HtmlEscaped(action) + "\"><button>" +
         HtmlEscaped(label) + "</button></form>";
}

class Pages {
 public:
  Pages(Service& service, Enrolment& enrolment) : service_(service), enrolment_(enrolment) {}

  Response Subscribe(const Call& call) const {
    // One at a time, or several at once would pass the cap together.
    const std::lock_guard lock(subscribing_);
    const auto form = ParseTarget("/?" + call.request.body);
    if (!form) return ErrorPage({ErrorCode::kInvalidInput, "the form is not well formed"});
    const Result<SubscriptionWish> wish = WishOf(form->second, service_.index());
    if (!wish) return ErrorPage(wish.error());
    if (const auto refused = RefuseTooMany(call, wish->channel)) return *refused;
    const Result<Subscription> enrolled = enrolment_.Enrol(*wish, service_.Now());
    if (!enrolled) return ErrorPage(enrolled.error());
    return HtmlPage(202, "Look into your mail",
                    "<p>We have sent you a mail. Follow the link in it, and the alerts begin.</p>");
  }

  Response Show(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      const Result<std::vector<Subscription>> all = SameAddress(subscription);
      if (!all) return Fail(all.error());
      std::string list = "<ul>";
      for (const Subscription& one : *all) list += Line(one);
      return HtmlPage(
          200, "What you follow",
          list + "</ul>" + Button("/s/" + subscription.token + "/unsubscribe", "End all of them"));
    });
  }

  // A page that asks before `action` is done.
  Response AskFirst(const Call& call, const std::string& action, const std::string& title,
                    const std::string& label) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      return HtmlPage(200, title,
                      "<p>" + What(subscription) + "</p>" +
                          Button("/s/" + subscription.token + "/" + action, label));
    });
  }

  Response Confirm(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      return Done(enrolment_.Confirm(subscription.id, service_.Now()), "The alerts begin");
    });
  }

  // The body is a mail that came back.
  Response Bounce(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      const Result<service::Bounce> bounce = ReadBounce(call.request.body);
      if (!bounce) return Fail(bounce.error());
      if (bounce->kind != BounceKind::kNone) {
        const auto taken =
            enrolment_.TakeBounce(subscription.token, bounce->kind == BounceKind::kHard,
                                  ReasonOf(*bounce), service_.Now());
        if (!taken) return Fail(taken.error());
      }
      return Response{.status = 204};
    });
  }

  Response Pause(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      return Done(enrolment_.Pause(subscription.id, std::nullopt), "The alerts pause");
    });
  }

  Response Resume(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      return Done(enrolment_.Resume(subscription.id), "The alerts go on");
    });
  }

  Response Unsubscribe(const Call& call) const {
    return WithSubscription(call, [&](const Subscription& subscription) -> Result<Response> {
      const Result<std::vector<Subscription>> all = SameAddress(subscription);
      if (!all) return Fail(all.error());
      for (const Subscription& one : *all) {
        const Result<Subscription> ended = enrolment_.End(one.id, "unsubscribed");
        if (!ended) return Fail(ended.error());
      }
      return HtmlPage(200, "You get no more alerts", "<p>Every subscription has ended.</p>");
    });
  }

 private:
  Response WithSubscription(
      const Call& call, const std::function<Result<Response>(const Subscription&)>& answer) const {
    const Result<std::optional<Subscription>> found =
        enrolment_.FindByToken(call.path.find("token")->second);
    if (!found) return Private(ErrorPage(found.error()));
    if (!*found)
      return Private(ErrorPage(
          {ErrorCode::kNotFound, "The link is incomplete, or the subscription was forgotten."}));
    Result<Response> response = answer(**found);
    return Private(response ? *std::move(response) : ErrorPage(response.error()));
  }

  static Result<Response> Done(const Result<Subscription>& changed, std::string_view title) {
    if (!changed) return Fail(changed.error());
    return HtmlPage(200, title,
                    "<p>" + What(*changed) + "</p><p><a href=\"/s/" + changed->token +
                        "\">Change what you get</a></p>");
  }

  static std::string What(const Subscription& subscription) {
    const std::string filter = alerts::ToString(subscription.filter);
    return HtmlEscaped((filter.empty() ? "every change" : filter) + " (" +
                       ToString(subscription.cadence) + ")");
  }

  static std::string Line(const Subscription& one) {
    const std::string own = "/s/" + one.token;
    std::string line = "<li>" + What(one) + ", " + std::string(Name(one.state));
    if (one.state == SubscriptionState::kActive) line += Button(own + "/pause", "Pause");
    if (one.state == SubscriptionState::kPaused) line += Button(own + "/resume", "Resume");
    if (one.state == SubscriptionState::kUnconfirmed) line += Button(own + "/confirm", "Confirm");
    return line + "</li>";
  }

  // Nobody is to drown in mails that somebody else has asked for.
  std::optional<Response> RefuseTooMany(const Call& call, const Channel& address) const {
    const auto refuse = [](std::string_view why, std::int64_t seconds) {
      return HtmlPage(429, "Not so many at once", "<p>" + HtmlEscaped(why) + "</p>")
          .With("Retry-After", std::to_string(seconds));
    };
    if (const auto wait = clients_.Take(call.request.client, RateLimit::Clock::now()))
      return refuse("Many subscriptions were asked for from your network; try again in an hour.",
                    wait->count());
    const Instant yesterday(service_.Now().seconds_since_epoch() - kSecondsADay);
    const Result<std::size_t> requests = enrolment_.RequestsSince(address, yesterday);
    if (!requests) return ErrorPage(requests.error());
    if (*requests < kMostRequestsADay) return std::nullopt;
    return refuse(
        "We have sent several mails to this address today, and none was answered. Follow the link "
        "in one of them, or try again tomorrow.",
        kSecondsADay);
  }

  // Those of the address that have not ended.
  Result<std::vector<Subscription>> SameAddress(const Subscription& subscription) const {
    std::vector<Subscription> same;
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
  mutable std::mutex subscribing_;
  mutable RateLimit clients_{kRequestsAnHour / 3600.0, kRequestsAnHour};
};

}  // namespace

void AddSubscriptionRoutes(Router& router, Service& service, Enrolment& enrolment) {
  const auto pages = std::make_shared<Pages>(service, enrolment);
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
                .handler = handler});
  };
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
  add("POST", "/s/{token}/pause", "pause", [pages](const Call& c) { return pages->Pause(c); });
  add("POST", "/s/{token}/resume", "resume", [pages](const Call& c) { return pages->Resume(c); });
}

}  // namespace lawtrace::service
