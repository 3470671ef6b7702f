#include "service/page/scenario_link.h"

#include <algorithm>

#include "model/nearest.h"

namespace lawtrace::service {
namespace {

constexpr std::size_t kMaxNameSize = 80;

std::string OptionsOf(const Indicator& indicator) {
  std::string codes;
  for (const Option& option : indicator.options) codes += (codes.empty() ? "" : ", ") + option.code;
  return codes;
}

// Why the answer cannot be taken; empty if it can.
std::string FaultOf(const Bill& bill, const BillAnswer& stated, const Methodology& methodology) {
  const Indicator* indicator = methodology.FindIndicator(stated.indicator);
  if (indicator == nullptr) {
    std::vector<std::string> known;
    known.reserve(methodology.indicators.size());
    for (const Indicator& one : methodology.indicators) known.push_back(one.code);
    return "question '" + stated.indicator + "' is not in the index" +
           DidYouMean(stated.indicator, known);
  }
  if (std::ranges::find(indicator->options, stated.answer, &Option::code) ==
      indicator->options.end())
    return "'" + stated.answer + "' is no answer to " + stated.indicator + "; the options are " +
           OptionsOf(*indicator);
  if (std::ranges::find(bill.answers, stated.indicator, &BillAnswer::indicator) !=
      bill.answers.end())
    return stated.indicator + " is answered twice by one bill; the first answer is kept";
  return {};
}

}  // namespace

std::string NameOf(const Bill& bill, std::size_t place) {
  return bill.name.empty() ? "Bill " + std::to_string(place + 1) : bill.name;
}

std::string BillText(const Bill& bill) {
  std::string text = bill.name;
  std::ranges::replace(text, '~', ' ');
  for (const auto& [indicator, answer] : bill.answers) {
    text += '~';
    text += indicator;
    text += '-';
    text += answer;
  }
  return text.empty() ? "~" : text;
}

std::pair<Bill, std::vector<std::string>> ReadBill(std::string_view text,
                                                   const Methodology& methodology) {
  Bill bill;
  std::vector<std::string> faults;
  const std::size_t name_end = text.find('~');
  bill.name = text.substr(0, name_end);
  if (bill.name.size() > kMaxNameSize) {
    faults.push_back("the name of a bill is longer than " + std::to_string(kMaxNameSize) +
                     " bytes; it is left out");
    bill.name.clear();
  }
  text.remove_prefix(name_end == std::string_view::npos ? text.size() : name_end + 1);
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find('~'));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    if (part.empty()) continue;
    const std::size_t middle = part.find('-');
    if (middle == std::string_view::npos) {
      faults.push_back("'" + std::string(part) + "' is no answer; write it as ba21-100");
      continue;
    }
    BillAnswer stated{.indicator = std::string(part.substr(0, middle)),
                      .answer = std::string(part.substr(middle + 1))};
    if (std::string fault = FaultOf(bill, stated, methodology); !fault.empty()) {
      faults.push_back(std::move(fault));
    } else {
      bill.answers.push_back(std::move(stated));
    }
  }
  return {std::move(bill), std::move(faults)};
}

}  // namespace lawtrace::service
