#include "ingest/admission.h"

#include <algorithm>
#include <string_view>

#include "ingest/internal/quote.h"
#include "model/nearest.h"

namespace lawtrace::ingest {
namespace {

template <typename T>
std::vector<std::string> CodesOf(const std::vector<T>& all) {
  std::vector<std::string> codes;
  for (const T& one : all) codes.push_back(one.code);
  return codes;
}

// Of a text much longer than any code, none is near.
std::string Hint(std::string_view written, const std::vector<std::string>& codes) {
  constexpr std::size_t kLongestCode = 64;
  return written.size() > kLongestCode ? std::string() : DidYouMean(written, codes);
}

std::string OptionsText(const Indicator& indicator) {
  if (indicator.is_numeric) return "a number from 0 to 100";
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

bool IsSlug(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

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

std::string UnknownCountry(const Index& index, std::string_view code) {
  return "country " + Quote(code) + " is not in the index" + Hint(code, CodesOf(index.countries));
}

std::string UnknownIndicator(const Index& index, std::string_view code) {
  const Node* node = FindNode(index, code);
  if (node == nullptr)
    return "indicator " + Quote(code) + " is not in the index" +
           Hint(code, CodesOf(index.main_methodology().indicators));
  std::string children;
  for (const std::string& child : node->children)
    children += (children.empty() ? "" : ", ") + child;
  return Quote(code) + " is computed from " + children + "; record those instead";
}

bool IsListed(const Indicator& indicator, const Answer& answer) {
  if (!answer.is_option()) return true;
  if (indicator.is_numeric) return NumberOnScale(answer.code()).has_value();
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
  for (const LawReference& reference : event.laws)
    if (ledger_->FindLaw(reference.law) == nullptr)
      faults.push_back("law " + Quote(reference.law) +
                       " is not in the register; add it with 'lawtrace import laws'");
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
  if (event.is_unlisted && NumberOnScale(event.answer->code())) return;
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
  if (target->event.country != event.country || target->event.indicator != event.indicator)
    faults.push_back("event " + sequence + " is about " + target->event.country + " " +
                     target->event.indicator + ", not " + event.country + " " + event.indicator);
}

std::vector<std::string> Admission::FaultsOf(const Law& law) const {
  std::vector<std::string> faults;
  if (!IsSlug(law.id))
    faults.push_back("law id " + Quote(law.id) +
                     " has other characters than a-z, 0-9 and -; write one such as pt-lei-23-2007");
  if (!law.country.empty() && index_->FindCountry(law.country) == nullptr)
    faults.push_back(UnknownCountry(*index_, law.country));
  if (law.title.empty() && law.number.empty())
    faults.push_back("a law needs a title or a number; fill one of them");
  if (!law.url.empty() && !law.url.starts_with("https://") && !law.url.starts_with("http://"))
    faults.push_back("url " + Quote(law.url) + " does not begin with http:// or https://");
  return faults;
}

}  // namespace lawtrace::ingest
