#include "service/server/alerting.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "service/api/api_subscriptions.h"
#include "service/api/feed_routes.h"
#include "service/dispatch/dispatcher.h"
#include "service/http/log.h"
#include "service/page/subscription_routes.h"

namespace lawtrace::service {
namespace {

// How late a digest or a further attempt may be.
constexpr std::chrono::seconds kBetweenRuns(5);

DeliveryValues DeliveryValuesOf(const Settings& settings) {
  DeliveryValues values;
  for (const DeliverySetting& setting : DeliverySettings()) {
    std::string name = setting.name;
    std::ranges::replace(name, '-', '_');
    values[setting.name] = settings.Text(name);
  }
  return values;
}

void LogRun(const Result<DispatchReport>& report) {
  if (!report) {
    Log(LogLevel::kError, "dispatch failed", {{"reason", report.error().Message()}});
  } else if (report->delivered + report->postponed + report->failed > 0) {
    Log(LogLevel::kInfo, "dispatched",
        {{"delivered", static_cast<std::int64_t>(report->delivered)},
         {"postponed", static_cast<std::int64_t>(report->postponed)},
         {"failed", static_cast<std::int64_t>(report->failed)}});
  }
}

}  // namespace

Alerting::Alerting(Service& service, Channels channels)
    : service_(service),
      channels_(std::move(channels)),
      enrolment_(service.log(),
                 [this](const SubscriptionWish& wish) { return channels_.CheckWish(wish); }) {
  service_.writer().OnAppend([this] {
    const std::scoped_lock lock(mutex_);
    has_news_ = true;
    wake_.notify_all();
  });
}

Alerting::~Alerting() = default;

Result<std::unique_ptr<Alerting>> Alerting::Open(Service& service, const Settings& settings,
                                                 const std::filesystem::path& bundled_templates) {
  Result<DeliveryConfig> config = ReadDeliveryConfig(DeliveryValuesOf(settings));
  if (!config) return Fail(std::move(config).error());
  service.SetPublicUrl(config->public_url);
  Result<Channels> channels =
      Channels::Open(*std::move(config), service.index(), bundled_templates);
  if (!channels) return Fail(std::move(channels).error());
  return std::unique_ptr<Alerting>(new Alerting(service, *std::move(channels)));
}

void Alerting::AddRoutes(Router& router) {
  AddFeedRoutes(router, service_, channels_);
  AddSubscriptionRoutes(router, service_, enrolment_, channels_.templates().languages());
  AddSubscriptionApi(router, service_, enrolment_);
}

void Alerting::Start() {
  dispatching_ = std::jthread([this](const std::stop_token& stop) { DispatchUntilStopped(stop); });
}

void Alerting::DispatchUntilStopped(const std::stop_token& stop) {
  using SteadyClock = std::chrono::steady_clock;
  Dispatcher dispatcher(
      service_.log(), service_.index(), [this] { return service_.Now(); },
      [this](const alerts::Message& message, std::span<const Subscription> subscriptions) {
        return channels_.Send(message, subscriptions, service_.Now());
      },
      kSendConnections, channels_.unconfirmed_days());
  while (true) {
    const SteadyClock::time_point begin = SteadyClock::now();
    std::unique_lock lock(mutex_);
    has_news_ = false;
    lock.unlock();
    const std::shared_ptr<const Snapshot> snapshot = service_.snapshot();
    const Result<const analysis::Archive*> archive =
        snapshot->ArchiveOf(service_.index().main_methodology());
    bool is_interrupted = false;
    const auto interrupt = [&] {
      const std::scoped_lock looking(mutex_);
      is_interrupted =
          has_news_ || stop.stop_requested() || SteadyClock::now() - begin >= kBetweenRuns;
      return is_interrupted;
    };
    if (archive) LogRun(dispatcher.Run(**archive, interrupt));
    if (stop.stop_requested()) {
      if (archive) LogRun(dispatcher.Finish(**archive));
      return;
    }
    lock.lock();
    if (!is_interrupted) wake_.wait_for(lock, stop, kBetweenRuns, [this] { return has_news_; });
  }
}

}  // namespace lawtrace::service
