#include "model/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "model/region.h"

namespace lawtrace {
namespace {

// As Unicode lists them, White_Space and what looks like it.
const std::vector<std::string> kBlanks = {
    " ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085", "\u00A0", "\u1680",
    "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
    "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\u2800"};
const std::vector<std::string> kInvisible = {
    "\u00AD", "\u034F", "\u061C", "\u115F", "\u180E", "\u200B", "\u200C",
    "\u200D", "\u200E", "\u200F", "\u202A", "\u202E", "\u2060", "\u2066",
    "\u2069", "\u3164", "\uFE0F", "\uFEFF", "\uFFF9", "\x01",   "\x7F"};
// No characters of XML 1.0, or none of Unicode.
const std::vector<std::string> kForbidden = {"\x01",   "\x08",   "\x1F",      "\uFFFE",
                                             "\uFFFF", "\uFDD0", "\U0001FFFE"};

struct Pair {
  std::string composed;
  std::string decomposed;
};
const std::vector<Pair> kPairs = {{"décret n° 4 bis-é", "de\u0301cret n° 4 bis-e\u0301"},
                                  {"Łódź", "Ło\u0301dz\u0301"},
                                  {"Ελλάδα", "Ελλα\u0301δα"},
                                  {"Türkiye", "Tu\u0308rkiye"},
                                  {"закон й", "закон и\u0306"},
                                  {"Å", "\u212B"}};

TEST(TextTest, KnowsWhatIsUtf8) {
  for (const char* text : {"", "a", "é", "\uFFFD", "\U0001F600", "\xEF\xBF\xBD"})
    EXPECT_TRUE(IsUtf8(text)) << text;
  for (const char* text : {"\xE9", "a\xE9t", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                           "\xE2\x82", "\xFF", "\x80"})
    EXPECT_FALSE(IsUtf8(text)) << text;
}

TEST(TextTest, WhatIsKeptIsComposedInLinesAndFitForXml) {
  for (const Pair& pair : kPairs) EXPECT_EQ(NormalText(pair.decomposed), pair.composed);
  EXPECT_EQ(NormalText("\uFEFF"
                       "one\r\ntwo\rthree\nfour"),
            "one\ntwo\nthree\nfour");
  for (const std::string& forbidden : kForbidden)
    EXPECT_EQ(NormalText("a" + forbidden + "b"), "ab") << forbidden;
  EXPECT_EQ(NormalText("a\xE9"), "a\uFFFD");
  EXPECT_EQ(NormalText("soft\u00ADen, no\u00A0break, \u200Fmark"),
            "soft\u00ADen, no\u00A0break, \u200Fmark");
  EXPECT_EQ(NormalText(std::string("a\0b", 3)), "ab");
}

TEST(TextTest, ACodeLosesEveryBlankAroundItAndWhatCannotBeSeen) {
  for (const std::string& blank : kBlanks) {
    EXPECT_EQ(PlainLine(blank + "PT" + blank), "PT");
    EXPECT_EQ(PlainLine("23" + blank + blank + "bis"), "23 bis");
    EXPECT_EQ(TrimBlanks(blank + "P" + blank + "T" + blank), "P" + blank + "T");
  }
  for (const std::string& invisible : kInvisible) {
    EXPECT_EQ(PlainLine(invisible + "aa" + invisible + "1" + invisible), "aa1") << invisible;
    EXPECT_EQ(TrimBlanks(invisible + "aa1 " + invisible), "aa1") << invisible;
  }
  EXPECT_EQ(PlainLine(" \u00A0\u200B"), "");
  EXPECT_EQ(TrimBlanks(" \u00A0\u200B"), "");
}

TEST(TextTest, XmlTextDropsOnlyWhatXmlForbids) {
  EXPECT_EQ(XmlText("a\uFFFE\uFFFF\x02z \u00AD\r\n"), "az \u00AD\r\n");
  EXPECT_EQ(XmlText("\xE9"), "\uFFFD");
}

TEST(TextTest, FoldedWritingsOfOneNameAreEqual) {
  const std::vector<std::vector<std::string>> names = {
      {"Türkiye", "TÜRKİYE", "turkiye", "Tu\u0308rkiye", " t\u00FCr\u00ADkiye\u00A0"},
      {"Łódź", "LODZ", "łódź"},
      {"Straße", "STRASSE"},
      {"Ελλάδα", "ΕΛΛΑΔΑ", "ελλαδα"},
      {"L’arrêté – n° 4", "l'arrete - n° 4", "L\u02BCARR\u00CAT\u00C9 \u2014 n° 4"},
      {"ﬁnance", "FINANCE"},
      {"№ 5", "No 5"},
      {"23/2007", "２３/２００７"}};
  for (const std::vector<std::string>& writings : names)
    for (const std::string& writing : writings)
      EXPECT_EQ(Folded(writing), Folded(writings.front())) << writing;
  EXPECT_NE(Folded("Ireland"), Folded("Iceland"));
  EXPECT_NE(Folded("4 bis"), Folded("4 ter"));
}

TEST(TextTest, PlainTypographyKnowsWhereEachByteWas) {
  const std::string text =
      "Loi\u00A0n°\u202F2018\u2011778, de\u0301cret d\u02BCas\u00ADile 1996\u20132012 12\u20132012 "
      "\u2013 x";
  const PlainText plain = PlainTypography(text);
  EXPECT_EQ(plain.text, "Loi n° 2018-778, décret d’asile 1996–2012 12-2012 – x");
  ASSERT_EQ(plain.origins.size(), plain.text.size() + 1);
  EXPECT_EQ(plain.origins.back(), text.size());
  for (const char* word : {"Loi", "2018", "778", "cret", "ile", "1996", "2012", "x"})
    EXPECT_EQ(plain.origins[plain.text.find(word)], text.find(word)) << word;
  EXPECT_EQ(plain.origins[plain.text.find("é")], text.find("e\u0301"));
}

std::string AnyText() {
  static const std::vector<std::string> kPieces = [] {
    std::vector<std::string> pieces = {
        "a", "Z", "é",  "e",    "\u0301",       "ß", "İ", "4", "/", "-",
        "–", "’", "n°", "\xE9", "\xED\xA0\x80", "Ω", "й", "한"};
    for (const auto* more : {&kBlanks, &kInvisible, &kForbidden})
      pieces.insert(pieces.end(), more->begin(), more->end());
    return pieces;
  }();
  std::string text;
  for (const std::string& piece :
       *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces)))
    text += piece;
  return text;
}

