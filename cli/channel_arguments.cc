// Arguments of feed and bounce, and those that verbs share which send messages.
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

void AddSetting(Command verb, service::DeliveryValues& values,
                const service::DeliverySetting& setting) {
  verb.AddOne(
          "--" + setting.name,
          [&values, name = setting.name](const std::string& value) { values[name] = value; },
          setting.help)
      .Variable(VariableOf(setting.name))
      .Type(setting.type);
}

}  // namespace

void AddDelivery(Command verb, service::DeliveryValues& values) {
  for (const service::DeliverySetting& setting : service::DeliverySettings())
    AddSetting(verb, values, setting);
}

void AddWishSettings(Command verb, service::DeliveryValues& values) {
  for (const service::DeliverySetting& setting : service::DeliverySettings())
    if (setting.name == "allowed-networks" || setting.name == "templates")
      AddSetting(verb, values, setting);
}

void AddChannelVerbs(Command app) {
  const auto feed = std::make_shared<FeedOptions>();
  Command verb =
      app.Sub("feed", "Atom feed of changes: everything, or of a country, a node or a law");
  AddCommon(verb, feed->common);
  verb.Remove("--format");
  verb.Add("--country", feed->scope.country, "Changes in this country").Type("CODE");
  verb.Add("--node", feed->scope.node, "Changes below this node, or on this indicator")
      .Type("CODE");
  verb.Add("--law", feed->scope.law, "Changes by this law").Type("ID");
  verb.Add("--output", feed->output,
           "Folder for the current page and its archives, or - to print the current page")
      .Required()
      .Type("DIR");
  verb.AddFlag("--public", feed->is_public,
               "Let everybody on the machine read the files, as a web server has to");
  for (const service::DeliverySetting& setting : service::DeliverySettings())
    if (setting.name == "public-url" || setting.name == "templates")
      AddSetting(verb, feed->delivery, setting);
  verb.Footer("Example: lawtrace feed --store DIR --country PT --output public/feeds");
  verb.Runs([feed] { return RunFeed(*feed); });

  const auto bounce = std::make_shared<BounceOptions>();
  verb = app.Sub("bounce",
                 "Read a returned mail on standard input; for good, it ends the subscription");
  AddCommon(verb, bounce->common);
  verb.Add("--recipient", bounce->recipient,
           "Address that the mail came back to: bounces+TOKEN@DOMAIN")
      .Required()
      .Type("ADDRESS");
  verb.Footer("Example: lawtrace bounce --store DIR --recipient \"$RECIPIENT\" < returned-mail");
  verb.Runs([bounce] { return RunBounce(*bounce); });
}

}  // namespace lawtrace::cli
