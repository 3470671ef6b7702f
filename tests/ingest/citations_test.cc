#include "ingest/citations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "ingest/citation_format.h"
#include "proto/citation_codec.h"

namespace lawtrace::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CitationStyles& Styles() {
  static const CitationStyles styles = [] {
    const auto loaded =
        proto::LoadCitationStyles(std::filesystem::path(LAWTRACE_SOURCE_DIR) / "data/citations");
    return CitationStyles::Compile(*loaded).value();
  }();
  return styles;
}

Citations Find(const std::string& country, int year, std::string_view text) {
  return FindCitations(Styles(), {.country = country, .year = year}, text);
}

std::vector<std::string> Texts(const Citations& found) {
  std::vector<std::string> texts;
  texts.reserve(found.laws.size());
  for (const Citation& law : found.laws) texts.push_back(law.text);
  return texts;
}

std::vector<std::string> Roles(const Citations& found) {
  std::vector<std::string> roles;
  roles.reserve(found.laws.size());
  for (const Citation& law : found.laws) roles.emplace_back(Name(law.role));
  return roles;
}

std::string DateOf(const Citations& found) {
  return found.in_force ? found.in_force->date.ToString() : "none";
}

TEST(CitationsTest, TheTextIsCutFromTheCommentAtItsByte) {
  const std::string comment = "Über §§ hinaus:\xC2\xA0Lei n.º 5/2017 vale; cf. Lei n.º 9/2009.";
  const Citations found = Find("PT", 2017, comment);
  ASSERT_THAT(Texts(found), ElementsAre("Lei n.º 5/2017", "Lei n.º 9/2009"));
  for (const Citation& law : found.laws)
    EXPECT_EQ(comment.substr(law.start, law.text.size()), law.text);
}

TEST(CitationsTest, ALawNamedTwiceIsOneLaw) {
  const Citations found = Find(
      "TR", 2016, "Law No. 6701 (LHEI) bans it. Article 5 of the Law No. 6701 says more on LHEI.");
  EXPECT_THAT(Texts(found), ElementsAre("Law No. 6701"));
}

TEST(CitationsTest, AGazetteIsNotTheLawThatItPrints) {
  const Citations found =
      Find("HR", 2022, "The Social Care Act (Official Gazette, No 18/2022) lists foreigners.");
  EXPECT_THAT(Texts(found), ElementsAre("Social Care Act", "Official Gazette, No 18/2022"));
  EXPECT_THAT(Roles(found), ElementsAre("cause", "cause"));
}

TEST(CitationsTest, TitlesSideBySideAreTwoLaws) {
  EXPECT_THAT(Texts(Find("GB", 2012, "the Housing Aid Act and the Social Fund Act apply")),
              ElementsAre("Housing Aid Act", "Social Fund Act"));
  EXPECT_THAT(Texts(Find("GB", 2012, "payable under the Housing Aid Act, the Social Fund Act")),
              ElementsAre("Housing Aid Act", "Social Fund Act"));
}

TEST(CitationsTest, ATitleAndTheNumberBesideItAreOneLaw) {
  for (const std::string text :
       {"Lex Harbour Act (No. 67/2012) helps", "Harbour Act, Law No. 67/2012 helps",
        "the Harbour Act – Law n. 67/2012 helps",
        "Act No. 67/2012 on the docks of the country (Harbour Act) helps",
        "Act No. 67/2012 on docks (hereinafter the Harbour Act). The Harbour Act helps"}) {
    const Citations found = Find("GB", 2012, text);
    ASSERT_EQ(found.laws.size(), 1U) << text;
    EXPECT_EQ(found.laws.front().number, "67/2012") << text;
  }
  EXPECT_EQ(Find("GB", 2012, "Amendment of the Harbour Act (Act No. 67/2012)").laws.size(), 2U);
}

TEST(CitationsTest, ALawNamedByItsDateTwiceIsOneLaw) {
  EXPECT_THAT(Texts(Find("PL", 2018,
                         "the act of 14 May 2016 – Harbour Law; see the act of 14 May 2016 and "
                         "the Harbour Law")),
              ElementsAre("act of 14 May 2016"));
}

