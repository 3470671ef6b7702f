// Webhooks delivered to a receiver on the loopback: by the sender alone, and by a dispatcher with a
// store on disk, from the event that everybody follows to the last receipt in the delivery log.
#include <benchmark/benchmark.h>

#include <atomic>
#include <filesystem>
#include <string>

#include "model/check.h"
#include "report/messages/message_json.h"
#include "service/channels/webhook/webhook_sender.h"
#include "service/channels/webhook/webhook_signature.h"
#include "store/sha256.h"
#include "tests/service/dispatch_world.h"
#include "tests/service/loopback_server.h"

namespace lawtrace::service {
namespace {

constexpr std::size_t kBodySize = 2500;  // Of an alert with one change.
constexpr int kFollowers = 2000;
constexpr int kEndpoints = 16;
constexpr std::size_t kConnections = 128;  // As kSendConnections (service/channels/channels.h).

LoopbackServer& Receiver() {
  static auto* const server = new LoopbackServer([](const std::string&, int, const Reply& write) {
    write("HTTP/1.1 204 No Content\r\n\r\n");
  });
  return *server;
}

WebhookSender& Sender() {
  static auto* const sender =
      new WebhookSender({.addresses = AddressPolicy({ParseNetwork("127.0.0.0/8").value()})});
  return *sender;
}

void DeliverWebhooks(benchmark::State& state) {
  const Webhook webhook{.url = Receiver().Url("/hook"),
                        .keys = {ParseWebhookSecret(NewWebhookSecret()).value()},
                        .id = "msg_0123456789abcdef",
                        .sent_at = Instant(1'700'000'000),
                        .body = std::string(kBodySize, 'x')};
  for (auto _ : state)
    Check(Sender().Send(webhook).verdict == DeliveryVerdict::kDelivered, "it is delivered");
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(DeliverWebhooks)->UseRealTime();
BENCHMARK(DeliverWebhooks)->Threads(4)->UseRealTime();

// One operation: an event that `kFollowers` follow is dispatched, one message each.
void DispatchWebhooks(benchmark::State& state) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                       ("webhook_bench-" + store::Hex(store::RandomBytes(8)));
  {
    const Index index = WorldIndex();
    auto log = store::EventLog::Open(folder, "mipex", store::Access::kCreate);
    Check(log.has_value(), "the store opens");
    RecordCodings(*log);
    Enrolment enrolment(*log);
    for (int i = 0; i < kFollowers; ++i) {
      const std::string url = Receiver().Url("/hook" + std::to_string(i % kEndpoints));
      const auto enrolled =
          enrolment.Enrol(WishOf(index, "webhook:" + url, "country PT"), At("2021-01-01"));
      Check(enrolled && enrolment.Confirm(enrolled->id, At("2021-01-01")), "it is enrolled");
    }
    const report::MessageLinks links{.index_id = index.id, .index_name = index.name};
    Instant now = At("2021-02-01");
    Dispatcher dispatcher(
        *log, index, [&] { return now; },
        [&](const alerts::Message& message, std::span<const Subscription> subscriptions) {
          return Sender().Send(
              {.url = message.channel.target,
               .keys = {ParseWebhookSecret(subscriptions.front().secrets.current).value()},
               .id = message.id,
               .sent_at = now,
               .body = report::MessageJson(message, links)});
        },
        kConnections);
    Check(dispatcher.Run(ReadArchive(*log, index)).has_value(), "it runs");
    bool is_up = false;
    for (auto _ : state) {
      state.PauseTiming();
      is_up = !is_up;
      now = Instant(now.seconds_since_epoch() + 86'400);
      const std::string today = now.day().ToString();
      RecordAll(*log, today, {{.answer = is_up ? "100" : "0", .effective = today}});
      const analysis::Archive archive = ReadArchive(*log, index);
      state.ResumeTiming();
      const auto report = dispatcher.Run(archive);
      Check(report && report->delivered == kFollowers, "all are delivered");
    }
  }
  std::filesystem::remove_all(folder);
  state.SetItemsProcessed(state.iterations() * kFollowers);
}
BENCHMARK(DispatchWebhooks)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lawtrace::service
