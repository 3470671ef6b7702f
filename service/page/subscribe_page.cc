#include "service/page/subscribe_page.h"

#include <algorithm>
#include <array>
#include <utility>

#include "alerts/filter.h"
#include "report/render/words.h"
#include "service/page/page_frame.h"
#include "service/page/subscribe_form.h"

namespace lawtrace::service {
namespace {

using report::HtmlWriter;

constexpr std::array<std::string_view, 13> kFilterFields = {
    "country", "group",  "area", "indicator", "law",  "kind", "direction",
    "timing",  "points", "of",   "band",      "rank", "where"};

// A labelled field with a hint, and what is wrong with it.
struct FormField {
  std::string name;
  std::string label;
  std::string type = "text";
  std::string hint;
  std::string usual;  // Stands there where nothing is written.
};

using Faults = std::vector<Fault>;

void WriteFaults(const Faults& faults, const std::string& field, HtmlWriter& html) {
  for (const Fault& fault : faults)
    if (fault.field == field)
      html.Element("span", fault.words.Spelled(&FieldLabel),
                   {{"class", "fault"}, {"role", "alert"}});
}

void WriteField(const FormField& field, const NamedValues& fields, const Faults& faults,
                HtmlWriter& html) {
  html.Open("label", {{"class", "field"}});
  html.Element("span", field.label);
  std::string value = FieldOf(fields, field.name);
  if (value.empty()) value = field.usual;
  html.Void("input", {{"type", field.type}, {"name", field.name}, {"value", value}});
  if (!field.hint.empty()) html.Element("small", field.hint);
  WriteFaults(faults, field.name, html);
  html.Close();
}

void WriteBox(const std::string& type, const std::string& name, const std::string& value,
              const std::string& label, bool is_chosen, HtmlWriter& html) {
  html.Open("label", {{"class", "box"}});
  if (is_chosen) {
    html.Void("input", {{"type", type}, {"name", name}, {"value", value}, {"checked", "checked"}});
  } else {
    html.Void("input", {{"type", type}, {"name", name}, {"value", value}});
  }
  html.Element("span", label);
  html.Close();
}

std::vector<Choice> Areas(const Methodology& methodology, const std::string& none) {
  std::vector<Choice> choices = {{.value = "", .label = none, .group = {}}};
  const Node* headline = methodology.FindNode(methodology.headline);
  for (const std::string& child : headline->children)
    if (const Node* node = methodology.FindNode(child))
      choices.push_back({.value = child, .label = node->LabelOn(Day::Of(2100, 1, 1)), .group = {}});
  return choices;
}

std::vector<Choice> GroupChoices(const Index& index) {
  std::vector<Choice> choices = {{.value = "", .label = "Any", .group = {}}};
  for (const Group& group : index.groups)
    choices.push_back({.value = group.id, .label = group.name, .group = {}});
  return choices;
}

// An address that a mail holds is nobody else's business.
Response Private(Response response) {
  std::erase_if(response.headers,
                [](const Header& header) { return header.name == "Referrer-Policy"; });
  response.With("Cache-Control", "no-store").With("Referrer-Policy", "no-referrer");
  return response.With("X-Robots-Tag", "noindex");
}

void WriteButton(const std::string& action, const std::string& label, const std::string& about,
                 HtmlWriter& html) {
  html.Open("form", {{"method", "post"}, {"action", action}});
  html.Element("button", label, {{"type", "submit"}, {"aria-label", label + ": " + about}});
  html.Close();
}

// The feeds that hold part of what the fields ask for, by what they are about.
std::vector<std::pair<std::string, std::string>> FeedsFor(const NamedValues& fields) {
  std::vector<std::pair<std::string, std::string>> feeds;
  const auto add = [&](const char* field, const std::string& prefix) {
    for (const std::string& value : ListOf(fields, field))
      feeds.emplace_back(value, "/feeds/" + prefix + PercentEncoded(value) + ".atom");
  };
  add("country", "country-");
  add("area", "node-");
  add("law", "law-");
  if (feeds.empty()) feeds.emplace_back("every change", "/feeds/all.atom");
  return feeds;
}

Page Leaf(int status, const std::string& title) {
  return {.status = status,
          .title = title,
          .description = "Be told once, in a message that already contains the change.",
          .address = "/subscribe",
          .section = "/subscribe"};
}

}  // namespace

std::string WordsOf(const Subscription& subscription) {
  const std::string filter = alerts::ToString(subscription.filter);
  return (filter.empty() ? "every change" : filter) + " (" + ToString(subscription.cadence) + ")";
}

void SubscribePages::WriteFilters(const NamedValues& fields, const Faults& faults,
                                  HtmlWriter& html) const {
  const Index& index = service_.index();
  const Methodology& methodology = index.main_methodology();
  html.Open("form",
            {{"class", "filters"}, {"method", "get"}, {"action", "/subscribe"}, {"data-asks", ""}});
  html.Element("h2", "1. What do you want to be told of?");
  html.Open("div", {{"class", "fields"}});
  WriteField(
      {.name = "country", .label = "Countries", .hint = "Codes or names, with commas; none: all"},
      fields, faults, html);
  WriteSelect("group", "or a group", GroupChoices(index), FieldOf(fields, "group"), html);
  WriteSelect("area", "Policy area", Areas(methodology, "Every area"), FieldOf(fields, "area"),
              html);
  html.Close();
  html.Open("details", {});
  html.Element("summary", "Narrow it down: questions, laws, kinds, points, ranks");
  html.Open("div", {{"class", "fields"}});
  WriteField({.name = "indicator", .label = "Questions", .hint = "Codes like ba21, with commas"},
             fields, faults, html);
  WriteField({.name = "law", .label = "Laws", .hint = "As in the register: pt-act-18-2022"}, fields,
             faults, html);
  WriteField({.name = "points", .label = "Moves a score by at least", .hint = "Points, up or down"},
             fields, faults, html);
  WriteSelect("of", "of this score", Areas(methodology, "Overall score"), FieldOf(fields, "of"),
              html);
  WriteSelect("direction", "Direction",
              {{.value = "", .label = "Up or down", .group = {}},
               {.value = "up", .label = "The answer's score rises", .group = {}},
               {.value = "down", .label = "The answer's score falls", .group = {}}},
              FieldOf(fields, "direction"), html);
  WriteSelect("timing", "Takes effect",
              {{.value = "", .label = "Whenever", .group = {}},
               {.value = "retroactive", .label = "Before it was recorded", .group = {}},
               {.value = "current", .label = "On the day it was recorded", .group = {}},
               {.value = "future", .label = "Later", .group = {}}},
              FieldOf(fields, "timing"), html);
  html.Close();
  html.Open("fieldset", {{"class", "boxes"}});
  html.Element("legend", "Only these kinds (none chosen: all but corrections)");
  const std::vector<std::string> kinds = ListOf(fields, "kind");
  for (const auto& [kind, label] :
       {std::pair("amendment", "A law changed an answer"),
        std::pair("announcement", "A law will change it"),
        std::pair("entry_into_force", "An announced law takes effect"),
        std::pair("proposal", "A bill"), std::pair("recoding", "Another edition scores otherwise"),
        std::pair("edition", "An edition is published"), std::pair("correction", "A correction"),
        std::pair("retraction", "A withdrawal")})
    WriteBox("checkbox", "kind", kind, label, std::ranges::find(kinds, kind) != kinds.end(), html);
  html.Close();
  html.Open("fieldset", {{"class", "boxes"}});
  html.Element("legend", "Only if");
  WriteBox("checkbox", "band", "1", "the score crosses a band", !FieldOf(fields, "band").empty(),
           html);
  WriteBox("checkbox", "rank", "1", "the rank changes", !FieldOf(fields, "rank").empty(), html);
  html.Close();
  WriteField({.name = "where",
              .label = "More, written out",
              .hint = "For example: not area h and change overall >= 0.5"},
             fields, {}, html);
  html.Close();
  html.Open("p");
  html.Element("button", "Show what this would have sent", {{"type", "submit"}});
  html.Close();
  html.Close();
}

void SubscribePages::WriteDelivery(const NamedValues& fields, const Faults& faults,
                                   bool has_channel, HtmlWriter& html) const {
  if (has_channel) {
    html.Open("fieldset", {{"class", "boxes"}});
    html.Element("legend", "By");
    const bool is_webhook = FieldOf(fields, "channel") == "webhook";
    WriteBox("radio", "channel", "mail", "e-mail", !is_webhook, html);
    WriteBox("radio", "channel", "webhook", "webhook (for programs)", is_webhook, html);
    html.Close();
    html.Open("div", {{"class", "fields"}});
    WriteField({.name = "mail",
                .label = "Your e-mail address",
                .type = "email",
                .hint = "You get one mail that asks you to confirm; nothing else before"},
               fields, faults, html);
    WriteField({.name = "webhook",
                .label = "or the webhook's address",
                .type = "url",
                .hint = "https://…; answers 410 to end it"},
               fields, faults, html);
    html.Close();
  }
  html.Open("div", {{"class", "fields"}});
  WriteSelect("cadence", "How often",
              {{.value = "immediate", .label = "At once", .group = {}},
               {.value = "daily", .label = "Once a day", .group = {}},
               {.value = "weekly", .label = "Once a week", .group = {}},
               {.value = "monthly", .label = "Once a month", .group = {}},
               {.value = "edition", .label = "With each edition", .group = {}}},
              FieldOf(fields, "cadence"), html);
  WriteFaults(faults, "cadence", html);
  constexpr std::array<const char*, 7> kWeekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
  std::vector<Choice> weekdays;
  for (std::size_t i = 0; i < kWeekdays.size(); ++i)
    weekdays.push_back({.value = std::to_string(i + 1), .label = kWeekdays[i], .group = {}});
  WriteSelect("weekday", "Weekly: on", weekdays, FieldOf(fields, "weekday"), html);
  WriteField({.name = "monthday",
              .label = "Monthly: on day",
              .type = "number",
              .hint = "1 to 31",
              .usual = "1"},
             fields, faults, html);
  WriteField(
      {.name = "time", .label = "At", .type = "time", .hint = "Digests only", .usual = "08:00"},
      fields, faults, html);
  WriteField({.name = "zone", .label = "Time zone", .hint = "Like Europe/Lisbon", .usual = "UTC"},
             fields, faults, html);
  std::vector<Choice> languages;
  for (const std::string& language : languages_)
    languages.push_back({.value = language, .label = language, .group = {}});
  const std::string language = FieldOf(fields, "language");
  WriteSelect("language", "Language", languages, language.empty() ? "en" : language, html);
  WriteFaults(faults, "language", html);
  html.Close();
}

Response SubscribePages::Form(const Request& /*request*/, const NamedValues& fields,
                              const Faults& faults, int status) const {
  Page page = Leaf(status, "Be told when the law changes");
  page.scripts = {"live.js"};
  if (status == 200) {
    NamedValues kept;
    for (const auto& [name, value] : fields)
      if (std::ranges::find(kFilterFields, name) != kFilterFields.end())
        kept.emplace_back(name, value);
    page.address = Address("/subscribe", kept);
  }
  Response response =
      PageResponse(page, service_.index().name, service_.public_url(), [&](HtmlWriter& html) {
        html.Element("h1", page.title);
        html.Open("div", {{"id", "faults"}});
        if (!faults.empty())
          html.Element("p", "Not yet: something below needs another look.",
                       {{"class", "faults"}, {"role", "alert"}});
        html.Close();
        html.Element(
            "p",
            "One message, when it happens or as a digest, that already contains the change: "
            "the old and the new answer, the law, the points. No account; every message has "
            "a link that changes or ends it.",
            {{"class", "lead"}});
        WriteFilters(fields, faults, html);
        html.Open("section", {{"id", "preview"}, {"data-live", ""}, {"aria-live", "polite"}});
        preview_.Write(FilterTextOf(fields), html);
        html.Close();
        html.Open("form", {{"method", "post"}, {"action", "/subscribe"}, {"class", "filters"}});
        html.Element("h2", "2. How shall it reach you?");
        html.Open("span", {{"id", "chosen"}, {"class", "state"}, {"data-live", ""}});
        for (const auto& [name, value] : fields)
          if (!value.empty() && std::ranges::find(kFilterFields, name) != kFilterFields.end())
            html.Void("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
        html.Close();
        WriteDelivery(fields, faults, /*has_channel=*/true, html);
        html.Open("p");
        html.Element("button", "Be told", {{"type", "submit"}, {"class", "main"}});
        html.Close();
        html.Close();
        html.Open("section", {{"id", "feeds"}, {"data-live", ""}});
        html.Element("h2", "Or just a feed");
        html.Open("p");
        html.Text("For a feed reader; nothing to sign up for: ");
        for (const auto& [about, path] : FeedsFor(fields)) {
          html.Element("a", about, {{"href", path}});
          html.Text(" ");
        }
        html.Close();
        html.Element("p", "A feed is about one country, area or law, without further filters.",
                     {{"class", "notice"}});
        html.Close();
      });
  return status == 200 ? response : Private(std::move(response));
}

Response SubscribePages::EditForm(const Request& /*request*/, const NamedValues& fields,
                                  const std::string& action, const Faults& faults,
                                  int status) const {
  const Page page = Leaf(status, "Change what you are told of");
  return Private(
      PageResponse(page, service_.index().name, service_.public_url(), [&](HtmlWriter& html) {
        html.Element("h1", page.title);
        html.Open("form", {{"method", "post"}, {"action", action}, {"class", "filters"}});
        WriteField(
            {.name = "where",
             .label = "What you are told of",
             .hint = "Terms joined by “and”: country PT,ES and not area h; none: everything"},
            fields, faults, html);
        WriteDelivery(fields, faults, /*has_channel=*/false, html);
        html.Open("p");
        html.Element("button", "Save", {{"type", "submit"}, {"class", "main"}});
        html.Close();
        html.Close();
      }));
}

Response SubscribePages::Following(const Request& /*request*/, const std::vector<Subscription>& all,
                                   const std::string& own_token) const {
  const Page page = Leaf(200, "What you follow");
  return Private(
      PageResponse(page, service_.index().name, service_.public_url(), [&](HtmlWriter& html) {
        html.Element("h1", page.title);
        if (all.empty()) {
          html.Element("p", "Nothing any more: every subscription of this address has ended.",
                       {{"class", "lead"}});
          html.Element("a", "Subscribe again", {{"href", "/subscribe"}});
          return;
        }
        html.Element("p",
                     "Whoever has the link to this page can change it; it stands in your messages.",
                     {{"class", "notice"}});
        html.Open("ul", {{"class", "following"}});
        for (const Subscription& one : all) {
          const std::string own = "/s/" + one.token;
          const std::string words = WordsOf(one);
          html.Open("li");
          html.Element("code", words);
          html.Text(one.paused_until
                        ? " – paused until " + report::LongDate(one.paused_until->day())
                        : " – " + std::string(Name(one.state)));
          if (!one.end_reason.empty()) html.Text(": " + one.end_reason);
          html.Open("div", {{"class", "moves"}});
          if (one.state == SubscriptionState::kActive)
            WriteButton(own + "/pause", "Pause", words, html);
          if (one.state == SubscriptionState::kPaused)
            WriteButton(own + "/resume", "Resume", words, html);
          if (one.state == SubscriptionState::kUnconfirmed)
            WriteButton(own + "/confirm",
                        one.channel.kind == ChannelKind::kMail ? "Confirm" : "Ask the receiver",
                        words, html);
          html.Element("a", "Change",
                       {{"href", own + "/edit"}, {"aria-label", "Change: " + words}});
          WriteButton(own + "/end", "End", words, html);
          html.Close();
          html.Close();
        }
        html.Close();
        html.Open("p");
        html.Element("a", "Follow more", {{"href", "/subscribe"}});
        html.Close();
        WriteButton("/s/" + own_token + "/unsubscribe", "End all of them", "every subscription",
                    html);
      }));
}

Response SubscribePages::AskFirst(const Request& /*request*/, const Subscription& subscription,
                                  const std::string& title, const std::string& action,
                                  const std::string& label) const {
  const Page page = Leaf(200, title);
  return Private(
      PageResponse(page, service_.index().name, service_.public_url(), [&](HtmlWriter& html) {
        html.Element("h1", title);
        html.Open("p", {{"class", "lead"}});
        html.Element("code", WordsOf(subscription));
        html.Close();
        html.Open("form", {{"method", "post"}, {"action", action}});
        html.Element("button", label, {{"type", "submit"}, {"class", "main"}});
        html.Close();
      }));
}

Response SubscribePages::Done(const Request& /*request*/, int status, const std::string& title,
                              const std::vector<std::string>& words,
                              const std::string& token) const {
  const Page page = Leaf(status, title);
  return Private(
      PageResponse(page, service_.index().name, service_.public_url(), [&](HtmlWriter& html) {
        html.Element("h1", title);
        for (const std::string& paragraph : words)
          html.Element("p", paragraph, {{"class", "lead"}});
        html.Open("p", {{"class", "actions"}});
        if (!token.empty()) html.Element("a", "Change what you get", {{"href", "/s/" + token}});
        html.Element("a", "Go to the overview", {{"href", "/"}});
        html.Close();
      }));
}

Response SubscribePages::WebhookBegins(const Request& /*request*/,
                                       const Subscription& subscription) const {
  const Page page = Leaf(201, "The webhook is asked");
  return Private(
      PageResponse(page, service_.index().name, service_.public_url(), [&](HtmlWriter& html) {
        html.Element("h1", page.title);
        html.Open("p", {{"class", "lead"}});
        html.Element("code", WordsOf(subscription));
        html.Close();
        html.Element("p",
                     "It begins when the receiver has agreed: answer our OPTIONS request with the "
                     "header WebHook-Allowed-Origin. Nothing else is sent before, and what nobody "
                     "agrees to is forgotten.");
        html.Open("p");
        html.Text("Requests are signed with this secret. It is shown this once: ");
        html.Element("code", subscription.secrets.current);
        html.Close();
        html.Open("p");
        html.Text("Keep this link too; it changes and ends the webhook: ");
        html.Element("a", "/s/" + subscription.token, {{"href", "/s/" + subscription.token}});
        html.Close();
      }));
}

Response SubscribePages::Problem(const Request& request, const Error& error) const {
  const bool is_absent = error.code == ErrorCode::kNotFound;
  const bool is_wrong = error.code == ErrorCode::kInvalidInput;
  return Private(
      Done(request,
           is_absent  ? 404
           : is_wrong ? 400
                      : 503,
           is_absent  ? "This link leads nowhere"
           : is_wrong ? "This cannot be done"
                      : "Not now",
           {error.Message(), is_absent ? "Open the link of your latest message, or subscribe again."
                             : is_wrong ? "Go back and change it."
                                        : "Nothing was changed. Try again in a while."},
           {}));
}

}  // namespace lawtrace::service
