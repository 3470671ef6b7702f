#include "tests/report/message_fixture.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace lawtrace::report {
namespace {

alerts::LevelChange Level(const std::string& node, const std::string& label, double before,
                          double after, std::size_t rank_before, std::size_t rank_after) {
  return {.node = node,
          .label = label,
          .level = node == "overall" ? "overall" : "area",
          .before = before,
          .after = after,
          .points = after - before,
          .rank_before = rank_before,
          .rank_after = rank_after,
          .ranked_after = 56,
          .band_before = "slightly favourable",
          .band_after = after >= 80 ? "favourable" : "slightly favourable"};
}

}  // namespace

alerts::Notice SampleNotice() {
  alerts::Notice notice{.trigger = Trigger::kAmendment,
                        .event = Sequence{4711},
                        .known = Sequence{4711},
                        .recorded_at = Instant::StartOf(Day::Of(2018, 7, 9)),
                        .country = "PT",
                        .country_name = "Portugal",
                        .groups = {"EU"},
                        .indicator = "fa98",
                        .question = "Residence conditions for ordinary naturalisation",
                        .area = "f",
                        .old_answer = Answer::Option("50"),
                        .new_answer = Answer::Option("100"),
                        .answer_points = 50.0,
                        .day = Day::Of(2018, 7, 6),
                        .effective = PartialDate(Day::Of(2018, 7, 6), Precision::kDay),
                        .basis = Basis::kStated,
                        .headline = "overall"};
  notice.laws = {{.id = "pt-lei-organica-2-2018",
                  .title = "Oitava alteração à Lei da Nacionalidade",
                  .title_en = "Eighth amendment to the Nationality Law",
                  .number = "Organic Law 2/2018",
                  .adopted = PartialDate(Day::Of(2018, 4, 20), Precision::kDay),
                  .published = PartialDate(Day::Of(2018, 7, 5), Precision::kDay),
                  .in_force = PartialDate(Day::Of(2018, 7, 6), Precision::kDay),
                  .url = "https://dre.pt/eli/lei/2/2018"}};
  notice.evidence.comment = "Residence of five years <legal>, counted from the request & proof.";
  notice.levels = {Level("f", "Access to nationality", 77.857, 86.19, 4, 1),
                   Level("overall", "Overall score", 80.1, 81.14, 2, 2)};
  return notice;
}

alerts::Message SampleAlert() {
  alerts::Message message{.id = "msg_0123456789abcdef",
                          .kind = MessageKind::kAlert,
                          .channel = {.kind = ChannelKind::kMail, .target = "ana@example.org"},
                          .language = "en",
                          .created_at = Instant::StartOf(Day::Of(2018, 7, 9))};
  message.countries = {{.country = "PT",
                        .name = "Portugal",
                        .items = {{.id = "ntc_1",
                                   .notice = SampleNotice(),
                                   .subscriptions = {SubscriptionId{7}},
                                   .reasons = {"country PT", "change overall >= 0.5"}}}}};
  return message;
}

alerts::Message SampleDigest() {
  alerts::Message message = SampleAlert();
  message.kind = MessageKind::kDigest;
  alerts::Item announced = message.countries[0].items[0];
  announced.notice.trigger = Trigger::kAnnouncement;
  announced.notice.effective = PartialDate(Day::Of(2019, 1, 1), Precision::kYear);
  announced.notice.question = "Political liberties of all foreign nationals who reside lawfully";
  announced.notice.old_answer = Answer::NotAssessed();
  announced.notice.answer_points.reset();
  announced.notice.laws.clear();
  announced.notice.evidence = {};
  message.countries[0].items.push_back(announced);
  alerts::Item fall = message.countries[0].items[0];
  fall.notice.country = "DK";
  fall.notice.country_name = "Denmark";
  fall.notice.old_answer = Answer::Option("100");
  fall.notice.new_answer = Answer::Option("0");
  fall.notice.answer_points = -100;
  fall.notice.levels = {Level("f", "Access to nationality", 61.2, 44.04, 20, 31),
                        Level("overall", "Overall score", 49.3, 49.27, 24, 25)};
  message.countries.push_back({.country = "DK", .name = "Denmark", .items = {fall}});
  return message;
}

alerts::Message SampleCorrection() {
  alerts::Message message = SampleAlert();
  message.kind = MessageKind::kCorrection;
  message.countries[0].items[0].corrects = "msg_fedcba9876543210";
  message.countries[0].items[0].notice.trigger = Trigger::kCorrection;
  return message;
}

alerts::Message SampleConfirmation() {
  alerts::Message message = SampleAlert();
  message.kind = MessageKind::kConfirmation;
  message.countries.clear();
  return message;
}

Subscription SampleSubscription() {
  Subscription subscription{.id = SubscriptionId{7}, .token = "tok123"};
  subscription.channel = {.kind = ChannelKind::kMail, .target = "ana@example.org"};
  subscription.filter.terms = {{.subject = Subject::kCountry, .values = {"PT"}}};
  return subscription;
}

MessageLinks SampleLinks() {
  return {.index_id = "mipex",
          .index_name = "Migrant Integration Policy Index",
          .public_url = "https://example.org"};
}

std::vector<TemplateFile> BundledTemplateFiles() {
  std::vector<TemplateFile> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(LAWTRACE_SOURCE_DIR "/data/templates")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files.push_back({.language = entry.path().parent_path().filename().string(),
                     .name = entry.path().filename().string(),
                     .place = entry.path().filename().string(),
                     .text = {std::istreambuf_iterator<char>(in), {}}});
  }
  return files;
}

}  // namespace lawtrace::report
