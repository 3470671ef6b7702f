// Every route of a running service over a store with the sample, asked without a socket.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "service/desk/submissions.h"
#include "service/server/alerting.h"
#include "service/server/routes.h"
#include "tests/service/api_fixture.h"

namespace lawtrace::service {

class WholeServiceTest : public ApiTest {
 protected:
  void SetUp() override;

  // Whether questions need a token is for the test to say before it asks.
  void RequireTokens() { routes_.RequireForData("reader"); }
  // What the process answers.
  Response Do(const Request& request) const { return handler_(request); }
  Response Do(const std::string& method, const std::string& target,
              const std::string& token = {}) const;
  // The path of a route with examples in place of its braces.
  static std::string ExamplePath(const Route& route);
  IssuedToken NewToken(Role role);

  Router routes_;
  EditorialDesk desk_;
  std::unique_ptr<Alerting> alerting_;
  HttpServer::Handler handler_;
};

}  // namespace lawtrace::service
