// Messages as JSON, text, HTML and subjects.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "report/messages/message_json.h"
#include "report/messages/message_text.h"
#include "tests/report/message_fixture.h"

namespace lawtrace::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const MessageTemplates& Bundled() {
  static const MessageTemplates templates = MessageTemplates::Parse(BundledTemplateFiles()).value();
  return templates;
}

RenderedMessage Render(alerts::Message message, const std::string& language = "en") {
  message.language = language;
  RenderedMessage rendered = Bundled().Render(message, {SampleSubscription()}, SampleLinks());
  // For a look with a browser.
  if (const char* folder = std::getenv("LAWTRACE_KEEP_MAILS")) {
    const std::string name =
        std::string(folder) + "/" + language + "-" + std::string(Name(message.kind));
    std::ofstream(name + ".html") << rendered.html;
    std::ofstream(name + ".txt") << rendered.subject << "\n\n" << rendered.text;
  }
  return rendered;
}

TEST(MessageTextTest, AnAlertContainsTheChange) {
  const RenderedMessage mail = Render(SampleAlert());
  EXPECT_EQ(mail.subject,
            "Portugal: Residence conditions for ordinary naturalisation 50 → 100 (+1.0 overall)");
  EXPECT_EQ(mail.text,
            "Portugal\n---\n"
            "The law changed, on 6 July 2018\n"
            "  Residence conditions for ordinary naturalisation (fa98)\n"
            "  Answer: 50 → 100 (+50)\n"
            "  Access to nationality: 77.9 → 86.2 (+8.3), rank 4 → 1 of 56, slightly favourable → "
            "favourable\n"
            "  Overall score: 80.1 → 81.1 (+1.0), rank 2 of 56, slightly favourable → favourable\n"
            "  Law: Eighth amendment to the Nationality Law (Organic Law 2/2018): adopted 20 April "
            "2018, published 5 July 2018, in force 6 July 2018\n"
            "  https://dre.pt/eli/lei/2/2018\n"
            "  Note: Residence of five years <legal>, counted from the request & proof.\n"
            "  https://example.org/events/4711\n"
            "  Sent because you follow: country PT; change overall >= 0.5. Recorded on 9 July "
            "2018.\n\n"
            "-- \n"
            "Migrant Integration Policy Index, https://example.org\n"
            "Change what you get: https://example.org/s/tok123\n"
            "Unsubscribe: https://example.org/s/tok123/unsubscribe\n");
}

TEST(MessageTextTest, HtmlHasTheSameAndEscapesIt) {
  alerts::Message message = SampleAlert();
  message.countries[0].items[0].notice.question = "<script>alert(1)</script> \"q\"";
  message.countries[0].items[0].notice.laws[0].url = "javascript:alert(1)";
  const std::string html = Render(message).html;
  for (const char* part :
       {"Portugal", "&lt;script&gt;alert(1)&lt;/script&gt; &quot;q&quot;", "+50", "77.9", "86.2",
        "rank 4 → 1 of 56", "Eighth amendment", "five years &lt;legal&gt;", "&amp; proof",
        "https://example.org/events/4711", "https://example.org/s/tok123/unsubscribe",
        "country PT; change overall &gt;= 0.5"})
    EXPECT_THAT(html, HasSubstr(part)) << part;
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("javascript:")));
  EXPECT_THAT(html, Not(HasSubstr("{{")));
}

TEST(MessageTextTest, EveryKindIsWrittenInEveryLanguage) {
  for (const std::string& language : Bundled().languages())
    for (const alerts::Message& message :
         {SampleAlert(), SampleDigest(), SampleCorrection(), SampleConfirmation()}) {
      const RenderedMessage mail = Render(message, language);
      EXPECT_FALSE(mail.subject.empty());
      EXPECT_THAT(mail.subject, Not(HasSubstr("\n")));
      EXPECT_THAT(mail.text, HasSubstr("Migrant Integration Policy Index"));
      EXPECT_THAT(mail.html, HasSubstr("</html>"));
      EXPECT_THAT(mail.html, HasSubstr("lang=\"" + language + "\""));
    }
  EXPECT_THAT(Bundled().languages(), ElementsAre("en", "fr"));
}

