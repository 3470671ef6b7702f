#include "ingest/internal/citation_roles.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace lawtrace::ingest {
namespace {

// How far around a law its cues may stand, in bytes.
constexpr std::size_t kReach = 170;
// A law passed in the year before often takes effect in the coded year.
constexpr int kRecentYears = 1;
// A law first named further into the text than this is hardly what the comment is about.
constexpr std::size_t kOpening = 300;
// What may stand between two laws that are named in one breath; besides numbers and marks.
constexpr std::size_t kListGap = 90;
constexpr std::array<std::string_view, 14> kListWords = {
    "and", "or",      "as",       "well",    "the", "of",  "in",
    "art", "article", "articles", "section", "sec", "par", "para"};

constexpr std::string_view kAmended = "amended by another law";
constexpr std::string_view kBeside = "named beside the law that made the change";
constexpr std::string_view kOlder = "older than the law of the coded year";

struct Surroundings {
  std::string_view before;
  std::string_view after;
};

class Judge {
 public:
  Judge(const CitationRules& rules, std::string_view country, std::optional<int> year,
        std::string_view text, const std::vector<Candidate>& laws)
      : rules_(rules), country_(country), year_(year), text_(text), laws_(laws) {
    // A gazette of the coded year may print the present wording of an old law.
    has_recent_ = std::ranges::any_of(
        laws, [this](const Candidate& law) { return law.type != "gazette" && IsRecent(law); });
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
      return {LawRole::kContext, std::string(kAmended)};
    if (has_other_cause && Has(kAmendedAfter, near.after))
      return {LawRole::kContext, std::string(kAmended)};
    if (Has(kContextBefore, near.before)) return {LawRole::kContext, "only referred to"};
    if (IsHigherLaw(law)) return {LawRole::kContext, "above national law"};
    if (IsRecent(law)) return {LawRole::kCause, "of the coded year"};
    if (Has(kCauseAfter, near.after)) return {LawRole::kCause, "said to change the answer"};
    return WithoutCue(i, before);
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
      if (j != i && laws_[j].type != "gazette" && !IsHigherLaw(laws_[j]) &&
          (IsRecent(laws_[j]) || !laws_[j].number.empty()))
        return true;
    return false;
  }

  // Whether only list words stand between the law at `i` and the one before.
  bool IsListed(std::size_t i) const {
    if (i == 0) return false;
    const std::size_t from = laws_[i - 1].span.end;
    const std::size_t to = laws_[i].span.begin;
    if (to < from || to - from > kListGap) return false;
    const Span sentence = SentenceAround(text_, to);
    const bool is_same_sentence = sentence.begin <= from || text_[sentence.begin - 1] == ';';
    const std::string gap = LowerCase(text_.substr(from, to - from));
    for (std::size_t at = 0; at < gap.size();) {
      std::size_t end = at;
      while (end < gap.size() && std::isalpha(static_cast<unsigned char>(gap[end])) != 0) ++end;
      const std::string_view word = std::string_view(gap).substr(at, end - at);
      if (word.size() > 1 && std::ranges::find(kListWords, word) == kListWords.end()) return false;
      at = end + 1;
    }
    return is_same_sentence;
  }

  JudgedRole WithoutCue(std::size_t i, const std::vector<JudgedRole>& before) const {
    const Candidate& law = laws_[i];
    const bool is_listed = IsListed(i);
    if (is_listed && before[i - 1].role == LawRole::kPrior)
      return {LawRole::kPrior, "named in one breath with the law before"};
    const bool is_old = year_ && law.year && *law.year < *year_ - kRecentYears;
    const bool is_first = FirstNational() == i;
    const bool is_opening = law.span.begin < kOpening;
    if (has_recent_ && is_old) return {LawRole::kContext, std::string(kOlder)};
    if (is_first && (is_opening || !law.year))
      return {LawRole::kCause, "the law that the comment names first"};
    if (is_listed && !laws_[i - 1].is_above_national_law)
      return {before[i - 1].role, "named in one breath with the law before"};
    return {LawRole::kContext, std::string(kBeside)};
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
  if (std::ranges::find(roles, LawRole::kCause, &JudgedRole::role) != roles.end()) return roles;
  // The law that made the change is not named: it changed one of these.
  for (std::size_t i = 0; i < laws.size(); ++i) {
    const std::string& reason = roles[i].reason;
    if (reason != kAmended && reason != kOlder && reason != kBeside) continue;
    roles[i] = {.role = LawRole::kCause, .reason = "no law is named as the one that changed it"};
    for (++i; i < laws.size() && laws[i].type == "gazette"; ++i) roles[i].role = LawRole::kCause;
    break;
  }
  return roles;
}

}  // namespace lawtrace::ingest
