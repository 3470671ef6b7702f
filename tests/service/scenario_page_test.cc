// The scenario page as the server writes it; tests/web/desk.test.mjs drives it in a browser.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <string>

#include "service/page/pages.h"
#include "service/page/scenario_link.h"
#include "tests/service/api_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ScenarioPageTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    AddPageRoutes(router_, *service_);
  }
  const Methodology& methodology() const { return service_->index().main_methodology(); }

  // The page by a parser that refuses what is not closed, nested or escaped right.
  std::string Page(const std::string& target, int status = 200) const {
    const Response response = Answer(target, {{"accept", "text/html"}});
    EXPECT_EQ(response.status, status) << target;
    pugi::xml_document page;
    EXPECT_TRUE(page.load_string(response.text().c_str())) << target;
    return response.text();
  }
  std::string Told(const std::string& target) const {
    pugi::xml_document page;
    page.load_string(Page(target).c_str());
    return page.select_node("//p[@id='told']").node().child_value();
  }
};

TEST_F(ScenarioPageTest, ABillIsReadBackFromItsText) {
  const Bill bill{.name = "Family & work", .answers = {{"ba21", "100"}, {"aa1", "0"}}};
  const auto [read, faults] = ReadBill(BillText(bill), methodology());
  EXPECT_EQ(read, bill);
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_EQ(ReadBill(BillText({}), methodology()).first, Bill{});
}

TEST_F(ScenarioPageTest, WhatABillStatesWrongIsNamedAndTheRestKept) {
  const auto [read, faults] = ReadBill("Mixed~ba21-100~ba2l-50~aa1-77~aa3~ba21-0", methodology());
  EXPECT_EQ(read, (Bill{.name = "Mixed", .answers = {{"ba21", "100"}}}));
  EXPECT_THAT(faults, ElementsAre(HasSubstr("did you mean 'ba21'"), HasSubstr("0, 50, 100"),
                                  HasSubstr("write it as ba21-100"), HasSubstr("twice")));
}

TEST_F(ScenarioPageTest, ItTellsWhatTheApiTellsOfTheSameChanges) {
  const std::string link = "/scenario?country=PT&at=2019-12-31&bill=~ba21-0~aa1-0";
  const Response api = Send("/v1/scenarios?at=2019-12-31&part=scores&format=csv",
                            R"([{"country":"PT","indicator":"ba21","answer":"0",
                                 "effective":"2019-12-31"},
                                {"country":"PT","indicator":"aa1","answer":"0",
                                 "effective":"2019-12-31"}])");
  EXPECT_EQ(api.status, 200) << api.text();
  const Response page = Answer(link + "&format=csv&part=scores");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.text(), api.text());
  EXPECT_THAT(Told(link), HasSubstr("Portugal would score"));
}

TEST_F(ScenarioPageTest, BillsAddUpInTheirOrderAndTheLaterHoldsWhereTheyDisagree) {
  const std::string link = "/scenario?country=PT&at=2019-12-31&bill=First~ba21-0&bill=~ba21-100";
  const std::string page = Page(link);
  EXPECT_THAT(page, HasSubstr("First says 0, Bill 2 says 100; the later bill holds."));
  const auto both = nlohmann::json::parse(Answer(link + "&format=json").text());
  const auto second = nlohmann::json::parse(
      Answer("/scenario?country=PT&at=2019-12-31&bill=~ba21-100&format=json").text());
  EXPECT_EQ(both["scores"][0]["after"], second["scores"][0]["after"]);
}

TEST_F(ScenarioPageTest, TheFormLeadsToTheShortAddressAndLeavesOutWhatIsLawAlready) {
  const Response sent =
      Answer("/scenario?country=PT&at=2019-12-31&edit=1&name=Bill+1&q.ba21=0&q.aa1=100&q.aa3=100");
  EXPECT_EQ(sent.status, 303);
  EXPECT_EQ(HeaderOf(sent, "Location"), "/scenario?country=PT&at=2019-12-31&bill=~ba21-0");
  const Response renamed = Answer("/scenario?country=PT&bill=~ba21-0&edit=2&name=Work&q.ba21=100");
  EXPECT_EQ(HeaderOf(renamed, "Location"), "/scenario?country=PT&bill=~ba21-0&bill=Work~ba21-100");
}

TEST_F(ScenarioPageTest, AWrongLinkSaysWhatWasWrongAndKeepsTheRest) {
  const std::string page =
      Page("/scenario?country=PT&at=2019-02-30&group=EUU&node=ba21&edit=9&bill=Mine~ba21-0~zz-1");
  EXPECT_THAT(page, HasSubstr("2019-02-30"));
  EXPECT_THAT(page, HasSubstr("EUU"));
  EXPECT_THAT(page, HasSubstr("is a question, not a score"));
  EXPECT_THAT(page, HasSubstr("there is no bill '9'"));
  EXPECT_THAT(page, HasSubstr("Mine: question 'zz' is not in the index"));
  EXPECT_THAT(page, HasSubstr("<strong>Mine</strong>"));
  EXPECT_THAT(Page("/scenario?country=Portugl", 404), HasSubstr("Portugal"));
  EXPECT_THAT(Page("/scenario"), HasSubstr("Choose a country"));
  EXPECT_THAT(Page("/scenario?country=PT&bill=%3Cscript%3E~ba21-0"), Not(HasSubstr("<script>~")));
}

TEST_F(ScenarioPageTest, AGoalIsAnsweredWithABillThatReachesIt) {
  const std::string page = Page("/scenario?country=PT&at=2019-12-31&target=90");
  pugi::xml_document parsed;
  parsed.load_string(page.c_str());
  const std::string use =
      parsed.select_node("//a[text()='Use these']").node().attribute("href").value();
  ASSERT_THAT(use, HasSubstr("bill=Reach%2090~"));
  const auto json = nlohmann::json::parse(Answer(use + "&format=json").text());
  EXPECT_GE(json["scores"][0]["after"].get<double>(), 90.0 - 1e-9);
  EXPECT_THAT(Page("/scenario?country=PT&at=2019-12-31&target=101"), HasSubstr("0 to 100"));
  EXPECT_THAT(Page("/scenario?country=PT&at=2019-12-31&target=90&rank=1"), HasSubstr("one goal"));
}

}  // namespace
}  // namespace lawtrace::service
