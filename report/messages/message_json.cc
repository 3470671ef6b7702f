#include "report/messages/message_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lawtrace::report {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json Optional(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json DateOf(const std::optional<PartialDate>& date) {
  return date ? Json(date->ToString()) : Json();
}

Json AnswerOf(const std::optional<Answer>& answer, const std::string& label) {
  if (!answer) return {};
  return {{"answer", answer->ToString()}, {"label", label}};
}

Json EffectiveOf(const alerts::Notice& notice) {
  if (!notice.effective) return {};
  return {{"date", notice.effective->ToString()},
          {"precision", Name(notice.effective->precision())},
          {"earliest", notice.effective->earliest().ToString()},
          {"latest", notice.effective->latest().ToString()},
          {"basis", Name(notice.basis)}};
}

Json LawOf(const alerts::NoticeLaw& law) {
  return {{"id", law.id},
          {"role", Name(law.role)},
          {"provision", law.provision},
          {"number", law.number},
          {"title", law.title},
          {"title_en", law.title_en},
          {"adopted", DateOf(law.adopted)},
          {"published", DateOf(law.published)},
          {"in_force", DateOf(law.in_force)},
          {"url", law.url}};
}

Json LevelOf(const alerts::LevelChange& level) {
  return {{"node", level.node},
          {"label", level.label},
          {"level", level.level},
          {"before", Optional(level.before)},
          {"after", Optional(level.after)},
          {"points", Optional(level.points)},
          {"rank_before", Optional(level.rank_before)},
          {"rank_after", Optional(level.rank_after)},
          {"ranked", level.ranked_after},
          {"band_before", level.band_before},
          {"band_after", level.band_after}};
}

template <typename T, typename Convert>
Json ListOf(const std::vector<T>& values, Convert convert) {
  Json list = Json::array();
  for (const T& value : values) list.push_back(convert(value));
  return list;
}

Json ItemOf(const alerts::Item& item, const MessageLinks& links) {
  const alerts::Notice& notice = item.notice;
  Json json = {{"id", item.id},
               {"trigger", Name(notice.trigger)},
               {"event", notice.event.value},
               {"supersedes", notice.supersedes ? Json(notice.supersedes->value) : Json()},
               {"corrects", item.corrects.empty() ? Json() : Json(item.corrects)},
               {"recorded_at", notice.recorded_at.ToString()},
               {"known", notice.known.value},
               {"country", notice.country},
               {"country_name", notice.country_name},
               {"groups", notice.groups}};
  if (!notice.edition.empty())
    json["edition"] = {{"id", notice.edition}, {"title", notice.edition_title}};
  if (!notice.indicator.empty()) {
    json["indicator"] = notice.indicator;
    json["question"] = notice.question;
    json["area"] = notice.area;
    json["old"] = AnswerOf(notice.old_answer, notice.old_label);
    json["new"] = AnswerOf(notice.new_answer, notice.new_label);
    json["answer_points"] = Optional(notice.answer_points);
    json["effective"] = EffectiveOf(notice);
    json["timing"] = Name(notice.timing);
  }
  json["day"] = notice.day.ToString();
  json["without_effect"] = notice.without_effect;
  json["headline"] = notice.headline;
  json["levels"] = ListOf(notice.levels, &LevelOf);
  json["laws"] = ListOf(notice.laws, &LawOf);
  json["evidence"] = {{"comment", notice.evidence.comment},
                      {"url", notice.evidence.url},
                      {"document", notice.evidence.document},
                      {"place", notice.evidence.place}};
  json["subscriptions"] = ListOf(item.subscriptions, [](SubscriptionId id) { return id.value; });
  json["reasons"] = item.reasons;
  const std::string url = links.EventUrl(notice.event);
  json["url"] = url.empty() ? Json() : Json(url);
  return json;
}

}  // namespace

std::string MessageLinks::EventUrl(Sequence event) const {
  if (public_url.empty() || event.value == 0) return {};
  return public_url + "/events/" + event.ToString();
}

std::string MessageLinks::SubscriptionUrl(const std::string& token, const std::string& page) const {
  if (public_url.empty()) return {};
  return public_url + "/s/" + token + (page.empty() ? "" : "/" + page);
}

std::string MessageJson(const alerts::Message& message, const MessageLinks& links) {
  Json items = Json::array();
  Sequence last;
  for (const alerts::CountrySection& section : message.countries)
    for (const alerts::Item& item : section.items) {
      items.push_back(ItemOf(item, links));
      last = std::max(last, item.notice.event);
    }
  Json event = {
      {"specversion", "1.0"},
      {"id", message.id},
      {"source", links.public_url.empty() ? "urn:lawtrace:" + links.index_id : links.public_url},
      {"type", "lawtrace." + std::string(Name(message.kind)) + ".v1"},
      {"time", message.created_at.ToString()},
      {"datacontenttype", "application/json"}};
  if (message.countries.size() == 1) event["subject"] = message.countries.front().country;
  // Extension attributes: of an event of the log, the highest sequence.
  if (last.value != 0) event["sequence"] = last.ToString();
  event["data"] = {{"kind", Name(message.kind)}, {"index", links.index_id}, {"items", items}};
  return event.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace lawtrace::report
