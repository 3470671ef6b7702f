#include "service/page/overview_question.h"

#include <algorithm>
#include <utility>

namespace lawtrace::service {

Result<AskedOverview> AskForOverview(const Call& call, const Service& service) {
  report::QuestionWords words = WordsOf(call);
  words.from.clear();
  if (const std::string group = call.Value("group"); !group.empty()) words.groups = {group};
  Result<PageQuestion> page = AskForPage(service, words);
  if (!page) return Fail(page.error());
  const report::Question& question = page->question;
  if (const Status one = report::RequireOneNode(question, "the overview shows"); !one)
    return Fail(one.error());
  report::OverviewQuestion asked{
      .node = words.nodes.empty() ? report::LongestNode(*page->archive) : question.nodes.front(),
      .group = question.groups.empty() ? nullptr : question.groups.front(),
      .known_at = question.moment.known_at,
      .today = question.today};
  const std::string since = call.Value("since");
  if (!since.empty()) {
    const Result<Day> day = report::ParsePoint(since, service.index(), question.today);
    if (!day) return Fail(Error(day.error()).WithContext("since"));
    asked.since = *day;
  }
  report::Overview overview = report::MakeOverview(*page->archive, service.index(), asked);
  const Day at = std::clamp(question.moment.as_of.effective, overview.first, overview.last);
  return AskedOverview{.page = *std::move(page),
                       .overview = std::move(overview),
                       .at = at,
                       .words = {{"node", call.Value("node")},
                                 {"group", call.Value("group")},
                                 {"since", since},
                                 {"known_at", call.Value("known_at")}}};
}

}  // namespace lawtrace::service
