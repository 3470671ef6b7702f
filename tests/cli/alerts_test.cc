// Subscribing, dispatching and asking who was told, by the real program.
#include <gmock/gmock.h>

#include <sstream>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AlertsTest : public ProgramTest {
 protected:
  AlertsTest() {
    Do({"import", "events", LAWTRACE_SOURCE_DIR "/data/sample/events.csv", "--laws",
        LAWTRACE_SOURCE_DIR "/data/sample/laws.csv"});
    Do({"dispatch"});
  }

  std::vector<json> Lines(const std::string& name) const {
    std::vector<json> lines;
    std::istringstream in(ReadFile(Path(name)));
    for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
    return lines;
  }

  std::uint64_t Record(const std::string& answer, const std::string& effective) const {
    return Ask({"record", "amendment", "--country", "PT", "--indicator", "147a", "--answer", answer,
                "--effective", effective})
        .at(0)
        .at("event");
  }
};

TEST_F(AlertsTest, ASubscriberIsToldOnceAndThePeopleWhoAskLearnWhy) {
  Do({"subscribe", "--to", "file:" + Path("pt.jsonl"), "--country", "PT", "--area", "Health"});
  Do({"subscribe", "--to", "file:" + Path("es.jsonl"), "--where", "country ES"});
  const std::string event = std::to_string(Record("0", "2024-03-01"));
  Do({"dispatch"});
  Do({"dispatch"});
  const std::vector<json> told = Lines("pt.jsonl");
  ASSERT_EQ(told.size(), 1U);
  const json item = told[0].at("data").at("items").at(0);
  EXPECT_EQ(item.at("country"), "PT");
  EXPECT_EQ(item.at("old").at("answer"), "50");
  EXPECT_EQ(item.at("new").at("answer"), "0");
  EXPECT_EQ(item.at("reasons"), json({"country PT", "area h"}));
  const json deliveries = Ask({"deliveries", "--event", event});
  ASSERT_EQ(deliveries.size(), 1U);
  EXPECT_EQ(deliveries[0].at("outcome"), "sent");
  EXPECT_EQ(deliveries[0].at("message"), told[0].at("id"));
  EXPECT_EQ(Ask({"deliveries", "--why", "1", event})[0].at("outcome"), "sent");
  EXPECT_EQ(Ask({"deliveries", "--why", "2", event})[0].at("explanation"),
            "does not match: country ES");
  EXPECT_THAT(std::string(Ask({"deliveries", "--why", "1", "6179"})[0].at("explanation")),
              HasSubstr("recorded before the subscription began"));
}

TEST_F(AlertsTest, APreviewIsWhatADispatchThenSends) {
  Do({"subscribe", "--to", "file:" + Path("out.jsonl"), "--where", "change overall >= 0.2"});
  Record("0", "2024-03-01");
  const json preview = Ask({"subscription", "preview", "1", "--since", "today"});
  Do({"dispatch"});
  EXPECT_THAT(preview, IsEmpty()) << "what is recorded today is not after today";
  const json all = Ask({"subscription", "preview", "1", "--since", "2025"});
  ASSERT_EQ(all.size(), 1U);
  const std::vector<json> told = Lines("out.jsonl");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(all[0].at("event"), told[0].at("data").at("items").at(0).at("event"));
  EXPECT_EQ(all[0].at("suppressed"), nullptr);
}

TEST_F(AlertsTest, AReplaySendsTheSameMessageAgain) {
  Do({"subscribe", "--to", "file:" + Path("out.jsonl")});
  Record("0", "2024-03-01");
  Do({"dispatch", "--now", "2031-05-05"});
  Do({"dispatch", "--now", "2031-05-06", "--replay", "2031-05-05..2031-05-05"});
  const std::vector<json> told = Lines("out.jsonl");
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0], told[1]);
}

