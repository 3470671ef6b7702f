#include "ingest/internal/citation_candidates.h"

#include <re2/re2.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "ingest/internal/citation_dates.h"
#include "ingest/internal/citation_number.h"

namespace lawtrace::ingest {
namespace {

constexpr int kMaxGroups = 16;
constexpr std::size_t kLongestName = 600;    // In bytes; longer ones are lists of words.
constexpr std::string_view kNoLaw = "none";  // The type of what only looks like a law.
constexpr int kSplitTitleRank = 10;          // As of a title without number and year.

// One match: the text of each group, and where it stands.
class Match {
 public:
  Match(const CompiledPattern& pattern, std::string_view text) : pattern_(pattern), text_(text) {}

  // The next match at or after `from`.
  bool Find(std::size_t from) {
    const int count = std::min(pattern_.regexp->NumberOfCapturingGroups() + 1, kMaxGroups);
    return pattern_.regexp->Match(re2::StringPiece(text_.data(), text_.size()), from, text_.size(),
                                  re2::RE2::UNANCHORED, pieces_.data(), count);
  }

  // What the whole pattern describes.
  Span All() const { return At("all").value_or(Span{.begin = 0, .end = 0}); }

  std::optional<Span> At(const std::string& group) const {
    const auto number = pattern_.groups.find(group);
    if (number == pattern_.groups.end() || number->second >= kMaxGroups) return std::nullopt;
    const re2::StringPiece piece = pieces_[static_cast<std::size_t>(number->second)];
    if (piece.data() == nullptr) return std::nullopt;
    const auto begin = static_cast<std::size_t>(piece.data() - text_.data());
    return Span{.begin = begin, .end = begin + piece.size()};
  }

  std::string_view Text(const std::string& group) const {
    const std::optional<Span> span = At(group);
    return span ? text_.substr(span->begin, span->size()) : std::string_view();
  }

