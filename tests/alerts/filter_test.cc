#include "alerts/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/sample_notice.h"

namespace lawtrace::alerts {
namespace {

using ::testing::HasSubstr;

Result<Filter> Parse(std::string_view text) {
  const Index index = SampleIndex();
  return ParseFilter(text, index, index.main_methodology());
}

std::string Fault(std::string_view text) {
  const Result<Filter> filter = Parse(text);
  return filter ? "read as " + ToString(*filter) : filter.error().Message();
}

TEST(FilterTextTest, ReadsBackWhatItWrites) {
  for (const std::string text :
       {"", "country PT", "country PT,ES and not area ab and change all >= 0.5",
        "group EU,EFTA and kind amendment,entry_into_force", "not indicator a,b", "law pt-lei-1",
        "direction up", "direction down ab", "band all and rank ab", "timing retroactive,future"}) {
    const Result<Filter> filter = Parse(text);
    ASSERT_TRUE(filter.has_value()) << text << ": " << filter.error().Message();
    EXPECT_EQ(ToString(*filter), text);
  }
}

TEST(FilterTextTest, NamesBecomeCodes) {
  for (const auto& [written, text] : std::vector<std::pair<std::string, std::string>>{
           {"country portugal , es", "country PT,ES"},
           {"COUNTRY \"Portugal\"", "country PT"},
           {"country pt", "country PT"},
           {"country\u00A0PORTUGAL", "country PT"},
           {"area he\u00ADalth care", "area ab"},
           {"area HÉALTH Care", "area ab"},
           {"area Health Care", "area ab"},
           {"area \"health care\",CN", "area ab,cn"},
           {"change >= 1", "change all >= 1"},
           {"change overall>=1.50 AND band", "change all >= 1.5 and band all"},
           {"rank health care", "rank ab"},
           {"group eu and indicator A", "group EU and indicator a"},
           {"kind Proposal", "kind proposal"}}) {
    const Result<Filter> filter = Parse(written);
    ASSERT_TRUE(filter.has_value()) << written << ": " << filter.error().Message();
    EXPECT_EQ(ToString(*filter), text);
  }
}

TEST(FilterTextTest, EveryFaultSaysWhatToWriteInstead) {
  EXPECT_EQ(Fault("county PT"),
            "'county PT': 'county' is nothing to filter by; did you mean 'country'?; a term begins "
            "with one of country, group, area, indicator, law, kind, direction, change, band, "
            "rank, timing");
  EXPECT_EQ(Fault("country PT or country ES"),
            "'country PT or country ES': there is no 'or'; list values with commas, as in country "
            "PT,ES, or subscribe twice");
  EXPECT_EQ(Fault("country Portugl"),
            "'country Portugl': country 'Portugl' is not in the index; did you mean 'Portugal'?");
  EXPECT_EQ(Fault("group EUU"), "'group EUU': group 'EUU' is not in the index; it has EU, EFTA");
  EXPECT_EQ(Fault("area helth care"),
            "'area helth care': 'helth care' is no area or other node of methodology toy; did you "
            "mean 'Health care'?");
  EXPECT_THAT(Fault("area a"), HasSubstr("it is an indicator: write indicator a"));
  EXPECT_EQ(Fault("country"), "'country': a value is missing; write country PT,ES");
  EXPECT_EQ(Fault("country PT,"), "'country PT ,': a value is missing; write country PT,ES");
  EXPECT_THAT(Fault("country PT and"), HasSubstr("a term is missing beside 'and' or 'not'"));
  EXPECT_THAT(Fault("not"), HasSubstr("a term is missing"));
  EXPECT_THAT(Fault("direction left"), HasSubstr("write direction up or direction down"));
  EXPECT_THAT(Fault("change all > 1"), HasSubstr("write change overall >= 0.5"));
  for (const std::string number : {"0", "-1", "101", "many", "nan", "1e999"})
    EXPECT_THAT(Fault("change all >= " + number), HasSubstr("no number of points")) << number;
  EXPECT_THAT(Fault("kind reform"), HasSubstr("write one of amendment, announcement, "));
  EXPECT_THAT(Fault("timing soon"), HasSubstr("write retroactive, current or future"));
  EXPECT_THAT(Fault("area \"health"), HasSubstr("a quotation mark is not closed"));
}

TEST(FilterTextTest, AllFaultsAreReportedAtOnce) {
  EXPECT_EQ(Fault("country XX and group YY"),
            "'country XX': country 'XX' is not in the index\n"
            "'group YY': group 'YY' is not in the index; it has EU, EFTA");
}

TEST(FilterTest, ATermHoldsForWhatItNames) {
  const Notice notice = SampleNotice();
  for (const auto& [text, holds] : std::vector<std::pair<std::string, bool>>{
           {"country PT", true},         {"country ES", false},
           {"not country ES,FR", true},  {"group EU", true},
           {"group EFTA", false},        {"area ab", true},
           {"area cn", false},           {"area all", true},
           {"indicator a", true},        {"indicator b", false},
           {"law pt-lei-1", true},       {"law pt-lei-old", true},
           {"law pt-lei-2", false},      {"kind amendment", true},
           {"kind proposal", false},     {"direction up", true},
           {"direction down", false},    {"direction up ab", true},
           {"change all >= 12.5", true}, {"change all >= 12.6", false},
           {"change cn >= 0.1", false},  {"band all", true},
           {"band ab", false},           {"rank all", true},
           {"rank ab", false},           {"timing retroactive", true},
           {"timing future", false},     {"", true}}) {
    const Result<Filter> filter = Parse(text);
    ASSERT_TRUE(filter.has_value()) << text << ": " << filter.error().Message();
    EXPECT_EQ(Wants(*filter, notice), holds) << text;
  }
}

TEST(FilterTest, TellsTheFirstTermThatFails) {
  const Result<Filter> filter = Parse("country PT and area cn and kind proposal");
  EXPECT_EQ(FirstFailing(*filter, SampleNotice()), 1U);
}

TEST(FilterTest, CorrectionsAreForThoseWhoAskForThem) {
  Notice notice = SampleNotice();
  notice.trigger = Trigger::kCorrection;
  EXPECT_FALSE(Wants(*Parse("country PT"), notice));
  EXPECT_FALSE(Wants(*Parse("country PT and not kind proposal"), notice));
  EXPECT_TRUE(Wants(*Parse("country PT and kind correction"), notice));
  EXPECT_FALSE(Wants(*Parse("country PT and kind retraction"), notice));
}

TEST(FilterTest, NothingChangedIsJudgedAtTheNodesThatTheFilterNames) {
  Notice notice = SampleNotice();
  EXPECT_EQ(NothingChanged(*Parse("country PT"), notice), "");
  notice.levels[0].after = notice.levels[0].before;
  EXPECT_EQ(NothingChanged(*Parse("area ab"), notice),
            "no change at Health care, which the filter names");
  EXPECT_EQ(NothingChanged(*Parse("area ab and rank all"), notice), "");
  EXPECT_EQ(NothingChanged(*Parse("country PT"), notice), "");
  notice.new_answer = notice.old_answer;
  EXPECT_EQ(NothingChanged(*Parse("country PT"), notice),
            "the answer is the same before and after");
  notice.without_effect = "superseded by event 9";
  EXPECT_EQ(NothingChanged(*Parse("rank all"), notice), "superseded by event 9");
}

TEST(ChannelTextTest, ReadsBackWhatItWritesAndRefusesTheRest) {
  for (const std::string text :
       {"mail:ana@example.org", "webhook:https://example.org/hook", "file:alerts.jsonl", "-"})
    EXPECT_EQ(ToString(ParseChannel(text).value()), text);
  for (const std::string text :
       {"", "ana@example.org", "mail:", "mail:ana", "mail:@x", "mail:a@", "mail:a b@x",
        "mail:a@b@c", "mail:a@b\r\nBcc: c@d", "webhook:ftp://x", "webhook:https://",
        "webhook:https://a b", "file:", "fax:123"})
    EXPECT_FALSE(ParseChannel(text).has_value()) << text;
}

}  // namespace
}  // namespace lawtrace::alerts
