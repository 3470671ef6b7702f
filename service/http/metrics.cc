#include "service/http/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <chrono>
#include <utility>
#include <vector>

namespace lawtrace::service {

struct Metrics::Rep {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                          .Name("lawtrace_http_requests_total")
                                                          .Help("Requests, by route and status")
                                                          .Register(registry);
  prometheus::Family<prometheus::Counter>& bytes =
      prometheus::BuildCounter()
          .Name("lawtrace_http_response_bytes_total")
          .Help("Bytes of bodies sent, before compression by a proxy")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds = prometheus::BuildHistogram()
                                                           .Name("lawtrace_http_request_seconds")
                                                           .Help("Time to make an answer, by route")
                                                           .Register(registry);
  prometheus::Counter& all_bytes = bytes.Add({});
  std::vector<std::pair<prometheus::Gauge*, std::function<double()>>> gauges;
};

Metrics::Metrics() : rep_(std::make_unique<Rep>()) {}
Metrics::~Metrics() = default;

void Metrics::Count(std::string_view route, const Exchange& exchange) {
  const std::string name(route);
  rep_->requests.Add({{"route", name}, {"status", std::to_string(exchange.status)}}).Increment();
  rep_->all_bytes.Increment(static_cast<double>(exchange.body_bytes));
  static const prometheus::Histogram::BucketBoundaries kBounds = {
      0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
  rep_->seconds.Add({{"route", name}}, kBounds)
      .Observe(std::chrono::duration<double>(exchange.time).count());
}

void Metrics::AddGauge(const std::string& name, const std::string& help,
                       std::function<double()> read) {
  prometheus::Gauge& gauge =
      prometheus::BuildGauge().Name(name).Help(help).Register(rep_->registry).Add({});
  rep_->gauges.emplace_back(&gauge, std::move(read));
}

std::string Metrics::Text() const {
  for (const auto& [gauge, read] : rep_->gauges) gauge->Set(read());
  return prometheus::TextSerializer().Serialize(rep_->registry.Collect());
}

}  // namespace lawtrace::service
