#include "report/messages/message_text.h"

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <set>
#include <utility>

#include "alerts/filter.h"
#include "model/check.h"
#include "model/web_address.h"
#include "report/messages/internal/template_check.h"

namespace lawtrace::report {
namespace {

namespace mustache = kainjow::mustache;
using Data = mustache::data;

constexpr std::array kKinds = {MessageKind::kAlert, MessageKind::kDigest,
                               MessageKind::kConfirmation, MessageKind::kCorrection};
constexpr std::string_view kWordsFile = "words";
constexpr std::string_view kFallback = "en";

// Every name that a template may use.
const std::set<std::string, std::less<>>& KnownNames() {
  static const std::set<std::string, std::less<>> names = {
      ".",
      // Of the message.
      "language", "index", "kind", "single", "several", "count", "one_country", "countries",
      "country", "country_code", "first", "items", "follows", "filter", "cadence", "site_url",
      "manage_url", "unsubscribe_url", "confirm_url",
      // Of one change.
      "trigger", "is_amendment", "is_announcement", "is_entry_into_force", "is_proposal",
      "is_correction", "is_retraction", "is_recoding", "is_edition", "edition", "question",
      "indicator", "old", "new", "answer_points", "up", "down", "when", "day", "recorded", "laws",
      "levels", "headline", "without_effect", "comment", "source_url", "reasons", "corrects", "url",
      // Of a law.
      "law", "law_number", "law_dates", "law_provision", "law_url", "is_cause",
      // Of a level.
      "label", "before", "after", "change", "total", "rises", "falls", "rank_before", "rank_after",
      "rank_moved", "ranked", "band_before", "band_after", "band_moved"};
  return names;
}

// False unless it is an address that a reader can follow without harm.
Data LinkTo(const std::string& url) {
  return IsWebAddress(url) ? Data(url) : Data(false);
}

// An empty text is false, so that sections can ask for it.
Data TextOr(const std::string& text) {
  return text.empty() ? Data(false) : Data(text);
}

Data ListOf(mustache::list values) {
  return values.empty() ? Data(false) : Data(std::move(values));
}

std::string AnswerText(const std::optional<Answer>& answer, const std::string& label,
                       const MessageWords& words) {
  if (!answer) return words.Of("answer.none");
  switch (answer->state()) {
    case Answer::State::kNotAssessed:
      return words.Of("answer.not_assessed");
    case Answer::State::kNotApplicable:
      return words.Of("answer.not_applicable");
    case Answer::State::kOption:
      break;
  }
  return label.empty() ? answer->code() : label + " (" + answer->code() + ")";
}

std::string ScoreText(const std::optional<double>& score, const MessageWords& words) {
  return score ? words.Number(*score) : words.Of("answer.none");
}

std::string RankText(const std::optional<std::size_t>& rank) {
  return rank ? std::to_string(*rank) : "";
}

Data LevelView(const alerts::LevelChange& level, const MessageWords& words) {
  Data view;
  view["label"] = TextOr(level.label);
  view["before"] = ScoreText(level.before, words);
  view["after"] = ScoreText(level.after, words);
  view["change"] = level.points ? Data(words.Points(*level.points)) : Data(false);
  // Only where other events of the same day moved it, too.
  const bool is_part = level.points && level.before && level.after &&
                       alerts::Differs(*level.points, *level.after - *level.before);
  view["total"] = is_part ? Data(words.Points(*level.after - *level.before)) : Data(false);
  view["rises"] = Data(level.points.value_or(0) > 0);
  view["falls"] = Data(level.points.value_or(0) < 0);
  view["rank_before"] = TextOr(RankText(level.rank_before));
  view["rank_after"] = TextOr(RankText(level.rank_after));
  view["rank_moved"] =
      Data(level.rank_before && level.rank_after && *level.rank_before != *level.rank_after);
  view["ranked"] = std::to_string(level.ranked_after);
  view["band_before"] = TextOr(words.Band(level.band_before));
  view["band_after"] = TextOr(words.Band(level.band_after));
  view["band_moved"] = Data(!level.band_before.empty() && !level.band_after.empty() &&
                            level.band_before != level.band_after);
  return view;
}

// The level that a reader means by "the score": the headline, or where that has no score, the
// widest one that has points.
const alerts::LevelChange* HeadlineOf(const alerts::Notice& notice) {
  const alerts::LevelChange* headline = notice.FindLevel(notice.headline);
  if (headline != nullptr && headline->points) return headline;
  for (auto level = notice.levels.rbegin(); level != notice.levels.rend(); ++level)
    if (level->points && level->node != notice.area) return &*level;
  return headline;
}

// The area and the score above it.
mustache::list LevelViews(const alerts::Notice& notice, const MessageWords& words) {
  mustache::list views;
  const alerts::LevelChange* area = notice.FindLevel(notice.area);
  const alerts::LevelChange* headline = HeadlineOf(notice);
  if (area != nullptr) views.push_back(LevelView(*area, words));
  if (headline != nullptr && headline != area) views.push_back(LevelView(*headline, words));
  return views;
}

Data LawView(const alerts::NoticeLaw& law, const MessageWords& words, bool in_english) {
  const std::string& first = in_english ? law.title_en : law.title;
  const std::string& second = in_english ? law.title : law.title_en;
  std::string dates;
  for (const auto& [name, date] :
       {std::pair("law.adopted", &law.adopted), std::pair("law.published", &law.published),
        std::pair("law.in_force", &law.in_force)})
    if (*date) dates += (dates.empty() ? "" : ", ") + words.Of(name) + " " + words.Date(**date);
  Data view;
  view["law"] = !first.empty() ? first : !second.empty() ? second : law.id;
  view["law_number"] = TextOr(law.number);
  view["law_dates"] = TextOr(dates);
  view["law_provision"] = TextOr(law.provision);
  view["law_url"] = LinkTo(law.url);
  view["is_cause"] = Data(law.role == LawRole::kCause);
  return view;
}

void SetAnswers(const alerts::Notice& notice, const MessageWords& words, Data& view) {
  view["question"] = TextOr(notice.question);
  view["indicator"] = TextOr(notice.indicator);
  if (notice.indicator.empty()) return;
  view["old"] = AnswerText(notice.old_answer, notice.old_label, words);
  view["new"] = AnswerText(notice.new_answer, notice.new_label, words);
  view["answer_points"] =
      notice.answer_points ? Data(words.WholePoints(*notice.answer_points)) : Data(false);
  view["up"] = Data(notice.answer_points.value_or(0) > 0);
  view["down"] = Data(notice.answer_points.value_or(0) < 0);
}

Data NoticeView(const alerts::Notice& notice, const MessageWords& words, bool in_english,
                const MessageLinks& links) {
  Data view;
  view["country"] = TextOr(notice.country_name);
  view["country_code"] = TextOr(notice.country);
  view["trigger"] = words.Of("trigger." + std::string(Name(notice.trigger)));
  for (std::uint8_t value = 1; value <= kTriggerCount; ++value)
    view["is_" + std::string(Name(Trigger{value}))] = Data(notice.trigger == Trigger{value});
  view["edition"] = TextOr(notice.edition_title);
  for (const char* name : {"old", "new", "answer_points", "up", "down"}) view[name] = Data(false);
  SetAnswers(notice, words, view);
  view["when"] = notice.edition.empty() ? Data(words.When(notice.effective)) : Data(false);
  view["day"] = words.Date(notice.day);
  view["recorded"] = words.Date(notice.recorded_at.day());
  mustache::list laws;
  for (const alerts::NoticeLaw& law : notice.laws)
    if (law.role == LawRole::kCause) laws.push_back(LawView(law, words, in_english));
  view["laws"] = ListOf(std::move(laws));
  view["levels"] = ListOf(LevelViews(notice, words));
  const alerts::LevelChange* headline = HeadlineOf(notice);
  view["headline"] =
      headline != nullptr && headline->points ? LevelView(*headline, words) : Data(false);
  view["without_effect"] = TextOr(notice.without_effect);
  view["comment"] = TextOr(notice.evidence.comment);
  view["source_url"] = LinkTo(notice.evidence.url);
  view["url"] = TextOr(links.EventUrl(notice.event));
  view["reasons"] = Data(false);
  view["corrects"] = Data(false);
  return view;
}

Data ItemView(const alerts::Item& item, const MessageWords& words, bool in_english,
              const MessageLinks& links) {
  Data view = NoticeView(item.notice, words, in_english, links);
  std::string reasons;
  for (const std::string& reason : item.reasons) reasons += (reasons.empty() ? "" : "; ") + reason;
  view["reasons"] = TextOr(reasons);
  view["corrects"] = TextOr(item.corrects);
  return view;
}

Data CountryView(const alerts::CountrySection& section, mustache::list items) {
  Data view;
  view["country"] = section.name.empty() ? section.country : section.name;
  view["country_code"] = section.country;
  view["items"] = ListOf(std::move(items));
  return view;
}

Data FollowsView(const std::vector<Subscription>& subscriptions) {
  mustache::list views;
  for (const Subscription& subscription : subscriptions) {
    Data view;
    view["filter"] = TextOr(alerts::ToString(subscription.filter));
    view["cadence"] = ToString(subscription.cadence);
    views.push_back(std::move(view));
  }
  return ListOf(std::move(views));
}

void SetLinks(const std::vector<Subscription>& subscriptions, const MessageLinks& links,
              Data& view) {
  const std::string token = subscriptions.empty() ? "" : subscriptions.front().token;
  const auto url = [&](const std::string& page) {
    return TextOr(token.empty() ? "" : links.SubscriptionUrl(token, page));
  };
  view["manage_url"] = url("");
  view["unsubscribe_url"] = url("unsubscribe");
  view["confirm_url"] = url("confirm");
  view["site_url"] = TextOr(links.public_url);
}

Data MessageView(const alerts::Message& message, const std::vector<Subscription>& subscriptions,
                 const MessageLinks& links, const MessageWords& words, bool in_english) {
  Data view;
  mustache::list countries;
  std::size_t count = 0;
  for (const alerts::CountrySection& section : message.countries) {
    mustache::list items;
    for (const alerts::Item& item : section.items)
      items.push_back(ItemView(item, words, in_english, links));
    if (count == 0 && !items.empty()) view.set("first", items.front());
    count += items.size();
    countries.push_back(CountryView(section, std::move(items)));
  }
  view["language"] = message.language;
  view["index"] = links.index_name;
  view["kind"] = std::string(Name(message.kind));
  view["count"] = std::to_string(count);
  view["single"] = Data(count == 1);
  view["several"] = Data(count > 1);
  view["one_country"] = Data(countries.size() == 1);
  if (!message.countries.empty()) view.set("country", *countries.front().get("country"));
  view["countries"] = ListOf(std::move(countries));
  view["follows"] = FollowsView(subscriptions);
  SetLinks(subscriptions, links, view);
  return view;
}

std::string OneLine(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }, ' ');
  const auto [first, last] =
      std::ranges::unique(text, [](char a, char b) { return a == ' ' && b == ' '; });
  text.erase(first, last);
  while (text.ends_with(' ')) text.pop_back();
  return text.starts_with(' ') ? text.substr(1) : text;
}

