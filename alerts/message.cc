#include "alerts/message.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "model/digest.h"

namespace lawtrace::alerts {
namespace {

template <typename T>
void AddDistinct(const std::vector<T>& more, std::vector<T>& all) {
  for (const T& value : more)
    if (std::ranges::find(all, value) == all.end()) all.push_back(value);
}

// Bigger first; a correction before what else happened; then in the order of the log.
bool ComesBefore(const Item& a, const Item& b) {
  const double of_a = Magnitude(a.notice);
  const double of_b = Magnitude(b.notice);
  if (of_a != of_b) return of_a > of_b;
  return std::tuple(OccasionOf(a.notice), a.id) < std::tuple(OccasionOf(b.notice), b.id);
}

}  // namespace

Occasion OccasionOf(const Notice& notice) {
  const bool is_edition = notice.trigger == Trigger::kEdition;
  return {.trigger = notice.trigger,
          .event = notice.event,
          .edition = notice.edition,
          .country = is_edition ? notice.country : ""};
}

std::string NoticeId(SubscriptionId subscription, const Occasion& occasion) {
  Digest digest;
  digest.Add(subscription.value);
  digest.Add(static_cast<std::uint64_t>(occasion.trigger));
  digest.Add(occasion.event.value);
  digest.Add(occasion.edition);
  digest.Add(occasion.country);
  return "ntc_" + digest.Hex();
}

std::string MessageId(std::string_view recipient, const std::vector<std::string>& notice_ids) {
  Digest digest;
  digest.Add(recipient);
  for (const std::string& id : notice_ids) digest.Add(id);
  return "msg_" + digest.Hex();
}

std::vector<CountrySection> Arrange(std::vector<Item> items) {
  std::map<std::pair<std::string, Occasion>, Item> told;
  for (Item& item : items) {
    const auto [place, is_new] =
        told.try_emplace({item.notice.country, OccasionOf(item.notice)}, std::move(item));
    if (is_new) continue;
    Item& same = place->second;
    AddDistinct(item.subscriptions, same.subscriptions);
    AddDistinct(item.reasons, same.reasons);
    std::ranges::sort(same.subscriptions);
    if (same.corrects.empty()) same.corrects = item.corrects;
  }
  std::vector<CountrySection> sections;
  for (auto& [key, item] : told) {
    if (sections.empty() || sections.back().country != key.first)
      sections.push_back({.country = key.first, .name = item.notice.country_name, .items = {}});
    sections.back().items.push_back(std::move(item));
  }
  for (CountrySection& section : sections) std::ranges::sort(section.items, ComesBefore);
  std::ranges::stable_sort(sections, [](const CountrySection& a, const CountrySection& b) {
    return Magnitude(a.items.front().notice) > Magnitude(b.items.front().notice);
  });
  return sections;
}

}  // namespace lawtrace::alerts
