// Bills as a link holds them, so that a shared address shows the same scenario again.
//
// Each bill is one value: its name, then its answers, "Family bill~ba21-100~bb25-50".  Neither '~'
// nor '-' stands in the code of an indicator, and '~' in no code of an option.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/methodology.h"

namespace lawtrace::service {

// An answer that a bill would make law.
struct BillAnswer {
  std::string indicator;
  std::string answer;  // Code of an option.

  friend bool operator==(const BillAnswer&, const BillAnswer&) = default;
};

struct Bill {
  std::string name;  // Empty: it goes by its place in the stack.
  std::vector<BillAnswer> answers;

  friend bool operator==(const Bill&, const Bill&) = default;
};

// "Family bill", or "Bill 2" for a bill without a name at that place, counted from 0.
std::string NameOf(const Bill& bill, std::size_t place);

// What ReadBill reads back; '~' in the name becomes a blank.
std::string BillText(const Bill& bill);

// The bill, and a line for each part that means nothing and is left out: an unknown indicator, an
// answer that is none of its options, a second answer to one question.
std::pair<Bill, std::vector<std::string>> ReadBill(std::string_view text,
                                                   const Methodology& methodology);

}  // namespace lawtrace::service
