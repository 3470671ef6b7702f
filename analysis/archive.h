// Archive: the whole log under one methodology, ready to be asked.  Every question of the product
// is answered from here; the log itself is read once, when the archive is built.
//
// Thread safety: immutable but for what attribution keeps for itself; any number of readers.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/country_block.h"
#include "analysis/evaluator.h"
#include "analysis/ids.h"
#include "analysis/law_register.h"
#include "model/law.h"
#include "model/methodology.h"
#include "model/transaction.h"

namespace lawtrace::analysis {

// That a correction or retraction took the place of an event.
struct Supersession {
  Sequence by;
  Sequence of;
  bool is_retraction = false;
};

class KeptShares;  // analysis/internal/node_shares.h

class Archive {
 public:
  const Methodology& methodology() const { return evaluator_->methodology(); }
  const Evaluator& evaluator() const { return *evaluator_; }
  const AnswerTable& answers() const { return *answers_; }

  // Codes of the countries that the log speaks of, ascending.
  std::span<const std::string> countries() const { return countries_; }
  std::optional<CountryId> FindCountry(std::string_view code) const;
  const CountryBlock& Block(CountryId country) const { return *blocks_[country.value]; }

  // Sequence of the last item recorded by the end of `day` (UTC); 0 if there is none.
  Sequence KnownAt(Day day) const;
  // Sequence of the last item; 0 for an empty log.
  Sequence last() const;
  // When the item was recorded.  REQUIRES: 1 <= sequence <= last().
  Instant RecordedAt(Sequence sequence) const;
  // What the correction or retraction `by` did; null if it is none, or names nothing before it.
  const Supersession* FindSupersession(Sequence by) const;
  // The first to supersede the item `of`; null if there is none.
  const Supersession* FindSuperseder(Sequence of) const;

  // The laws that a statement names; empty if none.
  std::span<const LawReference> LawsOf(const Statement& statement) const {
    return law_sets_[statement.law_set];
  }
  const LawRegister& laws() const { return laws_; }

  // What attribution has worked out so far.
  const KeptShares& kept_shares() const { return *kept_shares_; }

 private:
  friend class ArchiveBuilder;

  struct Recorded {
    Sequence last;  // Of one transaction.
    Instant at{0};
  };

  std::unique_ptr<const Evaluator> evaluator_;
  std::unique_ptr<AnswerTable> answers_;
  std::vector<std::string> countries_;
  std::vector<std::shared_ptr<const CountryBlock>> blocks_;  // Parallel to countries_.
  std::vector<Recorded> recorded_;                           // In log order.
  std::vector<Supersession> by_superseder_;                  // In log order.
  std::vector<Supersession> by_superseded_;                  // The same by `of`, then `by`.
  std::vector<std::vector<LawReference>> law_sets_;          // The first is empty.
  LawRegister laws_;
  std::shared_ptr<const KeptShares> kept_shares_;
};

// Builds an archive from the transactions of a log, in order.
class ArchiveBuilder {
 public:
  // REQUIRES: `methodology` outlives the archive.
  explicit ArchiveBuilder(const Methodology& methodology);

  // Events on indicators that the methodology lacks belong to another one and are passed over;
  // what they correct or retract is superseded all the same.
  // REQUIRES: called in log order.
  void Add(const Transaction& transaction);

  Archive Build() &&;

 private:
  // An event that does not decide an answer but may be corrected into one that does.
  struct Undecided {
    std::uint32_t sequence;
    EventKind kind;  // Of the first event in a chain of corrections.
  };
  struct Draft {
    std::vector<Statement> statements;  // In log order, like the one below.
    std::vector<Sighting> sightings;
  };

  void AddEvent(const Event& event);
  // Marks `replaced` as superseded by `event` and returns the kind that its chain of corrections
  // began with; the event's own kind if there is no such item before it.
  EventKind Supersede(Sequence replaced, const Event& event);
  std::uint32_t InternLaws(const std::vector<LawReference>& laws);

  Archive archive_;
  std::map<std::string, Draft, std::less<>> drafts_;              // By country.
  std::vector<Undecided> undecided_;                              // In log order.
  std::unordered_map<std::string_view, IndicatorId> indicators_;  // Keys: the methodology's.
  std::unordered_map<std::string, std::uint32_t> law_set_ids_;
  std::uint32_t last_law_set_ = 0;  // The latest asked for.
};

}  // namespace lawtrace::analysis
