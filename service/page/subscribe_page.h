// Pages of following without an account.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/subscription.h"
#include "report/render/html_writer.h"
#include "service/core/service.h"
#include "service/http/http_message.h"
#include "service/page/alert_preview.h"

namespace lawtrace::service {

// Thread safety: every method may run concurrently.
class SubscribePages {
 public:
  // Messages come in these languages.  REQUIRES: the service outlives it.
  SubscribePages(const Service& service, std::vector<std::string> languages)
      : service_(service), languages_(std::move(languages)), preview_(service) {}

  // The form as filled in, what it would have sent, and the faults, each beside the
  // field that it names.
  Response Form(const Request& request, const NamedValues& fields, const std::vector<Fault>& faults,
                int status) const;
  // The same for a subscription that is changed; `action` takes it.
  Response EditForm(const Request& request, const NamedValues& fields, const std::string& action,
                    const std::vector<Fault>& faults, int status) const;

  // What the address follows: those of one address, with buttons.
  Response Following(const Request& request, const std::vector<Subscription>& all,
                     const std::string& own_token) const;
  // Asks before something is done: what it is about, and a button that does it.
  Response AskFirst(const Request& request, const Subscription& subscription,
                    const std::string& title, const std::string& action,
                    const std::string& label) const;
  // Says what has been done.  The token leads to what the address follows; empty: nowhere.
  Response Done(const Request& request, int status, const std::string& title,
                const std::vector<std::string>& words, const std::string& token) const;
  // A webhook's secret, shown once, and how it begins.
  Response WebhookBegins(const Request& request, const Subscription& subscription) const;
  Response Problem(const Request& request, const Error& error) const;

 private:
  void WriteFilters(const NamedValues& fields, const std::vector<Fault>& faults,
                    report::HtmlWriter& html) const;
  void WriteDelivery(const NamedValues& fields, const std::vector<Fault>& faults, bool has_channel,
                     report::HtmlWriter& html) const;

  const Service& service_;
  std::vector<std::string> languages_;
  AlertPreview preview_;
};

// "group EU (weekly, Monday 08:00 UTC)"; "every change (...)" without a filter.
std::string WordsOf(const Subscription& subscription);

}  // namespace lawtrace::service
