// Transaction: what one import or one record adds to the log, all or nothing.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/day.h"
#include "model/event.h"
#include "model/law.h"
#include "model/sequence.h"

namespace lawtrace {

// Its items are the laws, then the events, with consecutive sequences from `first` on.
struct Transaction {
  Sequence first;  // Assigned by the store; 0 before that.
  Instant recorded_at{0};
  std::string author;  // Who recorded it; empty when not given.
  std::string source;  // What it came from, e.g. "workbook core-2007-2019.xlsx".
  std::vector<Law> laws;
  std::vector<Event> events;

  std::size_t size() const { return laws.size() + events.size(); }
  bool empty() const { return laws.empty() && events.empty(); }
  Sequence last() const { return Sequence{first.value + size() - 1}; }  // REQUIRES: !empty().

  // Gives the items their sequences, from `first_sequence` on.
  void Number(Sequence first_sequence) {
    first = first_sequence;
    for (std::size_t i = 0; i < events.size(); ++i)
      events[i].sequence = first.plus(laws.size() + i);
  }

  friend bool operator==(const Transaction&, const Transaction&) = default;
};

}  // namespace lawtrace
