// Alerting: subscriptions, channels and the dispatcher of a running service.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "model/result.h"
#include "service/channels/channels.h"
#include "service/channels/settings.h"
#include "service/core/service.h"
#include "service/dispatch/enrolment.h"
#include "service/http/router.h"

namespace lawtrace::service {

class Alerting {
 public:
  // Reads the delivery settings and the templates, and tells the service its address in links.
  // kInvalidInput, kNotFound: they are wrong.
  // REQUIRES: the service outlives the object, and nothing has been appended to it.
  [[nodiscard]] static Result<std::unique_ptr<Alerting>> Open(
      Service& service, const Settings& settings, const std::filesystem::path& bundled_templates);
  ~Alerting();

  // Feeds, pages of events, subscribing.  REQUIRES: the object outlives the router.
  void AddRoutes(Router& router);

  // Dispatches after each append and every few seconds, on a thread of its own, until the object
  // ends; then what is being sent is awaited.
  void Start();

 private:
  Alerting(Service& service, Channels channels);
  void DispatchUntilStopped(const std::stop_token& stop);

  Service& service_;
  Channels channels_;
  Enrolment enrolment_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool has_news_ = false;
  std::jthread dispatching_;
};

}  // namespace lawtrace::service
