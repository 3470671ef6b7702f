#include "service/channels/channels.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "model/check.h"
#include "model/quote.h"
#include "model/web_address.h"
#include "service/channels/file/file_sender.h"
#include "service/channels/mail/bounces.h"
#include "service/channels/template_folder.h"
#include "service/channels/webhook/webhook_signature.h"
#include "service/dispatch/enrolment.h"
#include "service/dispatch/receiver.h"

namespace lawtrace::service {
namespace {

// The keys of the secrets that sign at `now`.
Result<std::vector<std::string>> KeysOf(const SigningSecrets& secrets, Instant now) {
  std::vector<std::string> keys;
  const auto add = [&](const std::string& secret) -> Status {
    Result<std::string> key = ParseWebhookSecret(secret);
    if (!key) return Fail(std::move(key).error());
    keys.push_back(*std::move(key));
    return {};
  };
  if (!secrets.current.empty())
    if (Status status = add(secrets.current); !status) return Fail(std::move(status).error());
  const bool has_previous =
      !secrets.previous.empty() && (!secrets.previous_expires || now < *secrets.previous_expires);
  if (has_previous)
    if (Status status = add(secrets.previous); !status) return Fail(std::move(status).error());
  return keys;
}

// The domain by which webhooks know who asks them.
std::string OriginOf(const std::string& public_url) {
  const Result<WebAddress> address = ParseWebAddress(public_url);
  return address ? address->host : "localhost";
}

}  // namespace

struct Channels::Rep {
  Rep(DeliveryConfig given, report::MessageTemplates read, report::MessageLinks made)
      : config(std::move(given)),
        templates(std::move(read)),
        links(std::move(made)),
        mail(config.mail_server),
        webhooks(config.webhooks) {}

  DeliveryOutcome SendMail(const alerts::Message& message,
                           std::span<const Subscription> subscriptions, Instant now);
  DeliveryOutcome SendWebhook(const alerts::Message& message, const Subscription& subscription,
                              Instant now);

  DeliveryConfig config;
  report::MessageTemplates templates;
  report::MessageLinks links;
  MailSender mail;
  WebhookSender webhooks;
};

DeliveryOutcome Channels::Rep::SendMail(const alerts::Message& message,
                                        std::span<const Subscription> subscriptions, Instant now) {
  if (config.mail_server.url.empty())
    return DeliveryOutcome::Unavailable("no mail server is configured; set smtp-url");
  const std::string& token = subscriptions.front().token;
  const std::string mail_token = MailToken(subscriptions.front());
  report::RenderedMessage rendered = templates.Render(
      message, std::vector<Subscription>(subscriptions.begin(), subscriptions.end()), links);
  Mail letter{.from = config.from,
              .to = message.channel.target,
              .envelope_from = BounceAddress(mail_token, config.bounce_domain),
              .subject = std::move(rendered.subject),
              .text = std::move(rendered.text),
              .html = std::move(rendered.html),
              .message_id = message.id + "@" + config.bounce_domain,
              .sent_at = now};
  letter.headers =
      HeadersOf({.list_id = config.list_id,
                 .unsubscribe_url = links.SubscriptionUrl(token, "unsubscribe"),
                 .unsubscribe_address = "unsubscribe+" + mail_token + "@" + config.bounce_domain});
  return mail.Send(letter);
}

DeliveryOutcome Channels::Rep::SendWebhook(const alerts::Message& message,
                                           const Subscription& subscription, Instant now) {
  if (message.kind == MessageKind::kConfirmation)
    return webhooks.Ask(message.channel.target, OriginOf(config.public_url));
  Result<std::vector<std::string>> keys = KeysOf(subscription.secrets, now);
  if (!keys) return DeliveryOutcome::Rejected(keys.error().Message());
  return webhooks.Send({.url = message.channel.target,
                        .keys = *std::move(keys),
                        .id = message.id,
                        .sent_at = now,
                        .body = report::MessageJson(message, links)});
}

Channels::Channels(std::unique_ptr<Rep> rep) : rep_(std::move(rep)) {}
Channels::Channels(Channels&&) noexcept = default;
Channels& Channels::operator=(Channels&&) noexcept = default;
Channels::~Channels() = default;

Result<Channels> Channels::Open(DeliveryConfig config, const Index& index,
                                const std::filesystem::path& bundled_templates) {
  Result<report::MessageTemplates> templates = ReadTemplates(bundled_templates, config.templates);
  if (!templates) return Fail(std::move(templates).error());
  report::MessageLinks links{
      .index_id = index.id, .index_name = index.name, .public_url = config.public_url};
  return Channels(
      std::make_unique<Rep>(std::move(config), *std::move(templates), std::move(links)));
}

DeliveryOutcome Channels::Send(const alerts::Message& message,
                               std::span<const Subscription> subscriptions, Instant now) {
  Check(!subscriptions.empty(), "a message serves a subscription");
  switch (message.channel.kind) {
    case ChannelKind::kMail:
      return rep_->SendMail(message, subscriptions, now);
    case ChannelKind::kWebhook:
      return rep_->SendWebhook(message, subscriptions.front(), now);
    case ChannelKind::kFile:
      break;
  }
  return AppendLine(message.channel.target, report::MessageJson(message, rep_->links));
}

Status Channels::CheckWish(const SubscriptionWish& wish) const {
  const std::vector<std::string> languages = rep_->templates.languages();
  if (std::ranges::find(languages, wish.language) == languages.end()) {
    std::string known;
    for (const std::string& language : languages) known += (known.empty() ? "" : ", ") + language;
    return FailAt("language",
                  "there are no messages in " + Quote(wish.language) + "; write " + known);
  }
  if (wish.channel.kind != ChannelKind::kWebhook) return {};
  const Result<WebAddress> address = ParseWebAddress(wish.channel.target);
  if (!address) return Fail(address.error());
  const Status allowed = rep_->config.webhooks.addresses.CheckHost(AsciiDomain(address->host));
  if (!allowed) return Fail(Error(allowed.error()).At("webhook"));
  return {};
}

const report::MessageTemplates& Channels::templates() const {
  return rep_->templates;
}

int Channels::unconfirmed_days() const {
  return rep_->config.unconfirmed_days;
}

const report::MessageLinks& Channels::links() const {
  return rep_->links;
}

}  // namespace lawtrace::service
