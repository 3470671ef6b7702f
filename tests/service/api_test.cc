// The API's answers, forms, pages, tags and problems.
#include "service/api/api.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <thread>

#include "tests/service/api_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST_F(ApiTest, ScoresAreThoseOfTheCommand) {
  const auto rows = Ask("/v1/scores?country=PT,DE&group=EU&at=2019&node=overall_without_health");
  ASSERT_FALSE(rows.empty());
  for (const auto& row : rows) {
    EXPECT_EQ(row["node"], "overall_without_health");
    EXPECT_EQ(row["at"], "2019-12-31");
  }
  EXPECT_EQ(rows.back()["country"], "EU");
  const Response csv = Answer("/v1/scores?country=PT&at=2019&format=csv");
  EXPECT_THAT(csv.text(), StartsWith("country,name,node,label,score,"));
  EXPECT_THAT(HeaderOf(csv, "Content-Type"), StartsWith("text/csv"));
  EXPECT_EQ(Answer("/v1/scores?country=PT&at=2019", {{"accept", "text/csv"}}).text(), csv.text());
}

TEST_F(ApiTest, EveryQuestionIsAnswered) {
  for (const char* target :
       {"/v1/profile?country=PT&at=2019",
        "/v1/rank?at=2019&node=f",
        "/v1/series?country=PT&node=f",
        "/v1/series?country=PT&node=ba21",
        "/v1/changes?country=PT&from=2010&at=2019",
        "/v1/diff?a=2014&b=2019&country=PT",
        "/v1/revisions?after=2000&until=today&country=PT",
        "/v1/attribution?country=PT&from=2014&to=2019",
        "/v1/trends?days=2014,2019",
        "/v1/trends?days=2014,2019&part=areas",
        "/v1/suggestions?country=PT&target=95&at=2019&node=overall_without_health",
        "/v1/countries",
        "/v1/groups?at=2019",
        "/v1/indicators",
        "/v1/editions",
        "/v1/methodologies",
        "/v1/methodologies/mipex-core",
        "/v1/laws",
        "/v1/laws?country=PT",
        "/v1/events?limit=3",
        "/v1/events/1000",
        "/v1/answers/PT/ba21",
        "/v1/openapi.json"})
    EXPECT_FALSE(Ask(target).empty()) << target;
}

TEST_F(ApiTest, ALawIsShownWithWhatItDid) {
  const auto laws = Ask("/v1/laws");
  ASSERT_FALSE(laws.empty());
  const std::string id = laws.front()["law"];
  EXPECT_THAT(Answer("/v1/laws/" + id).text(), HasSubstr(id));
  EXPECT_THAT(Problem("/v1/laws/pt-no-such", 404), HasSubstr("is not in the register"));
}

TEST_F(ApiTest, AllFaultsOfAQuestionAreToldAtOnce) {
  const std::string faults =
      Problem("/v1/scores?country=XX,PT&group=EUU&node=nope&at=20191&known_at=3000-13-01", 400);
  for (const char* fault :
       {"at: '20191' is not a point in time", "known_at: ", "country 'XX' is not in the index",
        "group 'EUU' is not in the index", "node 'nope' is not in methodology"})
    EXPECT_THAT(faults, HasSubstr(fault));
  EXPECT_THAT(Problem("/v1/scores?contry=PT", 400), HasSubstr("did you mean 'country'?"));
  EXPECT_THAT(Problem("/v1/scores?at=9999999999", 400), HasSubstr("at: "));
  EXPECT_THAT(Problem("/v1/profile", 400), HasSubstr("'country' is missing"));
  EXPECT_THAT(Problem("/v1/rank?methodology=mipex-cor", 400), HasSubstr("did you mean"));
  EXPECT_THAT(Problem("/v1/changes?from=2020&at=2010", 400), HasSubstr("swap them"));
  EXPECT_THAT(Problem("/v1/answers/XX/ba21", 404), HasSubstr("country 'XX'"));
  EXPECT_THAT(Problem("/v1/events/99999999", 404), HasSubstr("the log holds nothing"));
  EXPECT_THAT(Problem("/v1/scores?country=" + std::string(5000, 'x'), 400), HasSubstr("..."));
}

