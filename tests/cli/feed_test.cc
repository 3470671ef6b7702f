// Feeds by the real program, read back by a real parser; and returned mail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <set>
#include <sstream>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class FeedTest : public ProgramTest {
 protected:
  void SetUp() override {
    Do({"import", "events",
        Write("coding.csv",
              "kind,country,indicator,answer,effective,observed\n"
              "coding,PT,fa98,50,2013-12-31,2013-12-31\n"),
        "--recorded-at", "2015-06-01"});
  }

  // Records an event with an answer and returns its sequence.
  std::string Record(const std::string& kind, const std::string& answer, const std::string& day,
                     const std::string& recorded_at, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"record",      kind,   "--country",     "PT",
                                          "--indicator", "fa98", "--recorded-at", recorded_at};
    if (!answer.empty()) arguments.insert(arguments.end(), {"--answer", answer});
    if (!day.empty()) arguments.insert(arguments.end(), {"--effective", day});
    arguments.insert(arguments.end(), more.begin(), more.end());
    Do(arguments);
    return std::to_string(++last_);
  }

  // What feedparser understood of the file.
  static nlohmann::json Parse(const std::string& file) {
    const std::string command = "/usr/bin/python3 " LAWTRACE_SOURCE_DIR
                                "/tests/receivers/read_feed.py '" +
                                file + "' 2>/dev/null";
    FILE* pipe = popen(command.c_str(), "r");
    std::string text;
    std::array<char, 4096> buffer{};
    while (const std::size_t size = fread(buffer.data(), 1, buffer.size(), pipe))
      text.append(buffer.data(), size);
    pclose(pipe);
    return text.empty() ? nlohmann::json() : nlohmann::json::parse(text);
  }

  int last_ = 1;  // The coding.
};

TEST_F(FeedTest, AnEntryIsReadWithTheWholeChange) {
  Record("amendment", "100", "2018-07-06", "2018-07-09");
  const std::string folder = Path("feeds");
  Do({"feed", "--country", "PT", "--output", folder, "--public-url", "https://example.org"});
  const nlohmann::json feed = Parse(folder + "/country-PT.atom");
  if (feed.is_null()) GTEST_SKIP() << "skipped: no python3-feedparser";
  EXPECT_FALSE(feed["is_malformed"]);
  EXPECT_EQ(feed["version"], "atom10");
  EXPECT_EQ(feed["id"], "tag:example.org,2007:mipex/feed/country-PT");
  EXPECT_EQ(feed["links"]["self"], "https://example.org/feeds/country-PT.atom");
  ASSERT_EQ(feed["entries"].size(), 1U);
  const nlohmann::json& entry = feed["entries"][0];
  EXPECT_EQ(entry["id"], "tag:example.org,2007:mipex/event/2");
  EXPECT_THAT(entry["title"], StartsWith("Portugal: "));
  EXPECT_THAT(entry["title"], HasSubstr("50 → 100"));
  EXPECT_EQ(entry["updated"], "2018-07-09T00:00:00Z");
  EXPECT_THAT(entry["html"], HasSubstr("on 6 July 2018"));
  EXPECT_THAT(entry["html"], HasSubstr("https://example.org/events/2"));
  EXPECT_THAT(entry["terms"], Contains("amendment"));
}

TEST_F(FeedTest, ACorrectionUpdatesTheEntryAndAWithdrawalEndsIt) {
  const std::string event = Record("amendment", "100", "2018-07-06", "2018-07-09");
  const std::string correction =
      Record("correction", "0", "2018-07-06", "2018-08-01", {"--supersedes", event});
  const nlohmann::json corrected = Parse((Do({"feed", "--output", Path("a")}), Path("a/all.atom")));
  if (corrected.is_null()) GTEST_SKIP() << "skipped: no python3-feedparser";
  ASSERT_EQ(corrected["entries"].size(), 2U);
  const nlohmann::json& newest = corrected["entries"][0];
  EXPECT_EQ(newest["id"], corrected["entries"][1]["id"]);
  EXPECT_THAT(newest["title"], StartsWith("Corrected: "));
  EXPECT_EQ(newest["published"], "2018-07-09T00:00:00Z");
  EXPECT_EQ(newest["updated"], "2018-08-01T00:00:00Z");

  Record("retraction", "", "", "2018-09-01", {"--supersedes", correction});
  Do({"feed", "--output", Path("b")});
  const nlohmann::json withdrawn = Parse(Path("b/all.atom"));
  EXPECT_FALSE(withdrawn["is_malformed"]);
  EXPECT_THAT(withdrawn["entries"][0]["title"], StartsWith("Withdrawn: "));
  EXPECT_EQ(withdrawn["entries"][0]["id"], newest["id"]);
  EXPECT_THAT(ReadFile(Path("b/all.atom")),
              HasSubstr("<at:deleted-entry ref=\"tag:localhost,2007:mipex/event/2\" "
                        "when=\"2018-09-01T00:00:00Z\">"));
}

TEST_F(FeedTest, AnAnnouncedAmendmentHasASecondEntryFromItsDayOn) {
  const std::string event = Record("amendment", "100", "2018-07-06", "2018-05-01");
  Record("amendment", "0", "2040-01-01", "2018-05-02");
  Do({"feed", "--output", Path("a")});
  const nlohmann::json feed = Parse(Path("a/all.atom"));
  if (feed.is_null()) GTEST_SKIP() << "skipped: no python3-feedparser";
  ASSERT_EQ(feed["entries"].size(), 3U) << "two announcements, one has come";
  EXPECT_EQ(feed["entries"][0]["id"], "tag:localhost,2007:mipex/event/" + event + "/in-force");
  EXPECT_EQ(feed["entries"][0]["updated"], "2018-07-06T00:00:00Z");
  EXPECT_THAT(feed["entries"][0]["title"], StartsWith("In force: Portugal: "));
  EXPECT_THAT(feed["entries"][0]["terms"], Contains("entry_into_force"));
}

