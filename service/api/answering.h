// Answering: from a call to the answer of a snapshot, with its form, its pages and its ETag.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "report/question/answer.h"
#include "report/question/ask.h"
#include "report/render/table.h"
#include "service/core/service.h"
#include "service/core/snapshot.h"
#include "service/http/http_message.h"
#include "service/http/router.h"

namespace lawtrace::service {

// What a question is asked of.
struct Asking {
  const Call& call;
  const Service& service;
  std::shared_ptr<const Snapshot> snapshot;
  Day today;
  report::Format format;
};

// The form that the call asks for with `format`, else with Accept; JSON by default.
report::Format FormatOf(const Call& call);

// What `make` answers, sent with an ETag of the log's position, the index and the call; 304 if the
// client has it.  An answer is made once for each snapshot, day and call.
Response AnswerFrom(const Service& service, const Call& call,
                    const std::function<Result<Response>(const Asking&)>& make);

// The route of the question, with pages.  Tables come in pages if the call has `limit`; a cursor
// holds the log's position, so that the pages of one answer fit together while the log grows.
Route RouteOf(const Service& service, report::QuestionEntry entry);
// The same for a question whose parameter `body` is the body of the call.
Route RouteOfBody(const Service& service, report::QuestionEntry entry);

// The table, or one page of it, in the form that was asked for.
Result<Response> SendTable(const Asking& asking, report::Answer answer);

// What the route says of the parameters of a question.
std::vector<Parameter> ParametersOf(const std::vector<report::QuestionParameter>& parameters);
// Those of a table: format, limit, cursor.
std::vector<Parameter> WithPages(std::vector<Parameter> parameters);

// A list of rows: the JSON Schema of the columns that report::DeclaredColumns reads.  Any may be
// null.
std::string RowsSchema(std::string_view columns);

}  // namespace lawtrace::service
