#include "ingest/recognition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ingest/internal/law_names.h"
#include "ingest/observation_import.h"
#include "proto/citation_codec.h"

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CitationStyles& Styles() {
  static const CitationStyles styles =
      CitationStyles::Compile(
          proto::LoadCitationStyles(LAWTRACE_SOURCE_DIR "/data/citations").value())
          .value();
  return styles;
}

Event Planned(const char* country, int year, const char* comment,
              EventKind kind = EventKind::kAmendment) {
  return {.kind = kind,
          .country = country,
          .indicator = "aa1",
          .answer = Answer::Option("50"),
          .effective = PartialDate(Day::Of(year, 12, 31), Precision::kYear),
          .observed = Day::Of(year, 12, 31),
          .evidence = {.comment = comment}};
}

// "dk-act-623-2016 cause" of each law of the event.
std::vector<std::string> LawsOf(const Event& event) {
  std::vector<std::string> laws;
  for (const LawReference& reference : event.laws)
    laws.push_back(reference.law + " " + std::string(Name(reference.role)));
  return laws;
}

Observation Seen(const char* country, int year, const char* answer, const std::string& comment) {
  return {.country = country,
          .indicator = "aa1",
          .reference = Day::Of(year, 12, 31),
          .answer = Answer::FromText(answer),
          .comment = comment,
          .place = "B2"};
}

// Of events that may take effect on any day of their year.
std::vector<EventMargin> MarginsOf(const std::vector<Event>& events) {
  std::vector<EventMargin> margins;
  for (const Event& event : events)
    margins.push_back({.kind = event.kind, .not_before = event.effective->earliest()});
  return margins;
}

