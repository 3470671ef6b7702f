// Access and editing through the API, on a real store, without a socket.
#include <gmock/gmock.h>

#include <chrono>
#include <future>
#include <string>

#include "service/desk/audit.h"
#include "service/desk/publication.h"
#include "tests/service/editing_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(EditingTest, WithoutAValidTokenNothingIsWritten) {
  const std::string coder = Token(Role::kCoder, "Ana");
  const std::string expiring = Token(Role::kCoder, "Ana", Instant(now_ + 10));
  const IssuedToken revoked =
      AddToken(service_->writer(), Role::kAdmin, "Eve", std::nullopt, Instant(now_)).value();
  ASSERT_TRUE(RevokeToken(service_->writer(), revoked.token.id, Instant(now_)).has_value());
  std::string forged = coder;
  forged.back() = forged.back() == '0' ? '1' : '0';
  std::string foreign = coder;
  foreign.replace(9, 16, "00000000deadbeef");
  now_ += 10;
  for (const std::string& token :
       {std::string(), std::string("x"), std::string("lawtrace_"), forged, foreign, expiring,
        revoked.text, coder + "0", coder.substr(0, coder.size() - 1)}) {
    const Response response = Send({.token = token}, "/v1/amendments", kAmendment);
    EXPECT_EQ(response.status, 401) << token;
    EXPECT_THAT(HeaderOf(response, "WWW-Authenticate"), HasSubstr("Bearer"));
    EXPECT_THAT(HeaderOf(response, "Content-Type"), HasSubstr("application/problem+json"));
  }
  EXPECT_THAT(ListSubmissions(service_->writer().records()).value(), IsEmpty());
  EXPECT_EQ(StatusOf({.token = coder}, "/v1/amendments", kAmendment), 202);
}

TEST_F(EditingTest, ARouteForEverybodyTakesNoTokenOrAValidOne) {
  EXPECT_EQ(StatusOf({.method = "GET"}, "/open"), 200);
  EXPECT_EQ(StatusOf({.token = Token(Role::kReader, "Ana"), .method = "GET"}, "/open"), 200);
  EXPECT_EQ(StatusOf({.token = "x", .method = "GET"}, "/open"), 401);
}

TEST_F(EditingTest, TooLowARoleIsForbidden) {
  const std::string reader = Token(Role::kReader, "Rea");
  const std::string coder = Token(Role::kCoder, "Ana");
  const Response response = Send({.token = reader}, "/v1/amendments", kAmendment);
  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(response.text(), HasSubstr("your role is reader; this needs coder or above"));
  EXPECT_EQ(StatusOf({.token = coder}, "/v1/submissions/1/approve"), 403);
  EXPECT_EQ(StatusOf({.token = coder, .method = "GET"}, "/v1/audit"), 403);
}

TEST_F(EditingTest, TheSecretIsNeitherStoredNorTold) {
  const std::string token = Token(Role::kCoder, "Ana");
  const std::string secret = token.substr(token.rfind('_') + 1);
  EXPECT_THAT(secret, SizeIs(64));
  for (const store::Family family : {store::Family::kAccess, store::Family::kAudit}) {
    const Status scanned = service_->writer().records().Scan(
        family, {}, [&](std::string_view key, std::string_view value) -> Result<bool> {
          EXPECT_THAT(std::string(key) + std::string(value), Not(HasSubstr(secret)));
          return true;
        });
    EXPECT_TRUE(scanned.has_value());
  }
}

TEST_F(EditingTest, WhatACoderStatesCountsOnlyWhenAnotherPersonApproved) {
  const std::string coder = Token(Role::kCoder, "Ana");
  const std::string reviewer = Token(Role::kReviewer, "Rui");
  const Response submitted = Send({.token = coder}, "/v1/amendments", kAmendment);
  ASSERT_EQ(submitted.status, 202) << submitted.text();
  EXPECT_EQ(HeaderOf(submitted, "Location"), "/v1/submissions/1");
  EXPECT_EQ(LogEnd(), 0U);
  EXPECT_EQ(service_->snapshot()->last(), Sequence{});
  const json approved = BodyOf({.token = reviewer}, "/v1/submissions/1/approve",
                               R"({"remark": "seen in the gazette"})");
  EXPECT_EQ(approved["state"], "published");
  EXPECT_EQ(approved["decided_by"], "Rui");
  EXPECT_EQ(LogEnd(), 1U);
  EXPECT_EQ(service_->snapshot()->last(), Sequence{1});
  const Transaction recorded = service_->log().Read(Sequence{1}).value();
  EXPECT_EQ(recorded.author, "Ana");
  EXPECT_EQ(recorded.source, "submission 1");
  EXPECT_EQ(recorded.events[0].country, "SE");
}

