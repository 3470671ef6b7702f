#include "ingest/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PartialDate Year(int year) {
  return {Day::Of(year, 1, 1), Precision::kYear};
}

// A log with one law (1), a coding of PT aa1 (2) and its correction (3), and a retraction of a
// proposal (4, 5).
Ledger SmallLedger() {
  Transaction transaction;
  transaction.laws.push_back({.id = "pt-lei-1", .country = "PT", .title = "Lei"});
  Event coding{.kind = EventKind::kCoding,
               .country = "PT",
               .indicator = "aa1",
               .answer = Answer::Option("50"),
               .effective = Year(2019)};
  Event correction = coding;
  correction.kind = EventKind::kCorrection;
  correction.supersedes = Sequence{2};
  Event proposal = coding;
  proposal.kind = EventKind::kProposal;
  Event retraction = coding;
  retraction.kind = EventKind::kRetraction;
  retraction.answer.reset();
  retraction.supersedes = Sequence{4};
  transaction.events = {coding, correction, proposal, retraction};
  transaction.Number(Sequence{1});
  Ledger ledger;
  ledger.Add(transaction);
  return ledger;
}

class AdmissionTest : public testing::Test {
 protected:
  static Event Sound() {
    return {.kind = EventKind::kAmendment,
            .country = "PT",
            .indicator = "aa1",
            .answer = Answer::Option("100"),
            .effective = Year(2020)};
  }
  std::vector<std::string> FaultsWith(const std::function<void(Event&)>& edit) const {
    Event event = Sound();
    edit(event);
    return admission_.FaultsOf(event);
  }

  Index index_ = SmallIndex();
  Ledger ledger_ = SmallLedger();
  Admission admission_{index_, ledger_, Day::Of(2025, 6, 30)};
};

TEST_F(AdmissionTest, WhatIsSoundMayEnter) {
  const std::vector<std::function<void(Event&)>> edits = {
      [](Event&) {},
      [](Event& e) { e.effective.reset(); },
      [](Event& e) { e.answer = Answer::NotAssessed(); },
      [](Event& e) { e.answer = Answer::NotApplicable(); },
      [](Event& e) { e.effective = Year(1950); },
      [](Event& e) { e.effective = PartialDate(Day::Of(2045, 12, 31), Precision::kDay); },
      [](Event& e) { e.observed = Day::Of(1950, 1, 1); },
      [](Event& e) { e.laws = {{.law = "pt-lei-1"}}; },
      [](Event& e) {
        e.answer = Answer::Option("75");
        e.is_unlisted = true;
      },
      [](Event& e) {
        e.kind = EventKind::kCorrection;
        e.supersedes = Sequence{3};
      },
      [](Event& e) {
        e.kind = EventKind::kRetraction;
        e.supersedes = Sequence{5};
        e.answer.reset();
        e.effective.reset();
      }};
  for (std::size_t i = 0; i < edits.size(); ++i)
    EXPECT_THAT(FaultsWith(edits[i]), IsEmpty()) << "case " << i;
}

// A sound event with one edit, and the one fault that it then has.
struct Case {
  std::function<void(Event&)> edit;
  const char* message;
};

