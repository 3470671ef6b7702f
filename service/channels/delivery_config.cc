#include "service/channels/delivery_config.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "model/web_address.h"

namespace lawtrace::service {
namespace {

class Reader {
 public:
  explicit Reader(const DeliveryValues& values) : values_(values) {}

  std::string Text(std::string_view name) const {
    if (const auto given = values_.find(name); given != values_.end()) return given->second;
    const auto& settings = DeliverySettings();
    return std::ranges::find(settings, name, &DeliverySetting::name)->otherwise;
  }
  void Fault(std::string_view name, const std::string& what) {
    faults_ += (faults_.empty() ? "" : "\n") + std::string(name) + ": " + what;
  }
  bool IsYes(std::string_view name) {
    const std::string text = Text(name);
    if (text != "yes" && text != "no") Fault(name, "'" + text + "' is neither yes nor no");
    return text == "yes";
  }
  // Without a final slash; empty if it is not given.
  std::string WebAddress(std::string_view name) {
    std::string url = Text(name);
    if (url.empty()) return url;
    if (!IsWebAddress(url)) Fault(name, "'" + url + "' is no web address; write https://HOST");
    while (url.ends_with('/')) url.pop_back();
    return url;
  }
  std::vector<Network> Networks(std::string_view name) {
    std::vector<Network> networks;
    std::string text = Text(name);
    std::ranges::replace(text, ' ', ',');
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::string_view part = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(part.size() + 1, rest.size()));
      if (part.empty()) continue;
      Result<Network> network = ParseNetwork(part);
      if (network) {
        networks.push_back(*network);
      } else {
        Fault(name, network.error().Message());
      }
    }
    return networks;
  }
  int Days(std::string_view name) {
    constexpr int kMostDays = 365;
    const std::string text = Text(name);
    int days = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (fault != std::errc{} || end != text.data() + text.size() || days < 1 || days > kMostDays)
      Fault(name, "'" + text + "' is no number of days from 1 to 365");
    return days;
  }
  // The first line of the file.
  std::string Secret(std::string_view name) {
    const std::string path = Text(name);
    if (path.empty()) return {};
    std::ifstream in(path);
    std::string line;
    if (!std::getline(in, line)) Fault(name, path + ": cannot be read, or is empty");
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }
  std::optional<Error> faults() const {
    if (faults_.empty()) return std::nullopt;
    return Error{ErrorCode::kInvalidInput, faults_};
  }

 private:
  const DeliveryValues& values_;
  std::string faults_;
};

void ReadMail(Reader& reader, DeliveryConfig& config) {
  MailServer& server = config.mail_server;
  server.url = reader.Text("smtp-url");
  if (server.url.empty()) return;
  if (!server.url.starts_with("smtp://") && !server.url.starts_with("smtps://"))
    reader.Fault("smtp-url", "'" + server.url +
                                 "' is no mail server; write smtp://HOST:587 or "
                                 "smtps://HOST:465");
  server.user = reader.Text("smtp-user");
  server.password = reader.Secret("smtp-password-file");
  server.ca_file = reader.Text("smtp-ca-file");
  server.allows_plain_text = reader.IsYes("smtp-allow-plain-text");
  if (!server.user.empty() && server.password.empty())
    reader.Fault("smtp-user", "needs a password; name its file with smtp-password-file");
  Result<Mailbox> from = ParseMailbox(reader.Text("mail-from"));
  if (from) {
    config.from = *std::move(from);
  } else {
    reader.Fault("mail-from", from.error().Message());
  }
  config.bounce_domain = reader.Text("bounce-domain");
  if (config.bounce_domain.empty())
    config.bounce_domain = config.from.address.substr(config.from.address.find('@') + 1);
  if (!IsMailAddress("bounces@" + config.bounce_domain))
    reader.Fault("bounce-domain", "'" + config.bounce_domain + "' is no domain");
  config.list_id = "lawtrace." + config.bounce_domain;
}

}  // namespace

const std::vector<DeliverySetting>& DeliverySettings() {
  static const std::vector<DeliverySetting> settings = {
      {"public-url", "", "Address of the service in links: https://HOST or https://HOST/PATH",
       "URL"},
      {"smtp-url", "", "Mail server: smtp://HOST:587 (STARTTLS) or smtps://HOST:465", "URL"},
      {"smtp-user", "", "User at the mail server (default: no authentication)", "NAME"},
      {"smtp-password-file", "", "File whose first line is that user's password", "FILE"},
      {"smtp-ca-file", "", "Certificates to trust for the mail server (default: the system's)",
       "FILE"},
      {"smtp-allow-plain-text", "no", "Whether to go on without TLS: yes only on loopback",
       "yes|no"},
      {"mail-from", "", "Sender of mails: \"Name <NAME@HOST>\"", "ADDRESS"},
      {"bounce-domain", "", "Domain of bounces+TOKEN@DOMAIN (default: that of mail-from)",
       "DOMAIN"},
      {"allowed-networks", "", "Networks besides the public ones that webhooks may lie in",
       "NETWORKS"},
      {"webhook-ca-file", "", "Certificates to trust for webhooks (default: the system's)", "FILE"},
      {"unconfirmed-days", "3",
       "Days after which a subscription that nobody confirmed is forgotten", "DAYS"},
      {"templates", "", "Folder of templates that replace the bundled ones", "DIR"},
  };
  return settings;
}

Result<DeliveryConfig> ReadDeliveryConfig(const DeliveryValues& values) {
  Reader reader(values);
  DeliveryConfig config;
  config.public_url = reader.WebAddress("public-url");
  ReadMail(reader, config);
  config.webhooks.addresses = AddressPolicy(reader.Networks("allowed-networks"));
  config.webhooks.ca_file = reader.Text("webhook-ca-file");
  config.unconfirmed_days = reader.Days("unconfirmed-days");
  config.templates = reader.Text("templates");
  if (std::optional<Error> faults = reader.faults()) return Fail(*std::move(faults));
  return config;
}

}  // namespace lawtrace::service