TEST(MessageTextTest, FrenchHasItsOwnDatesNumbersBandsAndTitles) {
  const RenderedMessage mail = Render(SampleAlert(), "fr");
  EXPECT_EQ(mail.subject,
            "Portugal : Residence conditions for ordinary naturalisation 50 → 100 (+1,0 au total)");
  EXPECT_THAT(mail.text, HasSubstr("La loi a changé, le 6 juillet 2018"));
  EXPECT_THAT(mail.text, HasSubstr("77,9 → 86,2 (+8,3), rang 4 → 1 sur 56"));
  EXPECT_THAT(mail.text, HasSubstr("plutôt favorable → favorable"));
  EXPECT_THAT(mail.text, HasSubstr("Oitava alteração à Lei da Nacionalidade"));
  EXPECT_THAT(mail.text, HasSubstr("adoptée le 20 avril 2018"));
}

TEST(MessageTextTest, ADigestNamesTheCountriesAndTheCount) {
  const RenderedMessage mail = Render(SampleDigest());
  EXPECT_EQ(mail.subject, "Portugal and others: 3 changes");
  EXPECT_THAT(mail.text, HasSubstr("3 changes since the last digest"));
  EXPECT_THAT(mail.text, HasSubstr("The law will change, in 2019"));
  EXPECT_THAT(mail.text, HasSubstr("Answer: not assessed → 100\n"));
  EXPECT_THAT(mail.text, HasSubstr("49.3 → 49.3 (−0.03)"));
}

TEST(MessageTextTest, ACorrectionNamesWhatItCorrects) {
  const RenderedMessage mail = Render(SampleCorrection());
  EXPECT_THAT(mail.subject, HasSubstr("Correction: Portugal"));
  EXPECT_THAT(mail.text, HasSubstr("This corrects what message msg_fedcba9876543210 told you."));
}

TEST(MessageTextTest, AConfirmationSaysWhatWasAskedForAndHowToConfirm) {
  const RenderedMessage mail = Render(SampleConfirmation());
  EXPECT_THAT(mail.text, HasSubstr("  country PT (immediate)"));
  EXPECT_THAT(mail.text, HasSubstr("https://example.org/s/tok123/confirm\n"));
  EXPECT_THAT(mail.text, Not(HasSubstr("unsubscribe")));
}

TEST(MessageTextTest, WithoutAPublicAddressThereAreNoLinks) {
  MessageLinks links = SampleLinks();
  links.public_url.clear();
  const RenderedMessage mail = Bundled().Render(SampleAlert(), {SampleSubscription()}, links);
  EXPECT_THAT(mail.html, Not(HasSubstr("href=\"\"")));
  EXPECT_THAT(mail.text, Not(HasSubstr("tok123")));
}

// The fault of the bundled templates with one file replaced.
std::string FaultWith(const std::string& name, const std::string& text) {
  std::vector<TemplateFile> files = BundledTemplateFiles();
  files.push_back({.language = "en", .name = name, .place = "mine/" + name, .text = text});
  const Result<MessageTemplates> templates = MessageTemplates::Parse(std::move(files));
  return templates ? "" : templates.error().Message();
}

TEST(MessageTemplatesTest, AMalformedTemplateIsRefusedWithFileLineAndReason) {
  EXPECT_EQ(FaultWith("alert.txt", "a\n{{#countries}}\nb"),
            "mine/alert.txt:2: the section 'countries' is not closed");
  EXPECT_EQ(FaultWith("alert.txt", "a\n\n{{/countries}}"),
            "mine/alert.txt:3: 'countries' ends a section that is not open here");
  EXPECT_EQ(FaultWith("alert.txt", "{{contry}}"),
            "mine/alert.txt:1: messages have no 'contry'; docs/channels.md lists the names");
  EXPECT_EQ(FaultWith("alert.txt", "x\n{{country\n"),
            "mine/alert.txt:2: a tag is not closed; write {{country}}");
  EXPECT_EQ(FaultWith("alert.txt", "{{country} and {{when}}"),
            "mine/alert.txt:1: a tag is not closed; write {{country}}");
  EXPECT_EQ(FaultWith("alert.txt", "{{>nothing.txt}}"),
            "mine/alert.txt:1: there is no file 'nothing.txt' to put in here");
  EXPECT_EQ(FaultWith("alert.txt", "{{=<% %>=}}"),
            "mine/alert.txt:1: delimiters cannot be changed");
  EXPECT_THAT(FaultWith("notice.txt", "{{>items.txt}}"), HasSubstr("contains itself"));
  EXPECT_EQ(FaultWith("alert.txt", "{{#several}}{{count}}{{/several}}{{! a note }}{{{country}}}"),
            "");
}