TEST_F(EditingTest, NobodyApprovesTheirOwnHoweverTheyWriteTheirName) {
  const std::string coder = Token(Role::kCoder, "Ana Lima");
  ASSERT_EQ(StatusOf({.token = coder}, "/v1/amendments", kAmendment), 202);
  const Response response =
      Send({.token = Token(Role::kAdmin, " ana lima ")}, "/v1/submissions/1/approve");
  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(response.text(), HasSubstr("is your own; another person has to look at it"));
  EXPECT_EQ(LogEnd(), 0U);
}

TEST_F(EditingTest, WhatIsDecidedStaysDecided) {
  const std::string coder = Token(Role::kCoder, "Ana");
  const std::string other = Token(Role::kCoder, "Ben");
  const std::string reviewer = Token(Role::kReviewer, "Rui");
  for (int i = 1; i <= 3; ++i)
    ASSERT_EQ(StatusOf({.token = coder}, "/v1/amendments", kAmendment), 202);
  EXPECT_EQ(BodyOf({.token = reviewer}, "/v1/submissions/1/reject")["state"], "rejected");
  EXPECT_EQ(StatusOf({.token = other}, "/v1/submissions/2/withdraw"), 403);
  EXPECT_EQ(BodyOf({.token = coder}, "/v1/submissions/2/withdraw")["state"], "withdrawn");
  EXPECT_EQ(BodyOf({.token = reviewer}, "/v1/submissions/3/approve")["state"], "published");
  for (const char* number : {"1", "2", "3"})
    for (const char* action : {"/approve", "/reject"})
      EXPECT_EQ(StatusOf({.token = reviewer}, std::string("/v1/submissions/") + number + action),
                409);
  EXPECT_EQ(StatusOf({.token = reviewer}, "/v1/submissions/9/approve"), 404);
  EXPECT_EQ(LogEnd(), 1U);
}

TEST_F(EditingTest, WhatBecameWrongMeanwhileIsNotApproved) {
  const std::string coder = Token(Role::kCoder, "Ana");
  const std::string reviewer = Token(Role::kReviewer, "Rui");
  ASSERT_EQ(StatusOf({.token = coder}, "/v1/amendments", kAmendment), 202);
  ASSERT_EQ(StatusOf({.token = coder}, "/v1/amendments", kAmendment), 202);
  ASSERT_EQ(StatusOf({.token = reviewer}, "/v1/submissions/1/approve"), 200);
  const Response again = Send({.token = reviewer}, "/v1/submissions/2/approve");
  EXPECT_EQ(again.status, 400);
  EXPECT_THAT(again.text(), HasSubstr("nothing new: the log already states all of this"));
  EXPECT_EQ(FindSubmission(service_->writer().records(), 2)->state, SubmissionState::kSubmitted);
}