 private:
  const CompiledPattern& pattern_;
  std::string_view text_;
  std::array<re2::StringPiece, kMaxGroups> pieces_;
};

bool IsWordByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         static_cast<unsigned char>(c) >= 0x80 || c == '-';
}

struct Word {
  std::size_t begin;
  std::size_t end;
  std::string lower;
};

std::vector<Word> WordsOf(std::string_view text, Span span) {
  std::vector<Word> words;
  for (std::size_t at = span.begin; at < span.end;) {
    std::size_t end = at;
    while (end < span.end && IsWordByte(text[end])) ++end;
    if (end > at)
      words.push_back({.begin = at, .end = end, .lower = LowerCase(text.substr(at, end - at))});
    at = end + 1;
  }
  return words;
}

// Where a title begins that the words before its noun make up: after the words that never begin
// one.  Absent if nothing is left.
std::optional<std::size_t> TitleBegin(const CitationRules& rules, std::string_view text,
                                      Span lead) {
  std::optional<std::size_t> begin;
  for (const Word& word : WordsOf(text, lead)) {
    const bool has_digit = word.lower.find_first_of("0123456789") != std::string::npos;
    if (has_digit) {
      begin.reset();  // "Article L1132-4 of the Labour" + "Code".
    } else if (!begin && !rules.lead_words.contains(word.lower)) {
      begin = word.begin;
    }
  }
  return begin;
}

// Where the first of two titles ends that the words before a noun make up: "Aliens Act and the
// Integration" + "Act".  Absent if they are one.
std::optional<std::size_t> FirstTitleEnd(const CitationRules& rules, std::string_view text,
                                         Span lead) {
  const std::vector<Word> words = WordsOf(text, lead);
  for (std::size_t i = 1; i + 1 < words.size() + 1; ++i) {
    if (!rules.title_nouns.contains(words[i].lower)) continue;
    const std::size_t next = i + 1 < words.size() ? words[i + 1].begin : lead.end;
    const bool is_parted =
        text.substr(words[i].end, next - words[i].end).find_first_of(",(") != text.npos;
    const bool is_linked = i + 1 < words.size() && rules.lead_words.contains(words[i + 1].lower);
    if (is_parted || is_linked) return words[i].end;
  }
  return std::nullopt;
}

// Where a title ends that follows its noun: before the first word that ends one.
std::size_t TitleEnd(const CitationRules& rules, std::string_view text, Span tail) {
  std::size_t end = tail.begin;
  bool ends_on_link = true;
  for (const Word& word : WordsOf(text, tail)) {
    if (rules.stop_words.contains(word.lower)) break;
    const std::string_view gap = text.substr(end, word.begin - end);
    const bool is_new_line = gap.find('\n') != gap.npos &&
                             std::isupper(static_cast<unsigned char>(text[word.begin])) != 0;
    if (is_new_line && !ends_on_link) break;
    const bool is_after_comma = word.begin > tail.begin + 1 && text[word.begin - 2] == ',';
    if (is_after_comma && rules.lead_words.contains(word.lower)) break;
    ends_on_link = rules.lead_words.contains(word.lower);
    if (!ends_on_link) end = word.end;  // A title never ends on "of" or "the".
  }
  return end;
}

bool IsGeneric(const CitationRules& rules, std::string_view title) {
  return std::ranges::all_of(
      WordsOf(title, {.begin = 0, .end = title.size()}), [&](const Word& word) {
        return rules.generic_words.contains(word.lower) || rules.lead_words.contains(word.lower);
      });
}

// Whether `word`, or its plural, is a word of `lower`; "judg*" is every word that begins so.
bool HasWord(std::string_view lower, std::string_view word) {
  const bool is_stem = word.ends_with('*');
  if (is_stem) word.remove_suffix(1);
  const auto is_inner = [&](std::size_t at) {
    return at < lower.size() && IsWordByte(lower[at]) && lower[at] != '-';
  };
  for (std::size_t at = lower.find(word); at != lower.npos; at = lower.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool ends = is_stem || !is_inner(end) || (lower[end] == 's' && !is_inner(end + 1));
    if (ends && (at == 0 || !is_inner(at - 1))) return true;
  }
  return false;
}

std::string TypeOf(const CitationRules& rules, const CompiledPattern& pattern,
                   std::string_view written) {
  const std::string lower = LowerCase(written);
  if (lower.empty()) return pattern.source.type;
  const auto own = rules.type_words.find(pattern.style);
  if (own != rules.type_words.end())
    for (const CitationTypeWord& word : own->second)
      if (HasWord(lower, word.word)) return word.type;
  for (const CitationTypeWord& word : rules.shared_type_words)
    if (HasWord(lower, word.word)) return word.type;
  return pattern.source.type;
}

// The last four digits in a row that are a year.
std::optional<int> YearInDate(std::string_view date) {
  for (std::size_t at = date.size(); at >= 4; --at)
    if (const auto year = ReadYear(date.substr(at - 4, 4))) return year;
  const std::size_t mark = date.find_last_of("./-");
  return mark == std::string_view::npos ? std::nullopt : ReadYear(date.substr(mark + 1));
}

// Bounds a candidate by the words that belong to its title, and gives it that title.
class TitleReader {
 public:
  TitleReader(const CitationRules& rules, const CompiledPattern& pattern, std::string_view text,
              const Match& match)
      : rules_(rules), pattern_(pattern), text_(text), match_(match) {}

  // False if nothing names a law.
  bool Read(Candidate& candidate) const {
    const std::optional<Span> lead = match_.At("lead");
    const std::optional<Span> tail = match_.At("tail");
    if (const auto title = match_.At("title")) candidate.title = Words(*title);
    if (lead) {
      if (const auto end = FirstTitleEnd(rules_, text_, *lead)) {
        KeepFirstTitle({.begin = lead->begin, .end = *end}, candidate);
        return !IsGeneric(rules_, candidate.title);
      }
      if (!ReadLead(*lead, tail.has_value(), candidate)) return false;
    }
    if (tail && !ReadTail(*tail, candidate)) return false;
    const bool has_name = !candidate.number.empty() || candidate.year;
    return has_name || (!candidate.title.empty() && !IsGeneric(rules_, candidate.title));
  }