// Without blank lines at its beginning, and with no two of them in a row or at its end: sections
// that are left out leave some.
std::string WithoutGaps(std::string_view text) {
  std::string kept;
  std::size_t breaks = 2;
  for (const char c : text) {
    breaks = c == '\n' ? breaks + 1 : 0;
    if (breaks <= 2) kept += c;
  }
  while (kept.ends_with("\n\n")) kept.pop_back();
  return kept;
}

// Every template that the message kinds need, beside which a language may have others as partials.
std::vector<std::string> RequiredTemplates() {
  std::vector<std::string> names = {"notice.html", "notice.txt"};
  for (const MessageKind kind : kKinds)
    for (const char* form : {".subject", ".txt", ".html"})
      names.push_back(std::string(Name(kind)) + form);
  return names;
}

using Templates = std::map<std::string, std::string, std::less<>>;

std::string RenderTemplate(const Templates& templates, const std::string& name, Data view) {
  const auto found = templates.find(name);
  Check(found != templates.end(), "a language has every template");
  for (const auto& [partial, text] : templates) view[partial] = text;
  mustache::mustache body(found->second);
  if (!name.ends_with(".html"))
    body.set_custom_escape([](const std::string& text) { return text; });
  std::string rendered = body.render(view);
  Check(body.is_valid(), "templates are checked before they are used");
  return rendered;
}

}  // namespace

