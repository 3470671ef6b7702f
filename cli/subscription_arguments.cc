// Arguments of subscribe, subscription, dispatch and deliveries.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/channel_verbs.h"
#include "cli/subscription_verbs.h"

namespace lawtrace::cli {
namespace {

void AddList(CLI::App& verb, const std::string& name, std::vector<std::string>& values,
             const std::string& help, const std::string& type) {
  verb.add_option(name, values, help)->delimiter(',')->allow_extra_args(false)->type_name(type);
}

void AddFilter(CLI::App& verb, WishOptions& wish) {
  verb.add_option("--where", wish.where,
                  "What to be told of, e.g. \"country PT,ES and not area health and change overall "
                  ">= 0.5\" (docs/alerts.md; default: everything)")
      ->type_name("FILTER");
  AddList(verb, "--country", wish.countries, "Short for --where \"country ...\"", "CODE");
  AddList(verb, "--group", wish.groups, "Short for --where \"group ...\"", "GROUP");
  AddList(verb, "--area", wish.areas, "Short for --where \"area ...\"", "NODE");
  AddList(verb, "--indicator", wish.indicators, "Short for --where \"indicator ...\"", "CODE");
  AddList(verb, "--kind", wish.kinds, "Short for --where \"kind ...\"", "KIND");
}

void AddWish(CLI::App& verb, WishOptions& wish) {
  AddFilter(verb, wish);
  verb.add_option("--cadence", wish.cadence,
                  "immediate, daily, weekly, monthly or edition: when an edition is published "
                  "(default: immediate)")
      ->type_name("CADENCE");
  verb.add_option("--day", wish.day,
                  "Weekly: monday to sunday; monthly: 1 to 31 (default: the first)")
      ->type_name("DAY");
  verb.add_option("--at", wish.at, "Local time of digests (default: 08:00)")->type_name("HH:MM");
  verb.add_option("--zone", wish.zone, "Time zone, e.g. Europe/Lisbon (default: UTC)")
      ->type_name("ZONE");
  verb.add_option("--language", wish.language, "Language of messages (default: en)")
      ->type_name("CODE");
}

void AddSubscribe(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<SubscribeOptions>();
  CLI::App* verb =
      app.add_subcommand("subscribe", "Be told once, in a message that contains the change");
  AddCommon(*verb, options->common);
  verb->add_option("--to", options->wish.to,
                   "mail:ADDRESS (to be confirmed), webhook:URL, file:PATH, or - for standard "
                   "output")
      ->required()
      ->type_name("CHANNEL");
  AddWish(*verb, options->wish);
  AddWishSettings(*verb, options->delivery);
  verb->footer(
      "Example: lawtrace subscribe --store DIR --to mail:ana@example.org --country PT "
      "--cadence weekly --day monday --zone Europe/Lisbon");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunSubscribe(*options); }; });
}

using RunVerb = Result<int> (*)(const SubscriptionOptions&);

// A verb of `lawtrace subscription` about one subscription.
struct OneVerb {
  CLI::App* verb;
  std::shared_ptr<SubscriptionOptions> options;
};

OneVerb AddOne(CLI::App& parent, const std::string& name, const std::string& help,
               const std::string& example, RunVerb run, Chosen& chosen, bool is_required = true) {
  auto options = std::make_shared<SubscriptionOptions>();
  CLI::App* verb = parent.add_subcommand(name, help);
  AddCommon(*verb, options->common);
  verb->add_option("subscription", options->subscription, "Its number, or its token")
      ->required(is_required)
      ->type_name("NUMBER");
  verb->footer("Example: lawtrace subscription " + name + " " + example);
  verb->callback(
      [options, run, &chosen] { chosen.run = [options, run] { return run(*options); }; });
  return {.verb = verb, .options = options};
}

void AddLife(CLI::App& parent, Chosen& chosen) {
  AddOne(parent, "show", "One subscription", "4 --store DIR", &RunSubscriptionShow, chosen);
  AddOne(parent, "confirm", "Confirm a subscription by mail", "4 --store DIR",
         &RunSubscriptionConfirm, chosen);
  const OneVerb pause = AddOne(parent, "pause",
                               "Send nothing for a while; what happens meanwhile "
                               "is not told later",
                               "4 --store DIR --until 2027-01-01", &RunSubscriptionPause, chosen);
  pause.verb
      ->add_option("--until", pause.options->until, "First day on which it goes on (default: none)")
      ->type_name("DATE");
  AddOne(parent, "resume", "Go on after a pause", "4 --store DIR", &RunSubscriptionResume, chosen);
  const OneVerb end =
      AddOne(parent, "end", "Send nothing any more", "4 --store DIR", &RunSubscriptionEnd, chosen);
  end.verb->add_option("--reason", end.options->reason, "Why, for the record")->type_name("TEXT");
  AddOne(parent, "forget", "End it and erase its address, token and secrets", "4 --store DIR",
         &RunSubscriptionForget, chosen);
  const OneVerb rotate =
      AddOne(parent, "rotate-secret", "Give a webhook a fresh secret, and print it",
             "4 --store DIR --days 2", &RunRotateSecret, chosen);
  rotate.verb->add_option("--days", rotate.options->days, "As long the former secret signs as well")
      ->capture_default_str()
      ->check(CLI::Range(0, 365))
      ->type_name("COUNT");
}

