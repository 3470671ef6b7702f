#include "service/core/event_feed.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "ingest/event_format.h"
#include "model/budget.h"

namespace lawtrace::service {
namespace {

bool IsNumber(std::string_view column) {
  return column == "sequence" || column == "transaction" || column == "supersedes";
}

report::Table FeedColumns() {
  report::Table table;
  for (const std::string& name : ingest::EventColumns()) table.columns.push_back({.name = name});
  return table;
}

report::Cell CellOf(const report::Column& column, std::string text) {
  if (text.empty()) return {};
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  if (IsNumber(column.name) && std::from_chars(text.data(), end, number).ptr == end) return number;
  return text;
}

void AppendEvent(const Transaction& transaction, const Event& event, report::Table& table) {
  std::vector<std::string> fields = ingest::EventFields(transaction, event);
  std::vector<report::Cell>& row = table.rows.emplace_back();
  for (std::size_t c = 0; c < fields.size(); ++c)
    row.push_back(CellOf(table.columns[c], std::move(fields[c])));
}

bool IsAmong(const std::vector<std::string>& wanted, std::string_view word) {
  return wanted.empty() || std::ranges::find(wanted, word) != wanted.end();
}

}  // namespace

bool FeedFilter::Wants(const Event& event) const {
  return IsAmong(countries, event.country) && IsAmong(kinds, Name(event.kind)) &&
         (indicators.empty() || std::ranges::binary_search(indicators, event.indicator));
}

Result<FeedPage> ReadFeed(const store::EventLog& log, Sequence since, Sequence until,
                          std::size_t limit, const FeedFilter& filter) {
  FeedPage page{.rows = FeedColumns(), .last = until};
  if (since >= until) return page;
  const Error full{ErrorCode::kConflict, "the page is full"};
  const Status read = log.Visit(
      [&](const Transaction& transaction) -> Status {
        SpendStep();
        if (transaction.last() > until) return {};
        for (const Event& event : transaction.events) {
          if (event.sequence <= since || !filter.Wants(event)) continue;
          if (page.rows.rows.size() == limit) {
            page.has_more = true;
            return Fail(full);
          }
          AppendEvent(transaction, event, page.rows);
          page.last = event.sequence;
        }
        return {};
      },
      since.plus(1));
  if (!read && !page.has_more) return Fail(read.error());
  if (!page.has_more) page.last = until;
  return page;
}

std::string EventStreamText(const FeedPage& page) {
  std::string text;
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(
        std::ranges::find(page.rows.columns, name, &report::Column::name) -
        page.rows.columns.begin());
  };
  const std::size_t sequence = column("sequence");
  const std::size_t kind = column("kind");
  report::Table one{.columns = page.rows.columns};
  for (const std::vector<report::Cell>& row : page.rows.rows) {
    one.rows = {row};
    text += "id: " + report::CellText(row[sequence], one.columns[sequence]) +
            "\nevent: " + report::CellText(row[kind], one.columns[kind]) +
            "\ndata: " + report::Render(one, report::Format::kJsonLines) + "\n";
  }
  return text;
}

}  // namespace lawtrace::service