Result<MessageTemplates> MessageTemplates::Parse(std::vector<TemplateFile> files) {
  std::map<std::string, std::map<std::string, PlacedTemplate, std::less<>>> by_language;
  for (TemplateFile& file : files)
    by_language[file.language].insert_or_assign(
        file.name, PlacedTemplate{.place = file.place, .text = std::move(file.text)});
  std::string faults;
  const auto report = [&](const std::string& fault) {
    if (!fault.empty()) faults += (faults.empty() ? "" : "\n") + fault;
  };
  if (by_language.empty()) report("there is no language among the templates");
  MessageTemplates templates;
  for (auto& [language, placed] : by_language) {
    const auto require = [&](std::string_view name) {
      const bool is_there = placed.contains(std::string(name));
      if (!is_there)
        report("templates of '" + language + "': the file '" + std::string(name) + "' is missing");
      return is_there;
    };
    for (const std::string& name : RequiredTemplates()) require(name);
    if (!require(kWordsFile)) continue;
    const auto words_file = placed.extract(std::string(kWordsFile));
    Result<MessageWords> words =
        MessageWords::Parse(words_file.mapped().text, words_file.mapped().place);
    if (!words) report(words.error().Message());
    report(
        TemplateFaults(placed, [](std::string_view name) { return KnownNames().contains(name); }));
    if (!words) continue;
    Language& entry = templates.languages_
                          .emplace(language, Language{.words = *std::move(words), .templates = {}})
                          .first->second;
    for (auto& [name, file] : placed) entry.templates.emplace(name, std::move(file.text));
  }
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return templates;
}

