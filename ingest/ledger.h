// Ledger: what the log already states, as a writer needs it to decide what is new.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/event.h"
#include "model/law.h"
#include "model/sequence.h"
#include "model/transaction.h"
#include "store/event_log.h"

namespace lawtrace::ingest {

class Ledger {
 public:
  struct Entry {
    Event event;
    // Of the first event in its chain of corrections, or the last that a correction gave it.
    EventKind counts_as = EventKind::kCoding;
    std::optional<Sequence> superseded_by;
    std::uint32_t source = 0;  // SourceId of its document.

    bool IsLive() const { return !superseded_by; }
    // Whether it states an answer from a day on, if it is live.
    bool Decides() const {
      return DecidesAnswer(counts_as) && event.answer.has_value() && event.effective.has_value();
    }
    // Whether a coder saw the answer at a reference day.
    bool IsSighting() const {
      return event.observed && event.answer && counts_as != EventKind::kProposal;
    }
  };

  // A coder saw another answer than the one in force on that day.
  struct Contradiction {
    const Entry* seen = nullptr;     // The last live sighting of its reference day.
    const Entry* decides = nullptr;  // Null if nothing is in force.
  };

  // REQUIRES: sequences are assigned and follow those added before.
  void Add(const Transaction& transaction);
  void Add(const Event& event);
  void Add(const Law& law, Sequence sequence, Instant recorded_at);

  // Reads the whole log.
  [[nodiscard]] static Result<Ledger> Read(const store::EventLog& log);

  Sequence last() const { return last_; }
  // When the last transaction was recorded; absent for an empty log.
  std::optional<Instant> last_recorded_at() const { return last_recorded_at_; }

  // Null if the item is no event or does not exist.
  const Entry* FindEvent(Sequence sequence) const;
  // The entry, or what stands in its place at the end of its chain of corrections; REQUIRES: it is
  // an entry of this ledger.
  const Entry& LastOfChain(const Entry& entry) const;
  // The latest statement of the law; null if the register holds none.
  const Law* FindLaw(std::string_view id) const;
  // Null if the item is no law or does not exist.
  const Law* FindLaw(Sequence sequence) const;
  // The latest statements of laws, by id, that are identified as `law` is, or numbered as it is by
  // the same country in a law of that type and date; none for a law without identifier or number.
  std::vector<const Law*> LawsIdentifiedAs(const Law& law) const;
  std::vector<const Law*> LawsNumberedAs(const Law& law) const;
  // Those that declare `alias`.
  std::vector<const Law*> LawsDeclaring(std::string_view alias) const;
  // The latest statement of every law, by id.
  std::vector<const Law*> Laws() const;
  // Whether the log states the law so: as its latest statement, or as one of that very moment.
  bool Holds(const Law& law, Instant recorded_at) const;
  // An event that states the same, superseded or not; evidence does not count, nor does as what it
  // counts if `event` does not say it.  Null if there is none; the last of several.
  const Entry* FindSame(const Event& event) const;
  // All events on the answer, in log order.
  std::vector<const Entry*> EntriesOn(std::string_view country, std::string_view indicator) const;
  // Countries and indicators on which the source has stated something, in order.
  std::vector<std::pair<std::string_view, std::string_view>> CellsOf(std::uint32_t source) const;
  // The live event that decides the answer on `day`; null if none does.  Rule: DESIGN of the log,
  // docs/architecture.md: latest effective day first, ties to the higher sequence.
  const Entry* InForce(std::string_view country, std::string_view indicator, Day day) const;

  // By reference day.  None after an import of what it stated, or a record that was not refused.
  std::vector<Contradiction> ContradictionsOn(std::string_view country,
                                              std::string_view indicator) const;
  // Those of the whole log, by country, indicator and reference day.
  std::vector<Contradiction> Contradictions() const;

  // The number of a document's source (ingest/source_name.h) in this ledger; 0 only for no
  // document, or one whose source has stated nothing.
  std::uint32_t SourceOf(const std::string& document) const;

 private:
  struct LawEntry {
    Law law;
    Sequence sequence;
    Instant recorded_at{0};
  };
  using CellKey = std::string;  // Country, a newline, indicator.
  using LawsByKey = std::map<std::string, std::set<std::string>, std::less<>>;  // Ids.

  // Adds the law's keys to the indexes, or takes them out.
  void List(const Law& law);
  void Unlist(const Law& law);
  std::vector<const Law*> LawsAt(const LawsByKey& laws, std::string_view key) const;

  // In entries_; absent if the item is no event or does not exist.
  std::optional<std::size_t> PositionOf(Sequence sequence) const;
  static CellKey KeyOf(std::string_view country, std::string_view indicator);
  const std::vector<std::size_t>& Cell(std::string_view country, std::string_view indicator) const;
  const Entry* InForce(const std::vector<std::size_t>& cell, Day day) const;
  std::vector<Contradiction> ContradictionsIn(const std::vector<std::size_t>& cell) const;

  Sequence last_;
  std::optional<Instant> last_recorded_at_;
  std::vector<Entry> entries_;                                      // By sequence.
  std::unordered_map<CellKey, std::vector<std::size_t>> cells_;     // Positions in entries_.
  std::map<std::string, std::vector<LawEntry>, std::less<>> laws_;  // Each in log order.
  std::unordered_map<std::string, std::uint32_t> documents_;        // Their sources.
  std::unordered_map<std::string, std::uint32_t> sources_;          // By name; from 1 on.
  std::vector<std::pair<Sequence, std::string>> law_sequences_;  // Rising, each with its law's id.
  LawsByKey laws_by_identifier_;
  LawsByKey laws_by_number_;
  LawsByKey laws_by_alias_;
};

}  // namespace lawtrace::ingest