RC_GTEST_PROP(TextTest, EachFormIsItsOwnForm, ()) {
  const std::string text = AnyText();
  RC_ASSERT(NormalText(NormalText(text)) == NormalText(text));
  RC_ASSERT(PlainLine(PlainLine(text)) == PlainLine(text));
  RC_ASSERT(Folded(Folded(text)) == Folded(text));
  RC_ASSERT(Folded(PlainLine(text)) == Folded(text));
  for (const std::string& form : {NormalText(text), PlainLine(text), Folded(text), XmlText(text)}) {
    RC_ASSERT(IsUtf8(form));
    RC_ASSERT(XmlText(form) == form);
  }
}

RC_GTEST_PROP(TextTest, PlainTypographyNeverPointsBack, ()) {
  const std::string text = AnyText();
  const PlainText plain = PlainTypography(text);
  RC_ASSERT(plain.origins.size() == plain.text.size() + 1);
  RC_ASSERT(std::ranges::is_sorted(plain.origins));
  RC_ASSERT(plain.origins.back() == text.size());
}

TEST(RegionTest, KnowsCodesAndNames) {
  EXPECT_EQ(RegionOf("PT").alpha3, "PRT");
  const std::vector<std::string> czechia = {"Czechia", "Czech Republic"};
  EXPECT_EQ(RegionOf("CZ").english_names, czechia);
  EXPECT_EQ(RegionOf("QQ").alpha3, "");
}

}  // namespace
}  // namespace lawtrace
