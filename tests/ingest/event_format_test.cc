#include "ingest/event_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Csv(const std::vector<std::vector<std::string>>& rows) {
  std::string text;
  for (const std::vector<std::string>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += i == 0 ? "\"" : ",\"";
      for (const char c : row[i]) text += c == '"' ? "\"\"" : std::string(1, c);
      text += '"';
    }
    text += '\n';
  }
  return text;
}

std::string JsonLine(const std::vector<std::string>& keys, const std::vector<std::string>& values) {
  nlohmann::json object;
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (!values[i].empty()) object[keys[i]] = values[i];
  return object.dump() + "\n";
}

Transaction OneOf(Event event) {
  Transaction transaction{.first = Sequence{7},
                          .recorded_at = Instant::Parse("2021-03-04T05:06:07Z").value(),
                          .author = "Editor, \"the\" first",
                          .source = "a; b"};
  event.sequence = Sequence{7};
  transaction.events.push_back(std::move(event));
  return transaction;
}

Event FullEvent() {
  return {.kind = EventKind::kCorrection,
          .country = "PT",
          .indicator = "aa1",
          .answer = Answer::Option("75"),
          .effective = PartialDate(Day::Of(2018, 7, 6), Precision::kMonth),
          .basis = Basis::kConvention,
          .observed = Day::Of(2019, 12, 31),
          .supersedes = Sequence{3},
          .is_unlisted = true,
          .laws = {{.law = "pt-lei-1", .role = LawRole::kCause, .provision = "art. 3: 1"},
                   {.law = "pt-lei-2", .role = LawRole::kPrior, .provision = ""}},
          .evidence = {.comment = " two\nlines, \"quoted\"; \xC3\xA9 ",
                       .url = "https://dre.pt/x?a=1,2",
                       .document = "core.xlsx",
                       .place = "PT!C9"}};
}

class EventFormatTest : public testing::Test {
 protected:
  std::vector<EventRow> Parse(std::string_view text) {
    const Result<RecordFile> file = ParseRecords("f", text, EventColumns());
    EXPECT_TRUE(file) << file.error().Message();
    return file ? ParseEventRows(*file, index_, faults_) : std::vector<EventRow>();
  }
  std::vector<LawRow> ParseLaws(std::string_view text) {
    const Result<RecordFile> file = ParseRecords("f", text, LawColumns());
    EXPECT_TRUE(file) << file.error().Message();
    return file ? ParseLawRows(*file, index_, faults_) : std::vector<LawRow>();
  }
  std::string Faults() const { return faults_.empty() ? "" : faults_.ToError().Message(); }

  // Through both formats and back.
  void ExpectRoundTrip(const Event& event) {
    const Transaction transaction = OneOf(event);
    const std::vector<std::string> values = EventFields(transaction, transaction.events.front());
    ASSERT_EQ(values.size(), EventColumns().size());
    for (const std::vector<EventRow>& rows :
         {Parse(Csv({EventColumns(), values})), Parse(JsonLine(EventColumns(), values))}) {
      ASSERT_THAT(rows, SizeIs(1)) << Faults();
      EXPECT_EQ(rows[0].event, event);
      EXPECT_EQ(rows[0].place.sequence, Sequence{7});
      EXPECT_EQ(rows[0].place.transaction, Sequence{7});
      EXPECT_EQ(rows[0].place.recorded_at, transaction.recorded_at);
      EXPECT_EQ(rows[0].place.author, transaction.author);
      EXPECT_EQ(rows[0].place.source, transaction.source);
    }
    EXPECT_EQ(Faults(), "");
  }

  Index index_ = SmallIndex();
  FaultList faults_{"f"};
};

TEST_F(EventFormatTest, EveryFieldOfAnEventComesBack) {
  ExpectRoundTrip(FullEvent());
}

TEST_F(EventFormatTest, EveryKindBasisAndPrecisionComesBack) {
  for (const EventKind kind : {EventKind::kCoding, EventKind::kConfirmation, EventKind::kAmendment,
                               EventKind::kRecoding, EventKind::kProposal})
    for (const Basis basis : {Basis::kConvention, Basis::kStated})
      for (const Precision precision : {Precision::kDay, Precision::kMonth, Precision::kYear}) {
        Event event{.kind = kind,
                    .country = "PT",
                    .indicator = "aa1",
                    .answer = Answer::Option("50"),
                    .effective = PartialDate(Day::Of(2018, 7, 6), precision),
                    .basis = basis,
                    .observed = Day::Of(2019, 12, 31)};
        ExpectRoundTrip(event);
      }
}

TEST_F(EventFormatTest, AnswersThatAreNoOptionsComeBack) {
  Event event = FullEvent();
  for (const Answer& answer : {Answer::NotAssessed(), Answer::NotApplicable()}) {
    event.answer = answer;
    ExpectRoundTrip(event);
  }
}

TEST_F(EventFormatTest, AnUnknownCommencementAndARetractionComeBack) {
  Event event = FullEvent();
  event.effective.reset();
  ExpectRoundTrip(event);
  event.kind = EventKind::kRetraction;
  event.answer.reset();
  ExpectRoundTrip(event);
}

