#include "alerts/filter.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "analysis/league.h"

namespace lawtrace::alerts {
namespace {

std::string NumberText(double number) {
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return {buffer.data(), end};
}

// In quotes where the words of the language would end it.
std::string ValueText(const std::string& value) {
  return value.find_first_of(" ,\"") == std::string::npos ? value : '"' + value + '"';
}

bool IsOneOf(const Term& term, std::string_view value) {
  return std::ranges::find(term.values, value) != term.values.end();
}

// -1 down, 0 neither, 1 up.
int DirectionOf(const std::optional<double>& points) {
  if (!points || std::abs(*points) <= analysis::kScoreTolerance) return 0;
  return *points > 0 ? 1 : -1;
}

std::optional<double> Less(const std::optional<double>& a, const std::optional<double>& b) {
  return a && b ? std::optional(*a - *b) : std::nullopt;
}

int DirectionAt(const std::string& node, const Notice& notice) {
  if (node.empty()) return DirectionOf(notice.answer_points);
  const LevelChange* const level = notice.FindLevel(node);
  return level == nullptr ? 0 : DirectionOf(Less(level->after, level->before));
}

bool HoldsUnnegated(const Term& term, const Notice& notice) {
  const LevelChange* const level = notice.FindLevel(term.node);
  switch (term.subject) {
    case Subject::kCountry:
      return IsOneOf(term, notice.country);
    case Subject::kGroup:
      return std::ranges::any_of(notice.groups, [&](const auto& g) { return IsOneOf(term, g); });
    case Subject::kArea:
      return std::ranges::any_of(notice.levels,
                                 [&](const LevelChange& l) { return IsOneOf(term, l.node); });
    case Subject::kIndicator:
      return IsOneOf(term, notice.indicator);
    case Subject::kLaw:
      return std::ranges::any_of(notice.laws, [&](const NoticeLaw& law) {
        return IsOneOf(term, law.id) ||
               std::ranges::any_of(law.aliases, [&](const auto& id) { return IsOneOf(term, id); });
      });
    case Subject::kKind:
      return IsOneOf(term, Name(notice.trigger));
    case Subject::kDirection: {
      const int direction = DirectionAt(term.node, notice);
      return direction != 0 && IsOneOf(term, direction > 0 ? "up" : "down");
    }
    case Subject::kChange:
      return level != nullptr && level->points &&
             std::abs(*level->points) >= term.least - analysis::kScoreTolerance;
    case Subject::kBand:
      return level != nullptr && level->before && level->after &&
             level->band_before != level->band_after;
    case Subject::kRank:
      return level != nullptr && level->rank_before && level->rank_after &&
             *level->rank_before != *level->rank_after;
    case Subject::kTiming:
      return IsOneOf(term, Name(notice.timing));
  }
  return false;
}

}  // namespace

std::string ToString(const Term& term) {
  std::string text = term.is_negated ? "not " : "";
  text += Name(term.subject);
  for (std::size_t i = 0; i < term.values.size(); ++i)
    text += (i == 0 ? " " : ",") + ValueText(term.values[i]);
  if (!term.node.empty()) text += " " + ValueText(term.node);
  if (term.subject == Subject::kChange) text += " >= " + NumberText(term.least);
  return text;
}

std::string ToString(const Filter& filter) {
  std::string text;
  for (const Term& term : filter.terms) text += (text.empty() ? "" : " and ") + ToString(term);
  return text;
}

bool Holds(const Term& term, const Notice& notice) {
  return HoldsUnnegated(term, notice) != term.is_negated;
}

std::optional<std::size_t> FirstFailing(const Filter& filter, const Notice& notice) {
  const auto failing =
      std::ranges::find_if(filter.terms, [&](const Term& term) { return !Holds(term, notice); });
  if (failing == filter.terms.end()) return std::nullopt;
  return static_cast<std::size_t>(failing - filter.terms.begin());
}

bool IsUnasked(const Filter& filter, const Notice& notice) {
  if (notice.trigger != Trigger::kCorrection && notice.trigger != Trigger::kRetraction)
    return false;
  return std::ranges::none_of(filter.terms, [&](const Term& term) {
    return term.subject == Subject::kKind && !term.is_negated &&
           IsOneOf(term, Name(notice.trigger));
  });
}

bool Wants(const Filter& filter, const Notice& notice) {
  return !IsUnasked(filter, notice) && !FirstFailing(filter, notice);
}

std::string NothingChanged(const Filter& filter, const Notice& notice) {
  if (!notice.without_effect.empty()) return notice.without_effect;
  if (notice.trigger == Trigger::kEdition) return {};
  std::string unmoved;
  const auto look_at = [&](const std::string& node) {
    const LevelChange* const level = notice.FindLevel(node);
    if (level == nullptr) return false;
    if (Differs(level->before, level->after)) return true;
    if (unmoved.empty()) unmoved = level->label;
    return false;
  };
  for (const Term& term : filter.terms) {
    if (term.is_negated) continue;
    if (!term.node.empty() && look_at(term.node)) return {};
    if (term.subject == Subject::kArea && std::ranges::any_of(term.values, look_at)) return {};
  }
  if (!unmoved.empty()) return "no change at " + unmoved + ", which the filter names";
  if (notice.old_answer == notice.new_answer) return "the answer is the same before and after";
  return {};
}

}  // namespace lawtrace::alerts
