// Questions that are made to cost much: lists, extents, time, bytes, what is kept of answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "model/budget.h"
#include "tests/service/whole_service.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;

class OpenQuestionTest : public WholeServiceTest {
 protected:
  static std::string Repeated(const std::string& word, std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? "" : ",") + word;
    return list;
  }
  static std::size_t Count(const std::string& text, const std::string& words) {
    std::size_t count = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
      ++count;
    return count;
  }
};

TEST_F(OpenQuestionTest, WhatIsNamedOftenCountsOnce) {
  for (const char* path : {"/v1/scores", "/v1/series", "/v1/changes"}) {
    const std::string once = Do("GET", std::string(path) + "?group=EU&node=f&country=PT").text();
    const std::string often =
        Do("GET", std::string(path) + "?group=" + Repeated("EU", 900) +
                      "&node=" + Repeated("f", 1'800) + "&country=" + Repeated("PT,Portugal", 90))
            .text();
    EXPECT_EQ(once, often) << path;
  }
}

TEST_F(OpenQuestionTest, ListsHaveACap) {
  std::string many;
  for (int i = 0; i < 501; ++i) many += "n" + std::to_string(i) + ",";
  const Response refused = Do("GET", "/v1/scores?node=" + many);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.text(), HasSubstr("node: has more than 500 values"));
  std::string again = "/v1/scores?at=2019";
  for (int i = 0; i < 100; ++i) again += "&node=f";
  EXPECT_THAT(Do("GET", again).text(), HasSubstr("more than 100 parameters"));
  EXPECT_EQ(Do("GET", "/?" + again.substr(again.find('?') + 1)).status, 400);
}

TEST_F(OpenQuestionTest, WhatWasMeantIsLookedForAFewTimes) {
  std::string nearly;
  std::string names = "/v1/scores?at=2019";
  for (int i = 0; i < 60; ++i) {
    nearly += "overall_without_healt" + std::to_string(i) + ",";
    names += "&countr" + std::to_string(i) + "=PT";
  }
  for (const std::string& target :
       {"/v1/scores?node=" + nearly, "/v1/scores?country=" + nearly, names}) {
    const Response refused = Do("GET", target);
    EXPECT_EQ(refused.status, 400);
    EXPECT_LE(Count(refused.text(), "did you mean"), 4U) << refused.text();  // Once more as detail.
    EXPECT_LE(nlohmann::json::parse(refused.text())["errors"].size(), 20U);
  }
}

TEST_F(OpenQuestionTest, WorkEndsInsideItsLoops) {
  for (const char* target :
       {"/v1/robustness?draws=2000", "/v1/trends?days=2010,2014,2019",
        "/v1/attribution?from=2010&node=overall_without_health",
        "/v1/suggestions?country=PT&target=100", "/v1/changes?from=2000", "/", "/country/PT",
        "/feeds/all.atom", "/feeds/country-PT.atom", "/card/overview", "/card/country/PT",
        "/card/country/PT?format=svg", "/card/laws", "/card/compare?countries=PT,GR"}) {
    {
      const Budget spent([] { return true; }, 64U << 20);
      const Response late = Do("GET", target);
      EXPECT_EQ(late.status, 503) << target;
      EXPECT_THAT(late.text(), HasSubstr("ask for fewer")) << target;
    }
    // Nothing of what was half done is kept.
    const Response whole = Do("GET", target);
    EXPECT_EQ(whole.status, 200) << target << whole.text().substr(0, 200);
  }
}

TEST_F(OpenQuestionTest, AnAnswerOfTooManyBytesNamesTheLimit) {
  for (const char* target :
       {"/v1/scores", "/v1/changes?from=2000", "/v1/trends?days=2010,2014,2019", "/", "/changes",
        "/v1/series?node=f", "/feeds/all.atom", "/card/overview", "/card/laws",
        "/card/country/PT?format=svg"}) {
    const Budget little([] { return false; }, 900);
    const Response large = Do("GET", target);
    EXPECT_EQ(large.status, 400) << target;
    EXPECT_THAT(large.text(), HasSubstr("900 bytes")) << target;
  }
}

TEST_F(OpenQuestionTest, ABatchCostsItsQuestions) {
  const Request batch{.method = "POST",
                      .path = "/v1/batch",
                      .body = R"({"questions":[{"path":"/v1/rank"},{"path":"/v1/countries"},
                                               {"path":"/v1/nothing"}]})"};
  EXPECT_EQ(Do(batch).questions, 3U);
  EXPECT_EQ(Do("GET", "/v1/rank").questions, 1U);
}

TEST_F(OpenQuestionTest, KeptAnswersTakeNoMoreThanIsSaid) {
  const auto snapshot = service_->snapshot();
  const auto keep = [&](const std::string& key, std::size_t bytes) {
    snapshot->KeepAnswer(key, std::make_shared<const Response>(
                                  TextResponse(200, "text/plain", std::string(bytes, 'x'))));
    return snapshot->FindAnswer(key) != nullptr;
  };
  EXPECT_TRUE(keep("a", 3U << 20));
  EXPECT_FALSE(keep("b", 4U << 20));
  EXPECT_FALSE(keep(std::string(4U << 20, 'k'), 1));
  // Small ones have keys and headers that count, too.
  for (int i = 0; i < 100'000; ++i) keep(std::to_string(i), 1);
  const std::size_t small = snapshot->kept_bytes();
  EXPECT_GT(small, 100'000U * 300);
  for (int i = 0; i < 100; ++i) {
    keep("large " + std::to_string(i), 3U << 20);
    EXPECT_LE(snapshot->kept_bytes(), 64U << 20);
  }
}

}  // namespace
}  // namespace lawtrace::service
