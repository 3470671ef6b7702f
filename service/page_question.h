// What a view asks of the log.
#pragma once

#include <memory>
#include <string>

#include "analysis/archive.h"
#include "model/result.h"
#include "report/question.h"
#include "service/router.h"
#include "service/service.h"

namespace lawtrace::service {

// A question, with all that it refers to.
struct PageQuestion {
  std::shared_ptr<const Snapshot> snapshot;
  std::shared_ptr<const analysis::Archive> archive;  // As known at the question's moment.
  report::Question question;
};

// Resolves the words against the snapshot of now, or the log as known at `words.known_at`.
// kNotFound: the log is empty, or knows nothing by that day.
[[nodiscard]] Result<PageQuestion> AskForPage(const Service& service, report::QuestionWords words);

// The words that every view takes from its query: at, known_at, from, node.
report::QuestionWords WordsOf(const Call& call);

// A token by which `lawtrace cite` writes the scores of these countries (codes; none: all) at the
// question's nodes again: every day with a change up to the question's moment.
[[nodiscard]] Result<std::string> CiteScores(const Service& service, const PageQuestion& asked,
                                             const std::vector<std::string>& countries,
                                             const std::vector<std::string>& nodes);

}  // namespace lawtrace::service