 private:
  std::string Words(Span span) const {
    return std::string(Trimmed(text_.substr(span.begin, span.size())));
  }

  // The words are two titles; the number and the year, if any, are those of the second.
  void KeepFirstTitle(Span words, Candidate& candidate) const {
    const std::size_t begin = TitleBegin(rules_, text_, words).value_or(words.end);
    candidate.span = {.begin = begin, .end = words.end};
    candidate.number.clear();
    candidate.year.reset();
    candidate.rank = kSplitTitleRank;
    candidate.title = Words(candidate.span);
    candidate.type = TypeOf(rules_, pattern_, candidate.title);
  }

  // The words before the noun.
  bool ReadLead(Span lead, bool has_tail, Candidate& candidate) const {
    const std::optional<std::size_t> begin = TitleBegin(rules_, text_, lead);
    const std::optional<Span> head = match_.At("head");
    if (!begin && candidate.number.empty() && !has_tail) return false;
    const std::size_t from = begin.value_or(head ? head->begin : lead.end);
    if (from > lead.begin) {
      candidate.span.begin = from;
      const std::optional<Span> year = match_.At("year");
      if (year && year->begin < from) candidate.year.reset();
    }
    if (begin) candidate.title = Words({.begin = from, .end = head ? head->end : lead.end});
    return true;
  }

  // The words after the noun.
  bool ReadTail(Span tail, Candidate& candidate) const {
    const std::size_t end = TitleEnd(rules_, text_, tail);
    const std::optional<Span> head = match_.At("head");
    const std::optional<Span> number = match_.At("number");
    const std::optional<Span> year = match_.At("year");
    const bool is_cut = !Words({.begin = end, .end = tail.end}).empty();
    if (is_cut && number && number->begin >= end) return false;  // It is another law's.
    if (is_cut && year && year->begin >= end) candidate.year.reset();
    if (is_cut && candidate.span.end >= tail.end)
      candidate.span.end = std::max(end, head ? head->end : tail.begin);
    if (end > tail.begin)
      candidate.title = Words({.begin = head ? head->begin : tail.begin, .end = end});
    return end > tail.begin || !candidate.number.empty() || candidate.year;
  }

