// The server on a real socket: limits, keep-alive, streams, stopping.
#include "service/http/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/service/raw_client.h"

namespace lawtrace::service {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

// Answers /hello, /large, /slow, echoes what is posted, and streams `said` at /stream.
class ServerTest : public testing::Test {
 protected:
  void Start(ServerOptions options = {}) {
    options.port = 0;
    auto listening = HttpServer::Listen(
        options, [this](const Request& request) { return Answer(request); },
        [this](const Exchange& exchange) { last_status_ = exchange.status; });
    ASSERT_TRUE(listening.has_value()) << listening.error().Message();
    server_ = *std::move(listening);
    thread_ = std::thread([this] { server_->Run(); });
  }

  void TearDown() override { Stop(); }

  void Stop() {
    if (!thread_.joinable()) return;
    server_->Stop();
    thread_.join();
  }

  Response Answer(const Request& request) {
    if (request.path == "/large")
      return TextResponse(200, "text/plain", std::string(64U << 20, 'x'));
    if (request.path == "/slow") std::this_thread::sleep_for(milliseconds(400));
    if (request.path == "/stream") {
      Response response = TextResponse(200, "text/event-stream", "");
      response.stream = [this, seen = std::size_t{0}]() mutable -> std::optional<std::string> {
        const std::lock_guard lock(mutex_);
        return seen < said_.size() ? said_[seen++] : std::string();
      };
      return response;
    }
    return TextResponse(200, "text/plain", request.method == "POST" ? request.body : "hello");
  }

  void Say(const std::string& text) {
    {
      const std::lock_guard lock(mutex_);
      said_.push_back(text);
    }
    server_->WakeStreams();
  }

  void WaitForStreams(std::size_t count) {
    for (int i = 0; i < 200 && server_->stream_count() != count; ++i)
      std::this_thread::sleep_for(milliseconds(50));
    EXPECT_EQ(server_->stream_count(), count);
  }

  // It still answers.
  void ExpectAlive() { EXPECT_EQ(Get(server_->port(), "/hello").body, "hello"); }

  std::unique_ptr<HttpServer> server_;
  std::atomic<int> last_status_ = 0;

 private:
  std::thread thread_;
  std::mutex mutex_;
  std::vector<std::string> said_;
};

int ThreadsOfThisProcess() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word)
    if (word == "Threads:") {
      int count = 0;
      status >> count;
      return count;
    }
  return -1;
}

TEST_F(ServerTest, OneConnectionAsksSeveralTimes) {
  Start();
  RawClient client(server_->port());
  client.Send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.ReadReply().body, "hello");
  const Reply second = client.ReadReply();
  EXPECT_EQ(second.body, "hello");
  EXPECT_EQ(second.HeaderOf("Connection"), "keep-alive");
  EXPECT_NE(second.HeaderOf("Date"), "");
  EXPECT_EQ(second.HeaderOf("X-Content-Type-Options"), "nosniff");
}

TEST_F(ServerTest, HeadHasTheLengthAndNoBody) {
  Start();
  RawClient client(server_->port());
  client.Send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  const Reply head = client.ReadReply(/*is_head=*/true);
  EXPECT_EQ(head.HeaderOf("Content-Length"), "5");
  EXPECT_EQ(client.ReadReply().body, "hello");
}

TEST_F(ServerTest, AnOldClientIsAnsweredAndLeft) {
  Start();
  RawClient client(server_->port());
  client.Send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.ReadReply().body, "hello");
  EXPECT_TRUE(client.IsClosedByPeer());
}

TEST_F(ServerTest, ABodyComesInPiecesAndAfterContinue) {
  Start();
  RawClient client(server_->port());
  client.Send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 6\r\n\r\n");
  EXPECT_THAT(client.ReadUntil("100 Continue\r\n\r\n"), HasSubstr("HTTP/1.1 100 Continue"));
  client.Send("abc");
  std::this_thread::sleep_for(milliseconds(50));
  client.Send("def");
  EXPECT_EQ(client.ReadReply().body, "abcdef");
}

TEST_F(ServerTest, WhatIsNoRequestIsRefused) {
  Start();
  EXPECT_EQ(Ask(server_->port(), "nonsense\r\n\r\n").status, 400);
  EXPECT_EQ(Get(server_->port(), "/%zz").status, 400);
  EXPECT_EQ(Get(server_->port(), "/a%00b").status, 400);
  EXPECT_EQ(Get(server_->port(), "no-slash").status, 400);
  EXPECT_EQ(Ask(server_->port(), "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n").status, 400);
  EXPECT_EQ(last_status_, 400);
  ExpectAlive();
}