TEST(CitationsTest, ARuleOfALawIsNotThatLaw) {
  EXPECT_THAT(Texts(Find("TR", 2016,
                         "By LFIP it lapses. So says the Implementation Regulation of "
                         "the LFIP.")),
              ElementsAre("LFIP", "Implementation Regulation of the LFIP"));
}

TEST(CitationsTest, WhatWasRepealedHeldBefore) {
  const Citations found =
      Find("DK", 2016, "Law 1456/2013 was repealed in 2016 by Law no. 110 of 8 February 2016.");
  EXPECT_THAT(Roles(found), ElementsAre("prior", "cause"));
}

TEST(CitationsTest, TheLawThatIsAmendedIsContextOfTheOneThatAmends) {
  EXPECT_THAT(Roles(Find("MD", 2018,
                         "The Law on Citizenship was changed by way of Law no. 61 of "
                         "31.05.2018 on plural nationality.")),
              ElementsAre("context", "cause"));
  EXPECT_THAT(Roles(Find("BG", 2018, "Part 4 of the Seasonal Work Act was amended in 2018.")),
              ElementsAre("cause"));
}

TEST(CitationsTest, TheLawThatWasAmendedIsTheCauseIfNoOtherLawIsNamed) {
  EXPECT_THAT(Roles(Find("LT", 2017,
                         "Amendments of the Law on Fair Pay made way for Directive 2014/54/EU.")),
              ElementsAre("cause", "context"));
}

TEST(CitationsTest, LawsNamedInOneBreathHaveOneRole) {
  EXPECT_THAT(
      Roles(Find("LV", 2008, "Art. 3, Law on Harbours; Art. 5.1 of the Docks Law: allowed")),
      ElementsAre("cause", "cause"));
  EXPECT_THAT(Roles(Find("CZ", 2015,
                         "Decree No. 5/2015 repealed Decree No. 14/2005 and Decree No. 15/2006.")),
              ElementsAre("cause", "prior", "prior"));
}

TEST(CitationsTest, LawAboveNationalLawIsContext) {
  EXPECT_THAT(Roles(Find("HU", 2014, "In line with Directive 2011/98/EU, Law 4/2014 opened it.")),
              ElementsAre("context", "cause"));
}

TEST(CitationsTest, EntryIntoForceGoesBeforeOtherDates) {
  EXPECT_EQ(DateOf(Find("FI", 2015,
                        "Adopted on 30 December 2014; entered into force on "
                        "1 January 2015. Since 2013 talks went on.")),
            "2015-01-01");
  EXPECT_EQ(DateOf(Find("PL", 2014,
                        "Date of adoption & date of entry into force: 12.12.2013 / "
                        "01.05.2014")),
            "2014-05-01");
  EXPECT_EQ(DateOf(Find("DK", 2012, "July 2012: the test is back")), "2012-07");
  EXPECT_EQ(DateOf(Find("IE", 2009, "Since 2008 courses are open")), "2008");
}

TEST(CitationsTest, ADateMayHeadALineOrFollowItsMonth) {
  EXPECT_EQ(DateOf(Find("BE", 2013, "December 2012 the region creates a course")), "2012-12");
  EXPECT_EQ(DateOf(Find("TR", 2019, "In 2019 September, classes are opened")), "2019-09");
  EXPECT_EQ(DateOf(Find("CA", 2019, "The main change occurred in April 2016.")), "2016-04");
  EXPECT_EQ(DateOf(Find("JO", 2017, "A ministry directive in 2017 opened the schools.")), "2017");
}

TEST(CitationsTest, ALaterMentionOfALawIsNoDate) {
  EXPECT_EQ(DateOf(Find("RS", 2018, "Law on Harbours (2018): the Law on Harbours from 2018 lets")),
            "none");
}

TEST(CitationsTest, DatesAreReadInOtherLanguages) {
  EXPECT_EQ(DateOf(Find("PT", 2012, "entrou em vigor em 1 de março de 2012")), "2012-03-01");
  EXPECT_EQ(DateOf(Find("FR", 2019, "entrée en vigueur le 1er mars 2019")), "2019-03-01");
  EXPECT_EQ(DateOf(Find("AT", 2018, "in Kraft seit 1. September 2018")), "2018-09-01");
  EXPECT_EQ(DateOf(Find("DE", 2018, "tritt am 1. September 2018 in Kraft")), "2018-09-01");
}

