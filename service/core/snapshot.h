// Snapshot: the log as far as it reached at one moment, ready to be asked.  Readers hold one while
// they answer and never wait for a writer, who puts a new one in its place.
//
// Thread safety: every method may run concurrently.
#pragma once

#include <chrono>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "analysis/archive.h"
#include "model/index.h"
#include "model/result.h"
#include "service/http/http_message.h"
#include "store/event_log.h"

namespace lawtrace::service {

class Snapshot {
 public:
  // Reads the log up to its last item, for the index's main methodology.
  // REQUIRES: `index` and `log` outlive the snapshot.
  [[nodiscard]] static Result<std::shared_ptr<const Snapshot>> Take(const Index& index,
                                                                    const store::EventLog& log);

  const Index& index() const { return *index_; }
  Sequence last() const { return last_; }
  // Of every methodology of the index.
  const std::string& fingerprint() const { return fingerprint_; }
  std::chrono::steady_clock::time_point taken_at() const { return taken_at_; }

  // The whole log under the methodology; read when it is first asked for.
  // REQUIRES: `methodology` is the index's.
  [[nodiscard]] Result<const analysis::Archive*> ArchiveOf(const Methodology& methodology) const;

  // The log without what was recorded after `known`.  The last few are kept.
  [[nodiscard]] Result<std::shared_ptr<const analysis::Archive>> ArchiveKnownAt(
      const Methodology& methodology, Sequence known) const;

  // Answers that were made before, by what was asked; null if there is none.
  std::shared_ptr<const Response> FindAnswer(const std::string& question) const;
  // Keeps the answer unless it is larger than 4 MiB; 64 MiB in all, with everything that they take.
  void KeepAnswer(const std::string& question, std::shared_ptr<const Response> answer) const;
  std::size_t kept_bytes() const;

 private:
  Snapshot(const Index& index, const store::EventLog& log);

  Result<analysis::Archive> Read(const Methodology& methodology, Sequence known) const;

  const Index* index_;
  const store::EventLog* log_;
  Sequence last_;
  std::string fingerprint_;
  std::chrono::steady_clock::time_point taken_at_;

  std::unique_ptr<const analysis::Archive> main_;  // Of the index's main methodology.

  mutable std::mutex archives_mutex_;  // Never needed for the main archive.
  mutable std::map<std::string, std::unique_ptr<const analysis::Archive>> others_;  // By id.
  struct Past {
    std::string methodology;
    Sequence known;
    std::shared_ptr<const analysis::Archive> archive;
  };
  mutable std::list<Past> past_;  // The latest asked for first.

  mutable std::mutex answers_mutex_;
  // Those asked for lately and those before; when the former are many, the latter are forgotten.
  using Answers = std::unordered_map<std::string, std::shared_ptr<const Response>>;
  mutable Answers answers_;
  mutable Answers older_answers_;
  mutable std::size_t answer_bytes_ = 0;  // Of answers_.
  mutable std::size_t older_answer_bytes_ = 0;
};

}  // namespace lawtrace::service
