#include "ingest/internal/citation_dates.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

#include "ingest/internal/citation_number.h"

namespace lawtrace::ingest {
namespace {

constexpr int kMaxGroups = 16;
// A change is coded for the year in which it takes effect, or soon after; what holds "since" a year
// may have begun a little longer ago.
constexpr int kYearsAfter = 1;
constexpr int kYearsBefore = 3;
constexpr std::size_t kInYear = 8;  // Bytes of " in 2017".

struct Parts {
  std::vector<int> small;   // Days and months, as written.
  std::optional<int> year;  // The first.
  bool year_is_first = false;
  int month = 0;  // By its name.
};

bool IsWordByte(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

void AddNumber(std::string_view digits, bool is_short_year, Parts& parts) {
  if (digits.size() == 4 || is_short_year) {
    if (parts.year) return;
    parts.year = ReadYear(digits);
    parts.year_is_first = parts.small.empty() && parts.month == 0;
  } else if (digits.size() <= 2) {
    int number = 0;
    for (const char c : digits) number = number * 10 + (c - '0');
    parts.small.push_back(number);
  }
}

Parts Split(const CitationRules& rules, std::string_view text) {
  Parts parts;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    if (std::isdigit(static_cast<unsigned char>(text[at])) != 0) {
      while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
      const bool has_apostrophe =
          at > 0 && (text[at - 1] == '\'' || text.substr(0, at).ends_with("’"));
      AddNumber(text.substr(at, end - at), has_apostrophe && end - at == 2, parts);
    } else {
      while (end < text.size() && IsWordByte(text[end])) ++end;
      const auto month = rules.months.find(LowerCase(text.substr(at, end - at)));
      if (month != rules.months.end() && parts.month == 0) parts.month = month->second;
    }
    at = std::max(end, at + 1);
  }
  // "13.01.11" has its year last.
  if (!parts.year && parts.month == 0 && parts.small.size() == 3) {
    parts.year = ReadYear(std::to_string(parts.small.back() + 100).substr(1));
    parts.small.pop_back();
  }
  return parts;
}

struct Match {
  Span all;
  Span date;
};

std::optional<Match> FindCue(const CompiledCue& cue, std::string_view text, std::size_t from) {
  std::array<re2::StringPiece, kMaxGroups> pieces;
  const int count = std::min(cue.regexp->NumberOfCapturingGroups() + 1, kMaxGroups);
  if (!cue.regexp->Match(re2::StringPiece(text.data(), text.size()), from, text.size(),
                         re2::RE2::UNANCHORED, pieces.data(), count))
    return std::nullopt;
  const auto span = [&](const std::string& name) {
    const auto& groups = cue.regexp->NamedCapturingGroups();
    const auto group = groups.find(name);
    if (group == groups.end() || group->second >= count) return Span{.begin = 0, .end = 0};
    const re2::StringPiece piece = pieces[static_cast<std::size_t>(group->second)];
    if (piece.data() == nullptr) return Span{.begin = 0, .end = 0};
    const auto begin = static_cast<std::size_t>(piece.data() - text.data());
    return Span{.begin = begin, .end = begin + piece.size()};
  };
  return Match{.all = span("all"), .date = span("date")};
}

struct Found {
  StatedDate stated;
  CitationCueKind kind;
  bool is_of_year;
};

class Finder {
 public:
  Finder(const CitationRules& rules, const CommentContext& context, std::string_view text,
         const std::vector<Candidate>& laws)
      : rules_(rules), context_(context), text_(text), plain_(text) {
    // The digits inside a law's name are no date, and its full stops end no sentence.  "Directive
    // in 2017" says when, too.
    for (const Candidate& law : laws) {
      Mask(law.span);
      for (const Span mention : law.mentions) Mask(mention);
    }
  }

  std::vector<Found> All() const {
    std::vector<Found> found;
    for (const CompiledCue& cue : rules_.cues) {
      using enum CitationCueKind;
      const bool is_date = cue.kind == kInForce || cue.kind == kSince || cue.kind == kChanged;
      if (!is_date || !HoldsFor(cue.countries, context_.country)) continue;
      for (std::size_t from = 0; from < plain_.size();) {
        const std::optional<Match> match = FindCue(cue, plain_, from);
        if (!match) break;
        from = std::max(match->all.end, from + 1);
        if (match->date.size() == 0) continue;
        if (auto one = Judge(cue.kind, *match)) found.push_back(*std::move(one));
      }
    }
    return found;
  }