TEST(CitationsTest, UnusualSpacesAndControlCharactersAreBlanks) {
  const std::string comment =
      std::string("Law") + '\0' + "No.\x01" + "12/2015, cf. Law\u2028No.\u2009" + "14/2015";
  EXPECT_EQ(Find("XX", 2015, comment).laws.size(), 2U);
}

// What typing, official sites and PDF make of the same words.
std::string Dressed(std::string text,
                    const std::vector<std::pair<std::string, std::string>>& dress) {
  for (const auto& [plain, other] : dress)
    for (std::size_t at = text.find(plain); at != std::string::npos;
         at = text.find(plain, at + other.size()))
      text.replace(at, plain.size(), other);
  return text;
}

TEST(CitationsTest, TypographyDoesNotChangeWhatIsRead) {
  struct Comment {
    const char* country;
    int year;
    const char* text;
  };
  const Comment comments[] = {
      {"FR", 2016, "Loi n° 2016-274 du 7 mars 2016, in force since 1 November 2016."},
      {"FR", 2018, "Code de l'entrée et du séjour, amended by loi n° 2018-778 of 2018"},
      {"BE", 2013, "Arrêté royal du 8 octobre 1981 sur l'accès, modifié le 12 août 2013"},
      {"PT", 2018, "Decreto-Lei n.º 71/2017, de 21 de junho, in force since 1 July 2017"},
      {"ES", 2009, "Ley Orgánica 2/2009, de 11 de diciembre"},
      {"GR", 2015, "Law 4332/2015 (ΦΕΚ Α 76), in force since 9 July 2015"},
      {"PL", 2014, "Act of 12 December 2013 on Foreigners, in force since 1 May 2014"},
      {"DE", 2015, "Gesetz zur Neubestimmung vom 27. Juli 2015, since 1 August 2015"},
      {"LT", 2015, "Law No. XII-1396 of 2014; Directive 2003/109/EC"}};
  const std::vector<std::vector<std::pair<std::string, std::string>>> dresses = {
      {{" ", "\u00A0"}},
      {{" ", "\u202F"}},
      {{" ", "\u2009"}},
      {{"-", "\u2010"}},
      {{"-", "\u2011"}},
      {{"-", "\u2013"}},
      {{"-", "\u2212"}},
      {{"'", "\u2019"}},
      {{"'", "\u02BC"}},
      {{"or", "o\u00ADr"}, {"ec", "e\u00ADc"}, {"oi", "o\u00ADi"}},
      {{"20", "2\u200B0"}, {"ic", "i\u2060c"}},
      {{"é", "e\u0301"}, {"ê", "e\u0302"}, {"è", "e\u0300"}, {"û", "u\u0302"}, {"á", "a\u0301"}},
      {{" ", "\u00A0"}, {"-", "\u2011"}, {"'", "\u2019"}, {"é", "e\u0301"}, {"ai", "a\u00ADi"}}};
  const auto read = [](const Citations& found) {
    std::string text = DateOf(found);
    for (const Citation& law : found.laws)
      text += "|" + law.number + " " + std::to_string(law.year.value_or(0)) + " " + law.type;
    return text;
  };
  for (const auto& [country, year, text] : comments) {
    const std::string plain = read(Find(country, year, text));
    for (const auto& dress : dresses) {
      const std::string other = Dressed(text, dress);
      const Citations found = Find(country, year, other);
      EXPECT_EQ(read(found), plain) << other;
      for (const Citation& law : found.laws)
        EXPECT_EQ(other.substr(law.start, law.text.size()), law.text) << other;
      if (found.in_force) {
        EXPECT_EQ(other.substr(found.in_force->start, found.in_force->text.size()),
                  found.in_force->text);
      }
    }
  }
}

TEST(CitationsTest, TheCountryIsKnownHoweverItIsWritten) {
  for (const char* country : {"PT", "pt", "PRT", "Portugal"})
    EXPECT_THAT(Texts(Find(country, 2018, "changed by Decreto-Lei n.º 71/2017, de 21 de junho")),
                ElementsAre("Decreto-Lei n.º 71/2017"))
        << country;
}

