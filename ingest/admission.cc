#include "ingest/admission.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "ingest/internal/number.h"
#include "ingest/law_identifier.h"
#include "model/nearest.h"
#include "model/quote.h"
#include "model/slug.h"
#include "model/text.h"
#include "model/web_address.h"

namespace lawtrace::ingest {
namespace {

template <typename T>
std::vector<std::string> CodesOf(const std::vector<T>& all) {
  std::vector<std::string> codes;
  for (const T& one : all) codes.push_back(one.code);
  return codes;
}

std::string OptionsText(const Indicator& indicator) {
  if (indicator.is_numeric) return indicator.scale.ToString();
  std::string text;
  for (const Option& option : indicator.options)
    text += (text.empty() ? "one of " : ", ") + option.code;
  return text;
}

// The node of that code in any methodology; null if there is none.
const Node* FindNode(const Index& index, std::string_view code) {
  for (const Methodology& methodology : index.methodologies)
    if (const Node* node = methodology.FindNode(code)) return node;
  return nullptr;
}

// Dates that contradict each other or can only be typing errors.
void CheckDates(const Law& law, Day today, std::vector<std::string>& faults) {
  const auto check = [&](std::string_view what, const std::optional<PartialDate>& date) {
    if (date && date->latest() > Day::Of(today.year() + kMaxYearsAhead, 12, 31))
      faults.push_back(std::string(what) + " " + date->ToString() + " is more than " +
                       std::to_string(kMaxYearsAhead) + " years ahead; check the year");
  };
  check("adopted", law.adopted);
  check("published", law.published);
  check("in_force", law.in_force);
  check("repealed", law.repealed);
  for (const Commencement& commencement : law.commencements)
    check("commencement of " + commencement.provision, commencement.in_force);
  const auto check_order = [&](std::string_view first, const std::optional<PartialDate>& earlier,
                               std::string_view then, const std::optional<PartialDate>& later) {
    if (earlier && later && later->latest() < earlier->earliest())
      faults.push_back(std::string(then) + " " + later->ToString() + " is before " +
                       std::string(first) + " " + earlier->ToString() + "; check both");
  };
  check_order("adopted", law.adopted, "published", law.published);
  check_order("adopted", law.adopted, "repealed", law.repealed);
  check_order("in_force", law.in_force, "repealed", law.repealed);
}

// Of a law or of the evidence of an event: readers follow it.
void CheckAddress(const std::string& url, std::vector<std::string>& faults) {
  if (url.empty()) return;
  if (const Result<WebAddress> address = ParseWebAddress(url); !address)
    faults.push_back("url " + address.error().Message());
}

// Lists that could not be written as one field, or that say something twice.
void CheckLists(const Law& law, std::vector<std::string>& faults) {
  const auto check_text = [&](std::string_view what, const std::string& text) {
    if (text.empty() || text.find_first_of(";\r\n") != std::string::npos)
      faults.push_back(std::string(what) + " " + Quote(text) +
                       " is empty or holds a semicolon or a line break; write it without");
  };
  std::set<std::string_view> aliases;
  for (const std::string& alias : law.aliases) {
    check_text("alias", alias);
    if (alias == law.id)
      faults.push_back("alias " + Quote(alias) + " is the law's own id; drop it");
    if (!aliases.insert(alias).second)
      faults.push_back("alias " + Quote(alias) + " is given twice; keep one");
  }
  for (auto link = law.links.begin(); link != law.links.end(); ++link)
    if (std::find(law.links.begin(), link, *link) != link)
      faults.push_back("links: " + std::string(Name(link->kind)) + " " + Quote(link->law) +
                       " is given twice; keep one");
  std::set<std::string_view> provisions;
  for (const Commencement& commencement : law.commencements) {
    check_text("provision", commencement.provision);
    if (!provisions.insert(commencement.provision).second)
      faults.push_back("commencement of " + Quote(commencement.provision) +
                       " is given twice; keep one");
  }
  std::set<FollowThrough> questions;
  for (const FollowThroughNote& note : law.follow_through) {
    check_text("follow_through", note.note);
    if (!questions.insert(note.question).second)
      faults.push_back("follow_through says " + std::string(Name(note.question)) +
                       " twice; keep one");
  }
}

}  // namespace

std::string ContradictionFault(const Ledger::Contradiction& contradiction) {
  const Event& seen = contradiction.seen->event;
  const std::string answer = seen.answer->ToString();
  const std::string day = seen.observed->ToString();
  const std::string sequence = seen.sequence.ToString();
  std::string fault = "contradicts event " + sequence + ", which saw " + answer + " for " +
                      seen.country + " " + seen.indicator + " on " + day + ": by this ";
  if (contradiction.decides == nullptr)
    return fault +
           "no answer would be in force then; retract that observation, too, before this "
           "('lawtrace record retraction --supersedes " +
           sequence + "') or with it (--correct-observations)";
  const std::string decided = contradiction.decides->event.answer->ToString();
  return fault + "it would be " + decided + "; if it was " + answer +
         " again by then, record that amendment together with this (--until DAY, " + day +
         " at the latest); if that observation was wrong, correct it, before this ('lawtrace "
         "record "
         "correction --supersedes " +
         sequence + " --answer " + decided + "') or with it (--correct-observations)";
}

std::string SightingFault(const Ledger::Contradiction& contradiction) {
  const Event& seen = contradiction.seen->event;
  const std::string fault =
      "says that " + seen.answer->ToString() + " was seen for " + seen.country + " " +
      seen.indicator + " on " + seen.observed->ToString() + ", but " +
      (contradiction.decides == nullptr ? "nothing"
                                        : contradiction.decides->event.answer->ToString()) +
      " is in force then; ";
  if (seen.effective && seen.effective->latest() > *seen.observed)
    return fault + "give another 'observed' or none";
  return fault + "record what changed it, as an amendment or recoding with that day in 'observed'";
}

const Indicator* FindIndicator(const Index& index, std::string_view code) {
  if (const Indicator* indicator = index.main_methodology().FindIndicator(code)) return indicator;
  for (const Methodology& methodology : index.methodologies)
    if (const Indicator* indicator = methodology.FindIndicator(code)) return indicator;
  return nullptr;
}

std::string BoundsFault(std::string_view what, const PartialDate& date, Day today) {
  const std::string named = std::string(what) + " " + date.ToString();
  if (date.earliest().year() < kFirstEffectiveYear)
    return named + " is before " + std::to_string(kFirstEffectiveYear) + "; check the year";
  if (date.latest() > Day::Of(today.year() + kMaxYearsAhead, 12, 31))
    return named + " is more than " + std::to_string(kMaxYearsAhead) +
           " years ahead; check the year";
  return {};
}

std::string UnknownIndicator(const Index& index, std::string_view code) {
  const Node* node = FindNode(index, code);
  if (node == nullptr)
    return "indicator " + Quote(code) + " is not in the index" +
           DidYouMean(code, CodesOf(index.main_methodology().indicators));
  std::string children;
  for (const std::string& child : node->children)
    children += (children.empty() ? "" : ", ") + child;
  return Quote(code) + " is computed from " + children + "; record those instead";
}

Answer ReadAnswer(const Indicator* indicator, std::string_view text) {
  if (indicator != nullptr && indicator->Find(text) != nullptr)
    return Answer::Option(std::string(text));
  std::string word = Folded(text);
  if (indicator != nullptr)
    for (const Option& option : indicator->options)
      if (Folded(option.code) == word) return Answer::Option(option.code);
  if (const std::optional<double> number = NumberOf(text)) {
    const std::string code = NumberText(*number);
    if (indicator != nullptr)
      for (const Option& option : indicator->options)
        if (const std::optional<double> same = NumberOf(option.code);
            same && NumberText(*same) == code)
          return Answer::Option(option.code);
    return Answer::Option(code);
  }
  std::ranges::replace_if(word, [](char c) { return c == ' ' || c == '-'; }, '_');
  const Answer answer = Answer::FromText(word);
  return answer.is_option() ? Answer::Option(std::string(text)) : answer;
}

bool IsListed(const Indicator& indicator, const Answer& answer) {
  if (!answer.is_option()) return true;
  if (indicator.is_numeric) return NumberOnScale(answer.code(), indicator.scale).has_value();
  return indicator.Find(answer.code()) != nullptr;
}

std::string UnlistedAnswer(const Indicator& indicator, const Answer& answer) {
  return "answer " + Quote(answer.ToString()) + " is not an option of " + indicator.code +
         "; write " + OptionsText(indicator);
}

std::vector<std::string> Admission::FaultsOf(const Event& event) const {
  std::vector<std::string> faults;
  CheckCell(event, faults);
  CheckEffective(event, faults);
  CheckObserved(event, faults);
  CheckSupersedes(event, faults);
  CheckAddress(event.evidence.url, faults);
  for (const LawReference& reference : event.laws)
    if (ledger_->FindLaw(reference.law) == nullptr)
      faults.push_back(
          "law " + Quote(reference.law) +
          " is not in the register; add it with 'lawtrace law add' or 'lawtrace import laws'");
  return faults;
}

void Admission::CheckCell(const Event& event, std::vector<std::string>& faults) const {
  if (index_->FindCountry(event.country) == nullptr)
    faults.push_back(UnknownCountry(*index_, event.country));
  if (const Indicator* indicator = FindIndicator(*index_, event.indicator)) {
    CheckAnswer(event, *indicator, faults);
  } else {
    faults.push_back(UnknownIndicator(*index_, event.indicator));
  }
}

void Admission::CheckAnswer(const Event& event, const Indicator& indicator,
                            std::vector<std::string>& faults) const {
  const bool is_retraction = event.kind == EventKind::kRetraction;
  if (!event.answer && !is_retraction)
    faults.push_back("no answer is given for " + indicator.code + "; write " +
                     OptionsText(indicator));
  if (event.answer && is_retraction)
    faults.push_back("a retraction has no answer; leave it empty, or record a correction");
  if (!event.answer || IsListed(indicator, *event.answer)) return;
  if (event.is_unlisted && NumberOnScale(event.answer->code(), indicator.scale)) return;
  faults.push_back(UnlistedAnswer(indicator, *event.answer));
}

void Admission::CheckEffective(const Event& event, std::vector<std::string>& faults) const {
  if (!event.effective) {
    const bool may_lack_it =
        event.kind == EventKind::kAmendment || event.kind == EventKind::kProposal ||
        event.kind == EventKind::kCorrection || event.kind == EventKind::kRetraction;
    if (!may_lack_it)
      faults.push_back("a " + std::string(Name(event.kind)) +
                       " needs its effective date; write YYYY-MM-DD, YYYY-MM or YYYY");
    return;
  }
  const std::string fault = BoundsFault("effective", *event.effective, today_);
  if (!fault.empty()) faults.push_back(fault);
}

void Admission::CheckObserved(const Event& event, std::vector<std::string>& faults) const {
  if (!event.observed) return;
  const std::string fault =
      BoundsFault("observed", PartialDate(*event.observed, Precision::kDay), today_);
  if (!fault.empty()) faults.push_back(fault);
}

void Admission::CheckSupersedes(const Event& event, std::vector<std::string>& faults) const {
  const bool replaces =
      event.kind == EventKind::kCorrection || event.kind == EventKind::kRetraction;
  if (event.counts_as && event.kind != EventKind::kCorrection)
    faults.push_back("only a correction says as what it counts; leave counts_as empty");
  if (event.counts_as && *event.counts_as != EventKind::kConfirmation &&
      !DecidesAnswer(*event.counts_as))
    faults.push_back("counts_as: " + std::string(Name(*event.counts_as)) +
                     " is no kind of observation or change; write coding, confirmation, amendment "
                     "or recoding, or leave it empty");
  if (!replaces) {
    if (event.supersedes)
      faults.push_back("only a correction or a retraction supersedes an event; leave it empty");
    return;
  }
  if (!event.supersedes) {
    faults.push_back("a " + std::string(Name(event.kind)) +
                     " needs the sequence that it supersedes; 'lawtrace show' prints it");
    return;
  }
  const std::string sequence = event.supersedes->ToString();
  const Ledger::Entry* target = ledger_->FindEvent(*event.supersedes);
  if (target == nullptr) {
    faults.push_back("there is no event " + sequence +
                     " in the log; 'lawtrace show --country C --indicator I' lists them");
    return;
  }
  if (!target->IsLive())
    faults.push_back("event " + sequence + " was already superseded by " +
                     target->superseded_by->ToString() + "; supersede that one");
  if (event.counts_as && target->counts_as == EventKind::kProposal)
    faults.push_back("event " + sequence + " is a proposal and stays one; leave counts_as empty");
  if (target->event.country != event.country || target->event.indicator != event.indicator)
    faults.push_back("event " + sequence + " is about " + target->event.country + " " +
                     target->event.indicator + ", not " + event.country + " " + event.indicator);
}

std::vector<std::string> Admission::FaultsOf(
    const Law& law, const std::set<std::string, std::less<>>& announced) const {
  std::vector<std::string> faults;
  CheckLawNames(law, faults);
  CheckDates(law, today_, faults);
  CheckLists(law, faults);
  for (const LawLink& link : law.links) {
    if (link.law == law.id)
      faults.push_back("the law " + std::string(Name(link.kind)) + " itself; name another law");
    else if (ledger_->FindLaw(link.law) == nullptr && !announced.contains(link.law))
      faults.push_back("links: law " + Quote(link.law) +
                       " is not in the register; add it with 'lawtrace law add'");
  }
  CheckTwins(law, faults);
  return faults;
}

void Admission::CheckLawNames(const Law& law, std::vector<std::string>& faults) const {
  if (!IsSlug(law.id))
    faults.push_back("law id " + Quote(law.id) +
                     " has other characters than a-z, 0-9 and -; write one such as pt-lei-23-2007");
  if (!law.country.empty() && index_->FindCountry(law.country) == nullptr)
    faults.push_back(UnknownCountry(*index_, law.country));
  if (law.title.empty() && law.number.empty())
    faults.push_back("a law needs a title or a number; fill one of them");
  CheckAddress(law.url, faults);
  if (!law.identifier.empty() && !ReadLawIdentifier(law.identifier))
    faults.push_back(
        "identifier " + Quote(law.identifier) +
        " is no ELI, CELEX, ECLI, URN or number of a state's gazette or database; write one "
        "such as 32011L0098 or BOE-A-2000-544, or leave it empty");
}

// One law has one entry: what seems to be entered twice is merged by a declared alias, or told
// apart, by a person.
void Admission::CheckTwins(const Law& law, std::vector<std::string>& faults) const {
  const auto declares = [](const Law& one, const std::string& alias) {
    return std::ranges::find(one.aliases, alias) != one.aliases.end();
  };
  const auto by_id = [](const Law* a, const Law* b) { return a->id < b->id; };
  const std::vector<const Law*> identified = ledger_->LawsIdentifiedAs(law);
  const std::vector<const Law*> numbered =
      law.identifier.empty() ? ledger_->LawsNumberedAs(law) : std::vector<const Law*>();
  std::set<const Law*, decltype(by_id)> others(identified.begin(), identified.end());
  others.insert(numbered.begin(), numbered.end());
  for (const std::string& alias : law.aliases)
    for (const Law* other : ledger_->LawsDeclaring(alias)) others.insert(other);
  for (const Law* other : others) {
    if (other->id == law.id || declares(law, other->id) || declares(*other, law.id)) continue;
    for (const std::string& alias : law.aliases)
      if (declares(*other, alias) &&
          (other->country == law.country || ledger_->FindLaw(alias) != nullptr))
        faults.push_back("alias " + Quote(alias) + " belongs to law " + Quote(other->id) +
                         "; a name means one law of a country");
    const bool is_same_identifier = std::ranges::find(identified, other) != identified.end();
    const bool is_same_number = std::ranges::find(numbered, other) != numbered.end();
    if (is_same_identifier || is_same_number)
      faults.push_back("law " + Quote(other->id) + " has the same " +
                       (is_same_identifier ? "identifier" : "country, type, number and date") +
                       "; use it, or declare its id as an alias of this one");
  }
  CheckAliasCircle(law, faults);
}

// Whose alias the law is, and so on: none of them may be an alias of this one.
void Admission::CheckAliasCircle(const Law& law, std::vector<std::string>& faults) const {
  const auto is_law = [&](const std::string& alias) { return ledger_->FindLaw(alias) != nullptr; };
  if (std::ranges::none_of(law.aliases, is_law)) return;
  std::set<std::string_view> passed;
  for (std::string_view id = law.id; passed.insert(id).second;) {
    const std::vector<const Law*> owners = ledger_->LawsDeclaring(id);
    const auto owner =
        std::ranges::find_if(owners, [&](const Law* one) { return one->id != law.id; });
    if (owner == owners.end()) return;
    id = (*owner)->id;
    if (std::ranges::find(law.aliases, id) == law.aliases.end()) continue;
    faults.push_back("law " + Quote(id) +
                     " already declares this one as its alias; drop one of the two aliases");
    return;
  }
}

}  // namespace lawtrace::ingest