TEST_F(AlertsTest, TheLifeOfASubscription) {
  EXPECT_EQ(Ask({"subscribe", "--to", "mail:ana@example.org", "--cadence", "weekly", "--day",
                 "Sunday", "--at", "18:30", "--zone", "Europe/Lisbon"})[0]
                .at("cadence"),
            "weekly Sunday 18:30 Europe/Lisbon");
  EXPECT_EQ(Ask({"subscription", "show", "1"})[0].at("state"), "unconfirmed");
  EXPECT_EQ(Ask({"subscription", "confirm", "1"})[0].at("state"), "active");
  EXPECT_EQ(Ask({"subscription", "pause", "1", "--until", "2099-01-01"})[0].at("paused_until"),
            "2099-01-01T00:00:00Z");
  EXPECT_EQ(Ask({"subscription", "resume", "1"})[0].at("state"), "active");
  const json edited = Ask({"subscription", "edit", "1", "--country", "ES", "--cadence", "daily"});
  EXPECT_EQ(edited[0].at("filter"), "country ES");
  EXPECT_EQ(edited[0].at("cadence"), "daily 18:30 Europe/Lisbon");
  EXPECT_EQ(Ask({"subscription", "end", "1", "--reason", "asked by phone"})[0].at("end_reason"),
            "asked by phone");
  EXPECT_EQ(Ask({"subscription", "forget", "1"})[0].at("to"), nullptr);
  EXPECT_THAT(Ask({"subscription", "list", "--state", "active"}), IsEmpty());
  const json hook = Ask({"subscribe", "--to", "webhook:https://example.org/hook"});
  const json rotated = Ask({"subscription", "rotate-secret", "2"});
  EXPECT_NE(hook[0].at("secret"), rotated[0].at("secret"));
  EXPECT_FALSE(Ask({"subscription", "show", "2"})[0].contains("secret"));
}

TEST_F(AlertsTest, AWebhookIsRefusedWhenItIsEnteredUnlessItsNetworkIsAllowed) {
  Do({"subscribe", "--to", "webhook:https://example.org/hook"});
  for (const std::string& url :
       Words{"http://127.0.0.1:9/", "http://127.1/", "http://[::1]/", "http://10.0.0.1/",
             "http://169.254.169.254/latest", "http://localhost/", "http://db.internal/",
             "http://[::ffff:10.0.0.1]/", "https://ana:secret@example.org/",
             "https://example.org:22/", "https://example.org/#part"}) {
    EXPECT_EQ(Run({"subscribe", "--to", "webhook:" + url}).status, 2) << url;
    EXPECT_EQ(Run({"subscription", "edit", "1", "--to", "webhook:" + url}).status, 2) << url;
  }
  const json all = Ask({"subscription", "list"});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].at("to"), "webhook:https://example.org/hook");
  EXPECT_THAT(Run({"subscribe", "--to", "webhook:http://10.0.0.1/"}).err,
              HasSubstr("webhook: '10.0.0.1' is not on the public internet; name a public host, or "
                        "let the operator set allowed-networks"));
  Ask({"subscribe", "--to", "webhook:http://10.0.0.1/", "--allowed-networks", "10.0.0.0/8"});
  EXPECT_THAT(Run({"subscribe", "--to", "-", "--language", "xx"}).err,
              HasSubstr("there are no messages in 'xx'"));
}

TEST_F(AlertsTest, WhatIsWrongIsSaidWithWhatToWriteInstead) {
  Do({"subscribe", "--to", "-"});
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"subscribe", "--to", "fax:1"},
       "--to: 'fax:1' is nowhere to send to; write mail:ADDRESS, webhook:URL, file:PATH or - for "
       "standard output"},
      {{"subscribe", "--to", "mail:ana"},
       "--to: 'ana' is no mail address; write one such as ana@example.org"},
      {{"subscribe", "--to", "-", "--country", "Portugl"},
       "'country Portugl': country 'Portugl' is not in the index; did you mean 'Portugal'?"},
      {{"subscribe", "--to", "-", "--cadence", "hourly"},
       "--cadence: 'hourly' is unknown; write immediate, daily, weekly, monthly or edition"},
      {{"subscribe", "--to", "-", "--cadence", "weekly", "--day", "8"},
       "--day: '8' is no day of the week; write one such as monday"},
      {{"subscribe", "--to", "-", "--cadence", "daily", "--zone", "Mars/Base"},
       "'Mars/Base' is no time zone that this machine knows; write one such as Europe/Lisbon, or "
       "UTC"},
      {{"subscription", "show", "7"},
       "there is no subscription 7; see 'lawtrace subscription list'"},
      {{"subscription", "end", "abc"},
       "'abc' is neither the number nor the token of a subscription; see 'lawtrace subscription "
       "list'"},
      {{"subscription", "rotate-secret", "1"}, "only a webhook has a secret"},
      {{"subscription", "resume", "2"},
       "there is no subscription 2; see 'lawtrace subscription list'"},
      {{"dispatch", "--failed-only"}, "--failed-only narrows --replay; name its days, too"},
      {{"dispatch", "--replay", "2026-01-02..2026-01-01"},
       "--replay: 2026-01-02..2026-01-01 ends before it begins; swap them"},
      {{"deliveries", "--outcome", "lost"},
       "--outcome: 'lost' is no outcome; write queued, sent, grouped, suppressed or failed"},
  };
  for (const auto& [arguments, message] : cases) {
    SCOPED_TRACE(testing::PrintToString(arguments));
    ExpectError(arguments, "lawtrace: " + message + "\n");
  }
}

}  // namespace
}  // namespace lawtrace::cli
