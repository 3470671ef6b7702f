#include "service/channels/mail/mail_sender.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "service/channels/internal/curl_pool.h"

namespace lawtrace::service {
namespace {

// What libcurl reads the mail from.
std::size_t ReadMail(char* buffer, std::size_t size, std::size_t count, void* rest) {
  auto& text = *static_cast<std::string_view*>(rest);
  const std::size_t taken = std::min(size * count, text.size());
  std::memcpy(buffer, text.data(), taken);
  text.remove_prefix(taken);
  return taken;
}

void Configure(CURL* handle, const MailServer& server) {
  curl_easy_setopt(handle, CURLOPT_URL, server.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, server.timeout_seconds);
  curl_easy_setopt(handle, CURLOPT_USE_SSL,
                   server.allows_plain_text ? CURLUSESSL_TRY : CURLUSESSL_ALL);
  if (!server.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, server.ca_file.c_str());
  if (server.user.empty()) return;
  curl_easy_setopt(handle, CURLOPT_USERNAME, server.user.c_str());
  curl_easy_setopt(handle, CURLOPT_PASSWORD, server.password.c_str());
}

DeliveryOutcome OutcomeOf(CURLcode code, long response, std::string_view detail) {
  if (code == CURLE_OK) return DeliveryOutcome::Delivered();
  std::string reason =
      "mail server: " + std::string(detail.empty() ? curl_easy_strerror(code) : detail);
  if (response >= 400 && response < 600) reason += " (" + std::to_string(response) + ")";
  // A missing or refused password (RFC 4954: 530, 534, 535, 538) is the operator's fault, not the
  // mail's.
  const bool is_about_mail =
      (code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_WEIRD_SERVER_REPLY) &&
      (response < 530 || response > 538);
  if (!is_about_mail || response == 421)  // 421: the server closes (RFC 5321).
    return DeliveryOutcome::Unavailable(std::move(reason));
  return response >= 500 && response < 600 ? DeliveryOutcome::Rejected(std::move(reason))
                                           : DeliveryOutcome::Retry(std::move(reason));
}

}  // namespace

struct MailSender::Rep {
  explicit Rep(MailServer given) : server(std::move(given)) {}

  const MailServer server;
  CurlPool pool;
};

MailSender::MailSender(MailServer server) : rep_(std::make_unique<Rep>(std::move(server))) {}
MailSender::MailSender(MailSender&&) noexcept = default;
MailSender& MailSender::operator=(MailSender&&) noexcept = default;
MailSender::~MailSender() = default;

DeliveryOutcome MailSender::Send(const Mail& mail) {
  const Result<std::string> composed = ComposeMail(mail);
  if (!composed) return DeliveryOutcome::Rejected(composed.error().Message());
  std::string_view rest = *composed;
  CurlHandle handle = rep_->pool.Take();
  Configure(handle.get(), rep_->server);
  CurlList recipients;
  Append(recipients, ("<" + mail.to + ">").c_str());
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, ("<" + mail.envelope_from + ">").c_str());
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, &ReadMail);
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, &rest);
  std::array<char, CURL_ERROR_SIZE> detail{};
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, detail.data());
  const CURLcode code = curl_easy_perform(handle.get());
  long response = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &response);
  rep_->pool.Return(std::move(handle));
  return OutcomeOf(code, response, detail.data());
}

}  // namespace lawtrace::service