TEST_F(AdmissionTest, EachFaultOfAnAnswerHasItsMessage) {
  const std::vector<Case> cases = {
      {[](Event& e) { e.country = "XX"; }, "country 'XX' is not in the index"},
      {[](Event& e) { e.country = "UKK"; }, "country 'UKK' is not in the index"},
      {[](Event& e) { e.indicator = "aa11"; },
       "indicator 'aa11' is not in the index; did you mean 'aa1'?"},
      {[](Event& e) { e.indicator = "ac_new"; },
       "'ac_new' is computed from ac3, ac4; record those instead"},
      {[](Event& e) { e.answer = Answer::Option("75"); },
       "answer '75' is not an option of aa1; write one of 0, 50, 100"},
      {[](Event& e) { e.answer = Answer::Option("50.0"); },
       "answer '50.0' is not an option of aa1; write one of 0, 50, 100"},
      {[](Event& e) {
         e.answer = Answer::Option("many");
         e.is_unlisted = true;
       },
       "answer 'many' is not an option of aa1; write one of 0, 50, 100"},
      {[](Event& e) { e.answer.reset(); }, "no answer is given for aa1; write one of 0, 50, 100"},
      {[](Event& e) {
         e.kind = EventKind::kRetraction;
         e.supersedes = Sequence{3};
       },
       "a retraction has no answer; leave it empty, or record a correction"},
      {[](Event& e) { e.effective = Year(1949); }, "effective 1949 is before 1950; check the year"},
      {[](Event& e) { e.effective = Year(2046); },
       "effective 2046 is more than 20 years ahead; check the year"},
      {[](Event& e) { e.observed = Day::Of(1949, 12, 31); },
       "observed 1949-12-31 is before 1950; check the year"},
      {[](Event& e) { e.observed = Day::Of(2046, 1, 1); },
       "observed 2046-01-01 is more than 20 years ahead; check the year"},
      {[](Event& e) {
         e.kind = EventKind::kCoding;
         e.effective.reset();
       },
       "a coding needs its effective date; write YYYY-MM-DD, YYYY-MM or YYYY"},
      {[](Event& e) {
         e.kind = EventKind::kRecoding;
         e.effective.reset();
       },
       "a recoding needs its effective date; write YYYY-MM-DD, YYYY-MM or YYYY"},
      {[](Event& e) {
         e.kind = EventKind::kConfirmation;
         e.effective.reset();
       },
       "a confirmation needs its effective date; write YYYY-MM-DD, YYYY-MM or YYYY"},
  };
  for (const Case& one : cases) EXPECT_THAT(FaultsWith(one.edit), ElementsAre(one.message));
}

TEST_F(AdmissionTest, EachFaultOfAReferenceHasItsMessage) {
  const std::vector<Case> cases = {
      {[](Event& e) { e.supersedes = Sequence{3}; },
       "only a correction or a retraction supersedes an event; leave it empty"},
      {[](Event& e) { e.kind = EventKind::kCorrection; },
       "a correction needs the sequence that it supersedes; 'lawtrace show' prints it"},
      {[](Event& e) {
         e.kind = EventKind::kCorrection;
         e.supersedes = Sequence{99};
       },
       "there is no event 99 in the log; 'lawtrace show --country C --indicator I' lists them"},
      {[](Event& e) {
         e.kind = EventKind::kCorrection;
         e.supersedes = Sequence{1};  // A law.
       },
       "there is no event 1 in the log; 'lawtrace show --country C --indicator I' lists them"},
      {[](Event& e) {
         e.kind = EventKind::kCorrection;
         e.supersedes = Sequence{2};
       },
       "event 2 was already superseded by 3; supersede that one"},
      {[](Event& e) {
         e.kind = EventKind::kCorrection;
         e.supersedes = Sequence{3};
         e.country = "GB";
       },
       "event 3 is about PT aa1, not GB aa1"},
      {[](Event& e) { e.laws = {{.law = "pt-lei-2"}}; },
       "law 'pt-lei-2' is not in the register; add it with 'lawtrace law add' or 'lawtrace import "
       "laws'"},
      {[](Event& e) { e.country = "a\n\x1b" + std::string(100, 'x'); },
       "country 'a  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...' is not in the "
       "index"},
  };
  for (const Case& one : cases) EXPECT_THAT(FaultsWith(one.edit), ElementsAre(one.message));
}

TEST_F(AdmissionTest, AllFaultsOfAnEventAreListed) {
  EXPECT_THAT(FaultsWith([](Event& e) {
                e.country = "XX";
                e.answer = Answer::Option("1");
                e.effective = Year(1900);
                e.laws = {{.law = "x"}, {.law = "y"}};
              }),
              ElementsAre("country 'XX' is not in the index",
                          "answer '1' is not an option of aa1; write one of 0, 50, 100",
                          "effective 1900 is before 1950; check the year",
                          "law 'x' is not in the register; add it with 'lawtrace law add' or "
                          "'lawtrace import laws'",
                          "law 'y' is not in the register; add it with 'lawtrace law add' or "
                          "'lawtrace import laws'"));
}

