#include "service/page/alert_preview.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "alerts/filter.h"
#include "report/question/answer.h"
#include "report/render/table.h"
#include "report/render/words.h"
#include "service/dispatch/notices.h"
#include "service/page/page_frame.h"

namespace lawtrace::service {
namespace {

constexpr int kDaysOfYear = 365;
constexpr std::size_t kRows = 40;

using report::Cell;

std::string Words(const std::optional<Answer>& answer) {
  return answer ? answer->ToString() : "none";
}

report::Table TableOf(const std::vector<const alerts::Notice*>& notices,
                      const Methodology& methodology) {
  report::Table table{.columns = {{.name = "indicator", .is_detail = true},
                                  {.name = "what"},
                                  {.name = "country"},
                                  {.name = "question"},
                                  {.name = "day"},
                                  {.name = "answer"},
                                  {.name = "points", .decimals = 2},
                                  {.name = "law"}}};
  for (const alerts::Notice* notice : notices) {
    const Indicator* indicator = methodology.FindIndicator(notice->indicator);
    const alerts::LevelChange* headline = notice->FindLevel(notice->headline);
    std::string what(Name(notice->trigger));
    std::ranges::replace(what, '_', ' ');
    table.rows.push_back({notice->indicator, what, notice->country,
                          indicator == nullptr ? Cell() : Cell(indicator->LabelOn(notice->day)),
                          notice->day.ToString(),
                          indicator == nullptr
                              ? Cell()
                              : Cell(Words(notice->old_answer) + " → " + Words(notice->new_answer)),
                          headline == nullptr ? Cell() : report::CellOf(headline->points),
                          notice->laws.empty() ? Cell() : Cell(notice->laws.front().id)});
  }
  return table;
}

}  // namespace

Result<AlertPreview::Recent> AlertPreview::Find() const {
  const std::shared_ptr<const Snapshot> snapshot = service_.snapshot();
  const Instant now = service_.Now();
  {
    const std::scoped_lock lock(mutex_);
    if (recent_.notices && recent_.position == snapshot->last() && recent_.asked_on == now.day())
      return recent_;
  }
  const auto archive = snapshot->ArchiveOf(service_.index().main_methodology());
  if (!archive) return Fail(archive.error());
  if ((*archive)->last() == Sequence{})
    return Fail(ErrorCode::kNotFound, "Nothing is recorded yet, so there is nothing to show.");
  service::Notices notices(service_.log(), **archive, service_.index());
  Recent recent{.since = now.day().plus_days(-kDaysOfYear),
                .asked_on = now.day(),
                .position = snapshot->last(),
                .notices = nullptr};
  auto found = notices.Between(Instant::EndOf(recent.since), now);
  if (found && found->empty()) {
    recent.since = (*archive)->RecordedAt((*archive)->last()).day().plus_days(-kDaysOfYear);
    found = notices.Between(Instant::EndOf(recent.since), now);
  }
  if (!found) return Fail(found.error());
  recent.notices = std::make_shared<const Notices>(*std::move(found));
  const std::scoped_lock lock(mutex_);
  recent_ = recent;
  return recent;
}

void AlertPreview::Write(const std::string& filter_text, report::HtmlWriter& html) const {
  const Index& index = service_.index();
  const Result<Filter> filter = alerts::ParseFilter(filter_text, index, index.main_methodology());
  if (!filter) {
    html.Element("p", filter.error().Message(), {{"class", "faults"}, {"role", "alert"}});
    return;
  }
  html.Open("p", {{"class", "filter"}});
  html.Text("You will be told of: ");
  html.Element("code", filter->terms.empty() ? "every change" : alerts::ToString(*filter));
  html.Close();
  const Result<Recent> recent = Find();
  if (!recent) {
    html.Element("p", recent.error().Message(), {{"class", "notice"}});
    return;
  }
  std::vector<const alerts::Notice*> wanted;
  for (const alerts::Notice& notice : *recent->notices)
    if (alerts::Wants(*filter, notice) && alerts::NothingChanged(*filter, notice).empty())
      wanted.push_back(&notice);
  const std::size_t count = wanted.size();
  if (count > kRows) wanted.resize(kRows);
  html.Element("p",
               "What was recorded since " + report::LongDate(recent->since) +
                   " would have told you of " + report::Counted(count, "change") + "." +
                   (count > kRows ? " The first " + std::to_string(kRows) + " are shown." : ""));
  if (count == 0) {
    html.Element("p", "A quiet filter is fine: law changes seldom. Widen it if you expected more.",
                 {{"class", "notice"}});
    return;
  }
  report::WriteTable(TableOf(wanted, index.main_methodology()), "What this would have sent",
                     LinkOfCell, html);
}

}  // namespace lawtrace::service
