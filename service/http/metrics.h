// Metrics of a running service in Prometheus' text form.
//
// Thread safety: every method may run concurrently.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "service/http/http_server.h"

namespace lawtrace::service {

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // Counts one exchange under the route that answered it.
  void Count(std::string_view route, const Exchange& exchange);
  // A value that is read whenever the metrics are asked for.
  void AddGauge(const std::string& name, const std::string& help, std::function<double()> read);

  std::string Text() const;

 private:
  struct Rep;  // Keeps <prometheus/...> out of this header.
  std::unique_ptr<Rep> rep_;
};

}  // namespace lawtrace::service
