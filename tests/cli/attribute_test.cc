// lawtrace attribute through the program: between editions, methodologies and knowledge, and of
// groups.
#include <gmock/gmock.h>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr double kTolerance = 1e-9;

// Germany and France on access to nationality: by dimension in 2010, by answers since 2013.
constexpr const char* kAnswers =
    "country,indicator,answer,reference\n"
    "DE,nationality.eligibility,90,2010-05-31\n"
    "DE,nationality.conditions,33,2010-05-31\n"
    "DE,nationality.security,64,2010-05-31\n"
    "DE,nationality.dual,50,2010-05-31\n"
    "DE,fa98,50,2009-12-31\n"
    "FR,fa98,100,2009-12-31\n"
    "GB,fa98,0,2009-12-31\n";

class AttributeTest : public ProgramTest {
 protected:
  AttributeTest() {
    Do({"import", "answers", Write("answers.csv", kAnswers), "--recorded-at", "2011-01-01"});
    Do({"import", "laws", Write("laws.csv", "law,country,title\nde-law,DE,Nationality Act\n"),
        "--recorded-at", "2015-01-01"});
    Do({"record", "amendment", "--country", "DE", "--indicator", "fa98", "--answer", "100",
        "--effective", "2014-06-01", "--law", "de-law", "--recorded-at", "2015-02-01"});
  }
  nlohmann::json Split(const Words& arguments) const {
    nlohmann::json split = Ask(With({"attribute", "--node", "f"}, arguments))[0];
    if (!split["change"].is_null()) {
      double sum = 0;
      for (const nlohmann::json& c : split["contributions"]) sum += c["points"].get<double>();
      EXPECT_NEAR(sum, split["change"].get<double>(), kTolerance);
    }
    return split;
  }
};

TEST_F(AttributeTest, ALawGetsItsPoints) {
  const nlohmann::json split = Split({"--country", "DE", "--from", "2013", "--to", "2015"});
  EXPECT_EQ(split["country"], "DE");
  EXPECT_TRUE(split["group"].is_null());
  EXPECT_EQ(split["node"], "f");
  EXPECT_EQ(split["from"], "2013-12-31");
  EXPECT_EQ(split["to"], "2015-12-31");
  EXPECT_EQ(split["from_score"], 50.0);
  EXPECT_EQ(split["to_score"], 100.0);
  EXPECT_EQ(split["change"], 50.0);
  ASSERT_THAT(split["contributions"], SizeIs(1));
  const nlohmann::json& law = split["contributions"][0];
  EXPECT_EQ(law["kind"], "law");
  EXPECT_EQ(law["country"], "DE");
  EXPECT_EQ(law["law"], "de-law");
  EXPECT_EQ(law["points"], 50.0);
  EXPECT_EQ(law["events"], nlohmann::json({9}));
}

TEST_F(AttributeTest, WhatWasLearntLaterIsALegOfItsOwn) {
  // A reader of 2014 did not know the law of 2014.
  const nlohmann::json news = Split({"--country", "DE", "--from", "2014", "--from-known-at", "2014",
                                     "--to", "2014", "--to-known-at", "2016"});
  EXPECT_EQ(news["from_known_at"], "2014-12-31");
  EXPECT_EQ(news["to_known_at"], "2016-12-31");
  EXPECT_EQ(news["change"], 50.0);
  EXPECT_EQ(news["contributions"][0]["law"], "de-law");
  Do({"record", "correction", "--supersedes", "9", "--answer", "0", "--recorded-at", "2017-01-01"});
  const nlohmann::json corrected =
      Split({"--country", "DE", "--from", "2014", "--to", "2014", "--from-known-at", "2016"});
  ASSERT_THAT(corrected["contributions"], SizeIs(1));
  EXPECT_EQ(corrected["contributions"][0]["kind"], "correction");
  EXPECT_EQ(corrected["contributions"][0]["points"], -100.0);
  EXPECT_THAT(Split({"--country", "DE", "--from", "2014", "--to", "2014", "--known-at",
                     "2016"})["contributions"],
              SizeIs(0));
}

TEST_F(AttributeTest, AnotherMethodologyIsALegOfItsOwn) {
  const nlohmann::json split = Split({"--country", "DE", "--from", "mipex-2010",
                                      "--from-methodology", "mipex-2010", "--to", "2015"});
  EXPECT_EQ(split["from_methodology"], "mipex-2010");
  EXPECT_EQ(split["to_methodology"], "mipex-core");
  EXPECT_EQ(split["from_score"], 59.25);
  ASSERT_THAT(split["contributions"], SizeIs(2));
  EXPECT_EQ(split["contributions"][0]["kind"], "law");
  EXPECT_EQ(split["contributions"][1]["kind"], "methodology");
  EXPECT_EQ(split["contributions"][1]["points"], -9.25);
  // Without the option both ends are scored alike.
  EXPECT_EQ(Split({"--country", "DE", "--from", "mipex-2010", "--to", "2015"})["from_score"], 50.0);
  const nlohmann::json absent = Split({"--country", "FR", "--from", "mipex-2010",
                                       "--from-methodology", "mipex-2010", "--to", "2015"});
  EXPECT_TRUE(absent["change"].is_null());
  EXPECT_THAT(absent["contributions"], SizeIs(0));
}