TEST_F(FeedTest, AnAnnouncementThatWasWithdrawnBeforeItsDayNeverTakesEffect) {
  const std::string event = Record("amendment", "100", "2018-07-06", "2018-05-01");
  Record("retraction", "", "", "2018-06-01", {"--supersedes", event});
  EXPECT_THAT(Do({"feed", "--output", "-"}), Not(HasSubstr("in-force")));
}

TEST_F(FeedTest, AnEditionHasAnEntryPerCountryOnceItsAnswersAreThere) {
  Do({"import", "events",
      Write("edition.csv",
            "kind,country,indicator,answer,effective,observed\n"
            "confirmation,PT,fa98,50,2013-12-31,2014-12-31\n"),
      "--recorded-at", "2016-03-01"});
  for (const char* scope : {"--country=PT", "--node=f"}) {
    const std::string feed = Do({"feed", scope, "--output", "-"});
    EXPECT_THAT(feed, HasSubstr("tag:localhost,2007:mipex/edition/mipex-2014/PT")) << scope;
    EXPECT_THAT(feed, HasSubstr("<updated>2016-03-01T00:00:00Z</updated>")) << scope;
  }
  for (const char* scope : {"--country=ES", "--node=fa98"})
    EXPECT_THAT(Do({"feed", scope, "--output", "-"}), Not(HasSubstr("<entry>"))) << scope;
}

TEST_F(FeedTest, FullPagesBecomeArchivesThatKeepTheirEntries) {
  const auto write = [&](int from, int count, const std::string& recorded_at) {
    std::ostringstream lines;
    lines << "kind,country,indicator,answer,effective\n";
    for (int i = from; i < from + count; ++i)
      lines << "amendment,PT,fa98," << (i % 2 == 0 ? "100" : "50") << "," << 2015 + i / 12 << "-"
            << (i % 12 < 9 ? "0" : "") << i % 12 + 1 << "-01\n";
    Do({"import", "events", Write("events.csv", lines.str()), "--recorded-at", recorded_at});
  };
  write(0, 60, "2020-01-01");
  Do({"feed", "--country", "PT", "--output", Path("a")});
  write(60, 60, "2026-01-01");
  Do({"feed", "--country", "PT", "--output", Path("b")});
  const nlohmann::json former = Parse(Path("a/country-PT-1.atom"));
  if (former.is_null()) GTEST_SKIP() << "skipped: no python3-feedparser";
  const nlohmann::json archive = Parse(Path("b/country-PT-1.atom"));
  EXPECT_EQ(former["entries"].size(), 50U);
  EXPECT_EQ(former["entries"], archive["entries"]);
  EXPECT_EQ(archive["links"]["current"], "country-PT.atom");
  EXPECT_EQ(archive["links"]["next-archive"], "country-PT-2.atom");
  EXPECT_FALSE(former["links"].contains("next-archive"));

  // Whoever follows prev-archive from the current page meets every entry.
  std::set<std::string> seen;
  std::string page = "country-PT.atom";
  for (int pages = 0; !page.empty() && pages < 5; ++pages) {
    const nlohmann::json feed = Parse(Path("b/" + page));
    EXPECT_FALSE(feed["is_malformed"]);
    for (const nlohmann::json& entry : feed["entries"]) seen.insert(entry["id"]);
    page = feed["links"].value("prev-archive", "");
  }
  EXPECT_EQ(seen.size(), 120U);
}

TEST_F(FeedTest, ARebuiltStoreGivesTheSameBytes) {
  Record("amendment", "100", "2018-07-06", "2018-07-09");
  const std::string feed = Do({"feed", "--output", "-"});
  UseStore("again");
  SetUp();
  Record("amendment", "100", "2018-07-06", "2018-07-09");
  EXPECT_EQ(Do({"feed", "--output", "-"}), feed);
}

TEST_F(FeedTest, AScopeHoldsWhatLiesBelowItAndNothingElse) {
  Record("amendment", "100", "2018-07-06", "2018-07-09");
  for (const char* scope : {"f", "fa98", "overall_with_health"})
    EXPECT_THAT(Do({"feed", "--node", scope, "--output", "-"}), HasSubstr("<entry>")) << scope;
  EXPECT_THAT(Do({"feed", "--node", "h", "--output", "-"}), Not(HasSubstr("<entry>")));
  EXPECT_THAT(Do({"feed", "--country", "ES", "--output", "-"}), Not(HasSubstr("<entry>")));
}

TEST_F(FeedTest, AWrongScopeIsRefusedWithTheRemedy) {
  ExpectError({"feed", "--country", "Portugall", "--output", "-"},
              "lawtrace: no country 'Portugall'; did you mean 'Portugal'?\n");
  ExpectError({"feed", "--country", "PT", "--node", "f", "--output", "-"},
              "lawtrace: a feed is about one country, one node or one law; name one of them\n");
  ExpectError({"feed", "--law", "none", "--output", "-"},
              "lawtrace: no law 'none'; lawtrace law list shows the register\n");
  ExpectError({"bounce", "--recipient", "ana@example.org"},
              "lawtrace: 'ana@example.org' is no address for bounces; pass the one that the mail "
              "came back to: bounces+TOKEN@DOMAIN\n");
}

}  // namespace
}  // namespace lawtrace::cli
