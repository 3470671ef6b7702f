// What a view asks of the log.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "model/event.h"
#include "model/result.h"
#include "report/question/question.h"
#include "report/render/table.h"
#include "service/core/service.h"
#include "service/http/router.h"
#include "service/page/page_frame.h"

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

// Path of the stream of events that came after the question's snapshot, of the country (a code;
// empty: all); empty if the question is about what was known on a past day.
std::string LiveStream(const PageQuestion& asked, const std::string& country);

// That the index has the country that an address names, by code, alias or name; kNotFound with the
// nearest name.
[[nodiscard]] Status RequireCountry(const Index& index, const std::string& written);

// The page of a fault.
Response FaultPage(const Error& error, const Service& service);

// Those of the call's query, in this order.
NamedValues QueryOf(const Call& call, std::initializer_list<std::string_view> names);

// The table as CSV or JSON, if the call asks for one of them by `format`.
std::optional<Response> AsData(const Call& call, const report::Table& table);
// Where AsData is asked for at that address.
std::vector<std::pair<std::string, std::string>> TableDownloads(const std::string& address);

// Whether no edition is of an earlier day, so that there is nothing to compare it with.
bool IsFirst(const Edition& edition, const Index& index);

// All countries, then each by name.
std::vector<Choice> CountryChoices(const PageQuestion& asked);

// What the law is called: its title, in English where there is one; else its type and number.
std::string LawName(const analysis::Archive& archive, const std::string& law);

// The mark of a kind, of the same form as in the step charts: filled is reform, hollow is none.
std::string_view MarkOf(EventKind kind);

// The words that every view takes from its query: at, known_at, from, node.
report::QuestionWords WordsOf(const Call& call);

}  // namespace lawtrace::service