std::vector<std::string> MessageTemplates::languages() const {
  std::vector<std::string> names;
  for (const auto& [name, language] : languages_) names.push_back(name);
  return names;
}

const MessageTemplates::Language& MessageTemplates::LanguageOf(std::string_view language) const {
  for (const std::string_view wanted : {language, kFallback})
    if (const auto found = languages_.find(wanted); found != languages_.end()) return found->second;
  return languages_.begin()->second;
}

RenderedMessage MessageTemplates::Render(const alerts::Message& message,
                                         const std::vector<Subscription>& subscriptions,
                                         const MessageLinks& links) const {
  const Language& language = LanguageOf(message.language);
  const Data view =
      MessageView(message, subscriptions, links, language.words, message.language == kFallback);
  const std::string kind(Name(message.kind));
  return {.subject = OneLine(RenderTemplate(language.templates, kind + ".subject", view)),
          .text = WithoutGaps(RenderTemplate(language.templates, kind + ".txt", view)),
          .html = RenderTemplate(language.templates, kind + ".html", view)};
}

std::string MessageTemplates::RenderNotice(const alerts::Notice& notice,
                                           const std::string& language,
                                           const MessageLinks& links) const {
  const Language& entry = LanguageOf(language);
  return RenderTemplate(entry.templates, "notice.html",
                        NoticeView(notice, entry.words, language == kFallback, links));
}

std::string MessageTemplates::RenderSubject(const alerts::Notice& notice,
                                            const std::string& language,
                                            const MessageLinks& links) const {
  alerts::Message message{.kind = MessageKind::kAlert, .language = language};
  message.countries = {
      {.country = notice.country, .name = notice.country_name, .items = {{.notice = notice}}}};
  const Language& entry = LanguageOf(language);
  return OneLine(
      RenderTemplate(entry.templates, "alert.subject",
                     MessageView(message, {}, links, entry.words, language == kFallback)));
}

}  // namespace lawtrace::report
