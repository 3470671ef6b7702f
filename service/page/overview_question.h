// What a view of all countries asks: the overview as a page, as data and as a picture.
#pragma once

#include "model/day.h"
#include "model/result.h"
#include "report/documents/overview.h"
#include "service/http/router.h"
#include "service/page/page_question.h"

namespace lawtrace::service {

// What the reader asked for, resolved.
struct AskedOverview {
  PageQuestion page;
  report::Overview overview;
  Day at;             // Within the days of the overview.
  NamedValues words;  // Of the query, without `at`.
};

// Resolves node, group, since, at and known_at of the call.  kInvalidInput: one of them means
// nothing, or the node is an indicator, which has no score.
[[nodiscard]] Result<AskedOverview> AskForOverview(const Call& call, const Service& service);

}  // namespace lawtrace::service
