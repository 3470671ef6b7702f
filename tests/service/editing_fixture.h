// The API of access and editing on a real store, without a socket, with a clock that a test sets.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "proto/index_codec.h"
#include "service/api/api_editing.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::service {

using nlohmann::json;

inline const std::string kAmendment =
    R"({"country": "SE", "indicator": "fees", "answer": "none", "effective": "2014-03-01"})";

inline const std::string kProposal =
    R"({"kind": "proposal", "country": "SE", "indicator": "fees", "answer": "none"})";

struct Sent {
  std::string token;
  std::string method = "POST";
  std::vector<Header> headers;
};

class EditingTest : public ::testing::Test {
 protected:
  EditingTest() { Open(false); }

  void Open(bool editors_write_alone) {
    router_ = Router();
    service_.reset();
    Index index =
        proto::LoadIndex(std::string(LAWTRACE_SOURCE_DIR) + "/tests/fixtures/toy-index").value();
    service_ = Service::Open(temp_ / "store", std::move(index), [this] {
                 return Instant(now_ + seconds_a_look_ * looks_.fetch_add(1));
               }).value();
    desk_ = {.index = &service_->index(),
             .writer = &service_->writer(),
             .editors_write_alone = editors_write_alone};
    AddEditingRoutes(router_, *service_, desk_);
    AddTokenRoutes(router_, *service_);
    router_.Add({.method = "GET", .path = "/open", .id = "open", .handler = [](const Call&) {
                   return TextResponse(200, "text/plain", "open");
                 }});
    router_.SetGuard(
        AccessGuard(router_, service_->writer().records(), [this] { return Instant(now_); }));
  }

  std::string Token(Role role, const std::string& person,
                    std::optional<Instant> expires_at = std::nullopt) {
    const Result<IssuedToken> issued =
        AddToken(service_->writer(), role, person, expires_at, Instant(now_));
    EXPECT_TRUE(issued.has_value());
    return issued->text;
  }

  Response Send(const Sent& sent, const std::string& path, const std::string& body = {}) {
    Request request{.method = sent.method, .path = path, .headers = sent.headers, .body = body};
    if (const std::size_t query = path.find('?'); query != std::string::npos) {
      const auto target = ParseTarget(path);
      request.path = target->first;
      request.query = target->second;
    }
    if (!sent.token.empty())
      request.headers.push_back({.name = "authorization", .value = "Bearer " + sent.token});
    return router_.Answer(request);
  }
  int StatusOf(const Sent& sent, const std::string& path, const std::string& body = {}) {
    return Send(sent, path, body).status;
  }
  json BodyOf(const Sent& sent, const std::string& path, const std::string& body = {}) {
    return json::parse(Send(sent, path, body).text());
  }
  static std::string HeaderOf(const Response& response, const std::string& name) {
    for (const Header& header : response.headers)
      if (header.name == name) return header.value;
    return {};
  }

  std::uint64_t LogEnd() { return service_->log().last().value; }

  store::TempDir temp_;
  std::int64_t now_ = 1'700'000'000;
  std::int64_t seconds_a_look_ = 0;  // By which the clock moves whenever it is looked at.
  std::atomic<std::int64_t> looks_ = 0;
  std::unique_ptr<Service> service_;
  EditorialDesk desk_;
  Router router_;
};

}  // namespace lawtrace::service
