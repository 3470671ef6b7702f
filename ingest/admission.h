// Admission: may this event or law enter the log?  The one place where input is held against the
// index, the register and what the log already says.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/ledger.h"
#include "model/day.h"
#include "model/event.h"
#include "model/index.h"
#include "model/law.h"
#include "model/partial_date.h"

namespace lawtrace::ingest {

// Effective days and reference days outside these bounds are typing errors.
inline constexpr int kFirstEffectiveYear = 1950;
inline constexpr int kMaxYearsAhead = 20;

class Admission {
 public:
  // REQUIRES: all outlive the admission.  `today` is the reader's clock.
  Admission(const Index& index, const Ledger& ledger, Day today)
      : index_(&index), ledger_(&ledger), today_(today) {}

  // What forbids the event, each fault with its remedy; empty if it may enter.
  std::vector<std::string> FaultsOf(const Event& event) const;
  // The same for a law.  Laws in `announced` count as registered: they come with it.
  std::vector<std::string> FaultsOf(const Law& law,
                                    const std::set<std::string, std::less<>>& announced = {}) const;

 private:
  void CheckCell(const Event& event, std::vector<std::string>& faults) const;
  void CheckAnswer(const Event& event, const Indicator& indicator,
                   std::vector<std::string>& faults) const;
  void CheckEffective(const Event& event, std::vector<std::string>& faults) const;
  void CheckObserved(const Event& event, std::vector<std::string>& faults) const;
  void CheckSupersedes(const Event& event, std::vector<std::string>& faults) const;
  void CheckLawNames(const Law& law, std::vector<std::string>& faults) const;
  void CheckTwins(const Law& law, std::vector<std::string>& faults) const;
  void CheckAliasCircle(const Law& law, std::vector<std::string>& faults) const;

  const Index* index_;
  const Ledger* ledger_;
  Day today_;
};

// Why what is planned may not make the log contradict what a coder saw, and the ways out.
std::string ContradictionFault(const Ledger::Contradiction& contradiction);
// The same where the sighting itself is planned.
std::string SightingFault(const Ledger::Contradiction& contradiction);

// The indicator of that code in any methodology of the index; null if there is none.
const Indicator* FindIndicator(const Index& index, std::string_view code);

// Why the date must be a typing error: "`what` 1949 is before 1950; ...".  Empty if it may be
// meant.
std::string BoundsFault(std::string_view what, const PartialDate& date, Day today);

// Why the index knows no such indicator, with the nearest it knows.
std::string UnknownIndicator(const Index& index, std::string_view code);
// The answer as written: an option's code, "not_assessed" or "not_applicable" in any letter case,
// or a number, of which "50.0", "5E1" and "50,0" are the option "50". REQUIRES: `text` is not
// empty.  `indicator` may be null: nothing is known of its options.
Answer ReadAnswer(const Indicator* indicator, std::string_view text);
// Whether the answer is an option of the indicator, or a reason for having none.
bool IsListed(const Indicator& indicator, const Answer& answer);
// Why the answer is not listed, with what to write instead.
std::string UnlistedAnswer(const Indicator& indicator, const Answer& answer);

}  // namespace lawtrace::ingest
