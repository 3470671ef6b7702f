// Finds events of the log with what became of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/index.h"
#include "model/result.h"
#include "report/question/history_tables.h"
#include "store/event_log.h"

namespace lawtrace::service {

// Every event up to `last` that `is_wanted` wants, and what superseded it by then.
[[nodiscard]] Result<std::vector<report::RecordedEvent>> FindEvents(
    const store::EventLog& log, Sequence last, const std::function<bool(const Event&)>& is_wanted);

// The code of the country.  kInvalidInput if the index lacks it or the indicator.
[[nodiscard]] Result<std::string> ResolveCell(const Index& index, const std::string& country,
                                              const std::string& indicator);

}  // namespace lawtrace::service
