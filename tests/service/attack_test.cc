// Strangers at the socket: what they hold, how slowly they go, how they write their requests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "model/budget.h"
#include "service/http/http_server.h"
#include "tests/service/raw_client.h"

namespace lawtrace::service {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

// Answers /hello, /large, /health/live; /held waits until the test lets it go, /endless works until
// it is stopped, /stream is one.  127.0.0.1 is a proxy, so that a test has many clients.
class AttackTest : public testing::Test {
 protected:
  void Start(ServerOptions options = {}) {
    options.port = 0;
    options.trusted_proxies = {"127.0.0.1"};
    options.is_urgent = [](const Request& request) { return request.path == "/health/live"; };
    server_ = HttpServer::Listen(options, [this](const Request& request) {
                return Answer(request);
              }).value();
    thread_ = std::thread([this] { server_->Run(); });
  }

  void TearDown() override {
    LetGo();
    if (!thread_.joinable()) return;
    server_->Stop();
    thread_.join();
  }

  Response Answer(const Request& request) {
    if (request.path == "/large")
      return TextResponse(200, "text/plain", std::string(40U << 20, 'x'));
    if (request.path == "/endless")
      while (true) SpendStep();
    if (request.path == "/endless-text")
      while (true) SpendBytes(1000);
    if (request.path == "/held") {
      std::unique_lock lock(mutex_);
      ++held_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return is_open_; });
    }
    if (request.path == "/stream") {
      Response response = TextResponse(200, "text/event-stream", "");
      response.stream = [this, is_begun = false]() mutable -> std::optional<std::string> {
        if (!std::exchange(is_begun, true)) return "data: begun\n\n";
        const std::lock_guard lock(mutex_);
        return is_over_ ? std::nullopt : std::optional<std::string>("");
      };
      return response;
    }
    return TextResponse(200, "text/plain", "hello");
  }

  void WaitForHeld(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return held_ >= count; });
  }
  void LetGo() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }
  void EndStreams() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    server_->WakeStreams();
  }

  // A connection on which the client at the address has asked for the target.
  std::unique_ptr<RawClient> Asked(const std::string& address, const std::string& target) {
    auto client = std::make_unique<RawClient>(server_->port());
    client->Send("GET " + target + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + address +
                 "\r\n\r\n");
    return client;
  }
  Reply AskAs(const std::string& address, const std::string& target) {
    return Asked(address, target)->ReadReply();
  }

  std::unique_ptr<HttpServer> server_;

 private:
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int held_ = 0;
  bool is_open_ = false;
  bool is_over_ = false;
};

TEST_F(AttackTest, WhoKeepsThreadsBusyKeepsOnlyItsShare) {
  Start({.limits = {.workers = {.threads = 5, .threads_of_client = 2, .waiting_of_client = 3}}});
  std::vector<std::unique_ptr<RawClient>> hostile;
  for (const char* address : {"192.0.2.1", "192.0.2.2"})
    for (int i = 0; i < 2; ++i) hostile.push_back(Asked(address, "/held"));
  WaitForHeld(4);
  EXPECT_EQ(AskAs("192.0.2.3", "/hello").body, "hello");
  EXPECT_EQ(AskAs("192.0.2.1", "/health/live").body, "hello");
  // Of those that wait, one client has no more than its share.
  for (int i = 0; i < 3; ++i) hostile.push_back(Asked("192.0.2.1", "/held"));
  Reply refused;
  for (int i = 0; i < 200 && refused.status != 503; ++i) {
    hostile.push_back(Asked("192.0.2.1", "/hello"));
    std::this_thread::sleep_for(milliseconds(5));
    if (hostile.size() > 8) refused = hostile.back()->ReadReply();
  }
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.HeaderOf("Retry-After"), "1");
  EXPECT_EQ(AskAs("192.0.2.3", "/hello").body, "hello");
  LetGo();
  EXPECT_EQ(hostile.front()->ReadReply().body, "hello");
}

TEST_F(AttackTest, WorkEndsAtItsLimitsOfTimeAndBytes) {
  Start({.limits = {.question_time = milliseconds(50), .answer_bytes = 1'000'000}});
  const Reply late = AskAs("192.0.2.1", "/endless");
  EXPECT_EQ(late.status, 503);
  EXPECT_THAT(late.body, HasSubstr("ask for fewer"));
  const Reply large = AskAs("192.0.2.1", "/endless-text");
  EXPECT_EQ(large.status, 400);
  EXPECT_THAT(large.body, HasSubstr("1000000 bytes"));
}

TEST_F(AttackTest, StreamsOfOneClientDenyNobody) {
  Start({.limits = {.streams = 6, .streams_of_client = 4}});
  std::vector<std::unique_ptr<RawClient>> open;
  const auto stream = [&](const std::string& address) {
    open.push_back(Asked(address, "/stream"));
    return open.back()->ReadUntil("begun\n\n");
  };
  for (int i = 0; i < 4; ++i) EXPECT_THAT(stream("192.0.2.1"), HasSubstr("200 OK"));
  EXPECT_EQ(AskAs("192.0.2.1", "/stream").status, 503);
  EXPECT_THAT(stream("2001:db8::1"), HasSubstr("200 OK"));
  EXPECT_THAT(stream("2001:db8::2"), HasSubstr("200 OK"));
  EXPECT_EQ(AskAs("192.0.2.9", "/stream").status, 503);
  EXPECT_EQ(AskAs("192.0.2.1", "/hello").status, 200);
  EXPECT_EQ(server_->stream_count(), 6U);
  EndStreams();
  for (const auto& client : open) EXPECT_TRUE(client->IsClosedByPeer());
  // A stream is counted until its socket has been let go, a moment after the client sees its end.
  const auto late = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (server_->stream_count() != 0 && std::chrono::steady_clock::now() < late)
    std::this_thread::yield();
  EXPECT_EQ(server_->stream_count(), 0U);
}