TEST_F(AttributeTest, AGroupIsItsMean) {
  // The United Kingdom leaves in 2020: its 0 goes out of the mean.
  const nlohmann::json eu = Split({"--group", "EU", "--from", "2013", "--to", "2024"});
  EXPECT_TRUE(eu["country"].is_null());
  EXPECT_EQ(eu["group"], "EU");
  EXPECT_EQ(eu["from_score"], 50.0);
  EXPECT_EQ(eu["to_score"], 100.0);
  ASSERT_THAT(eu["contributions"], SizeIs(2));
  EXPECT_EQ(eu["contributions"][0]["kind"], "law");
  EXPECT_EQ(eu["contributions"][0]["country"], "DE");
  EXPECT_NEAR(eu["contributions"][0]["points"].get<double>(), 50.0 / 3, kTolerance);
  EXPECT_EQ(eu["contributions"][1]["kind"], "coverage");
  EXPECT_EQ(eu["contributions"][1]["country"], "GB");
  EXPECT_NEAR(eu["contributions"][1]["points"].get<double>(), 100.0 / 3, kTolerance);
  const nlohmann::json fixed =
      Split({"--group", "EU", "--from", "2013", "--to", "2024", "--fixed-composition", "2024"});
  EXPECT_EQ(fixed["from_score"], 75.0);
  ASSERT_THAT(fixed["contributions"], SizeIs(1));
  EXPECT_EQ(fixed["contributions"][0]["points"], 25.0);
}

TEST_F(AttributeTest, CountriesMembersAndMeansAreRowsOfTheTable) {
  const auto csv = [&](const Words& arguments) {
    return Do(
        With({"attribute", "--node", "f", "--from", "2013", "--to", "2024", "--format", "csv"},
             arguments));
  };
  EXPECT_THAT(
      csv({"--group", "EU"}),
      StartsWith("group,country,node,from,to,from_known_at,to_known_at,from_methodology,"
                 "to_methodology,from_score,to_score,change,kind,law,status,title,points,events\n"
                 "EU,DE,f,2013-12-31,2024-12-31,,,mipex-core,mipex-core,50,100,50,law,"
                 "de-law,confirmed,Nationality Act,16.6"));
  EXPECT_THAT(csv({"--group", "EU", "--country", "FR"}),
              HasSubstr("\n,FR,f,2013-12-31,2024-12-31,,,mipex-core,mipex-core,100,100,0,,,,,,\n"));
  const std::string members = csv({"--group", "EU", "--members"});
  EXPECT_THAT(members, HasSubstr("\n,DE,f,"));
  EXPECT_THAT(members, HasSubstr("\n,FR,f,"));
  EXPECT_EQ(members.find("EU,"), std::string::npos);
  EXPECT_EQ(members.find(",GB,"), std::string::npos);
  EXPECT_THAT(Do({"attribute", "--country", "DE", "--from", "2013"}),
              HasSubstr("\nWhere a score is blank there is no change to split; 'lawtrace score' "
                        "says why.\n"));
}

TEST_F(AttributeTest, WhatCannotBeSplitIsAnError) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{}, "attribute splits a change; give its start with --from"},
      {{"--from", "2015", "--to", "2013"}, "--from 2015-12-31 is after --to 2013-12-31; swap them"},
      {{"--from", "2013", "--members"}, "--members are those of a group; name it with --group"},
      {{"--from", "2013", "--fixed-composition", "2013"},
       "--fixed-composition is about the mean of a group; name one with --group, without "
       "--members"},
      {{"--from", "2013", "--from-methodology", "mipex-2011"},
       "--from-methodology: methodology 'mipex-2011' is not in the index; did you mean "
       "'mipex-2010'?"},
      {{"--from", "2013", "--from-methodology", "mipex-2010", "--node", "f,bb28"},
       "node 'bb28' is not in methodology mipex-2010, which scores the start; in both are a, b, c, "
       "d, e, f, g, overall_without_health, overall_without_health_education"},
  };
  for (const auto& [arguments, message] : cases) {
    ExpectError(With({"attribute"}, arguments), "lawtrace: " + message + "\n");
  }
  const Outcome outcome = Run({"attribute", "--from", "2013", "--from-known-at", "soon"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, StartsWith("lawtrace: --from-known-at: 'soon' is not a point in time"));
}

}  // namespace
}  // namespace lawtrace::cli
