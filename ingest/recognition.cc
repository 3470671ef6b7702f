#include "ingest/recognition.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>
#include <utility>

#include "ingest/internal/law_names.h"
#include "ingest/law_identifier.h"
#include "model/check.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

// A law that enters into force later than this after its year did so by other provisions.
constexpr int kYearsToCommence = 2;

// Text in one line, with single blanks.
std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (is_blank && (line.empty() || line.back() == ' ')) continue;
    line += is_blank ? ' ' : c;
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

// "Act" of "act".
std::string Capitalised(std::string word) {
  if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 32);
  return word;
}

bool IsOfOneCountry(const Citation& citation) {
  return !citation.is_above_national_law || citation.type == "act";  // A constitution.
}

// Absent if the comment does not tell the law from others.
std::optional<Law> AsLaw(const Citation& citation, const std::string& country) {
  const bool is_national = IsOfOneCountry(citation);
  Law law{.country = is_national ? country : std::string(),
          .type = citation.type,
          .number = is_national ? NumberWithYear(citation.number, citation.year) : citation.number,
          .title = OneLine(citation.title),
          .adopted = citation.dated,
          .status = LawStatus::kRecognised};
  if (!law.adopted && citation.year)
    law.adopted = PartialDate(Day::Of(*citation.year, 1, 1), Precision::kYear);
  if (law.type == "gazette") {
    law.type.clear();
    law.title = OneLine(citation.text);
  }
  if (!is_national && !law.number.empty()) law.title.clear();  // The words around it.
  const bool is_of_day = law.adopted && law.adopted->precision() == Precision::kDay;
  if (law.number.empty() && law.title.empty() && !is_of_day) return std::nullopt;
  // Small letters are the end of a name that the date interrupts: "Loi du 8 mars 2017 portant ...".
  const bool is_torn = !law.title.empty() && std::islower(static_cast<unsigned char>(law.title[0]));
  if (law.number.empty() && is_of_day && (law.title.empty() || is_torn))
    law.title = Capitalised(law.type) + " of " + law.adopted->ToString();
  law.identifier = CelexOf(law);
  return law;
}

std::optional<int> YearOf(const Law& law) {
  return law.adopted ? std::optional(law.adopted->earliest().year()) : std::nullopt;
}

std::string IdentifierKey(const std::string& identifier) {
  const std::optional<LawIdentifier> known = ReadLawIdentifier(identifier);
  return "identifier\n" + (known ? known->canonical : identifier);
}

std::string NameKey(const std::string& country, std::string_view name) {
  return country + "\nname\n" + Folded(name);
}

// Whether either date lies within the other.
bool Agree(const PartialDate& a, const PartialDate& b) {
  return a.earliest() <= b.latest() && b.earliest() <= a.latest();
}

// What several comments say of one law; the result does not depend on their order.
class Draft {
 public:
  void Add(const Law& law, const std::optional<PartialDate>& in_force) {
    if (mentions_++ == 0) law_ = law;
    ++titles_[law.title];
    ++numbers_[law.number];
    if (law.adopted) adopted_.push_back(*law.adopted);
    if (in_force) in_force_.push_back(*in_force);
  }

  Law Merged() const {
    Law law = law_;
    law.title = Usual(titles_);
    law.number = Usual(numbers_);
    law.adopted = Common(adopted_);
    law.in_force = Common(in_force_);
    law.identifier = CelexOf(law);
    return law;
  }

 private:
  // The text that most comments have, then the longest, then the first in the alphabet; empty only
  // if all are.
  static std::string Usual(const std::map<std::string, std::size_t>& texts) {
    const auto rank = [](const auto& text) {
      return std::tuple(!text.first.empty(), text.second, text.first.size());
    };
    return std::ranges::max_element(texts, {}, rank)->first;
  }

  // The most exact of the dates, if all agree with it.
  static std::optional<PartialDate> Common(const std::vector<PartialDate>& dates) {
    if (dates.empty()) return std::nullopt;
    const PartialDate& exact = *std::ranges::min_element(dates, {}, &PartialDate::precision);
    const bool do_agree =
        std::ranges::all_of(dates, [&](const PartialDate& date) { return Agree(date, exact); });
    return do_agree ? std::optional(exact) : std::nullopt;
  }

  Law law_;
  std::size_t mentions_ = 0;
  std::map<std::string, std::size_t> titles_;
  std::map<std::string, std::size_t> numbers_;
  std::vector<PartialDate> adopted_;
  std::vector<PartialDate> in_force_;
};