  const CitationRules& rules_;
  const CompiledPattern& pattern_;
  std::string_view text_;
  const Match& match_;
};

std::optional<Candidate> ReadMatch(const CitationRules& rules, const CompiledPattern& pattern,
                                   std::string_view text, const Match& match) {
  const std::string_view written = match.Text("number");
  const std::string plain = PlainNumber(written);
  if (!plain.empty() && IsDateLike(plain)) return std::nullopt;
  std::optional<int> year = ReadYear(match.Text("year"));
  if (!year) year = YearInDate(match.Text("date"));
  if (!year) year = YearInNumber(plain);
  if (!year && pattern.source.year != 0) year = pattern.source.year;
  Candidate candidate{
      .span = match.All(),
      .number = CanonicalNumber(pattern.source.number, written, year),
      .year = year,
      .type = TypeOf(rules, pattern, match.At("type") ? match.Text("type") : match.Text("head")),
      .title = pattern.source.title,
      .rank = pattern.source.rank,
      .confidence = pattern.source.confidence,
      .pattern = pattern.style + ":" + pattern.source.id,
      .is_above_national_law = pattern.source.is_above_national_law,
      .dated = ReadWrittenDate(rules, match.Text("date")),
      .aliases = {},
      .mentions = {}};
  if (!candidate.year) candidate.year = YearInNumber(candidate.number);
  if (!TitleReader(rules, pattern, text, match).Read(candidate)) return std::nullopt;
  if (IsGeneric(rules, candidate.title)) candidate.title.clear();
  const std::string_view all = text.substr(candidate.span.begin, candidate.span.size());
  std::string_view trimmed = Trimmed(all);
  if (trimmed.ends_with(')') && trimmed.find('(') == trimmed.npos) trimmed.remove_suffix(1);
  candidate.span.begin += static_cast<std::size_t>(trimmed.data() - all.data());
  candidate.span.end = candidate.span.begin + trimmed.size();
  if (candidate.span.begin >= candidate.span.end) return std::nullopt;
  if (candidate.span.size() > kLongestName) return std::nullopt;
  const std::optional<Span> date = match.At("date");
  const bool is_own_date = date && candidate.year && date->begin >= candidate.span.begin &&
                           date->end <= candidate.span.end;
  if (!is_own_date) candidate.dated.reset();
  return candidate;
}

void FindAll(const CitationRules& rules, const CompiledPattern& pattern, std::string_view text,
             std::vector<Candidate>& found) {
  Match match(pattern, text);
  for (std::size_t from = 0; from < text.size() && match.Find(from);) {
    std::size_t end = match.All().end;
    if (auto candidate = ReadMatch(rules, pattern, text, match)) {
      end = std::min(end, candidate->span.end);  // What is cut off may hold another law.
      found.push_back(*std::move(candidate));
    }
    from = std::max(end, from + 1);
  }
}

// Whether `inner` is what the law at `outer` is about: "Enforcement Rules of the" + "Aliens Act".
bool IsObject(const CitationRules& rules, std::string_view text, Span outer, Span inner) {
  if (inner.begin <= outer.begin) return false;
  const std::vector<Word> before = WordsOf(text, {.begin = outer.begin, .end = inner.begin});
  return !before.empty() && rules.lead_words.contains(before.back().lower);
}

bool Overlaps(Span a, Span b) {
  return a.begin < b.end && b.begin < a.end;
}

// The first of `kept`, of which none overlap, that `span` overlaps.
std::optional<std::size_t> Rival(const std::vector<Candidate>& kept,
                                 const std::map<std::size_t, std::size_t>& places, Span span) {
  std::optional<std::size_t> first;
  auto place = places.lower_bound(span.end);
  while (place != places.begin()) {
    --place;
    if (!Overlaps(kept[place->second].span, span)) break;
    first = std::min(first.value_or(place->second), place->second);
  }
  return first;
}

}  // namespace

std::vector<Candidate> FindCandidates(const CitationRules& rules, std::string_view country,
                                      std::string_view text) {
  std::vector<Candidate> found;
  for (const CompiledPattern& pattern : rules.patterns)
    if (HoldsFor(pattern.countries, country)) FindAll(rules, pattern, text, found);
  std::ranges::stable_sort(found, [](const Candidate& a, const Candidate& b) {
    return a.rank != b.rank ? a.rank > b.rank : a.span.size() > b.span.size();
  });
  std::vector<Candidate> kept;
  std::map<std::size_t, std::size_t> places;  // Of `kept`, by where they begin.
  for (Candidate& candidate : found) {
    const auto rival = Rival(kept, places, candidate.span);
    if (!rival) {
      places.emplace(candidate.span.begin, kept.size());
      kept.push_back(std::move(candidate));
    } else if (!candidate.title.empty() && !IsGeneric(rules, candidate.title) &&
               !IsObject(rules, text, kept[*rival].span, candidate.span)) {
      if (kept[*rival].title.empty()) kept[*rival].title = candidate.title;
      kept[*rival].aliases.push_back(std::move(candidate.title));
    }
  }
  std::erase_if(kept, [](const Candidate& candidate) { return candidate.type == kNoLaw; });
  std::ranges::sort(kept, {}, [](const Candidate& c) { return c.span.begin; });
  return JoinMentions(rules, country, text, std::move(kept));
}

}  // namespace lawtrace::ingest