TEST_F(AttackTest, ConnectionsOfOneClientLeaveRoomForOthers) {
  Start({.limits = {.connections = 3, .connections_of_client = 2}});
  RawClient one(server_->port());  // A proxy has no share, but all together have one.
  RawClient two(server_->port());
  RawClient three(server_->port());
  for (RawClient* client : {&one, &two, &three}) {
    client->Send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client->ReadReply().status, 200);
  }
  RawClient four(server_->port());
  EXPECT_EQ(four.ReadReply().status, 503);
}

TEST_F(AttackTest, AnswersThatNobodyTakesHaveALimit) {
  Start({.limits = {.write_time = milliseconds(1'500), .bytes_of_client = 60U << 20}});
  const auto deaf = Asked("192.0.2.1", "/large");
  EXPECT_THAT(deaf->ReadUntil("\r\n\r\n"), HasSubstr("200 OK"));
  EXPECT_EQ(AskAs("192.0.2.1", "/large").status, 503);
  EXPECT_EQ(AskAs("192.0.2.1", "/hello").status, 200);
  EXPECT_EQ(AskAs("192.0.2.2", "/large").status, 200);
  // Whoever does not take its answer is left, and its room is free again.
  Reply again;
  for (int i = 0; i < 100 && again.status != 200; ++i) {
    again = AskAs("192.0.2.1", "/large");
    if (again.status != 200) std::this_thread::sleep_for(milliseconds(50));
  }
  EXPECT_EQ(again.status, 200);
}

TEST_F(AttackTest, AwaitedBodiesHaveALimit) {
  Start({.limits = {.body_bytes = 1'000'000, .bytes_of_client = 1'500'000}});
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\n";
  RawClient first(server_->port());
  first.Send(head + "Content-Length: 900000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(first.ReadUntil("\r\n\r\n"), HasSubstr("100 Continue"));
  EXPECT_EQ(Ask(server_->port(), head + "Content-Length: 900000\r\n\r\n").status, 503);
  EXPECT_EQ(Ask(server_->port(), head + "Transfer-Encoding: chunked\r\n\r\n").status, 503);
  EXPECT_EQ(Ask(server_->port(), head + "Content-Length: 2\r\n\r\nab").status, 200);
}

TEST_F(AttackTest, AFullTableOfDescriptorsIsWaitedOut) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "a sanitizer looks at memory through a pipe, for which there is no descriptor";
#endif
  Start();
  EXPECT_EQ(AskAs("192.0.2.1", "/hello").status, 200);
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const int free = dup(0);
  close(free);
  rlimit full = before;
  full.rlim_cur = static_cast<rlim_t>(free) + 1;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &full), 0);
  RawClient waiting(server_->port());  // Takes the last one; its peer waits in the kernel.
  waiting.Send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(waiting.ReadUntil("\r\n\r\n", milliseconds(250)), "");
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(waiting.ReadReply().status, 200);
}

TEST_F(AttackTest, WhatIsNotStrictHttpEndsTheConnection) {
  Start();
  for (const auto& [text, status] : std::vector<std::pair<std::string, int>>{
           {"GET /hello HTTP/1.1\r\n\r\n", 400},
           {"GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
           {"GET /hello HTTP/1.1\nHost: a\n\n", 400},
           {"GET /hello HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", 400},
           {"GET http://a/hello HTTP/1.1\r\nHost: a\r\n\r\n", 400},
           {"GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 400},
           {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
           {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
            400},
           {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
           {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 400},
           {"POST / HTTP/1.1\r\nHost: a\r\nExpect: more\r\nContent-Length: 1\r\n\r\n", 417}}) {
    RawClient client(server_->port());
    client.Send(text + "GET /hello HTTP/1.1\r\nHost: smuggled\r\n\r\n");
    EXPECT_EQ(client.ReadReply().status, status) << text;
    EXPECT_TRUE(client.IsClosedByPeer()) << text;
  }
}

TEST_F(AttackTest, EveryAnswerKeepsBrowsersFromBeingUsed) {
  Start({.limits = {.streams = 0}});
  std::vector<Reply> replies = {AskAs("192.0.2.1", "/hello"), AskAs("192.0.2.1", "/stream"),
                                Ask(server_->port(), "nonsense\r\n\r\n"),
                                Get(server_->port(), "/" + std::string(9'000, 'a'))};
  for (const Reply& reply : replies) {
    EXPECT_EQ(reply.HeaderOf("X-Content-Type-Options"), "nosniff") << reply.head;
    EXPECT_THAT(reply.HeaderOf("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(reply.HeaderOf("Referrer-Policy"), "same-origin");
    EXPECT_EQ(reply.HeaderOf("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(reply.HeaderOf("Cross-Origin-Resource-Policy"), "same-origin");
  }
}

}  // namespace
}  // namespace lawtrace::service
