// JoinMentions: one law under several names, or named several times, is one law.
#include <algorithm>
#include <cctype>

#include "ingest/internal/citation_candidates.h"

namespace lawtrace::ingest {
namespace {

constexpr int kDescriptionRank = 9;    // Up to here a pattern finds no proper name.
constexpr std::size_t kCueReach = 90;  // In bytes before a law.
constexpr std::size_t kLongWord = 5;   // Shorter ones differ by a letter for a reason.

// The number without its year: "6701" of "6701", "2" of "2/2015".
std::string_view NumberCore(const Candidate& law) {
  const std::string_view number = law.number;
  const std::size_t slash = number.find('/');
  const bool starts_with_year =
      law.year && number.starts_with(std::to_string(*law.year)) && slash != number.npos;
  return starts_with_year ? number : number.substr(0, slash);
}

bool YearsAgree(const Candidate& a, const Candidate& b) {
  return !a.year || !b.year || *a.year == *b.year;
}

std::vector<std::string> TitlesOf(const Candidate& law) {
  std::vector<std::string> titles = law.aliases;
  if (!law.title.empty()) titles.push_back(law.title);
  return titles;
}

// Whether `a` becomes `b` by one letter put in, left out or replaced: a slip of the pen.
bool IsSlip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < kLongWord || b.size() - a.size() > 1) return false;
  const auto [in_a, in_b] = std::ranges::mismatch(a, b);
  const std::string_view rest_a = a.substr(static_cast<std::size_t>(in_a - a.begin()));
  const std::string_view rest_b = b.substr(static_cast<std::size_t>(in_b - b.begin()));
  if (rest_b.empty()) return true;
  return rest_a == rest_b.substr(1) || (!rest_a.empty() && rest_a.substr(1) == rest_b.substr(1));
}

bool AreSameWords(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i] && !IsSlip(a[i], b[i])) return false;
  return true;
}

bool ShareTitle(const Candidate& a, const Candidate& b) {
  for (const std::string& of_a : TitlesOf(a)) {
    const std::vector<std::string> words = TitleWords(of_a);
    for (const std::string& of_b : TitlesOf(b))
      if (AreSameWords(TitleWords(of_b), words)) return true;
  }
  return false;
}

bool IsSameLaw(const Candidate& a, const Candidate& b) {
  // A gazette number names the place of a law, not the law.
  const bool one_is_gazette = a.type == "gazette" || b.type == "gazette";
  if (!YearsAgree(a, b) || (one_is_gazette && a.type != b.type)) return false;
  if (!a.number.empty() && !b.number.empty()) {
    if (a.number == b.number) return true;
    // A later mention often leaves out the year.
    const bool one_is_short = !a.year || !b.year;
    return one_is_short && NumberCore(a) == NumberCore(b);
  }
  if (a.dated && b.dated && a.type == b.type && *a.dated == *b.dated) return true;
  if (one_is_gazette) return false;
  return ShareTitle(a, b);
}

void Join(Candidate& law, const Candidate& other) {
  law.mentions.push_back(other.span);
  // The proper name tells more than a description in small letters.
  const bool is_small =
      !law.title.empty() && std::islower(static_cast<unsigned char>(law.title.front())) != 0;
  if (law.rank <= kDescriptionRank && is_small && law.number.empty() && !law.year &&
      other.rank > law.rank)
    std::swap(law.span, law.mentions.back());
  const bool has_more = law.number.empty() || (!law.year && other.year);
  if (has_more && !other.number.empty()) law.number = other.number;
  if (!law.year) law.year = other.year;
  if (!law.dated) law.dated = other.dated;
  for (std::string& title : TitlesOf(other))
    if (std::ranges::find(law.aliases, title) == law.aliases.end())
      law.aliases.push_back(std::move(title));
  if (law.title.empty()) law.title = other.title;
  law.confidence = std::max(law.confidence, other.confidence);
}

// Whether a law that `gap` parts from the one before it may be that one under another name.  Two
// titles are one law only if brackets say so, or a dash after a date; a title beside a number is
// its name; a number is that of the title before it unless that law is said to be amended.
bool MayName(const Candidate& law, const Candidate& name, std::string_view gap) {
  if (law.type == "gazette" || name.type == "gazette" || !YearsAgree(law, name)) return false;
  if (law.is_above_national_law != name.is_above_national_law) return false;
  const bool is_bracketed = gap.find_first_of("([") != std::string_view::npos;
  const bool is_dashed = gap.find("–") != std::string_view::npos;
  if (!name.number.empty()) {
    const bool is_beside = is_bracketed || is_dashed || Trimmed(gap) == ",";
    return law.number.empty() && name.title.empty() && is_beside;
  }
  return !law.number.empty() || is_bracketed || (law.dated && is_dashed);
}

// Whether the words before the law say that it was amended, so that a number after it is the one of
// the amendment.
bool IsAmended(const CitationRules& rules, std::string_view country, std::string_view text,
               const Candidate& law) {
  const std::size_t from = law.span.begin - std::min(law.span.begin, kCueReach);
  return HasCue(rules, CitationCueKind::kAmendedBefore, country,
                text.substr(from, law.span.begin - from));
}

}  // namespace

std::vector<Candidate> JoinMentions(const CitationRules& rules, std::string_view country,
                                    std::string_view text, std::vector<Candidate> laws) {
  std::vector<Candidate> joined;
  std::size_t end = 0;  // Of the last mention of joined.back().
  for (Candidate& law : laws) {
    const std::string_view gap =
        joined.empty() ? std::string_view() : text.substr(end, law.span.begin - end);
    const bool may_name = !joined.empty() && MayName(joined.back(), law, gap) &&
                          HasCue(rules, CitationCueKind::kSameLaw, country, gap);
    if (may_name && (law.number.empty() || !IsAmended(rules, country, text, joined.back()))) {
      Join(joined.back(), law);
      end = law.span.end;
      continue;
    }
    const auto first =
        std::ranges::find_if(joined, [&](const Candidate& other) { return IsSameLaw(other, law); });
    if (first != joined.end()) {
      Join(*first, law);
      if (&*first == &joined.back()) end = law.span.end;
      continue;
    }
    end = law.span.end;
    joined.push_back(std::move(law));
  }
  return joined;
}

}  // namespace lawtrace::ingest
