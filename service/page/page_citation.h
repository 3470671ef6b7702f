// The token at the foot of a view, by which `lawtrace cite` writes what it rests on again.
#pragma once

#include <string>
#include <vector>

#include "analysis/history.h"
#include "model/result.h"
#include "service/core/service.h"
#include "service/page/page_question.h"

namespace lawtrace::service {

// The scores of these countries (codes; none: all) at these nodes: every day with a change up to
// the question's moment.
[[nodiscard]] Result<std::string> CiteScores(const Service& service, const PageQuestion& asked,
                                             const std::vector<std::string>& countries,
                                             const std::vector<std::string>& nodes);

// The changed answers of these countries (codes; none: all) on these nodes or indicators (none:
// all) in the range; with `with_codings`, first answers too.
struct CitedChanges {
  std::vector<std::string> countries;
  std::vector<std::string> nodes;
  analysis::DayRange range;
  bool with_codings = false;
};
[[nodiscard]] Result<std::string> CiteChanges(const Service& service, const PageQuestion& asked,
                                              const CitedChanges& cited);

// The whole law register, up to the question's last item.
[[nodiscard]] Result<std::string> CiteLaws(const Service& service, const PageQuestion& asked);

}  // namespace lawtrace::service