void AddSubscription(CLI::App& app, Chosen& chosen) {
  CLI::App* family = app.add_subcommand("subscription", "See and change subscriptions");
  family->require_subcommand(1);
  family->footer("Example: lawtrace subscription list --store DIR");
  auto options = std::make_shared<SubscriptionOptions>();
  CLI::App* list = family->add_subcommand("list", "Every subscription");
  AddCommon(*list, options->common);
  list->add_option("--state", options->state, "unconfirmed, active, paused or ended")
      ->type_name("STATE");
  list->footer("Example: lawtrace subscription list --store DIR --state active");
  list->callback(
      [options, &chosen] { chosen.run = [options] { return RunSubscriptionList(*options); }; });
  AddLife(*family, chosen);
  const OneVerb edit = AddOne(
      *family, "edit", "Change what is told, when or where; what is not named stays",
      "4 --store DIR --where \"group EU and change overall >= 1\"", &RunSubscriptionEdit, chosen);
  edit.verb->add_option("--to", edit.options->wish.to, "Another address of the same channel")
      ->type_name("CHANNEL");
  AddWish(*edit.verb, edit.options->wish);
  AddWishSettings(*edit.verb, edit.options->delivery);
  const OneVerb preview =
      AddOne(*family, "preview", "What it would have told since a day",
             "--store DIR --where \"country PT\" --since 2020", &RunPreview, chosen, false);
  preview.verb
      ->add_option("--since", preview.options->since,
                   "What was recorded, took effect or was published after that day: YYYY-MM-DD, "
                   "YYYY (its 31 December) or an edition")
      ->required()
      ->type_name("DATE");
  AddFilter(*preview.verb, preview.options->wish);
}

void AddDispatch(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<DispatchOptions>();
  CLI::App* verb = app.add_subcommand(
      "dispatch", "Decide who is told of what is new, and send what is due, once");
  AddCommon(*verb, options->common);
  verb->add_option("--now", options->now, "As if it were then: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ")
      ->type_name("INSTANT");
  verb->add_option("--replay", options->replay,
                   "Send the messages of these days again, under their ids: FROM..TO")
      ->type_name("DAYS");
  verb->add_flag("--failed-only", options->failed_only, "With --replay: those given up only");
  AddDelivery(*verb, options->delivery);
  verb->footer(
      "Example: lawtrace dispatch --store DIR\n"
      "Example: lawtrace dispatch --store DIR --replay 2026-03-01..2026-03-02 --failed-only");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunDispatch(*options); }; });
}

void AddDeliveries(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<DeliveriesOptions>();
  CLI::App* verb = app.add_subcommand("deliveries", "Who was told what, when, why, or why not");
  AddCommon(*verb, options->common);
  verb->add_option("--subscription", options->subscription, "Only of that subscription")
      ->type_name("NUMBER");
  verb->add_option("--event", options->event, "Only of that event")->type_name("NUMBER");
  verb->add_option("--outcome", options->outcome, "queued, sent, grouped, suppressed or failed")
      ->type_name("OUTCOME");
  verb->add_option("--since", options->since, "Decided on that day or later: YYYY-MM-DD")
      ->type_name("DATE");
  verb->add_option("--why", options->why, "Why the subscription was told of the event, or why not")
      ->expected(2)
      ->type_name("SUBSCRIPTION EVENT");
  verb->footer(
      "Example: lawtrace deliveries --store DIR --outcome failed\n"
      "Example: lawtrace deliveries --store DIR --why 4 8590");
  verb->callback(
      [options, &chosen] { chosen.run = [options] { return RunDeliveries(*options); }; });
}

}  // namespace

void AddSubscriptionVerbs(CLI::App& app, Chosen& chosen) {
  AddSubscribe(app, chosen);
  AddSubscription(app, chosen);
  AddDispatch(app, chosen);
  AddDeliveries(app, chosen);
}

}  // namespace lawtrace::cli
