#include "ingest/internal/citation_roles.h"

#include <algorithm>

namespace lawtrace::ingest {
namespace {

// How far around a law its cues may stand, in bytes.
constexpr std::size_t kReach = 90;
// A law passed in the year before often takes effect in the coded year.
constexpr int kRecentYears = 1;
// A law first named further into the text than this is hardly what the comment is about.
constexpr std::size_t kOpening = 300;

struct Surroundings {
  std::string_view before;
  std::string_view after;
};

class Judge {
 public:
  Judge(const CitationRules& rules, std::string_view country, std::optional<int> year,
        std::string_view text, const std::vector<Candidate>& laws)
      : rules_(rules), country_(country), year_(year), text_(text), laws_(laws) {
    has_recent_ = std::ranges::any_of(laws, [this](const Candidate& law) { return IsRecent(law); });
  }

  JudgedRole Of(std::size_t i, const std::vector<JudgedRole>& before) const {
    const Candidate& law = laws_[i];
    const Surroundings near = Around(law);
    using enum CitationCueKind;
    const bool may_change = !law.is_above_national_law && (!law.year || IsRecent(law));
    if (may_change && Has(kCauseBefore, near.before))
      return {LawRole::kCause, "by which the answer changed"};
    if (Has(kPriorBefore, near.before)) return {LawRole::kPrior, "replaced or repealed"};
    if (Has(kPriorAfter, near.after)) return {LawRole::kPrior, "replaced or repealed"};
    if (law.type == "gazette" && i > 0) return {before[i - 1].role, "gazette of the law before"};
    const bool has_other_cause = HasOtherThan(i);
    if (has_other_cause && Has(kAmendedBefore, near.before))
      return {LawRole::kContext, "amended by another law"};
    if (has_other_cause && Has(kAmendedAfter, near.after))
      return {LawRole::kContext, "amended by another law"};
    if (Has(kContextBefore, near.before)) return {LawRole::kContext, "only referred to"};
    if (IsHigherLaw(law)) return {LawRole::kContext, "above national law"};
    if (IsRecent(law)) return {LawRole::kCause, "of the coded year"};
    if (Has(kCauseAfter, near.after)) return {LawRole::kCause, "said to change the answer"};
    return WithoutCue(i);
  }

 private:
  bool Has(CitationCueKind kind, std::string_view where) const {
    return HasCue(rules_, kind, country_, where);
  }

  Surroundings Around(const Candidate& law) const {
    const std::size_t from = law.span.begin - std::min(law.span.begin, kReach);
    return {.before = text_.substr(from, law.span.begin - from),
            .after = text_.substr(law.span.end, kReach)};
  }

  bool IsRecent(const Candidate& law) const {
    return year_ && law.year && *law.year >= *year_ - kRecentYears && *law.year <= *year_ + 2;
  }

  // Law that a country implements, or that its acts must agree with.
  static bool IsHigherLaw(const Candidate& law) { return law.is_above_national_law; }

  // Whether another law than the one at `i` can be the one that amends it.
  bool HasOtherThan(std::size_t i) const {
    for (std::size_t j = 0; j < laws_.size(); ++j)
      if (j != i && laws_[j].type != "gazette" && (IsRecent(laws_[j]) || !laws_[j].number.empty()))
        return true;
    return false;
  }

  JudgedRole WithoutCue(std::size_t i) const {
    const Candidate& law = laws_[i];
    const bool is_old = year_ && law.year && *law.year < *year_ - kRecentYears;
    const bool is_first = FirstNational() == i;
    const bool is_opening = law.span.begin < kOpening;
    if (has_recent_ && is_old) return {LawRole::kContext, "older than the law of the coded year"};
    if (is_first && (is_opening || !law.year))
      return {LawRole::kCause, "the law that the comment names first"};
    return {LawRole::kContext, "named beside the law that made the change"};
  }

  std::size_t FirstNational() const {
    for (std::size_t i = 0; i < laws_.size(); ++i)
      if (!IsHigherLaw(laws_[i])) return i;
    return 0;
  }

  const CitationRules& rules_;
  std::string_view country_;
  std::optional<int> year_;
  std::string_view text_;
  const std::vector<Candidate>& laws_;
  bool has_recent_ = false;
};

}  // namespace

std::vector<JudgedRole> JudgeRoles(const CitationRules& rules, std::string_view country,
                                   std::optional<int> year, std::string_view text,
                                   const std::vector<Candidate>& laws) {
  const Judge judge(rules, country, year, text, laws);
  std::vector<JudgedRole> roles;
  roles.reserve(laws.size());
  for (std::size_t i = 0; i < laws.size(); ++i) roles.push_back(judge.Of(i, roles));
  return roles;
}

}  // namespace lawtrace::ingest