TEST(MessageTemplatesTest, MissingFilesAndWrongWordsAreNamed) {
  std::vector<TemplateFile> files = BundledTemplateFiles();
  std::erase_if(files, [](const TemplateFile& file) {
    return file.language == "fr" && file.name == "digest.html";
  });
  EXPECT_EQ(MessageTemplates::Parse(files).error().Message(),
            "templates of 'fr': the file 'digest.html' is missing");
  const std::string faults = FaultWith("words", "language = English\nlanguage = x\nday\nmoon = m");
  EXPECT_THAT(faults, HasSubstr("mine/words:2: 'language' is given twice"));
  EXPECT_THAT(faults, HasSubstr("mine/words:3: not of the form 'name = words'"));
  EXPECT_THAT(faults, HasSubstr("mine/words:4: unknown name 'moon'"));
  EXPECT_THAT(faults, HasSubstr("mine/words: 'month.12' is missing"));
  EXPECT_FALSE(MessageTemplates::Parse({}));
}

TEST(MessageTemplatesTest, ALanguageIsAddedByAFolder) {
  std::vector<TemplateFile> files = BundledTemplateFiles();
  for (TemplateFile file : BundledTemplateFiles()) {
    if (file.language != "fr") continue;
    file.language = "pt";
    if (file.name == "alert.subject") file.text = "Novidades: {{country}}\n";
    files.push_back(file);
  }
  const MessageTemplates templates = MessageTemplates::Parse(files).value();
  EXPECT_THAT(templates.languages(), ElementsAre("en", "fr", "pt"));
  alerts::Message message = SampleAlert();
  message.language = "pt";
  EXPECT_EQ(templates.Render(message, {}, SampleLinks()).subject, "Novidades: Portugal");
  message.language = "de";
  EXPECT_THAT(templates.Render(message, {}, SampleLinks()).text, HasSubstr("The law changed"));
}

TEST(MessageJsonTest, IsOneLineThatHoldsTheWholeChange) {
  const std::string line = MessageJson(SampleAlert(), SampleLinks());
  EXPECT_THAT(line, Not(HasSubstr("\n")));
  const nlohmann::json event = nlohmann::json::parse(line);
  EXPECT_EQ(event["specversion"], "1.0");
  EXPECT_EQ(event["id"], "msg_0123456789abcdef");
  EXPECT_EQ(event["source"], "https://example.org");
  EXPECT_EQ(event["type"], "lawtrace.alert.v1");
  EXPECT_EQ(event["subject"], "PT");
  EXPECT_EQ(event["time"], "2018-07-09T00:00:00Z");
  EXPECT_EQ(event["sequence"], "4711");
  const nlohmann::json item = event["data"]["items"][0];
  EXPECT_EQ(item["old"]["answer"], "50");
  EXPECT_EQ(item["new"]["answer"], "100");
  EXPECT_EQ(item["effective"]["earliest"], "2018-07-06");
  EXPECT_EQ(item["laws"][0]["id"], "pt-lei-organica-2-2018");
  EXPECT_EQ(item["levels"][0]["before"], 77.857);
  EXPECT_EQ(item["levels"][1]["rank_after"], 2);
  EXPECT_EQ(item["subscriptions"], nlohmann::json({7}));
  EXPECT_EQ(item["corrects"], nullptr);
  EXPECT_EQ(item["url"], "https://example.org/events/4711");
}

TEST(MessageJsonTest, ADigestOfSeveralCountriesHasNoSubject) {
  const nlohmann::json event =
      nlohmann::json::parse(MessageJson(SampleDigest(), {.index_id = "x"}));
  EXPECT_FALSE(event.contains("subject"));
  EXPECT_EQ(event["source"], "urn:lawtrace:x");
  EXPECT_EQ(event["data"]["items"].size(), 3U);
  EXPECT_EQ(event["data"]["items"][1]["effective"]["precision"], "year");
}

}  // namespace
}  // namespace lawtrace::report
