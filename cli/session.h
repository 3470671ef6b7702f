// Session: the index and the open store behind one command.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "analysis/archive.h"
#include "cli/options.h"
#include "model/index.h"
#include "model/result.h"
#include "report/question/answer.h"
#include "report/question/ask.h"
#include "report/question/question.h"
#include "report/render/table.h"
#include "store/event_log.h"

namespace lawtrace::cli {

class Session {
 public:
  [[nodiscard]] static Result<Session> Open(const CommonOptions& options, store::Access access);

  const Index& index() const { return *index_; }
  store::EventLog& log() { return log_; }
  const store::EventLog& log() const { return log_; }

  // Reads the log, whole or as far as it was recorded by the end of `known_at`.
  // REQUIRES: the session outlives the archive.
  [[nodiscard]] Result<analysis::Archive> ReadArchive(
      const Methodology& methodology, std::optional<Day> known_at = std::nullopt) const;

 private:
  Session(std::unique_ptr<const Index> index, store::EventLog log)
      : index_(std::move(index)), log_(std::move(log)) {}

  std::unique_ptr<const Index> index_;  // At one address: archives point into it.
  store::EventLog log_;
};

// A folder that comes with the program: share/lawtrace/`name` beside an installed program, or
// `in_source` in the source tree that it was built from.
std::filesystem::path BundledFolder(const std::string& name, const std::string& in_source);

// The index in `directory`, or the bundled one if that is empty.
[[nodiscard]] Result<Index> OpenIndex(const std::string& directory);

// A question with all that it rests on.
struct Question : report::Question {
  Question(report::Question asked, Session opened, std::unique_ptr<const analysis::Archive> read,
           report::Format form)
      : report::Question(std::move(asked)),
        session(std::move(opened)),
        kept(std::move(read)),
        format(form) {}

  Session session;
  std::unique_ptr<const analysis::Archive> kept;  // At one address: the question refers to it.
  report::Format format;
};

// Opens the store for reading and resolves every name.  All unknown names are one error.
[[nodiscard]] Result<Question> Ask(const QuestionOptions& options,
                                   report::Extent extent = report::Extent::kWhole);
// The same for verbs that speak of scores: an indicator among the nodes is an error, too.
[[nodiscard]] Result<Question> AskOfNodes(const QuestionOptions& options,
                                          report::Extent extent = report::Extent::kWhole);

// Prints the answer in the form.
[[nodiscard]] Result<int> PrintAnswer(const Result<report::Answer>& answer, report::Format format);
// Asks the question of the store, and prints its answer.
[[nodiscard]] Result<int> AskAndPrint(const CommonOptions& options,
                                      const report::QuestionEntry& entry,
                                      const report::AskedValues& values);

}  // namespace lawtrace::cli