class RecognitionTest : public testing::Test {
 protected:
  void Register(const Law& law) { ledger_.Add(law, ledger_.last().plus(1), Instant(1'000)); }
  Recognition Read(std::vector<Event>& events) const {
    return Recognise(Styles(), ledger_, events, MarginsOf(events));
  }
  // The references of the one event that has this comment.
  std::vector<std::string> Read(const char* country, int year, const char* comment) const {
    std::vector<Event> events = {Planned(country, year, comment)};
    Read(events);
    return LawsOf(events[0]);
  }

  Ledger ledger_;
};

TEST_F(RecognitionTest, AnAmendmentGetsItsLawsAndTheRegisterWhatTheCommentTellsOfThem) {
  std::vector<Event> events = {
      Planned("DK", 2016, "Removed by Law no. 110 of 8 February 2016. Before: Law 1456/2013.")};
  const Recognition recognition = Read(events);
  EXPECT_THAT(LawsOf(events[0]), ElementsAre("dk-act-110-2016 cause", testing::_));
  ASSERT_EQ(recognition.laws.size(), std::size_t{2});
  EXPECT_EQ(recognition.laws[0], (Law{.id = "dk-act-110-2016",
                                      .country = "DK",
                                      .type = "act",
                                      .number = "110/2016",
                                      .adopted = PartialDate(Day::Of(2016, 2, 8), Precision::kDay),
                                      .status = LawStatus::kRecognised}));
  EXPECT_EQ(recognition.laws[1].id, "dk-act-1456-2013");
  EXPECT_EQ(recognition.laws[1].adopted, PartialDate(Day::Of(2013, 1, 1), Precision::kYear));
  EXPECT_EQ(recognition.recognised, std::size_t{2});
  EXPECT_EQ(recognition.attributed, std::size_t{1});
}

TEST_F(RecognitionTest, OneLawInSeveralCommentsIsOneEntryInWhateverOrderTheyCome) {
  std::vector<Event> events = {Planned("BR", 2017, "Law 13.445/17 (Migration Law) applies"),
                               Planned("BR", 2017, "Law No. 13.445 of May 24, 2017 changed it"),
                               Planned("BR", 2018, "since Law 13.445/2017"),
                               Planned("PT", 2017, "Decree 13445/2017"),
                               Planned("GB", 2010, "Under the Equality Act 2010 they may"),
                               Planned("GB", 2011, "under the  EQUALITY  Act 2010 they may"),
                               Planned("GB", 2011, "under the Equality Act 2006 they may")};
  const std::vector<Law> laws = Read(events).laws;
  std::vector<std::string> ids;
  for (const Law& law : laws) ids.push_back(law.id);
  EXPECT_THAT(ids, ElementsAre("br-act-13445-2017", "gb-equality-act-2006", "gb-equality-act-2010",
                               "pt-decree-13445-2017"));
  EXPECT_EQ(laws[0].adopted, PartialDate(Day::Of(2017, 5, 24), Precision::kDay));
  std::vector<Event> reversed = events;
  std::ranges::reverse(reversed);
  for (Event& event : reversed) event.laws.clear();
  EXPECT_EQ(Read(reversed).laws, laws);
  std::ranges::reverse(reversed);
  EXPECT_EQ(reversed, events);
}

TEST_F(RecognitionTest, OnlyAmendmentsAndRecodingsAreRead) {
  const char* const comment = "Law 2/2018 in force since 1 May 2018";
  for (const EventKind kind : {EventKind::kCoding, EventKind::kConfirmation}) {
    std::vector<Event> events = {Planned("PT", 2018, comment, kind)};
    const std::vector<Event> before = events;
    EXPECT_THAT(Read(events).laws, IsEmpty());
    EXPECT_EQ(events, before);
  }
}

TEST_F(RecognitionTest, NothingIsAttributedToTheLawOfARecoding) {
  std::vector<Event> events = {
      Planned("ES", 2020, "Organic Law 3/2020 in force since 1 May 2020", EventKind::kRecoding)};
  const Recognition recognition = Read(events);
  EXPECT_THAT(LawsOf(events[0]), ElementsAre("es-act-3-2020 context"));
  EXPECT_EQ(events[0].basis, Basis::kConvention);
  EXPECT_EQ(events[0].effective->ToString(), "2020");
  EXPECT_EQ(recognition.attributed, std::size_t{0});
  EXPECT_EQ(recognition.dated, std::size_t{0});
}

TEST_F(RecognitionTest, AStatedDateInTheCodedYearIsTheEffectiveDate) {
  const auto effective = [&](int year, const char* comment) {
    std::vector<Event> events = {Planned("CZ", year, comment)};
    const Recognition recognition = Read(events);
    EXPECT_EQ(events[0].observed, Day::Of(year, 12, 31));
    const bool is_stated = events[0].basis == Basis::kStated;
    EXPECT_EQ(recognition.dated, is_stated ? std::size_t{1} : std::size_t{0});
    return events[0].effective->ToString() + (is_stated ? " stated" : " convention");
  };
  EXPECT_EQ(effective(2014, "Entry into force: 1 January 2014"), "2014-01-01 stated");
  EXPECT_EQ(effective(2014, "Entry into force: 31 December 2014"), "2014-12-31 stated");
  EXPECT_EQ(effective(2014, "Entered into force in September 2014"), "2014-09 stated");
  EXPECT_EQ(effective(2014, "Entry into force: 31 December 2013"), "2014 convention");
  EXPECT_EQ(effective(2014, "Entry into force: 1 January 2015"), "2014 convention");
  EXPECT_EQ(effective(2014, "It is so."), "2014 convention");
}

// The score on the reference day rests on this.
TEST_F(RecognitionTest, WhateverDateIsStatedTheAnswerHoldsOnTheReferenceDay) {
  for (int editors_month = 1; editors_month <= 12; ++editors_month) {
    Ledger ledger;
    Event recorded = Planned("CZ", 2014, "");
    recorded.sequence = Sequence{1};
    recorded.answer = Answer::Option("0");
    recorded.effective = PartialDate(Day::Of(2014, editors_month, 15), Precision::kDay);
    ledger.Add(recorded);
    for (int month = 1; month <= 12; ++month) {
      const std::string comment = "Entry into force: 15." + std::to_string(month) + ".2014";
      const std::vector<Observation> seen = {Seen("CZ", 2013, "100", ""),
                                             Seen("CZ", 2014, "50", comment)};
      ObservationPlan plan =
          PlanObservations(seen, ledger, {.document = "a.xlsx", .kind = "workbook"});
      Recognise(Styles(), ledger, plan.transaction.events, plan.margins);
      ASSERT_EQ(plan.transaction.events.size(), std::size_t{2});
      EXPECT_EQ(plan.transaction.events[1].basis == Basis::kStated, month >= editors_month)
          << comment;
      plan.transaction.Number(Sequence{2});
      Ledger after = ledger;
      after.Add(plan.transaction);
      EXPECT_TRUE(CheckAnswers(seen, after)) << comment;
    }
  }
}

TEST_F(RecognitionTest, TheDateOfTheOnlyCauseIsItsEntryIntoForce) {
  const auto in_force = [&](const char* comment) {
    std::vector<Event> events = {Planned("CZ", 2014, comment)};
    const std::vector<Law> laws = Read(events).laws;
    return laws.empty() || !laws[0].in_force ? std::string() : laws[0].in_force->ToString();
  };
  EXPECT_EQ(in_force("Act No. 186/2013, entry into force: 1.1.2014"), "2014-01-01");
  EXPECT_EQ(in_force("Act No. 186/2013; since 2014 they may"), "");
  EXPECT_EQ(in_force("Act No. 186/2005 as amended, entry into force: 1.1.2014"), "");
  EXPECT_EQ(in_force("Act No. 186/2013 and Act No. 100/2013, entry into force: 1.1.2014"), "");
}

TEST_F(RecognitionTest, LawOfTheUnionIsOfNoCountryAndHasItsCelexNumber) {
  std::vector<Event> events = {
      Planned("PL", 2010, "as Council Directive 2003/86/EC demands, Act No. 5/2010"),
      Planned("ES", 2012, "Law 15/2012 as Directive 2003/86 and the Single Permit Directive say")};
  const std::vector<Law> laws = Read(events).laws;
  ASSERT_EQ(laws.size(), std::size_t{4});
  EXPECT_EQ(laws[1].id, "eu-directive-2003-86");
  EXPECT_EQ(laws[1].country, "");
  EXPECT_EQ(laws[1].number, "2003/86/EC");
  EXPECT_EQ(laws[1].identifier, "32003L0086");
  EXPECT_EQ(laws[2].id, "eu-directive-2011-98");
  EXPECT_EQ(laws[2].identifier, "32011L0098");
}

TEST_F(RecognitionTest, AGazetteIsALawOnlyWhereNothingElseIsNamed) {
  EXPECT_THAT(Read("AT", 2011, "Fremdenrechtsänderungsgesetz 2011, BGBl. I Nr. 38/2011"),
              ElementsAre("at-fremdenrechtsanderungsgesetz-2011 cause"));
  EXPECT_THAT(Read("AT", 2011, "So it stands in BGBl. I Nr. 38/2011"),
              ElementsAre("at-gazette-38-2011 cause"));
}

TEST_F(RecognitionTest, WhatDoesNotTellOneLawFromAnotherIsNone) {
  EXPECT_THAT(Read("NO", 2012, "A 2012 regulation changed it"), IsEmpty());
  EXPECT_THAT(Read("BE", 2019, "the anti-discrimination law says so"), IsEmpty());
  EXPECT_THAT(Read("BE", 2016, "Horizontal Integration Policy Plan 2016-2019"), IsEmpty());
  EXPECT_THAT(Read("LU", 2017, "The law of 8 March 2017 changed it"),
              ElementsAre("lu-act-of-2017-03-08 cause"));
}

TEST_F(RecognitionTest, TheRegisterIsMatchedByNumberAndType) {
  Register({.id = "ley-15", .country = "ES", .type = "act", .number = "15/2022", .title = "L"});
  Register({.id = "old",
            .country = "TR",
            .type = "act",
            .number = "6701",
            .adopted = PartialDate(Day::Of(2016, 4, 6), Precision::kDay)});
  EXPECT_THAT(Read("ES", 2022, "Law 15/2022"), ElementsAre("ley-15 cause"));
  EXPECT_THAT(Read("ES", 2022, "Royal Decree 15/2022"), ElementsAre("es-decree-15-2022 cause"));
  EXPECT_THAT(Read("PT", 2022, "Law 15/2022"), ElementsAre("pt-act-15-2022 cause"));
  EXPECT_THAT(Read("TR", 2016, "Law No. 6701"), ElementsAre("old cause"));
  EXPECT_THAT(Read("TR", 2016, "Law No. 6701 of 2016"), ElementsAre("old cause"));
}

TEST_F(RecognitionTest, TheRegisterIsMatchedByTitleAndAlias) {
  Register({.id = "fi-ulkomaalaislaki",
            .country = "FI",
            .type = "act",
            .number = "301/2004",
            .title = "Ulkomaalaislaki",
            .title_en = "Aliens  act",
            .adopted = PartialDate(Day::Of(2004, 1, 1), Precision::kYear),
            .aliases = {"Foreigners Act"}});
  EXPECT_THAT(Read("FI", 2014, "Aliens Act"), ElementsAre("fi-ulkomaalaislaki cause"));
  EXPECT_THAT(Read("FI", 2014, "Foreigners Act"), ElementsAre("fi-ulkomaalaislaki cause"));
  EXPECT_THAT(Read("FI", 2003, "Aliens Act"), ElementsAre("fi-aliens-act cause"));  // Younger.
  EXPECT_THAT(Read("FI", 2014, "Aliens Act 2012"), ElementsAre("fi-aliens-act-2012 cause"));
  EXPECT_THAT(Read("SE", 2014, "Aliens Act"), ElementsAre("se-aliens-act cause"));
}

TEST_F(RecognitionTest, ATitleOfTwoEntriesMeansNeither) {
  for (const char* id : {"one", "two"})
    Register({.id = id, .country = "FI", .type = "act", .title = "Aliens Act"});
  EXPECT_THAT(Read("FI", 2014, "Aliens Act"), ElementsAre("fi-aliens-act cause"));
}

TEST_F(RecognitionTest, AMergedEntryGivesTheOneThatItWasMergedInto) {
  Register({.id = "es-act-15-2022", .country = "ES", .type = "act", .number = "15/2022"});
  Register({.id = "ley",
            .country = "ES",
            .type = "organic act",
            .number = "15/2022-b",
            .aliases = {"es-act-15-2022"}});
  EXPECT_THAT(Read("ES", 2022, "Law 15/2022"), ElementsAre("ley cause"));
}

TEST_F(RecognitionTest, WhatWasRecognisedOnceIsFoundAgain) {
  const char* const comments[] = {"Law 13.445/17", "Immigration Act", "law of 8 March 2017",
                                  "Directive 2000/43/EC and Law 5/2010",
                                  "CIS nr 9253 af 06/06/2013"};
  for (const char* comment : comments) {
    std::vector<Event> events = {Planned("NO", 2013, comment)};
    for (const Law& law : Read(events).laws) Register(law);
    std::vector<Event> again = {Planned("NO", 2013, comment)};
    EXPECT_THAT(Read(again).laws, IsEmpty()) << comment;
    EXPECT_EQ(again, events) << comment;
  }
}

TEST_F(RecognitionTest, AnIdThatIsTakenGetsACopyNumber) {
  Register({.id = "es-act-15-2022", .country = "ES", .type = "act", .number = "16/2022"});
  EXPECT_THAT(Read("ES", 2022, "Law 15/2022"), ElementsAre("es-act-15-2022-2 cause"));
}

TEST(LawNamesTest, SlugsAreAscii) {
  EXPECT_EQ(Slug("Ausländergesetz, § 3"), "auslandergesetz-3");
  EXPECT_EQ(Slug("  Łódź – Straße Æ  "), "lodz-strasse-ae");
  EXPECT_EQ(Slug("Νόμος 4251"), "nomos-4251");
  EXPECT_EQ(Slug("Закон о странцима"), "zakon-o-strantsima");
  EXPECT_EQ(Slug("People's Act"), "peoples-act");
  EXPECT_EQ(Slug("\xFF漢"), "");
}

TEST(LawNamesTest, CelexIsGivenOnlyWithoutDoubt) {
  const auto celex = [](const char* type, const char* number) {
    return CelexOf({.type = type, .number = number});
  };
  EXPECT_EQ(celex("directive", "2003/86/EC"), "32003L0086");
  EXPECT_EQ(celex("directive", "95/46/EC"), "31995L0046");
  EXPECT_EQ(celex("regulation", "883/2004"), "32004R0883");
  EXPECT_EQ(celex("regulation", "2016/399"), "32016R0399");
  EXPECT_EQ(celex("regulation", "2016/2004"), "");
  EXPECT_EQ(celex("regulation", "1612/68"), "");
  EXPECT_EQ(celex("judgment", "2003/86"), "");
  EXPECT_EQ(CelexOf({.country = "PT", .type = "directive", .number = "2003/86"}), "");
}

}  // namespace
}  // namespace lawtrace::ingest
