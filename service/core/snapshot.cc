#include "service/core/snapshot.h"

#include <utility>

#include "model/fingerprint.h"

namespace lawtrace::service {
namespace {

constexpr std::size_t kMaxPast = 4;                 // About 10 MB each.
constexpr std::size_t kMaxAnswerBytes = 64U << 20;  // Of all kept answers together.
constexpr std::size_t kLargestAnswer = 4U << 20;    // Beyond, one would push out too many others.
// What the entry of a map, its share of the table, a shared answer and its parts take besides their
// texts.
constexpr std::size_t kBytesOfEntry = 320;
constexpr std::size_t kBytesOfHeader = sizeof(Header) + 32;

std::size_t BytesOf(const std::string& question, const Response& answer) {
  std::size_t bytes = kBytesOfEntry + question.capacity() + answer.text().capacity();
  for (const Header& header : answer.headers)
    bytes += kBytesOfHeader + header.name.capacity() + header.value.capacity();
  return bytes;
}

}  // namespace

Snapshot::Snapshot(const Index& index, const store::EventLog& log)
    : index_(&index), log_(&log), last_(log.last()), taken_at_(std::chrono::steady_clock::now()) {}

Result<std::shared_ptr<const Snapshot>> Snapshot::Take(const Index& index,
                                                       const store::EventLog& log) {
  std::shared_ptr<Snapshot> snapshot(new Snapshot(index, log));
  Result<analysis::Archive> main = snapshot->Read(index.main_methodology(), snapshot->last_);
  if (!main) return Fail(main.error());
  snapshot->main_ = std::make_unique<const analysis::Archive>(*std::move(main));
  return snapshot;
}

Result<analysis::Archive> Snapshot::Read(const Methodology& methodology, Sequence known) const {
  analysis::ArchiveBuilder builder(methodology);
  const Status read = log_->Visit([&](const Transaction& transaction) -> Status {
    if (transaction.last() <= last_ && transaction.last() <= known) builder.Add(transaction);
    return {};
  });
  if (!read) return Fail(read.error());
  return std::move(builder).Build();
}

Result<const analysis::Archive*> Snapshot::ArchiveOf(const Methodology& methodology) const {
  if (&methodology == &main_->methodology()) return main_.get();
  const std::lock_guard lock(archives_mutex_);
  std::unique_ptr<const analysis::Archive>& archive = others_[methodology.id];
  if (archive == nullptr) {
    Result<analysis::Archive> read = Read(methodology, last_);
    if (!read) return Fail(read.error());
    archive = std::make_unique<const analysis::Archive>(*std::move(read));
  }
  return archive.get();
}

Result<std::shared_ptr<const analysis::Archive>> Snapshot::ArchiveKnownAt(
    const Methodology& methodology, Sequence known) const {
  const std::lock_guard lock(archives_mutex_);
  for (auto past = past_.begin(); past != past_.end(); ++past) {
    if (past->methodology != methodology.id || past->known != known) continue;
    past_.splice(past_.begin(), past_, past);
    return past_.front().archive;
  }
  Result<analysis::Archive> read = Read(methodology, known);
  if (!read) return Fail(read.error());
  past_.push_front({.methodology = methodology.id,
                    .known = known,
                    .archive = std::make_shared<const analysis::Archive>(*std::move(read))});
  if (past_.size() > kMaxPast) past_.pop_back();
  return past_.front().archive;
}

std::shared_ptr<const Response> Snapshot::FindAnswer(const std::string& question) const {
  const std::lock_guard lock(answers_mutex_);
  if (const auto found = answers_.find(question); found != answers_.end()) return found->second;
  const auto older = older_answers_.find(question);
  return older == older_answers_.end() ? nullptr : older->second;
}

void Snapshot::KeepAnswer(const std::string& question,
                          std::shared_ptr<const Response> answer) const {
  Answers forgotten;  // Freed behind the lock.
  const std::size_t bytes = BytesOf(question, *answer);
  if (bytes > kLargestAnswer) return;
  const std::lock_guard lock(answers_mutex_);
  if (answer_bytes_ + bytes > kMaxAnswerBytes / 2) {
    forgotten = std::exchange(older_answers_, std::exchange(answers_, {}));
    older_answer_bytes_ = std::exchange(answer_bytes_, 0);
  }
  if (answers_.emplace(question, std::move(answer)).second) answer_bytes_ += bytes;
}

std::size_t Snapshot::kept_bytes() const {
  const std::lock_guard lock(answers_mutex_);
  return answer_bytes_ + older_answer_bytes_;
}

}  // namespace lawtrace::service