TEST_F(ServerTest, WhatIsTooLargeIsRefusedEvenWhileItIsSent) {
  Start();
  EXPECT_EQ(Get(server_->port(), "/" + std::string(9'000, 'a')).status, 414);
  EXPECT_EQ(Get(server_->port(), "/" + std::string(50'000, 'a')).status, 414);
  EXPECT_EQ(Get(server_->port(), "/", "X: " + std::string(50'000, 'a') + "\r\n").status, 431);
  const Reply large = Post(server_->port(), "/", std::string(10U << 20, 'x'));
  EXPECT_EQ(large.status, 413);
  EXPECT_THAT(large.body, HasSubstr("send less"));
  EXPECT_EQ(large.HeaderOf("Content-Type"), "application/problem+json");
  // Without a length, the limit shows only when it is passed.
  RawClient chunked(server_->port());
  chunked.Send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
  for (int i = 0; i < 40; ++i) chunked.Send(chunk);
  EXPECT_EQ(chunked.ReadReply().status, 413);
  ExpectAlive();
}

TEST_F(ServerTest, ASlowClientIsToldAndLeft) {
  Start({.limits = {.request_time = milliseconds(300)}});
  RawClient slow(server_->port());
  slow.Send("GET /hello HTTP/1.1\r\nHo");
  EXPECT_EQ(slow.ReadReply().status, 408);
  EXPECT_TRUE(slow.IsClosedByPeer());
  RawClient slow_body(server_->port());
  slow_body.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(slow_body.ReadReply().status, 408);
  RawClient silent(server_->port());
  EXPECT_TRUE(silent.IsClosedByPeer());
  EXPECT_EQ(silent.ReadUntil("x", milliseconds(10)), "");
  ExpectAlive();
}

TEST_F(ServerTest, AClientThatDoesNotReadIsLeft) {
  Start({.limits = {.write_time = milliseconds(300)}});
  RawClient deaf(server_->port());
  deaf.Send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(deaf.ReadUntil("\r\n\r\n"), HasSubstr("200 OK"));
  EXPECT_EQ(server_->connection_count(), 1U);
  for (int i = 0; i < 100 && server_->connection_count() > 0; ++i)
    std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(server_->connection_count(), 0U);
  ExpectAlive();
}

TEST_F(ServerTest, AClientThatAsksTooOftenWaits) {
  Start({.limits = {.requests_per_second = 0.01, .burst = 3}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Get(server_->port(), "/hello").status, 200);
  const Reply refused = Get(server_->port(), "/hello");
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(refused.HeaderOf("Retry-After"), "");
}

TEST_F(ServerTest, ATrustedProxyNamesTheClient) {
  Start({.limits = {.requests_per_second = 0.01, .burst = 1}, .trusted_proxies = {"127.0.0.1"}});
  EXPECT_EQ(Get(server_->port(), "/hello", "X-Forwarded-For: 9.9.9.9, 1.1.1.1\r\n").status, 200);
  EXPECT_EQ(Get(server_->port(), "/hello", "X-Forwarded-For: 1.1.1.1\r\n").status, 429);
  EXPECT_EQ(Get(server_->port(), "/hello", "X-Forwarded-For: 2.2.2.2\r\n").status, 200);
}

TEST_F(ServerTest, MoreConnectionsThanAllowedAreTurnedAway) {
  Start({.limits = {.connections = 2}});
  RawClient one(server_->port());
  RawClient two(server_->port());
  for (RawClient* client : {&one, &two}) {
    client->Send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client->ReadReply().status, 200);
  }
  RawClient three(server_->port());
  EXPECT_EQ(three.ReadReply().status, 503);
}

TEST_F(ServerTest, AStreamSaysWhatComesAndBeatsWhenSilent) {
  Start({.heartbeat = milliseconds(200)});
  RawClient client(server_->port());
  client.Send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  WaitForStreams(1);
  Say("data: one\n\n");
  EXPECT_THAT(client.ReadUntil("data: one\n\n"), HasSubstr("text/event-stream"));
  EXPECT_THAT(client.ReadUntil(": still here\n\n"), HasSubstr(": still here"));
  Say("data: two\n\n");
  EXPECT_THAT(client.ReadUntil("data: two\n\n"), HasSubstr("data: two"));
}

TEST_F(ServerTest, TwoHundredIdleStreamsNeedNoThreadEach) {
  Start({.threads = 2});
  ExpectAlive();
  const int before = ThreadsOfThisProcess();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 200; ++i) {
    clients.push_back(std::make_unique<RawClient>(server_->port()));
    clients.back()->Send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  }
  WaitForStreams(200);
  EXPECT_EQ(ThreadsOfThisProcess(), before);
  ExpectAlive();
  Say("data: all\n\n");
  for (const auto& client : clients)
    EXPECT_THAT(client->ReadUntil("data: all\n\n"), HasSubstr("data: all"));
  clients.clear();
  WaitForStreams(0);
  ExpectAlive();
}

TEST_F(ServerTest, StoppingFinishesWhatRunsAndEndsTheRest) {
  Start();
  RawClient idle(server_->port());
  idle.Send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(idle.ReadReply().status, 200);
  RawClient stream(server_->port());
  stream.Send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  WaitForStreams(1);
  RawClient running(server_->port());
  running.Send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(100));
  Stop();
  EXPECT_EQ(running.ReadReply().body, "hello");
  stream.ReadUntil("nothing");
  EXPECT_TRUE(stream.IsClosedByPeer());
  EXPECT_TRUE(idle.IsClosedByPeer());
}

TEST_F(ServerTest, AnAddressThatCannotBeHadIsAnError) {
  Start();
  const auto taken = HttpServer::Listen({.port = server_->port()}, {});
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(taken.error().Message(), HasSubstr("name another with listen"));
  EXPECT_EQ(HttpServer::Listen({.address = "here"}, {}).error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace lawtrace::service
