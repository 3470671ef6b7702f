#include "service/core/recorded_events.h"

#include <map>
#include <optional>

#include "ingest/admission.h"
#include "model/budget.h"

namespace lawtrace::service {

Result<std::vector<report::RecordedEvent>> FindEvents(
    const store::EventLog& log, Sequence last, const std::function<bool(const Event&)>& is_wanted) {
  std::vector<report::RecordedEvent> found;
  std::map<Sequence, Sequence> superseded_by;
  const Status read = log.Visit([&](const Transaction& transaction) -> Status {
    SpendStep();
    if (transaction.last() > last) return {};
    for (const Event& event : transaction.events) {
      if (event.supersedes) superseded_by.emplace(*event.supersedes, event.sequence);
      if (!is_wanted(event)) continue;
      found.push_back({.event = event,
                       .recorded_at = transaction.recorded_at,
                       .author = transaction.author,
                       .source = transaction.source,
                       .superseded_by = std::nullopt});
    }
    return {};
  });
  if (!read) return Fail(read.error());
  for (report::RecordedEvent& recorded : found)
    if (const auto it = superseded_by.find(recorded.event.sequence); it != superseded_by.end())
      recorded.superseded_by = it->second;
  return found;
}

Result<std::string> ResolveCell(const Index& index, const std::string& country,
                                const std::string& indicator) {
  const Country* known = index.FindCountry(country);
  std::string unknown;
  if (known == nullptr) unknown = UnknownCountry(index, country);
  if (ingest::FindIndicator(index, indicator) == nullptr)
    unknown += (unknown.empty() ? "" : "\n") + ingest::UnknownIndicator(index, indicator);
  if (known == nullptr || !unknown.empty()) return Fail(ErrorCode::kInvalidInput, unknown);
  return known->code;
}

}  // namespace lawtrace::service