TEST_F(EditingTest, StatementsAreHeldAgainstTheIndexWithEveryFault) {
  const std::string coder = Token(Role::kCoder, "Ana");
  const json problem = BodyOf({.token = coder}, "/v1/amendments",
                              R"({"country": "XX", "indicator": "fees", "answer": "few",)"
                              R"( "effective": "2014-02-30"})");
  EXPECT_EQ(problem["status"], 400);
  EXPECT_THAT(problem["errors"].dump(), HasSubstr("2014-02-30"));
  for (const auto& [body, fault] : std::vector<std::pair<std::string, std::string>>{
           {"", "the body is not JSON"},
           {"[]", "the body is not a JSON object"},
           {"{", "the body is not JSON"},
           {R"({"kind": "coding", "country": "SE"})", "is not what this address takes"},
           {R"({"recorded_at": "2001-01-01"})", "unknown key 'recorded_at'"},
           {R"({"country": {"a": 1}})", "holds a list or an object"},
           {R"({"embargo_until": "tomorrow"})", "embargo_until: "},
           {R"({"expected_sequence": -1})", "expected_sequence: is not a whole number"}}) {
    const Response response = Send({.token = coder}, "/v1/amendments", body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_THAT(response.text(), HasSubstr(fault)) << body;
  }
  EXPECT_EQ(StatusOf({.token = coder}, "/v1/submissions", "{}"), 400);
}

TEST_F(EditingTest, SeveralEventsAndTheirLawsAreOneSubmission) {
  const std::string coder = Token(Role::kCoder, "Ana");
  const std::string reviewer = Token(Role::kReviewer, "Rui");
  const std::string body = R"({"events": [{"kind": "amendment", "country": "SE",
      "indicator": "fees", "answer": "none", "effective": "2014", "laws": "se-1"}],
      "laws": [{"law": "se-1", "country": "SE", "title": "Library Act"}], "note": "please look"})";
  ASSERT_EQ(StatusOf({.token = coder}, "/v1/submissions", body), 202);
  const json shown = BodyOf({.token = reviewer, .method = "GET"}, "/v1/submissions/1");
  EXPECT_EQ(shown["note"], "please look");
  EXPECT_EQ(shown["laws"][0]["title"], "Library Act");
  ASSERT_EQ(StatusOf({.token = reviewer}, "/v1/submissions/1/approve"), 200);
  EXPECT_EQ(LogEnd(), 2U);
}

TEST_F(EditingTest, ACoderSeesOnlyOwnSubmissions) {
  const std::string ana = Token(Role::kCoder, "Ana");
  const std::string ben = Token(Role::kCoder, "Ben");
  ASSERT_EQ(StatusOf({.token = ana}, "/v1/amendments", kAmendment), 202);
  EXPECT_THAT(BodyOf({.token = ana, .method = "GET"}, "/v1/submissions"), SizeIs(1));
  EXPECT_THAT(BodyOf({.token = ben, .method = "GET"}, "/v1/submissions"), SizeIs(0));
  EXPECT_EQ(StatusOf({.token = ben, .method = "GET"}, "/v1/submissions/1"), 404);
  EXPECT_EQ(StatusOf({.method = "GET"}, "/v1/submissions"), 401);
  const std::string rui = Token(Role::kReviewer, "Rui");
  EXPECT_THAT(BodyOf({.token = rui, .method = "GET"}, "/v1/submissions?state=submitted"),
              SizeIs(1));
  EXPECT_THAT(BodyOf({.token = rui, .method = "GET"}, "/v1/submissions?state=published"),
              SizeIs(0));
}

