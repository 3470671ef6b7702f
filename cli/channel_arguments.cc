// Arguments of feed and bounce, and those that verbs share which send messages.
#include <CLI/CLI.hpp>
#include <cctype>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/channel_verbs.h"

namespace lawtrace::cli {
namespace {

// "smtp-url" is LAWTRACE_SMTP_URL.
std::string VariableOf(const std::string& setting) {
  std::string name = "LAWTRACE_";
  for (const char c : setting)
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

void AddSetting(CLI::App& verb, service::DeliveryValues& values,
                const service::DeliverySetting& setting) {
  verb.add_option_function<std::string>(
          "--" + setting.name,
          [&values, name = setting.name](const std::string& value) { values[name] = value; },
          setting.help)
      ->envname(VariableOf(setting.name))
      ->type_name(setting.type);
}

}  // namespace

void AddDelivery(CLI::App& verb, service::DeliveryValues& values) {
  for (const service::DeliverySetting& setting : service::DeliverySettings())
    AddSetting(verb, values, setting);
}

void AddWishSettings(CLI::App& verb, service::DeliveryValues& values) {
  for (const service::DeliverySetting& setting : service::DeliverySettings())
    if (setting.name == "allowed-networks" || setting.name == "templates")
      AddSetting(verb, values, setting);
}

void AddChannelVerbs(CLI::App& app, Chosen& chosen) {
  const auto feed = std::make_shared<FeedOptions>();
  CLI::App* verb = app.add_subcommand(
      "feed", "Atom feed of changes: everything, or of a country, a node or a law");
  AddCommon(*verb, feed->common);
  verb->remove_option(verb->get_option("--format"));
  verb->add_option("--country", feed->scope.country, "Changes in this country")->type_name("CODE");
  verb->add_option("--node", feed->scope.node, "Changes below this node, or on this indicator")
      ->type_name("CODE");
  verb->add_option("--law", feed->scope.law, "Changes by this law")->type_name("ID");
  verb->add_option("--output", feed->output,
                   "Folder for the current page and its archives, or - to print the current page")
      ->required()
      ->type_name("DIR");
  verb->add_flag("--public", feed->is_public,
                 "Let everybody on the machine read the files, as a web server has to");
  for (const service::DeliverySetting& setting : service::DeliverySettings())
    if (setting.name == "public-url" || setting.name == "templates")
      AddSetting(*verb, feed->delivery, setting);
  verb->footer("Example: lawtrace feed --store DIR --country PT --output public/feeds");
  verb->callback([feed, &chosen] { chosen.run = [feed] { return RunFeed(*feed); }; });

  const auto bounce = std::make_shared<BounceOptions>();
  verb = app.add_subcommand(
      "bounce", "Read a returned mail on standard input; for good, it ends the subscription");
  AddCommon(*verb, bounce->common);
  verb->add_option("--recipient", bounce->recipient,
                   "Address that the mail came back to: bounces+TOKEN@DOMAIN")
      ->required()
      ->type_name("ADDRESS");
  verb->footer("Example: lawtrace bounce --store DIR --recipient \"$RECIPIENT\" < returned-mail");
  verb->callback([bounce, &chosen] { chosen.run = [bounce] { return RunBounce(*bounce); }; });
}

}  // namespace lawtrace::cli
