// Arguments of subscribe, subscription, dispatch and deliveries.
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/channel_verbs.h"
#include "cli/subscription_verbs.h"

namespace lawtrace::cli {
namespace {

void AddList(Command verb, const std::string& name, std::vector<std::string>& values,
             const std::string& help, const std::string& type) {
  verb.Add(name, values, help).Split().Type(type);
}

void AddFilter(Command verb, WishOptions& wish) {
  verb.Add("--where", wish.where,
           "What to be told of, e.g. \"country PT,ES and not area health and change overall "
           ">= 0.5\" (docs/alerts.md; default: everything)")
      .Type("FILTER");
  AddList(verb, "--country", wish.countries, "Short for --where \"country ...\"", "CODE");
  AddList(verb, "--group", wish.groups, "Short for --where \"group ...\"", "GROUP");
  AddList(verb, "--area", wish.areas, "Short for --where \"area ...\"", "NODE");
  AddList(verb, "--indicator", wish.indicators, "Short for --where \"indicator ...\"", "CODE");
  AddList(verb, "--kind", wish.kinds, "Short for --where \"kind ...\"", "KIND");
}

void AddWish(Command verb, WishOptions& wish) {
  AddFilter(verb, wish);
  verb.Add("--cadence", wish.cadence,
           "immediate, daily, weekly, monthly or edition: when an edition is published "
           "(default: immediate)")
      .Type("CADENCE");
  verb.Add("--day", wish.day, "Weekly: monday to sunday; monthly: 1 to 31 (default: the first)")
      .Type("DAY");
  verb.Add("--at", wish.at, "Local time of digests (default: 08:00)").Type("HH:MM");
  verb.Add("--zone", wish.zone, "Time zone, e.g. Europe/Lisbon (default: UTC)").Type("ZONE");
  verb.Add("--language", wish.language, "Language of messages (default: en)").Type("CODE");
}

void AddSubscribe(Command app) {
  auto options = std::make_shared<SubscribeOptions>();
  Command verb = app.Sub("subscribe", "Be told once, in a message that contains the change");
  AddCommon(verb, options->common);
  verb.Add("--to", options->wish.to,
           "mail:ADDRESS (to be confirmed), webhook:URL, file:PATH, or - for standard "
           "output")
      .Required()
      .Type("CHANNEL");
  AddWish(verb, options->wish);
  AddWishSettings(verb, options->delivery);
  verb.Footer(
      "Example: lawtrace subscribe --store DIR --to mail:ana@example.org --country PT "
      "--cadence weekly --day monday --zone Europe/Lisbon");
  verb.Runs([options] { return RunSubscribe(*options); });
}

using RunVerb = Result<int> (*)(const SubscriptionOptions&);

// A verb of `lawtrace subscription` about one subscription.
struct OneVerb {
  Command verb;
  std::shared_ptr<SubscriptionOptions> options;
};

OneVerb AddOne(Command parent, const std::string& name, const std::string& help,
               const std::string& example, RunVerb run, bool is_required = true) {
  auto options = std::make_shared<SubscriptionOptions>();
  Command verb = parent.Sub(name, help);
  AddCommon(verb, options->common);
  verb.Add("subscription", options->subscription, "Its number, or its token")
      .Required(is_required)
      .Type("NUMBER");
  verb.Footer("Example: lawtrace subscription " + name + " " + example);
  verb.Runs([options, run] { return run(*options); });
  return {.verb = verb, .options = options};
}

void AddLife(Command parent) {
  AddOne(parent, "show", "One subscription", "4 --store DIR", &RunSubscriptionShow);
  AddOne(parent, "confirm", "Confirm a subscription by mail", "4 --store DIR",
         &RunSubscriptionConfirm);
  OneVerb pause = AddOne(parent, "pause",
                         "Send nothing for a while; what happens meanwhile "
                         "is not told later",
                         "4 --store DIR --until 2027-01-01", &RunSubscriptionPause);
  pause.verb.Add("--until", pause.options->until, "First day on which it goes on (default: none)")
      .Type("DATE");
  AddOne(parent, "resume", "Go on after a pause", "4 --store DIR", &RunSubscriptionResume);
  OneVerb end =
      AddOne(parent, "end", "Send nothing any more", "4 --store DIR", &RunSubscriptionEnd);
  end.verb.Add("--reason", end.options->reason, "Why, for the record").Type("TEXT");
  AddOne(parent, "forget", "End it and erase its address, token and secrets", "4 --store DIR",
         &RunSubscriptionForget);
  OneVerb rotate = AddOne(parent, "rotate-secret", "Give a webhook a fresh secret, and print it",
                          "4 --store DIR --days 2", &RunRotateSecret);
  rotate.verb.Add("--days", rotate.options->days, "As long the former secret signs as well")
      .ShowDefault()
      .Between(0, 365)
      .Type("COUNT");
}

void AddSubscription(Command app) {
  Command family = app.Sub("subscription", "See and change subscriptions");
  family.RequireSub();
  family.Footer("Example: lawtrace subscription list --store DIR");
  auto options = std::make_shared<SubscriptionOptions>();
  Command list = family.Sub("list", "Every subscription");
  AddCommon(list, options->common);
  list.Add("--state", options->state, "unconfirmed, active, paused or ended").Type("STATE");
  list.Footer("Example: lawtrace subscription list --store DIR --state active");
  list.Runs([options] { return RunSubscriptionList(*options); });
  AddLife(family);
  OneVerb edit =
      AddOne(family, "edit", "Change what is told, when or where; what is not named stays",
             "4 --store DIR --where \"group EU and change overall >= 1\"", &RunSubscriptionEdit);
  edit.verb.Add("--to", edit.options->wish.to, "Another address of the same channel")
      .Type("CHANNEL");
  AddWish(edit.verb, edit.options->wish);
  AddWishSettings(edit.verb, edit.options->delivery);
  OneVerb preview = AddOne(family, "preview", "What it would have told since a day",
                           "--store DIR --where \"country PT\" --since 2020", &RunPreview, false);
  preview.verb
      .Add("--since", preview.options->since,
           "What was recorded, took effect or was published after that day: YYYY-MM-DD, "
           "YYYY (its 31 December) or an edition")
      .Required()
      .Type("DATE");
  AddFilter(preview.verb, preview.options->wish);
}

void AddDispatch(Command app) {
  auto options = std::make_shared<DispatchOptions>();
  Command verb =
      app.Sub("dispatch", "Decide who is told of what is new, and send what is due, once");
  AddCommon(verb, options->common);
  verb.Add("--now", options->now, "As if it were then: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ")
      .Type("INSTANT");
  verb.Add("--replay", options->replay,
           "Send the messages of these days again, under their ids: FROM..TO")
      .Type("DAYS");
  verb.AddFlag("--failed-only", options->failed_only, "With --replay: those given up only");
  AddDelivery(verb, options->delivery);
  verb.Footer(
      "Example: lawtrace dispatch --store DIR\n"
      "Example: lawtrace dispatch --store DIR --replay 2026-03-01..2026-03-02 --failed-only");
  verb.Runs([options] { return RunDispatch(*options); });
}

void AddDeliveries(Command app) {
  auto options = std::make_shared<DeliveriesOptions>();
  Command verb = app.Sub("deliveries", "Who was told what, when, why, or why not");
  AddCommon(verb, options->common);
  verb.Add("--subscription", options->subscription, "Only of that subscription").Type("NUMBER");
  verb.Add("--event", options->event, "Only of that event").Type("NUMBER");
  verb.Add("--outcome", options->outcome, "queued, sent, grouped, suppressed or failed")
      .Type("OUTCOME");
  verb.Add("--since", options->since, "Decided on that day or later: YYYY-MM-DD").Type("DATE");
  verb.Add("--why", options->why, "Why the subscription was told of the event, or why not")
      .Expect(2)
      .Type("SUBSCRIPTION EVENT");
  verb.Footer(
      "Example: lawtrace deliveries --store DIR --outcome failed\n"
      "Example: lawtrace deliveries --store DIR --why 4 8590");
  verb.Runs([options] { return RunDeliveries(*options); });
}

}  // namespace

void AddSubscriptionVerbs(Command app) {
  AddSubscribe(app);
  AddSubscription(app);
  AddDispatch(app);
  AddDeliveries(app);
}

}  // namespace lawtrace::cli
