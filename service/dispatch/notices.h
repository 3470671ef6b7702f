// Notices: finds the event of an occasion in the log again and writes its notice; the same
// occasion, known at the same item, always gives the same figures.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "alerts/decision.h"
#include "alerts/notice.h"
#include "analysis/archive.h"
#include "model/delivery.h"
#include "model/index.h"
#include "model/result.h"
#include "model/transaction.h"
#include "store/event_log.h"

namespace lawtrace::service {

class Notices {
 public:
  // REQUIRES: all outlive the object; the archive holds the log up to its last().
  Notices(const store::EventLog& log, const analysis::Archive& archive, const Index& index)
      : log_(log), archive_(archive), index_(index), writer_(archive, index) {}

  const analysis::Archive& archive() const { return archive_; }

  // What the transaction gives to tell, in the order of its events.
  [[nodiscard]] std::vector<alerts::Notice> OfTransaction(const Transaction& transaction);
  // Absent if the event does not decide any more.
  [[nodiscard]] Result<std::optional<alerts::Notice>> OfEntry(Sequence event);
  [[nodiscard]] std::vector<alerts::Notice> OfEdition(const Edition& edition);
  // What a delivery tells.  kNotFound: the index has no such edition any more.
  [[nodiscard]] Result<alerts::Notice> Of(const Occasion& occasion, Sequence known);

  // All that would have been told about what was recorded, took effect or was published after
  // `since` and by `until`, in the order of the log; then entries into force, then editions.
  [[nodiscard]] Result<std::vector<alerts::Notice>> Between(Instant since, Instant until);

 private:
  struct Found {
    const Transaction* transaction;
    const Event* event;
  };
  // The item stays until the next call.
  [[nodiscard]] Result<Found> Find(Sequence event);

  const store::EventLog& log_;
  const analysis::Archive& archive_;
  const Index& index_;
  alerts::NoticeWriter writer_;
  std::optional<Transaction> read_;  // The latest one.
  std::vector<Event> told_;          // Of it.
  std::map<std::pair<std::string, Sequence>, std::vector<alerts::Notice>> editions_;
};

}  // namespace lawtrace::service