 private:
  void Mask(Span name) {
    const std::string_view written = text_.substr(name.begin, name.size());
    if (written.size() > kInYear && written.substr(written.size() - kInYear).starts_with(" in "))
      name.end -= kInYear;
    for (std::size_t at = name.begin; at < name.end; ++at)
      if (std::isdigit(static_cast<unsigned char>(plain_[at])) != 0 || plain_[at] == '.')
        plain_[at] = '#';
  }

  std::optional<Found> Judge(CitationCueKind kind, const Match& match) const {
    const auto date = ReadWrittenDate(
        rules_, std::string_view(plain_).substr(match.date.begin, match.date.size()),
        kind == CitationCueKind::kInForce ? context_.year : std::nullopt);
    if (!date) return std::nullopt;
    const int year = date->earliest().year();
    const int apart = context_.year ? year - *context_.year : 0;
    if (kind != CitationCueKind::kInForce) {
      if (apart < -kYearsBefore || apart > kYearsAfter) return std::nullopt;
      const Span sentence = SentenceAround(plain_, match.date.begin);
      const std::string_view words =
          std::string_view(plain_).substr(sentence.begin, sentence.size());
      if (HasCue(rules_, CitationCueKind::kNotInForce, context_.country, words) ||
          (kind == CitationCueKind::kChanged &&
           HasCue(rules_, CitationCueKind::kNotChanged, context_.country, words)))
        return std::nullopt;
    }
    const std::string_view written = Trimmed(text_.substr(match.all.begin, match.all.size()));
    return Found{.stated = {.date = *date,
                            .text = std::string(written),
                            .start = static_cast<std::size_t>(written.data() - text_.data()),
                            .is_commencement = kind == CitationCueKind::kInForce},
                 .kind = kind,
                 .is_of_year = apart == 0};
  }

  const CitationRules& rules_;
  const CommentContext& context_;
  std::string_view text_;
  std::string plain_;
};

}  // namespace

std::optional<PartialDate> ReadWrittenDate(const CitationRules& rules, std::string_view text,
                                           std::optional<int> year_if_none) {
  Parts parts = Split(rules, text);
  if (!parts.year) parts.year = year_if_none;
  if (!parts.year) return std::nullopt;
  int month = parts.month;
  int day = 0;
  if (month != 0) {
    if (!parts.small.empty()) day = parts.small.front();
  } else if (parts.small.size() >= 2) {
    month = parts.year_is_first ? parts.small[0] : parts.small[1];
    day = parts.year_is_first ? parts.small[1] : parts.small[0];
  } else if (parts.small.size() == 1 && !parts.year_is_first) {
    month = parts.small[0];
  }
  std::array<char, 16> written{};
  for (const int precision : {3, 2, 1}) {  // Falls back to the month, then to the year.
    if ((precision == 3 && day == 0) || (precision >= 2 && month == 0)) continue;
    if (precision == 3)
      std::snprintf(written.data(), written.size(), "%04d-%02d-%02d", *parts.year, month % 100,
                    day % 100);
    else if (precision == 2)
      std::snprintf(written.data(), written.size(), "%04d-%02d", *parts.year, month % 100);
    else
      std::snprintf(written.data(), written.size(), "%04d", *parts.year);
    if (const Result<PartialDate> date = PartialDate::Parse(written.data())) return *date;
  }
  return std::nullopt;
}

std::optional<StatedDate> FindStatedDate(const CitationRules& rules, const CommentContext& context,
                                         std::string_view text,
                                         const std::vector<Candidate>& laws) {
  std::vector<Found> found = Finder(rules, context, text, laws).All();
  // "Adoption and entry into force: 1 May / 1 July" holds a date within a longer match.
  const auto is_inside = [](const Found& a, const Found& b) {
    return a.stated.start >= b.stated.start && a.stated.text.size() < b.stated.text.size() &&
           a.stated.start + a.stated.text.size() <= b.stated.start + b.stated.text.size();
  };
  const std::vector<Found> all = found;
  const auto is_better = [](const Found& a, const Found& b) {
    if (a.kind != b.kind) return a.kind < b.kind;  // In the order of strength.
    if (a.is_of_year != b.is_of_year) return a.is_of_year;
    return a.stated.start < b.stated.start;
  };
  while (!found.empty()) {
    const auto best = std::ranges::min_element(found, is_better);
    const bool is_part = std::ranges::any_of(all, [&](const Found& other) {
      return best->kind == other.kind && is_inside(*best, other);
    });
    if (!is_part) return std::move(best->stated);
    found.erase(best);
  }
  return std::nullopt;
}

}  // namespace lawtrace::ingest
