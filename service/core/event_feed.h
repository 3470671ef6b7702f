// The log's events as a feed: since a sequence, as rows or as server-sent events.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "model/result.h"
#include "report/render/table.h"
#include "service/core/service.h"

namespace lawtrace::service {

// Which events a reader wants; empty lists mean all.
struct FeedFilter {
  std::vector<std::string> countries;   // Codes.
  std::vector<std::string> indicators;  // Codes, ascending.
  std::vector<std::string> kinds;

  bool Wants(const Event& event) const;
};

// Rows of the exchange format (docs/exchange.md) in log order.
struct FeedPage {
  report::Table rows;
  Sequence last;          // Everything up to here has been looked at.
  bool has_more = false;  // There may be events behind it.
};

// Up to `limit` events after `since` and up to `until`.
[[nodiscard]] Result<FeedPage> ReadFeed(const store::EventLog& log, Sequence since, Sequence until,
                                        std::size_t limit, const FeedFilter& filter);

// The page as server-sent events: the id is the sequence, the name the kind, the data the row.
std::string EventStreamText(const FeedPage& page);

}  // namespace lawtrace::service