// The stated date, where it is the day on which `law` entered into force.
std::optional<PartialDate> CommencementOf(const Law& law, const Citations& citations) {
  const std::optional<int> year = YearOf(law);
  if (!citations.in_force || !citations.in_force->is_commencement || !year) return std::nullopt;
  const PartialDate& date = citations.in_force->date;
  const int years_after = date.earliest().year() - *year;
  if (years_after > kYearsToCommence || date.latest() < law.adopted->earliest())
    return std::nullopt;
  return date;
}

class Recogniser {
 public:
  Recogniser(const CitationStyles& styles, const Ledger& ledger)
      : styles_(styles), ledger_(ledger), search_(ledger.Laws()) {}

  void Read(Event& event, const EventMargin& margin) {
    const bool is_amendment = margin.kind == EventKind::kAmendment;
    if (!is_amendment && margin.kind != EventKind::kRecoding) return;
    if (!event.answer || !event.effective) return;
    const int year = event.effective->latest().year();
    const Citations citations =
        FindCitations(styles_, {.country = event.country, .year = year}, event.evidence.comment);
    if (is_amendment && citations.in_force)
      Date(citations.in_force->date, margin.not_before, event);

    std::vector<NamedLaw> laws = NamedLaws(citations, event.country);
    const auto is_cause = [](const NamedLaw& named) { return named.role == LawRole::kCause; };
    const bool has_one_cause = is_amendment && std::ranges::count_if(laws, is_cause) == 1;
    for (NamedLaw& named : laws) {
      const auto in_force = has_one_cause && is_cause(named) ? CommencementOf(named.law, citations)
                                                             : std::optional<PartialDate>();
      if (!is_amendment && is_cause(named)) named.role = LawRole::kContext;
      Mention(event, named, in_force, year);
    }
  }

  // Gives the new laws their ids, and the events their references.
  Recognition Finish() {
    std::map<std::string, std::string> ids;  // By key.
    for (const auto& [key, draft] : drafts_) {
      Law law = draft.Merged();
      law.id = UnusedId(LawSlug(law));
      ids.emplace(key, law.id);
      recognition_.laws.push_back(std::move(law));
    }
    std::ranges::sort(recognition_.laws, {}, &Law::id);
    for (const PlannedReference& planned : references_)
      AddReference({.law = planned.known_id.empty() ? ids.at(planned.key) : planned.known_id,
                    .role = planned.role},
                   *planned.event);
    recognition_.recognised = drafts_.size() + known_.size();
    return std::move(recognition_);
  }

 private:
  struct PlannedReference {
    Event* event;
    LawRole role;
    std::string key;       // LawKey of a new law ...
    std::string known_id;  // ... or the id of a law in the register.
  };

  void Date(const PartialDate& stated, Day not_before, Event& event) {
    const PartialDate& bounds = *event.effective;
    if (stated.earliest() < bounds.earliest() || stated.latest() > bounds.latest()) return;
    if (stated.latest() < not_before) return;
    event.effective = stated;
    event.basis = Basis::kStated;
    ++recognition_.dated;
  }

  void Mention(Event& event, const NamedLaw& named, const std::optional<PartialDate>& in_force,
               int year) {
    PlannedReference reference{.event = &event, .role = named.role, .key = {}, .known_id = {}};
    if (const Law* known = search_.Find(named, year)) {
      reference.known_id = known->id;
      known_.insert(known->id);
    } else {
      reference.key = LawKey(named.law);
      drafts_[reference.key].Add(named.law, in_force);
    }
    references_.push_back(std::move(reference));
  }

  // A law that is named twice is named once, in its strongest role.
  void AddReference(const LawReference& reference, Event& event) {
    const bool had_cause = HasCause(event);
    const auto same = std::ranges::find(event.laws, reference.law, &LawReference::law);
    if (same == event.laws.end()) {
      event.laws.push_back(reference);
    } else if (reference.role == LawRole::kCause) {
      same->role = reference.role;
    }
    if (!had_cause && HasCause(event)) ++recognition_.attributed;
  }

  static bool HasCause(const Event& event) {
    return std::ranges::find(event.laws, LawRole::kCause, &LawReference::role) != event.laws.end();
  }

  std::string UnusedId(const std::string& slug) {
    std::string id = slug;
    for (int copy = 2; ledger_.FindLaw(id) != nullptr || !given_.insert(id).second; ++copy)
      id = slug + "-" + std::to_string(copy);
    return id;
  }