TEST_F(EditingTest, AnEmbargoKeepsWhatIsApprovedOutOfTheLog) {
  const std::string coder = Token(Role::kCoder, "Ana");
  const std::string reviewer = Token(Role::kReviewer, "Rui");
  const Instant end(now_ + 3'600);
  json body = json::parse(kAmendment);
  body["embargo_until"] = end.ToString();
  ASSERT_EQ(StatusOf({.token = coder}, "/v1/amendments", body.dump()), 202);
  EXPECT_EQ(BodyOf({.token = reviewer}, "/v1/submissions/1/approve")["state"], "approved");
  now_ += 3'599;
  EXPECT_THAT(PublishDue(desk_, Instant(now_)).value(), IsEmpty());
  EXPECT_EQ(LogEnd(), 0U);
  now_ += 100;
  ASSERT_THAT(PublishDue(desk_, Instant(now_)).value(), SizeIs(1));
  EXPECT_EQ(LogEnd(), 1U);
  EXPECT_EQ(service_->log().Read(Sequence{1})->recorded_at, end);
  EXPECT_THAT(PublishDue(desk_, Instant(now_)).value(), IsEmpty());
}

TEST_F(EditingTest, AnEmbargoThatIsRejectedOrHasBecomeWrongNeverEntersTheLog) {
  const std::string coder = Token(Role::kCoder, "Ana");
  const std::string reviewer = Token(Role::kReviewer, "Rui");
  json body = json::parse(kAmendment);
  body["embargo_until"] = Instant(now_ + 60).ToString();
  for (const char* number : {"1", "2"}) {
    ASSERT_EQ(StatusOf({.token = coder}, "/v1/amendments", body.dump()), 202);
    ASSERT_EQ(StatusOf({.token = reviewer}, std::string("/v1/submissions/") + number + "/approve"),
              200);
  }
  ASSERT_EQ(StatusOf({.token = reviewer}, "/v1/submissions/1/reject"), 200);
  ASSERT_EQ(StatusOf({.token = coder}, "/v1/amendments", kAmendment), 202);
  ASSERT_EQ(StatusOf({.token = reviewer}, "/v1/submissions/3/approve"), 200);
  now_ += 60;
  const std::vector<Submission> changed = PublishDue(desk_, Instant(now_)).value();
  ASSERT_THAT(changed, SizeIs(1));
  EXPECT_EQ(changed[0].state, SubmissionState::kObsolete);
  EXPECT_THAT(changed[0].remark, HasSubstr("nothing new"));
  EXPECT_EQ(LogEnd(), 1U);
}

TEST_F(EditingTest, TheTimerPublishesWhatFellDue) {
  const std::string coder = Token(Role::kCoder, "Ana");
  json body = json::parse(kAmendment);
  body["embargo_until"] = Instant(now_ + 60).ToString();
  ASSERT_EQ(StatusOf({.token = coder}, "/v1/amendments", body.dump()), 202);
  ASSERT_EQ(StatusOf({.token = Token(Role::kReviewer, "Rui")}, "/v1/submissions/1/approve"), 200);
  std::promise<std::size_t> published;
  const Publication timer(
      desk_, [this] { return Instant(now_ + 60); },
      [&](const Result<std::vector<Submission>>& changed) { published.set_value(changed->size()); },
      std::chrono::milliseconds(5));
  EXPECT_EQ(published.get_future().get(), 1U);
  EXPECT_EQ(LogEnd(), 1U);
}

TEST_F(EditingTest, AnEditorWritesAloneOnlyWhereThatIsConfigured) {
  const std::string editor = Token(Role::kEditor, "Edo");
  EXPECT_EQ(StatusOf({.token = editor}, "/v1/amendments", kAmendment), 202);
  EXPECT_EQ(LogEnd(), 0U);
  Open(true);
  const Response response = Send({.token = editor}, "/v1/amendments", kAmendment);
  EXPECT_EQ(response.status, 201) << response.text();
  EXPECT_EQ(LogEnd(), 1U);
  const std::string coder = Token(Role::kCoder, "Ana");
  EXPECT_EQ(StatusOf({.token = coder}, "/v1/retractions",
                     R"({"country": "SE", "indicator": "fees", "supersedes": 1})"),
            202);
}

TEST_F(EditingTest, ARepeatedRequestWithOneKeyIsDoneOnce) {
  const Sent sent{.token = Token(Role::kCoder, "Ana"),
                  .headers = {{.name = "idempotency-key", .value = "k1"}}};
  const Response first = Send(sent, "/v1/amendments", kAmendment);
  const Response second = Send(sent, "/v1/amendments", kAmendment);
  EXPECT_EQ(first.status, 202);
  EXPECT_EQ(second.status, 202);
  EXPECT_EQ(first.text(), second.text());
  EXPECT_EQ(HeaderOf(second, "Location"), "/v1/submissions/1");
  EXPECT_THAT(ListSubmissions(service_->writer().records()).value(), SizeIs(1));
  EXPECT_EQ(StatusOf(sent, "/v1/amendments", R"({"country": "SE"})"), 422);
  EXPECT_EQ(StatusOf(sent, "/v1/proposals", kAmendment), 422);
  const Sent other{.token = Token(Role::kCoder, "Ben"), .headers = sent.headers};
  EXPECT_EQ(StatusOf(other, "/v1/amendments", kAmendment), 202);
  EXPECT_THAT(ListSubmissions(service_->writer().records()).value(), SizeIs(2));
  Open(false);
  EXPECT_EQ(Send(sent, "/v1/amendments", kAmendment).text(), first.text());
}

TEST_F(EditingTest, WhoeverReadAnOlderLogIsTold) {
  const std::string coder = Token(Role::kCoder, "Ana");
  const auto when = [&](const std::string& match) {
    return Sent{.token = coder, .headers = {{.name = "if-match", .value = match}}};
  };
  const Response stale = Send(when("\"7\""), "/v1/amendments", kAmendment);
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(HeaderOf(stale, "ETag"), "\"0\"");
  EXPECT_EQ(StatusOf(when("soon"), "/v1/amendments", kAmendment), 400);
  json body = json::parse(kAmendment);
  body["expected_sequence"] = 7;
  const Response conflict = Send({.token = coder}, "/v1/amendments", body.dump());
  EXPECT_EQ(conflict.status, 409);
  EXPECT_THAT(conflict.text(), HasSubstr("the log has moved on from 7 to 0"));
  EXPECT_EQ(StatusOf(when("\"0\""), "/v1/amendments", kAmendment), 202);
}

TEST_F(EditingTest, AnAdminMakesAndRevokesTokens) {
  const std::string admin = Token(Role::kAdmin, "Ada");
  const Response made =
      Send({.token = admin}, "/v1/tokens", R"({"role": "coder", "person": "Ana"})");
  ASSERT_EQ(made.status, 201) << made.text();
  EXPECT_EQ(HeaderOf(made, "Cache-Control"), "no-store");
  const json token = json::parse(made.text());
  const std::string coder = token["token"];
  EXPECT_EQ(StatusOf({.token = coder}, "/v1/amendments", kAmendment), 202);
  EXPECT_EQ(StatusOf({.token = coder}, "/v1/tokens", R"({"role": "admin", "person": "Ana"})"), 403);
  const Response listed = Send({.token = admin, .method = "GET"}, "/v1/tokens");
  EXPECT_THAT(json::parse(listed.text()), SizeIs(2));
  EXPECT_THAT(listed.text(), Not(HasSubstr(coder.substr(coder.rfind('_') + 1))));
  const std::string id = token["id"];
  EXPECT_EQ(StatusOf({.token = admin}, "/v1/tokens/" + id + "/revoke"), 200);
  EXPECT_EQ(StatusOf({.token = coder}, "/v1/amendments", kAmendment), 401);
  EXPECT_EQ(StatusOf({.token = admin}, "/v1/tokens/none/revoke"), 404);
  for (const char* body :
       {"", "{}", R"({"role": "king", "person": "A"})", R"({"role": "coder", "person": " "})",
        R"({"role": "coder", "person": "A", "expires": "2001-01-01"})",
        R"({"role": "coder", "person": "A", "secret": "x"})"})
    EXPECT_EQ(StatusOf({.token = admin}, "/v1/tokens", body), 400) << body;
}

TEST_F(EditingTest, TheTrailTellsWhoDidWhatAndShowsWhatWasTamperedWith) {
  const std::string coder = Token(Role::kCoder, "Ana");
  const std::string reviewer = Token(Role::kReviewer, "Rui");
  ASSERT_EQ(StatusOf({.token = coder}, "/v1/amendments", kAmendment), 202);
  ASSERT_EQ(StatusOf({.token = reviewer}, "/v1/submissions/1/approve"), 200);
  const json trail = BodyOf({.token = Token(Role::kAdmin, "Ada"), .method = "GET"}, "/v1/audit");
  ASSERT_THAT(trail, SizeIs(5));
  EXPECT_EQ(trail[0]["action"], "token.add");
  EXPECT_EQ(trail[2]["action"], "submission.submit");
  EXPECT_EQ(trail[3]["person"], "Rui");
  EXPECT_EQ(trail[3]["detail"], "published, items 1 to 1");
  store::Records records = service_->writer().records();
  EXPECT_THAT(CheckAudit(records)->faults, IsEmpty());

  const std::string third = *records.Get(store::Family::kAudit, store::NumberKey(3)).value();
  const auto write = [&](std::uint64_t number, std::optional<std::string> value) {
    const std::vector<store::RecordChange> changes = {
        {store::Family::kAudit, store::NumberKey(number), std::move(value)}};
    ASSERT_TRUE(records.Write(changes).has_value());
  };
  std::string changed = third;
  changed.replace(changed.find("Ana"), 3, "Eva");
  write(3, changed);
  EXPECT_THAT(CheckAudit(records)->faults,
              ElementsAre(HasSubstr("audit entry 4: does not carry the digest")));
  write(3, std::nullopt);
  EXPECT_THAT(CheckAudit(records)->faults, ElementsAre("audit entry 3: is missing; the next is 4"));
  write(3, third);
  write(5, std::nullopt);
  EXPECT_THAT(CheckAudit(records)->faults,
              ElementsAre(HasSubstr("the audit trail does not end as it did")));
}

}  // namespace
}  // namespace lawtrace::service
