// The routes of the editor's desk, without a socket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/api/api_desk.h"
#include "service/api/api_editing.h"
#include "service/desk/access.h"
#include "tests/service/api_fixture.h"

namespace lawtrace::service {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class DeskTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    desk_ = {.index = &service_->index(), .writer = &service_->writer()};
    AddEditingRoutes(router_, *service_, desk_);
    AddDeskRoutes(router_, *service_, desk_);
    router_.SetGuard(
        AccessGuard(router_, service_->writer().records(), [this] { return service_->Now(); }));
    token_ = TokenOf(Role::kCoder, "Eva Kern");
  }

  std::string TokenOf(Role role, const std::string& person) {
    return AddToken(service_->writer(), role, person, std::nullopt, service_->Now())->text;
  }

  Response As(const std::string& token, const std::string& target,
              const std::string& body = {}) const {
    const auto parsed = ParseTarget(target);
    return router_.Answer({.method = body.empty() ? "GET" : "POST",
                           .path = parsed->first,
                           .query = parsed->second,
                           .headers = {{"authorization", "Bearer " + token}},
                           .body = body});
  }

  EditorialDesk desk_;
  std::string token_;
};

const std::string kStatement = R"({"events": [{"kind": "amendment", "country": "PT",
  "indicator": "ba21", "answer": "0", "effective": "2026-03-01"}]})";

TEST_F(DeskTest, APreviewTellsWhatTheAppendedStatementDoesAndKeepsNothing) {
  const Sequence before = service_->log().last();
  const auto score = [&] { return Ask("/v1/scores?country=PT&node=b")[0]["score"].get<double>(); };
  const double now = score();
  const Response preview = As(token_, "/v1/previews", kStatement);
  ASSERT_EQ(preview.status, 200) << preview.text();
  EXPECT_EQ(service_->log().last(), before);
  EXPECT_EQ(score(), now);
  const json change = json::parse(preview.text())["changes"][0];
  EXPECT_EQ(change["new_answer"], "0");
  json area;
  for (const json& level : change["levels"])
    if (level["node"] == "b") area = level;
  EXPECT_DOUBLE_EQ(area["before"].get<double>(), now);

  EXPECT_EQ(As(token_, "/v1/submissions", kStatement).status, 202);
  EXPECT_EQ(As(TokenOf(Role::kReviewer, "Rui Costa"), "/v1/submissions/1/approve", "{}").status,
            200);
  EXPECT_DOUBLE_EQ(score(), area["after"].get<double>());
}

TEST_F(DeskTest, APreviewRefusesWhatASubmissionRefuses) {
  for (const char* body :
       {R"({"events": [{"kind": "amendment", "country": "PT", "indicator": "ba21",
           "answer": "77", "effective": "2026-03-01"}]})",
        R"({"events": [{"kind": "correction", "country": "PT", "indicator": "ba21",
           "answer": "0", "effective": "2026-03-01", "supersedes": 999999}]})",
        R"({})", "x"}) {
    const Response preview = As(token_, "/v1/previews", body);
    EXPECT_EQ(preview.status, 400);
    EXPECT_EQ(preview.text(), As(token_, "/v1/submissions", body).text());
  }
}

TEST_F(DeskTest, TheDeskSaysWhoOneIsAndWhatOneMay) {
  const json coder = json::parse(As(token_, "/v1/desk").text());
  EXPECT_EQ(coder["person"], "Eva Kern");
  EXPECT_EQ(coder["may_submit"], true);
  EXPECT_EQ(coder["may_decide"], false);
  const std::string reader = TokenOf(Role::kReader, "Ana Lima");
  EXPECT_EQ(json::parse(As(reader, "/v1/desk").text())["may_submit"], false);
  EXPECT_EQ(As(reader, "/v1/desk/recognised").status, 403);
  EXPECT_EQ(As(reader, "/v1/previews", kStatement).status, 403);
  EXPECT_EQ(Answer("/v1/desk").status, 401);
}

TEST_F(DeskTest, RecognisedLawsComeWithMostPointsFirst) {
  const json laws = json::parse(As(token_, "/v1/desk/recognised").text());
  double last = 1e9;
  for (const json& law : laws) {
    EXPECT_EQ(law["status"], "recognised");
    EXPECT_LE(law["points"].get<double>(), last);
    last = law["points"].get<double>();
  }
  EXPECT_EQ(As(token_, "/v1/desk/unattributed?country=PT").status, 200);
}

TEST_F(DeskTest, AQuestionComesWithItsOptionsAndRecord) {
  const json question =
      json::parse(As(token_, "/v1/desk/question?country=PT&indicator=ba21").text());
  EXPECT_EQ(question["options"].size(), 3U);
  EXPECT_FALSE(question["events"].empty());
  EXPECT_THAT(As(token_, "/v1/desk/question?country=PT&indicator=ba2").text(),
              HasSubstr("did you mean"));
}

}  // namespace
}  // namespace lawtrace::service