TEST_F(ApiTest, PagesFitTogetherWhileTheLogGrows) {
  const auto whole = Ask("/v1/changes?from=2007&at=2026");
  ASSERT_GT(whole.size(), 10U);
  nlohmann::json pages = nlohmann::json::array();
  std::string target = "/v1/changes?from=2007&at=2026&limit=7";
  for (int page = 0; page < 1000 && !target.empty(); ++page) {
    const Response response = Answer(target);
    ASSERT_EQ(response.status, 200) << response.text();
    for (const auto& row : nlohmann::json::parse(response.text())) pages.push_back(row);
    const std::string link = HeaderOf(response, "Link");
    target = link.substr(link.empty() ? 0 : 1, link.find('>') - (link.empty() ? 0 : 1));
    if (link.empty()) break;
    if (page == 1) RecordAmendment("0");
  }
  EXPECT_EQ(pages, whole);
  EXPECT_EQ(Ask("/v1/changes?from=2007&at=2026").size(), whole.size() + 1);
  EXPECT_THAT(Problem("/v1/changes?cursor=99999999.0", 400), HasSubstr("cursor"));
  EXPECT_THAT(Problem("/v1/changes?limit=0", 400), HasSubstr("limit"));
}

TEST_F(ApiTest, ATagHoldsUntilTheLogGrows) {
  const Response first = Answer("/v1/rank?at=2019&node=f");
  const std::string tag = HeaderOf(first, "ETag");
  ASSERT_NE(tag, "");
  const auto again = [&](const std::string& target) {
    return Answer(target, {{"if-none-match", tag}}).status;
  };
  EXPECT_EQ(again("/v1/rank?node=f&at=2019"), 304);
  EXPECT_EQ(again("/v1/rank?node=f&at=2018"), 200);
  EXPECT_EQ(again("/v1/rank?node=f&at=2019&format=csv"), 200);
  EXPECT_EQ(Answer("/v1/rank?at=2019&node=f", {{"if-none-match", "W/" + tag}}).status, 304);
  RecordAmendment("0");
  EXPECT_EQ(again("/v1/rank?node=f&at=2019"), 200);
}

TEST_F(ApiTest, EventsComeSinceASequence) {
  const auto all = Ask("/v1/events?limit=10000");
  const auto first = Ask("/v1/events?limit=5");
  ASSERT_EQ(first.size(), 5U);
  EXPECT_EQ(first[4], all[4]);
  const Response page = Answer("/v1/events?limit=5&country=PT");
  EXPECT_THAT(HeaderOf(page, "Link"), HasSubstr("country=PT"));
  const std::uint64_t since = first[4]["sequence"];
  EXPECT_EQ(Ask("/v1/events?limit=5&since=" + std::to_string(since))[0], all[5]);
  for (const auto& row : Ask("/v1/events?country=PT&node=b&kind=amendment"))
    EXPECT_TRUE(row["country"] == "PT" && row["kind"] == "amendment") << row;
  EXPECT_THAT(Problem("/v1/events?kind=x&country=YY", 400), HasSubstr("country 'YY'"));
}

TEST_F(ApiTest, AStreamTellsWhatIsRecordedAndResumes) {
  const std::string before = service_->snapshot()->last().ToString();
  const Response stream = Answer("/v1/events/stream?country=PT");
  ASSERT_TRUE(stream.stream);
  EXPECT_THAT(stream.stream().value(), HasSubstr(": connected"));
  EXPECT_EQ(stream.stream(), "");
  RecordAmendment("0");
  const std::string told = stream.stream().value();
  EXPECT_THAT(told, StartsWith("id: "));
  EXPECT_THAT(told, HasSubstr("event: amendment\ndata: {\"kind\":\"amendment\""));
  EXPECT_EQ(stream.stream(), "");
  EXPECT_EQ(Answer("/v1/events/stream?country=DK").stream(), "retry: 3000\n: connected\n\n");
  const Response resumed = Answer("/v1/events/stream?country=PT", {{"last-event-id", before}});
  EXPECT_THAT(resumed.stream().value(), HasSubstr(told));
}