  const CitationStyles& styles_;
  const Ledger& ledger_;
  RegisterSearch search_;
  std::map<std::string, Draft> drafts_;  // By LawKey.
  std::vector<PlannedReference> references_;
  std::set<std::string, std::less<>> known_;  // Ids of laws in the register that were named.
  std::set<std::string, std::less<>> given_;  // Ids of new laws.
  Recognition recognition_;
};

}  // namespace

std::vector<NamedLaw> NamedLaws(const Citations& citations, const std::string& country) {
  const bool names_law = std::ranges::any_of(citations.laws, [](const Citation& citation) {
    return citation.type != "gazette" && IsOfOneCountry(citation) &&
           citation.confidence >= kLeastConfidence;
  });
  std::vector<NamedLaw> named;
  for (const Citation& citation : citations.laws) {
    if (citation.confidence < kLeastConfidence) continue;
    if (citation.type == "gazette" && names_law) continue;
    if (std::optional<Law> law = AsLaw(citation, country))
      named.push_back(
          {.law = *std::move(law), .role = citation.role, .written = OneLine(citation.text)});
  }
  return named;
}

RegisterSearch::RegisterSearch(const std::vector<const Law*>& laws) {
  std::map<std::string_view, const Law*> by_id;
  for (const Law* law : laws) by_id.emplace(law->id, law);
  for (const Law* law : laws) {
    for (const std::string& alias : law->aliases)
      if (by_id.contains(alias)) merged_into_.emplace(alias, law);
    std::set<std::string> names = {LawKey(*law)};
    if (!law->number.empty()) {
      Law with_year = *law;
      with_year.number = NumberWithYear(law->number, YearOf(*law));
      names.insert(LawKey(with_year));
    }
    if (!law->identifier.empty()) names.insert(IdentifierKey(law->identifier));
    for (const std::string& alias : law->aliases) names.insert(NameKey(law->country, alias));
    // A title that a comment gave is no more than LawKey says.
    if (law->status == LawStatus::kConfirmed)
      for (const std::string& title : {law->title, law->title_en})
        if (!title.empty()) names.insert(NameKey(law->country, title));
    for (const std::string& name : names) by_key_.emplace(name, law);
  }
}

std::vector<const Law*> RegisterSearch::WithKey(const std::string& key) const {
  std::vector<const Law*> found;
  const auto [begin, end] = by_key_.equal_range(key);
  for (auto it = begin; it != end; ++it) found.push_back(it->second);
  return found;
}

const Law* RegisterSearch::OnlyOne(std::vector<const Law*> found) const {
  for (const Law*& law : found)
    // A chain of merged entries is no longer than the register, even if it runs in a circle.
    for (std::size_t steps = 0; steps <= merged_into_.size(); ++steps) {
      const auto other = merged_into_.find(law->id);
      if (other == merged_into_.end()) break;
      law = other->second;
    }
  std::ranges::sort(found);
  const auto repeated = std::ranges::unique(found);
  found.erase(repeated.begin(), repeated.end());
  return found.size() == 1 ? found.front() : nullptr;
}

const Law* RegisterSearch::Find(const NamedLaw& named, int year) const {
  const Law& law = named.law;
  if (!law.identifier.empty())
    if (const Law* same = OnlyOne(WithKey(IdentifierKey(law.identifier)))) return same;
  if (const Law* same = OnlyOne(WithKey(LawKey(law)))) return same;
  std::vector<const Law*> found = WithKey(NameKey(law.country, named.written));
  if (law.number.empty()) {
    const std::vector<const Law*> titled = WithKey(NameKey(law.country, law.title));
    found.insert(found.end(), titled.begin(), titled.end());
  } else {
    const std::vector<const Law*> numbered = WithKey(NameKey(law.country, law.number));
    found.insert(found.end(), numbered.begin(), numbered.end());
  }
  std::erase_if(found, [&](const Law* entry) {
    const std::optional<int> adopted = YearOf(*entry);
    if (!adopted) return false;
    return YearOf(law) ? *YearOf(law) != *adopted : *adopted > year;
  });
  return OnlyOne(std::move(found));
}

Recognition Recognise(const CitationStyles& styles, const Ledger& ledger, std::span<Event> events,
                      std::span<const EventMargin> margins) {
  Check(events.size() == margins.size(), "Recognise: margins are not parallel to events");
  Recogniser recogniser(styles, ledger);
  for (std::size_t i = 0; i < events.size(); ++i) recogniser.Read(events[i], margins[i]);
  return recogniser.Finish();
}

}  // namespace lawtrace::ingest