TEST_F(AdmissionTest, EachFaultOfALawHasItsMessage) {
  const Law sound{.id = "pt-lei-23-2007", .country = "PT", .number = "23/2007"};
  EXPECT_THAT(admission_.FaultsOf(sound), IsEmpty());
  EXPECT_THAT(admission_.FaultsOf(Law{.id = "eu-dir", .title = "Directive"}), IsEmpty());
  for (const char* id : {"", "Lei", "lei_1", "lei 1", "l\xC3\xA9i"}) {
    Law law = sound;
    law.id = id;
    EXPECT_THAT(admission_.FaultsOf(law),
                ElementsAre("law id '" + std::string(id) +
                            "' has other characters than a-z, 0-9 and -; write one such as "
                            "pt-lei-23-2007"));
  }
  EXPECT_THAT(admission_.FaultsOf(Law{.id = "x", .country = "XX", .url = "javascript:alert(1)"}),
              ElementsAre("country 'XX' is not in the index",
                          "a law needs a title or a number; fill one of them",
                          "url 'javascript:alert(1)' does not begin with http:// or https://"));
}

TEST_F(AdmissionTest, ALawsListsAndDatesAreChecked) {
  struct LawCase {
    std::function<void(Law&)> edit;
    std::string message;
  };
  const std::vector<LawCase> cases = {
      {[](Law& law) { law.identifier = "2011/98/EU"; },
       "identifier '2011/98/EU' is no ELI, CELEX, ECLI, URN or number of a state's gazette or "
       "database; write one such as 32011L0098 or BOE-A-2000-544, or leave it empty"},
      {[](Law& law) { law.repealed = Year(2006); },
       "repealed 2006 is before in_force 2007; check both"},
      {[](Law& law) { law.published = Year(2005); },
       "published 2005 is before adopted 2006; check both"},
      {[](Law& law) { law.repealed = Year(2150); },
       "repealed 2150 is more than 20 years ahead; check the year"},
      {[](Law& law) { law.links = {{.kind = LawLinkKind::kAmends, .law = "pt-9"}}; },
       "links: law 'pt-9' is not in the register; add it with 'lawtrace law add'"},
      {[](Law& law) { law.links = {{.kind = LawLinkKind::kRepeals, .law = "new"}}; },
       "the law repeals itself; name another law"},
      {[](Law& law) { law.aliases = {"new"}; }, "alias 'new' is the law's own id; drop it"},
      {[](Law& law) { law.aliases = {"a", "a"}; }, "alias 'a' is given twice; keep one"},
      {[](Law& law) { law.aliases = {"a;b"}; },
       "alias 'a;b' is empty or holds a semicolon or a line break; write it without"},
      {[](Law& law) {
         law.commencements = {{.provision = "art. 1", .in_force = Year(2008)},
                              {.provision = "art. 1", .in_force = Year(2009)}};
       },
       "commencement of 'art. 1' is given twice; keep one"},
      {[](Law& law) {
         law.follow_through = {{.question = FollowThrough::kFunded, .note = "no"},
                               {.question = FollowThrough::kFunded, .note = "yes"}};
       },
       "follow_through says funded twice; keep one"},
  };
  for (const LawCase& one : cases) {
    Law law{.id = "new", .title = "New", .adopted = Year(2006), .in_force = Year(2007)};
    EXPECT_THAT(admission_.FaultsOf(law), IsEmpty());
    one.edit(law);
    EXPECT_THAT(admission_.FaultsOf(law), ElementsAre(one.message));
  }
}

