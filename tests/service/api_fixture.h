// A service over a store with the sample, asked without a socket.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "service/core/service.h"
#include "service/http/router.h"
#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::service {

class ApiTest : public testing::Test {
 protected:
  // One store for all tests that only read, made by the program itself.
  static void SetUpTestSuite();
  static void TearDownTestSuite();

  void SetUp() override;

  Response Answer(const std::string& target, std::vector<Header> headers = {}) const;
  Response Send(const std::string& target, const std::string& body) const;
  // It must be 200 and JSON.
  nlohmann::json Ask(const std::string& target) const;
  // The lines of a problem, joined; it must be of that status.
  std::string Problem(const std::string& target, int status) const;
  static std::string HeaderOf(const Response& response, const std::string& name);
  // Amends PT ba21 on 2024-05-01 through the writer.
  void RecordAmendment(const std::string& answer);

  std::unique_ptr<Service> service_;
  Router router_;

 private:
  static ingest::TemporaryDirectory* filled_;
  ingest::TemporaryDirectory own_;
};

}  // namespace lawtrace::service
