#include "report/export/export_citation.h"

#include <gmock/gmock.h>

#include "report/export/sdmx_csv.h"

namespace lawtrace::report {
namespace {

constexpr const char* kToken =
    "lawtrace:scores/index=mipex/at=2020-12-31/days=all/from=2010-12-31/known-at=2021-01-01/"
    "updated-after=2019-12-31/country=GB-SCT+PT/node=a+b%2F%3D%2Bc/methodology=mipex-core@1/"
    "fingerprint=0123456789abcdef/log=8647/log-digest=00000000000000ff/format=sdmx-csv/"
    "data=fedcba9876543210";

ExportCitation Whole() {
  return {.kind = ExportKind::kScores,
          .format = ExportFormat::kSdmxCsv,
          .index = "mipex",
          .position = Sequence{8647},
          .log_digest = "00000000000000ff",
          .known_at = Day::Of(2021, 1, 1),
          .updated_after = Instant::StartOf(Day::Of(2019, 12, 31)),
          .data_digest = "fedcba9876543210",
          .methodology = "mipex-core",
          .methodology_version = "1",
          .fingerprint = "0123456789abcdef",
          .at = Day::Of(2020, 12, 31),
          .is_series = true,
          .from = Day::Of(2010, 12, 31),
          .countries = {"GB-SCT", "PT"},
          .nodes = {"a", "b/=+c"}};
}

// Tokens stand in print: their form must not change.
TEST(ExportCitationTest, ATokenIsWrittenAsItAlwaysWas) {
  EXPECT_EQ(TokenOf(Whole()), kToken);
}

TEST(ExportCitationTest, ATokenIsReadBack) {
  EXPECT_EQ(ParseToken(kToken).value(), Whole());
  ExportCitation odd = Whole();
  odd.kind = ExportKind::kChanges;
  odd.format = ExportFormat::kXlsx;
  odd.with_codings = true;
  odd.is_series = false;
  odd.methodology = "a@b %2F \xC3\xA9";
  odd.methodology_version = "1/2=3_,\"#&\n";
  EXPECT_EQ(ParseToken(TokenOf(odd)).value(), odd);
  const ExportCitation events{.kind = ExportKind::kEvents,
                              .format = ExportFormat::kCsv,
                              .index = "mipex",
                              .position = Sequence{},
                              .log_digest = "00000000000000ff",
                              .data_digest = "fedcba9876543210"};
  EXPECT_EQ(ParseToken(TokenOf(events)).value(), events);
}

TEST(ExportCitationTest, NoPrefixOfATokenIsAToken) {
  const std::string token = kToken;
  for (std::size_t length = 0; length < token.size(); ++length)
    EXPECT_FALSE(ParseToken(token.substr(0, length))) << token.substr(0, length);
}

TEST(ExportCitationTest, WhatTheKindDoesNotHaveIsNoPartOfItsToken) {
  const std::string events =
      "lawtrace:events/index=mipex/log=1/log-digest=00000000000000ff/format=csv/"
      "data=fedcba9876543210";
  EXPECT_TRUE(ParseToken(events));
  for (const char* part :
       {"/at=2020-12-31", "/country=PT", "/format=sdmx-csv", "/at", "/x=y", "/known-at=2020", "/"})
    EXPECT_FALSE(ParseToken(events + part)) << part;
}

TEST(SdmxCsvTest, TheFirstStatusThatAppliesIsTheStatus) {
  const Day recorded = Day::Of(2020, 6, 1);
  const Day later = Day::Of(2020, 6, 2);
  EXPECT_EQ(ObservationStatus(false, true, later, recorded), "M");
  EXPECT_EQ(ObservationStatus(true, true, later, recorded), "B");
  EXPECT_EQ(ObservationStatus(true, false, later, recorded), "P");
  EXPECT_EQ(ObservationStatus(true, false, recorded, recorded), "A");
  EXPECT_EQ(ObservationStatus(true, false, std::nullopt, recorded), "A");
}

}  // namespace
}  // namespace lawtrace::report