TEST_F(AdmissionTest, AddressesOfLawsAndOfEvidenceAreHeldToOneRule) {
  const auto faults_with = [&](const std::string& url) {
    const Law law{.id = "new", .title = "New", .url = url};
    const std::vector<std::string> of_law = admission_.FaultsOf(law);
    EXPECT_EQ(FaultsWith([&](Event& e) { e.evidence.url = url; }), of_law) << url;
    return of_law;
  };
  for (const char* sound :
       {"", "https://gazette.example/2020/1#art-2", "http://a.example:8080/?q=1"})
    EXPECT_THAT(faults_with(sound), IsEmpty()) << sound;
  for (const std::string& wrong :
       {std::string("javascript:alert(1)"), std::string("JaVaScRiPt:alert(1)"),
        std::string("data:text/html,x"), std::string("file:///etc/passwd"),
        std::string("gazette.example"), std::string("//gazette.example"),
        std::string("https://user:word@gazette.example/"), std::string("https://a.example:0/"),
        std::string("https:// a.example"), std::string("https://a.example/\"onclick=x"),
        "https://a.example/" + std::string(2048, 'x')})
    EXPECT_THAT(faults_with(wrong), testing::SizeIs(1)) << wrong;
}

TEST_F(AdmissionTest, WritingsOfOneNumberAreOneLaw) {
  const auto law = [](const char* id, const char* type, const char* number) {
    return Law{.id = id, .country = "PT", .type = type, .number = number, .title = "T"};
  };
  Ledger ledger;
  ledger.Add(law("a", "décret", "n° 4 bis-é"), Sequence{1}, Instant(0));
  const Admission admission(index_, ledger, Day::Of(2025, 6, 30));
  for (const char* number : {"n° 4 bis-é", "N° 4 BIS-É", "n°4 bis-e\u0301", "nº 4\u00A0bis\u2011é",
                             "n\u00AD° 4  bis – é", "n° 4 bis-e"})
    for (const char* type : {"décret", "Décret", "de\u0301cret ", "DECRET"})
      EXPECT_THAT(admission.FaultsOf(law("b", type, number)),
                  ElementsAre("law 'a' has the same country, type, number and date; use it, or "
                              "declare its id as an alias of this one"))
          << type << " " << number;
  EXPECT_THAT(admission.FaultsOf(law("b", "décret", "n° 4 ter")), IsEmpty());
  EXPECT_THAT(admission.FaultsOf(law("b", "loi", "n° 4 bis-é")), IsEmpty());
}

TEST_F(AdmissionTest, WritingsOfOneIdentifierAreOneLaw) {
  const auto law = [](const char* id, const char* identifier) {
    return Law{.id = id, .title = "T", .identifier = identifier};
  };
  Ledger ledger;
  ledger.Add(law("a", "32011L0098"), Sequence{1}, Instant(0));
  ledger.Add(law("c", "32003L0109"), Sequence{2}, Instant(0));
  ledger.Add(law("c", "32003L0086"), Sequence{3}, Instant(0));  // Stated anew.
  const Admission admission(index_, ledger, Day::Of(2025, 6, 30));
  EXPECT_THAT(admission.FaultsOf(law("b", "http://data.europa.eu/eli/dir/2011/98/oj")),
              ElementsAre("law 'a' has the same identifier; use it, or declare its id as an alias "
                          "of this one"));
  EXPECT_THAT(admission.FaultsOf(law("b", "32003L0109")), IsEmpty());
  EXPECT_THAT(admission.FaultsOf(law("c", "32003L0086")), IsEmpty());
}

