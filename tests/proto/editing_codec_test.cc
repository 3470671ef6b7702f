#include "proto/editing_codec.h"

#include <gtest/gtest.h>

#include <string>

namespace lawtrace::proto {
namespace {

const std::string kDigest(32, '\x7F');

AccessToken SomeToken() {
  return {.id = "0123456789abcdef",
          .secret_digest = kDigest,
          .role = Role::kReviewer,
          .person = "Zoë",
          .created_at = Instant(1'700'000'000),
          .expires_at = Instant(1'800'000'000),
          .revoked_at = Instant(1'750'000'000)};
}

Submission SomeSubmission() {
  return {
      .number = 7,
      .state = SubmissionState::kApproved,
      .author = "Zoë",
      .submitted_at = Instant(1'700'000'000),
      .note = "as announced",
      .embargo_until = Instant(1'800'000'000),
      .events = {.columns = {"kind", "country"}, .rows = {{"amendment", "PT"}, {"proposal", ""}}},
      .laws = {.columns = {"law"}, .rows = {{"pt-lei-23-2007"}}},
      .decided_by = "Ali",
      .decided_at = Instant(1'700'000'500),
      .remark = "seen",
      .first = Sequence{4},
      .last = Sequence{6}};
}

AuditEntry SomeEntry() {
  return {.number = 2,
          .at = Instant(1'700'000'000),
          .person = "Zoë",
          .token = "0123456789abcdef",
          .action = "submission.approve",
          .subject = "submission 7",
          .detail = "seen",
          .previous_digest = kDigest};
}

RememberedAnswer SomeAnswer() {
  return {.at = Instant(1'700'000'000),
          .request_digest = kDigest,
          .status = 202,
          .location = "/v1/submissions/7",
          .body = "{}"};
}

template <typename T, typename Encode, typename Decode>
void ExpectReadsBack(const T& value, Encode encode, Decode decode) {
  const Result<std::string> bytes = encode(value);
  ASSERT_TRUE(bytes.has_value()) << bytes.error().Message();
  const Result<T> decoded = decode(*bytes);
  ASSERT_TRUE(decoded.has_value()) << decoded.error().Message();
  EXPECT_EQ(*decoded, value);
  for (std::size_t size = 0; size < 2; ++size)
    EXPECT_EQ(decode(bytes->substr(0, size)).error().code, ErrorCode::kCorruption);
  std::string other = *bytes;
  other.front() = 2;
  EXPECT_NE(decode(other).error().Message().find("unknown record version"), std::string::npos);
}

TEST(EditingCodecTest, EveryRecordReadsBackAsItWas) {
  ExpectReadsBack(SomeToken(), EncodeToken, DecodeToken);
  ExpectReadsBack(SomeSubmission(), EncodeSubmission, DecodeSubmission);
  ExpectReadsBack(SomeEntry(), EncodeAuditEntry, DecodeAuditEntry);
  ExpectReadsBack(SomeAnswer(), EncodeAnswer, DecodeAnswer);
}

TEST(EditingCodecTest, WhatIsAbsentStaysAbsent) {
  ExpectReadsBack(AccessToken{.id = "a", .secret_digest = kDigest}, EncodeToken, DecodeToken);
  ExpectReadsBack(Submission{.number = 1}, EncodeSubmission, DecodeSubmission);
  ExpectReadsBack(AuditEntry{.number = 1}, EncodeAuditEntry, DecodeAuditEntry);
}

TEST(EditingCodecTest, WhatCouldNotBeReadBackIsRefused) {
  Submission submission = SomeSubmission();
  submission.note = "\xFF";
  EXPECT_EQ(EncodeSubmission(submission).error().code, ErrorCode::kInvalidInput);
  AccessToken token = SomeToken();
  token.expires_at = Instant(std::int64_t{1} << 60);
  EXPECT_EQ(EncodeToken(token).error().Message(),
            "token record: a moment is out of range; use UTF-8 text and moments of the years 1400 "
            "to 9999");
  token = SomeToken();
  token.secret_digest = "short";
  EXPECT_FALSE(EncodeToken(token).has_value());
  AuditEntry entry = SomeEntry();
  entry.previous_digest.clear();
  EXPECT_FALSE(EncodeAuditEntry(entry).has_value());
}

// Golden bytes: what is stored must stay readable.
TEST(EditingCodecTest, TheBytesStayAsTheyAre) {
  EXPECT_EQ(EncodeAuditEntry({.number = 1, .at = Instant(1), .person = "A", .action = "b"}),
            std::string("\x01\x08\x01\x10\x02\x1a\x01"
                        "A*\x01"
                        "b"));
  EXPECT_EQ(
      EncodeSubmission(
          {.number = 3, .submitted_at = Instant(1), .events = {.columns = {"k"}, .rows = {{"v"}}}}),
      std::string("\x01\x08\x03\x10\x01 \x02:\x06\x0a\x01k\x12\x01vB\x00", 17));
}

}  // namespace
}  // namespace lawtrace::proto