TEST_F(EventFormatTest, EveryFieldOfALawComesBack) {
  const Law law{.id = "pt-lei-23-2007",
                .country = "PT",
                .type = "act",
                .number = "23/2007",
                .title = "Lei n.\xC2\xBA 23/2007, \"de\" 4 de julho;\nx",
                .title_en = "Aliens Act",
                .identifier = "eli/pt/lei/23/2007",
                .adopted = PartialDate(Day::Of(2007, 7, 4), Precision::kDay),
                .published = PartialDate(Day::Of(2007, 7, 1), Precision::kMonth),
                .in_force = PartialDate(Day::Of(2007, 1, 1), Precision::kYear),
                .repealed = PartialDate(Day::Of(2030, 1, 1), Precision::kDay),
                .url = "https://dre.pt",
                .status = LawStatus::kRecognised,
                .aliases = {"Lei de Estrangeiros", "pt-lei-estrangeiros"},
                .links = {{.kind = LawLinkKind::kRepeals, .law = "pt-dl-244-98"}},
                .commencements = {{.provision = "art. 98",
                                   .in_force = PartialDate(Day::Of(2008, 1, 1), Precision::kYear)}},
                .follow_through = {{.question = FollowThrough::kFunded, .note = "no"}}};
  const Transaction transaction = OneOf(FullEvent());
  const std::vector<std::string> values = LawFields(transaction, law, Sequence{9});
  ASSERT_EQ(values.size(), LawColumns().size());
  for (const std::vector<LawRow>& rows :
       {ParseLaws(Csv({LawColumns(), values})), ParseLaws(JsonLine(LawColumns(), values))}) {
    ASSERT_THAT(rows, SizeIs(1)) << Faults();
    EXPECT_EQ(rows[0].law, law);
    EXPECT_EQ(rows[0].place.sequence, Sequence{9});
    EXPECT_EQ(rows[0].place.transaction, Sequence{7});
  }
}

TEST_F(EventFormatTest, WhatIsNotGivenHasADefault) {
  const auto rows = Parse(
      "kind,country,indicator,answer,effective\n"
      "coding,UK,aa1,50,2019\n"
      "amendment,PT,aa1,50,2019-03-01\n"
      "amendment,PT,aa1,50,unknown\n");
  ASSERT_THAT(rows, SizeIs(3)) << Faults();
  EXPECT_EQ(rows[0].event.country, "GB");  // An alias.
  EXPECT_EQ(rows[0].event.basis, Basis::kConvention);
  EXPECT_EQ(rows[0].event.observed, Day::Of(2019, 12, 31));
  EXPECT_EQ(rows[1].event.basis, Basis::kStated);
  EXPECT_EQ(rows[1].event.observed, std::nullopt);
  EXPECT_EQ(rows[2].event.effective, std::nullopt);
  EXPECT_EQ(rows[2].place.sequence, std::nullopt);
  EXPECT_EQ(rows[2].place.recorded_at, std::nullopt);
  EXPECT_EQ(ParseLaws("law,country,title\nuk-1,UK,Act\n").at(0).law.country, "GB");
}

TEST_F(EventFormatTest, TheBasisOfNoDateIsForgotten) {
  const auto rows =
      Parse("kind,country,indicator,answer,effective,basis\namendment,PT,aa1,50,unknown,stated\n");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].event.basis, Basis::kConvention);
}

TEST_F(EventFormatTest, ARowWithAFaultIsLeftOutAndEachFaultListed) {
  const auto rows = Parse(
      "kind,country,indicator,answer,effective,basis,observed,supersedes,laws,flags,sequence,"
      "recorded_at\n"
      "change,PT,aa1,50,2019,,,,,,,\n"
      "amendment,PT,aa1,50,2019,guess,2019,0,:cause,odd,-1,noon\n"
      "amendment,PT,aa1,50,2019,,,,,,,\n");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].line, std::size_t{4});
  EXPECT_EQ(Faults(),
            "f:2: kind: 'change' is not a kind; write coding, confirmation, amendment, recoding, "
            "correction, retraction or proposal\n"
            "f:3: basis: 'guess' is not a basis; write stated or convention\n"
            "f:3: observed: '2019' is not a day; write YYYY-MM-DD\n"
            "f:3: supersedes: '0' is not a sequence; write the number that 'lawtrace show' prints\n"
            "f:3: laws: a law has no id; write id:role:provision;id:role\n"
            "f:3: flags: 'odd' is unknown; write unlisted or nothing\n"
            "f:3: sequence: '-1' is not a sequence; write the number that 'lawtrace show' prints\n"
            "f:3: recorded_at: 'noon' is not a moment; write YYYY-MM-DD, YYYY-MM-DDThh:mm:ssZ "
            "(UTC) or YYYY-MM-DDThh:mm:ss+01:00");
}

TEST_F(EventFormatTest, AMissingColumnIsSaidOnce) {
  EXPECT_THAT(Parse("answer\n50\n0\n"), IsEmpty());
  EXPECT_THAT(ParseLaws("title\nAct\n"), IsEmpty());
  EXPECT_EQ(Faults(),
            "f:1: the column 'kind' is missing; add it\n"
            "f:1: the column 'country' is missing; add it\n"
            "f:1: the column 'indicator' is missing; add it\n"
            "f:1: the column 'law' is missing; add it");
}

}  // namespace
}  // namespace lawtrace::ingest