TEST_F(ApiTest, AScenarioIsRunFromTheFormOfItsFile) {
  const std::string csv = "country,indicator,answer,effective\nPT,ba21,0,2027-01-01\n";
  const std::string json =
      R"([{"country":"PT","indicator":"ba21","answer":"0","effective":"2027-01-01"}])";
  const Response from_csv = Send("/v1/scenarios?part=scores&group=EU", csv);
  EXPECT_EQ(from_csv.status, 200) << from_csv.text();
  EXPECT_EQ(Send("/v1/scenarios?part=scores&group=EU", json).text(), from_csv.text());
  EXPECT_EQ(Send("/v1/scenarios", csv).status, 200);
  for (const char* body : {"", "[", "{\"lawtrace_scenario\":", "country\nPT\n", "[]",
                           "country,indicator,answer,effective\nXX,ba21,7,1\n"})
    EXPECT_EQ(Send("/v1/scenarios", body).status, 400) << body;
}

TEST_F(ApiTest, ManyQuestionsInOneRequest) {
  const Response response = Send("/v1/batch", R"({"questions":[
    {"id":"a","path":"/v1/scores","query":{"country":["PT","DE"],"at":2019}},
    {"path":"/v1/rank","query":{"format":"csv","at":"2019"}},
    {"path":"/v1/laws/none"}]})");
  ASSERT_EQ(response.status, 200) << response.text();
  const auto answers = nlohmann::json::parse(response.text())["answers"];
  EXPECT_EQ(answers[0]["id"], "a");
  EXPECT_EQ(answers[0]["body"], Ask("/v1/scores?country=PT,DE&at=2019"));
  EXPECT_EQ(answers[1]["body"], Answer("/v1/rank?format=csv&at=2019").text());
  EXPECT_EQ(answers[2]["status"], 404);
  EXPECT_THAT(answers[2]["body"]["detail"].get<std::string>(), HasSubstr("not in the register"));
}

TEST_F(ApiTest, ABatchThatTakesTooLongIsToldForEachQuestionLeft) {
  Router hurried;
  AddApiRoutes(hurried, *service_, std::chrono::milliseconds(0));
  const Response response =
      hurried.Answer({.method = "POST",
                      .path = "/v1/batch",
                      .body = R"({"questions":[{"path":"/v1/rank"},{"path":"/v1/countries"}]})"});
  ASSERT_EQ(response.status, 200);
  const auto answers = nlohmann::json::parse(response.text())["answers"];
  ASSERT_EQ(answers.size(), 2U);
  for (const auto& answer : answers) EXPECT_EQ(answer["status"], 503);
}

TEST_F(ApiTest, RobustnessIsThatOfTheCommandAndItsDrawsAreBounded) {
  const auto ranks = Ask("/v1/robustness?at=2019&draws=200&part=ranks");
  const auto league = Ask("/v1/rank?at=2019");
  ASSERT_FALSE(ranks.empty());
  EXPECT_EQ(ranks.front()["country"], league.front()["country"]);
  for (const auto& row : ranks) {
    if (row["rank"].is_null()) continue;
    EXPECT_LE(row["best_rank"], row["rank"]);
    EXPECT_GE(row["worst_rank"], row["rank"]);
  }
  EXPECT_EQ(Ask("/v1/robustness?at=2019&draws=200&seed=7&part=ranks"),
            Ask("/v1/robustness?at=2019&draws=200&seed=7&part=ranks"));
  EXPECT_EQ(Answer("/v1/robustness?draws=0").status, 400);
  EXPECT_EQ(Answer("/v1/robustness?draws=100001").status, 400);
  EXPECT_EQ(Answer("/v1/robustness?seed=4294967296").status, 400);
  EXPECT_EQ(Answer("/v1/robustness?weights=laws").status, 400);
  EXPECT_EQ(Answer("/v1/robustness?part=all").status, 400);
}

