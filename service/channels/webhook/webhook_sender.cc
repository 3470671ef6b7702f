#include "service/channels/webhook/webhook_sender.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "model/subscription.h"
#include "service/channels/internal/curl_pool.h"
#include "service/channels/webhook/webhook_signature.h"

namespace lawtrace::service {
namespace {

// What one attempt shares with the callbacks of libcurl.
struct Attempt {
  const AddressPolicy* addresses;
  std::size_t reply_left;  // Bytes still to be read.
  bool is_refused = false;
};

// Called with each address that the host's name resolves to, right before connecting to it.
curl_socket_t OpenSocket(void* attempt_pointer, curlsocktype purpose, curl_sockaddr* address) {
  auto& attempt = *static_cast<Attempt*>(attempt_pointer);
  if (purpose != CURLSOCKTYPE_IPCXN || !attempt.addresses->Allows(address->addr)) {
    attempt.is_refused = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t ReadReply(char*, std::size_t size, std::size_t count, void* attempt_pointer) {
  auto& attempt = *static_cast<Attempt*>(attempt_pointer);
  const std::size_t received = size * count;
  if (received > attempt.reply_left) return 0;
  attempt.reply_left -= received;
  return received;
}

void Configure(CURL* handle, const WebhookLimits& limits) {
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  // A proxy would resolve the name and connect where the policy does not look.
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, limits.connect_seconds);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, limits.total_seconds);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, limits.user_agent.c_str());
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &ReadReply);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &OpenSocket);
  if (!limits.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, limits.ca_file.c_str());
}

CurlList HeadersOf(const Webhook& webhook) {
  CurlList headers;
  Append(headers, "Content-Type: application/cloudevents+json; charset=utf-8");
  Append(headers, "Expect:");
  Append(headers, ("webhook-id: " + webhook.id).c_str());
  Append(headers,
         ("webhook-timestamp: " + std::to_string(webhook.sent_at.seconds_since_epoch())).c_str());
  Append(headers, ("webhook-signature: " +
                   SignWebhook(webhook.keys, webhook.id, webhook.sent_at, webhook.body))
                      .c_str());
  return headers;
}

bool IsSameDomain(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  });
}

// What a reply's header of that name says; empty if there is none.
std::string HeaderOf(CURL* handle, const char* name) {
  curl_header* header = nullptr;
  const bool is_there = curl_easy_header(handle, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK;
  return is_there ? header->value : "";
}

DeliveryOutcome OutcomeOfStatus(long status, curl_off_t retry_after) {
  if (status >= 200 && status < 300) return DeliveryOutcome::Delivered();
  std::string reason = "receiver answered " + std::to_string(status);
  if (status == 410) return DeliveryOutcome::Gone(std::move(reason));
  if (status == 413) return DeliveryOutcome::Rejected(std::move(reason));
  if (status >= 300 && status < 400) reason += "; redirects are not followed";
  const auto asked =
      retry_after > 0 ? std::optional(static_cast<std::int64_t>(retry_after)) : std::nullopt;
  return status == 429 || status == 503 ? DeliveryOutcome::Unavailable(std::move(reason), asked)
                                        : DeliveryOutcome::Retry(std::move(reason), asked);
}

}  // namespace

struct WebhookSender::Rep {
  explicit Rep(WebhookLimits given) : limits(std::move(given)) {}

  // Carries out the request that the handle describes.
  DeliveryOutcome Perform(const std::string& url, CurlHandle& handle);

  const WebhookLimits limits;
  CurlPool pool;
};

WebhookSender::WebhookSender(WebhookLimits limits)
    : rep_(std::make_unique<Rep>(std::move(limits))) {}
WebhookSender::WebhookSender(WebhookSender&&) noexcept = default;
WebhookSender& WebhookSender::operator=(WebhookSender&&) noexcept = default;
WebhookSender::~WebhookSender() = default;

DeliveryOutcome WebhookSender::Rep::Perform(const std::string& url, CurlHandle& handle) {
  Attempt attempt{.addresses = &limits.addresses, .reply_left = limits.reply_bytes};
  std::array<char, CURL_ERROR_SIZE> detail{};
  Configure(handle.get(), limits);
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &attempt);
  curl_easy_setopt(handle.get(), CURLOPT_OPENSOCKETDATA, &attempt);
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, detail.data());
  const CURLcode code = curl_easy_perform(handle.get());
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, nullptr);
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &retry_after);
  // The status decides even when the rest of the reply was too long or too slow.
  if (status >= 200) return OutcomeOfStatus(status, retry_after);
  // Of several addresses one may be refused and another not answer.
  if (attempt.is_refused && code == CURLE_COULDNT_CONNECT)
    return DeliveryOutcome::Rejected(
        "the address is not on the public internet, and the configuration does not allow it");
  return DeliveryOutcome::Unavailable(detail[0] != '\0' ? detail.data() : curl_easy_strerror(code));
}

DeliveryOutcome WebhookSender::Send(const Webhook& webhook) {
  if (const auto checked = ParseChannel("webhook:" + webhook.url); !checked)
    return DeliveryOutcome::Rejected(checked.error().Message());
  CurlHandle handle = rep_->pool.Take();
  const CurlList headers = HeadersOf(webhook);
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, webhook.body.data());
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(webhook.body.size()));
  DeliveryOutcome outcome = rep_->Perform(webhook.url, handle);
  rep_->pool.Return(std::move(handle));
  return outcome;
}

DeliveryOutcome WebhookSender::Ask(const std::string& url, const std::string& origin) {
  if (const auto checked = ParseChannel("webhook:" + url); !checked)
    return DeliveryOutcome::Rejected(checked.error().Message());
  CurlHandle handle = rep_->pool.Take();
  CurlList headers;
  Append(headers, ("WebHook-Request-Origin: " + origin).c_str());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, "OPTIONS");
  DeliveryOutcome outcome = rep_->Perform(url, handle);
  const std::string allowed = HeaderOf(handle.get(), "WebHook-Allowed-Origin");
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  rep_->pool.Return(std::move(handle));
  const bool is_refusal = status >= 300 && status < 500 && !outcome.is_about_receiver &&
                          outcome.verdict == DeliveryVerdict::kRetry;
  const bool is_consent = allowed == "*" || IsSameDomain(allowed, origin);
  if (is_refusal || (outcome.verdict == DeliveryVerdict::kDelivered && !is_consent))
    return DeliveryOutcome::Rejected(
        "the receiver answered the request to allow messages with " + std::to_string(status) +
        (allowed.empty() ? " and no WebHook-Allowed-Origin"
                         : " and another WebHook-Allowed-Origin") +
        "; it has to answer OPTIONS with WebHook-Allowed-Origin: " + origin);
  return outcome;
}

}  // namespace lawtrace::service
