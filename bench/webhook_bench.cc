// Webhooks delivered to a receiver on the loopback: signed, posted, answered.
#include <benchmark/benchmark.h>

#include "model/check.h"
#include "service/webhook_sender.h"
#include "service/webhook_signature.h"
#include "tests/service/loopback_server.h"

namespace lawtrace::service {
namespace {

constexpr std::size_t kBodySize = 2500;  // Of an alert with one change.

void DeliverWebhooks(benchmark::State& state) {
  static const LoopbackServer* const server =
      new LoopbackServer([](const std::string&, int, const Reply& write) {
        write("HTTP/1.1 204 No Content\r\n\r\n");
      });
  static WebhookSender* const sender =
      new WebhookSender({.addresses = AddressPolicy({ParseNetwork("127.0.0.0/8").value()})});
  const Webhook webhook{.url = server->Url("/hook"),
                        .keys = {ParseWebhookSecret(NewWebhookSecret()).value()},
                        .id = "msg_0123456789abcdef",
                        .sent_at = Instant(1'700'000'000),
                        .body = std::string(kBodySize, 'x')};
  for (auto _ : state)
    Check(sender->Send(webhook).verdict == DeliveryVerdict::kDelivered, "it is delivered");
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(DeliverWebhooks)->UseRealTime();
BENCHMARK(DeliverWebhooks)->Threads(4)->UseRealTime();

}  // namespace
}  // namespace lawtrace::service
