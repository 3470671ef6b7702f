// Agenda: what the dispatcher has still to decide.
//
// Thread safety: as Records.
#pragma once

#include <string>
#include <vector>

#include "model/day.h"
#include "model/result.h"
#include "model/sequence.h"
#include "store/records.h"

namespace lawtrace::store {

class Agenda {
 public:
  // That an event takes effect on a day ahead.
  struct Entry {
    Day day{0};
    Sequence event;
  };

  explicit Agenda(Records records) : records_(std::move(records)) {}

  // First sequences of the transactions in the outbox, ascending.
  [[nodiscard]] Result<std::vector<Sequence>> Undecided() const;
  // By day, then event.
  [[nodiscard]] Result<std::vector<Entry>> EntriesUntil(Day day) const;
  [[nodiscard]] Result<bool> IsDecided(const std::string& edition) const;

  static RecordChange Decided(Sequence first);
  static RecordChange Add(const Entry& entry);
  static RecordChange Remove(const Entry& entry);
  static RecordChange Decided(const std::string& edition);

 private:
  Records records_;
};

}  // namespace lawtrace::store
