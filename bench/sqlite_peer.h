// SqlitePeer: the same events and questions in SQLite, as a careful user would keep them: one table
// clustered for questions as of a date, statements prepared once, pages mapped into memory.
//
// Failures of SQLite end the program: this is a measuring stick, not a product.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bench/limit_side.h"
#include "bench/questions.h"
#include "bench/workload.h"
#include "model/transaction.h"

namespace lawtrace::bench {

class SqlitePeer {
 public:
  // Loads the workload into a new database, on disk and ready for all questions when it returns.
  SqlitePeer(const Workload& workload, const std::filesystem::path& file);
  SqlitePeer(SqlitePeer&&) noexcept;
  ~SqlitePeer();

  // As the functions of bench/archive_side.h.
  std::optional<double> AnswerScore(const Question& question);
  ProfileScores Profile(const Question& question);
  LeagueScores League(Day effective);
  LeagueScores LeagueKnownAt(AsOf as_of);
  void VisitSeries(const std::function<void(const SeriesRow&)>& visit);

  // Keeps a table of ready scores beside the events, the best that a user of SQLite can do by hand.
  // It holds what is known today only and must be made again at every event.
  void KeepSeries();
  // REQUIRES: KeepSeries has been called.
  LeagueScores LeagueFromKept(Day effective);
  void VisitKeptSeries(const std::function<void(const SeriesRow&)>& visit);

  // Keeps a table of ready points for Q6, which SQL has no words for: one row per change.
  void KeepSplit(const LimitSide& limit);
  // As LimitSide::VisitSplit; the second argument is the sum of the row's events instead of them.
  // REQUIRES: KeepSplit has been called.
  void VisitKeptSplit(Day after, Day until,
                      const std::function<void(const SplitRow&, double events)>& visit);

  // One durable transaction.  REQUIRES: its sequences follow the last.
  void Append(const Transaction& transaction);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

}  // namespace lawtrace::bench