// Against every law compared with every other.
RC_GTEST_PROP(AdmissionPropertyTest, TwinsAreThoseOfAComparisonOfAll, ()) {
  const Index index = SmallIndex();
  Ledger ledger;
  std::map<std::string, Law> known;
  const int count = *rc::gen::inRange(1, 25);
  for (int i = 1; i <= count; ++i) {
    const auto id = [] { return "law-" + std::to_string(*rc::gen::inRange(0, 8)); };
    Law law{.id = id(), .country = "PT", .type = "act", .title = "T"};
    law.number = *rc::gen::element<std::string>("", "1", "2");
    law.identifier = *rc::gen::element<std::string>("", "", "32011L0098", "32003L0109");
    for (int n = *rc::gen::inRange(0, 3); n > 0; --n)
      if (const std::string alias = id();
          alias != law.id && std::ranges::find(law.aliases, alias) == law.aliases.end())
        law.aliases.push_back(alias);
    const auto declares = [](const Law& one, const std::string& alias) {
      return std::ranges::find(one.aliases, alias) != one.aliases.end();
    };
    std::size_t twins = 0;
    std::size_t shared_aliases = 0;
    for (const auto& [other_id, other] : known) {
      if (other_id == law.id || declares(law, other_id) || declares(other, law.id)) continue;
      for (const std::string& alias : law.aliases)
        shared_aliases += declares(other, alias) ? 1U : 0U;
      const bool is_same = law.identifier.empty()
                               ? !law.number.empty() && other.number == law.number
                               : other.identifier == law.identifier;
      twins += is_same ? 1U : 0U;
    }
    const std::vector<std::string> faults =
        Admission(index, ledger, Day::Of(2025, 6, 30)).FaultsOf(law);
    const auto with = [&](const char* words) {
      return static_cast<std::size_t>(std::ranges::count_if(faults, [&](const std::string& fault) {
        return fault.find(words) != std::string::npos;
      }));
    };
    RC_ASSERT(with("has the same") == twins);
    RC_ASSERT(with("belongs to law") == shared_aliases);
    known[law.id] = law;
    ledger.Add(law, Sequence{static_cast<std::uint64_t>(i)}, Instant(0));
  }
}

TEST_F(AdmissionTest, AnswersAreReadAsProgramsWriteThem) {
  const Indicator& indicator = *FindIndicator(index_, "aa1");
  for (const char* text : {"50", "50.0", "50,0", "5E1", "+50", "49.999999999999993", "050"})
    EXPECT_EQ(ReadAnswer(&indicator, text), Answer::Option("50")) << text;
  for (const char* text : {"not_assessed", "Not assessed", "NOT-ASSESSED"})
    EXPECT_EQ(ReadAnswer(&indicator, text), Answer::NotAssessed()) << text;
  EXPECT_EQ(ReadAnswer(&indicator, "fifty"), Answer::Option("fifty"));
  EXPECT_EQ(ReadAnswer(nullptr, "2G"), Answer::Option("2G"));
}

TEST_F(AdmissionTest, ALinkMayNameALawThatComesWithIt) {
  const Law law{
      .id = "new", .title = "New", .links = {{.kind = LawLinkKind::kAmends, .law = "pt-9"}}};
  EXPECT_THAT(admission_.FaultsOf(law, {"pt-9"}), IsEmpty());
}

TEST_F(AdmissionTest, OneLawHasOneEntry) {
  ledger_.Add({.id = "be-1", .country = "PT", .type = "act", .number = "1/7", .aliases = {"One"}},
              Sequence{50}, Instant(0));
  ledger_.Add({.id = "be-2", .title = "Two", .identifier = "32011L0098"}, Sequence{51}, Instant(0));
  Law law{.id = "new", .country = "PT", .type = "act", .number = "1/7"};
  EXPECT_THAT(admission_.FaultsOf(law),
              ElementsAre("law 'be-1' has the same country, type, number and date; use it, or "
                          "declare its id as an alias of this one"));
  law.aliases = {"be-1"};
  EXPECT_THAT(admission_.FaultsOf(law), IsEmpty());
  law = {.id = "new", .country = "PT", .title = "New", .aliases = {"One"}};
  EXPECT_THAT(admission_.FaultsOf(law),
              ElementsAre("alias 'One' belongs to law 'be-1'; a name means one law of a country"));
  law = {.id = "new", .title = "New", .identifier = "32011L0098"};
  EXPECT_THAT(admission_.FaultsOf(law),
              ElementsAre("law 'be-2' has the same identifier; use it, or declare its id as an "
                          "alias of this one"));
}

}  // namespace
}  // namespace lawtrace::ingest