TEST(CitationsTest, ADayWithoutAYearIsInTheCodedYear) {
  EXPECT_EQ(DateOf(Find("FR", 2024, "Law No 2024-42 entered into force on 28 January")),
            "2024-01-28");
}

TEST(CitationsTest, TheDateOfALawOrOfItsAdoptionIsNotItsEntryIntoForce) {
  EXPECT_EQ(DateOf(Find("LU", 2017, "Test by law of 8.3.2017.")), "none");
  EXPECT_EQ(DateOf(Find("SI", 2016, "The Protection Act was adopted in 2016.")), "none");
  EXPECT_EQ(DateOf(Find("SI", 2016, "The project runs from 2015 to 2017.")), "none");
}

TEST(CitationsTest, ADayThatDoesNotExistFallsBackToItsMonth) {
  EXPECT_EQ(DateOf(Find("FI", 2015, "entered into force on 31 February 2015")), "2015-02");
  EXPECT_EQ(DateOf(Find("FI", 2015, "entered into force on 1.13.2015")), "2015");
}

TEST(CitationsTest, HostileTextEndsAndNamesNothing) {
  EXPECT_THAT(Find("DE", 2012, "").laws, IsEmpty());
  EXPECT_THAT(Find("DE", 2012, std::string(100'000, '(')).laws, IsEmpty());
  EXPECT_THAT(Find("DE", 2012, "http://www.http://www.").laws, IsEmpty());
  std::string capitals;
  for (int i = 0; i < 5'000; ++i) capitals += "Of The And ";
  EXPECT_THAT(Find("DE", 2012, capitals).laws, IsEmpty());
  EXPECT_THAT(Find("DE", 2012, "\xFF\xFE\x80 Law \xC3").laws, IsEmpty());
}

TEST(CitationFormatTest, OneLineOfJsonHoldsEveryKey) {
  const Citations found = Find("PT", 2018, "Organic Law 2/2018 entered into force on 6 July 2018");
  EXPECT_EQ(CitationsLine("a", found),
            R"({"id":"a","laws":[{"text":"Organic Law 2/2018","start":0,"number":"2/2018",)"
            R"("year":2018,"type":"act","title":null,"role":"cause","confidence":0.97,)"
            R"("reason":"iberian:number; of the coded year"}],"effective_date":"2018-07-06",)"
            R"("effective_text":"entered into force on 6 July 2018"})"
            "\n");
  EXPECT_EQ(CitationsLine("b", {}),
            "{\"id\":\"b\",\"laws\":[],\"effective_date\":null,\"effective_text\":null}\n");
}

TEST(CitationFormatTest, OtherKeysAreIgnoredAndAllFaultsReported) {
  const auto good =
      ParseComments("c.jsonl",
                    "{\"id\":1,\"country\":\"PT\",\"year\":2018,\"comment\":\"x\",\"old\":[0]}\n\n"
                    "{\"id\":\"b\",\"year\":null}\n");
  ASSERT_TRUE(good) << good.error().Message();
  ASSERT_EQ(good->size(), 2U);
  EXPECT_EQ(good->front().id, "1");
  EXPECT_EQ(good->front().context.year, 2018);
  EXPECT_EQ(good->back().context.year, std::nullopt);
  const auto list = ParseComments("c.json", " [{\"id\":1},\n {\"id\":\"b\",\"comment\":\"y\"}]\n");
  ASSERT_TRUE(list) << list.error().Message();
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ(list->back().text, "y");
  const auto bad = ParseComments("c.jsonl",
                                 "{\"id\":\"a\"}\nnonsense\n{\"comment\":\"x\"}\n"
                                 "{\"id\":\"d\",\"year\":\"soon\",\"comment\":[1]}\n");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().Message(),
            "c.jsonl:2: is not a JSON object; write one object on each line\n"
            "c.jsonl:3: key 'id' is missing; give each comment one\n"
            "c.jsonl:4: key 'comment' holds no text; write a text or leave it out");
}

}  // namespace
}  // namespace lawtrace::ingest