TEST_F(ApiTest, ABatchThatIsNoneIsAProblem) {
  for (const char* body :
       {"", "{", "[]", "{}", R"({"questions":[]})", R"({"questions":[1]})",
        R"({"questions":[{"path":"/v1/events/stream"}]})", R"({"questions":[{"path":"x"}]})",
        R"({"questions":[{"path":"/v1/rank","query":{"at":{"x":1}}}]})",
        R"({"questions":[{"path":"/v1/rank","qeury":{}}]})", "{\"questions\":\"\xff\"}"})
    EXPECT_EQ(Send("/v1/batch", body).status, 400) << body;
  std::string many = "{\"questions\":[";
  for (int i = 0; i < 101; ++i) many += std::string(i == 0 ? "" : ",") + "{\"path\":\"/v1/rank\"}";
  EXPECT_EQ(Send("/v1/batch", many + "]}").status, 400);
  // Deeply nested JSON must not break anything.
  EXPECT_EQ(Send("/v1/batch", std::string(100'000, '[')).status, 400);
}

TEST_F(ApiTest, TheDocumentHoldsEveryRouteAndWhatItAnswers) {
  const auto document = Ask("/v1/openapi.json");
  for (const Route& route : router_.routes()) {
    if (!route.is_documented || route.path.find("...") != std::string::npos) continue;
    std::string method = route.method == "GET" ? "get" : "post";
    ASSERT_TRUE(document["paths"].contains(route.path)) << route.path;
    const auto& operation = document["paths"][route.path][method];
    EXPECT_EQ(operation["operationId"], route.id);
    EXPECT_NE(route.summary, "");
  }
  const auto expect_columns = [&](const std::string& path, const std::string& target) {
    std::set<std::string> columns;
    const auto row = Ask(target)[0];
    for (const auto& [name, value] : row.items()) columns.insert(name);
    std::set<std::string> documented;
    const auto& schema = document["paths"][path]["get"]["responses"]["200"]["content"]
                                 ["application/json"]["schema"]["items"]["properties"];
    for (const auto& [name, value] : schema.items()) documented.insert(name);
    EXPECT_EQ(columns, documented) << path;
  };
  expect_columns("/v1/scores", "/v1/scores?at=2019");
  expect_columns("/v1/profile", "/v1/profile?at=2019&country=PT");
  expect_columns("/v1/rank", "/v1/rank?at=2019");
  expect_columns("/v1/changes", "/v1/changes?country=PT");
  expect_columns("/v1/laws", "/v1/laws");
  expect_columns("/v1/events", "/v1/events");
  expect_columns("/v1/events/{event}", "/v1/events/1000");
  expect_columns("/v1/answers/{country}/{indicator}", "/v1/answers/PT/ba21");
  expect_columns("/v1/countries", "/v1/countries");
  expect_columns("/v1/groups", "/v1/groups");
  expect_columns("/v1/indicators", "/v1/indicators");
  expect_columns("/v1/editions", "/v1/editions");
  expect_columns("/v1/methodologies", "/v1/methodologies");
}

TEST_F(ApiTest, ReadersAndAWriterDoNotDisturbEachOther) {
  std::vector<std::thread> readers;
  std::atomic<bool> is_done = false;
  std::atomic<int> failures = 0;
  for (int i = 0; i < 2; ++i)
    readers.emplace_back([&, i] {
      for (int n = 0; !is_done || n < 10; ++n) {
        const std::string year = std::to_string(2007 + n % 12);
        failures += Answer(i == 0 ? "/v1/rank?at=" + year : "/v1/events?limit=5").status != 200;
        failures += Answer("/v1/trends?days=2014,2019&known_at=" + year).status == 500;
      }
    });
  for (const char* answer : {"0", "50", "100"}) RecordAmendment(answer);
  is_done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(failures, 0);
}

}  // namespace
}  // namespace lawtrace::service
