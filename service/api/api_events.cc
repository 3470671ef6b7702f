#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "report/question/question.h"
#include "service/api/answering.h"
#include "service/api/api.h"
#include "service/core/event_feed.h"
#include "service/core/recorded_events.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

constexpr std::size_t kPage = 100;
constexpr std::size_t kMaxPage = 10'000;
constexpr std::size_t kStreamPage = 200;

Result<std::uint64_t> NumberOf(std::string_view name, const std::string& text,
                               std::uint64_t otherwise) {
  if (text.empty()) return otherwise;
  if (text == "0") return std::uint64_t{0};
  const Result<Sequence> number = report::ParseEventNumber(text);
  if (number) return number->value;
  return Fail(ErrorCode::kInvalidInput,
              std::string(name) + ": '" + text + "' is not a number; write one from 0 on");
}

// Resolves the words of the call; all that mean nothing are one error.
Result<FeedFilter> FilterOf(const Call& call, const Snapshot& snapshot, Day today) {
  const Index& index = snapshot.index();
  const Result<const analysis::Archive*> archive = snapshot.ArchiveOf(index.main_methodology());
  if (!archive) return Fail(archive.error());
  const Result<report::Question> question = report::Resolve({.countries = call.Values("country"),
                                                             .groups = call.Values("group"),
                                                             .nodes = call.Values("node")},
                                                            index, **archive, today);
  if (!question) return Fail(question.error());
  FeedFilter filter{.kinds = call.Values("kind")};
  for (const std::string& kind : filter.kinds)
    if (const Result<EventKind> known = ParseEventKind(kind); !known)
      return Fail(Error(known.error()).WithContext("kind"));
  if (!question->words.countries.empty() || !question->words.groups.empty())
    for (const analysis::CountryId country : question->countries)
      filter.countries.push_back((*archive)->countries()[country.value]);
  if (question->words.nodes.empty()) return filter;
  const auto add = [&](analysis::IndicatorId id) {
    filter.indicators.push_back((*archive)->methodology().indicators[id.value].code);
  };
  for (const analysis::IndicatorId id : question->indicators) add(id);
  for (const analysis::NodeId node : question->nodes)
    std::ranges::for_each((*archive)->evaluator().IndicatorsBelow(node), add);
  std::ranges::sort(filter.indicators);
  return filter;
}

std::string NextPage(const Call& call, Sequence since) {
  std::string target = "/v1/events?";
  for (const auto& [name, value] : call.request.query)
    if (name != "since") target += PercentEncoded(name) + '=' + PercentEncoded(value) + '&';
  return '<' + target + "since=" + since.ToString() + ">; rel=\"next\"";
}

Result<Response> ListEvents(const Asking& asking) {
  const Call& call = asking.call;
  const Result<std::uint64_t> since = NumberOf("since", call.Value("since"), 0);
  if (!since) return Fail(since.error());
  const Result<std::uint64_t> limit = NumberOf("limit", call.Value("limit"), kPage);
  if (!limit || *limit == 0 || *limit > kMaxPage)
    return Fail(ErrorCode::kInvalidInput, "limit: write a number from 1 to 10000");
  const Result<FeedFilter> filter = FilterOf(call, *asking.snapshot, asking.today);
  if (!filter) return Fail(filter.error());
  Result<FeedPage> page =
      ReadFeed(asking.service.log(), Sequence{*since}, asking.snapshot->last(), *limit, *filter);
  if (!page) return Fail(page.error());
  const bool is_csv = IsCsv(asking.format);
  Response response =
      TextResponse(200, is_csv ? "text/csv; charset=utf-8; header=present" : "application/json",
                   report::Render(page->rows, is_csv ? asking.format : report::Format::kJson));
  if (page->has_more) response.With("Link", NextPage(call, page->last));
  response.With("Lawtrace-Last", page->last.ToString());
  return response;
}

Response StreamEvents(const Service& service, const Call& call) {
  const std::shared_ptr<const Snapshot> snapshot = service.snapshot();
  std::string since_text = call.Value("since");
  if (const std::string_view seen = call.request.HeaderOf("last-event-id"); !seen.empty())
    since_text = seen;
  const Result<std::uint64_t> since = NumberOf("since", since_text, snapshot->last().value);
  if (!since) return ProblemOf(since.error());
  const Result<FeedFilter> filter = FilterOf(call, *snapshot, service.Now().day());
  if (!filter) return ProblemOf(filter.error());
  Response response{.status = 200};
  response.With("Content-Type", "text/event-stream")
      .With("Cache-Control", "no-store")
      .With("X-Accel-Buffering", "no");
  response.stream = [&service, filter = *filter, since = Sequence{*since},
                     is_begun = false]() mutable -> std::optional<std::string> {
    std::string text = std::exchange(is_begun, true) ? "" : "retry: 3000\n: connected\n\n";
    const Sequence until = service.snapshot()->last();
    while (since < until) {
      const Result<FeedPage> page = ReadFeed(service.log(), since, until, kStreamPage, filter);
      if (!page) return text + "event: error\ndata: the log cannot be read\n\n";
      since = page->last;
      text += EventStreamText(*page);
      if (!page->rows.rows.empty()) break;
    }
    return text;
  };
  return response;
}

std::vector<Parameter> FilterParameters() {
  std::vector<Parameter> parameters = {
      {.name = "since",
       .description = "Events after that sequence",
       .example = "44000",
       .type = "integer"},
      {.name = "kind",
       .description = "coding, confirmation, amendment, recoding, correction, retraction, proposal",
       .example = "amendment",
       .is_list = true}};
  for (Parameter& parameter : ParametersOf(report::Common({"country", "group", "node"})))
    parameters.push_back(std::move(parameter));
  return parameters;
}

// The events that `is_wanted` wants, each with what became of it.
Result<Response> SendEvents(const Asking& asking, const std::string& subject,
                            const std::function<bool(const Event&)>& is_wanted) {
  Result<std::vector<report::RecordedEvent>> events =
      FindEvents(asking.service.log(), asking.snapshot->last(), is_wanted);
  if (!events) return Fail(events.error());
  if (events->empty())
    return Fail(ErrorCode::kNotFound, "the log holds nothing on " + subject +
                                          "; its last item is " +
                                          asking.snapshot->last().ToString());
  return SendTable(asking, {.table = report::EventTable(*events)});
}

const char* const kEventRow =
    "event:integer kind country indicator answer bounds effective earliest latest basis observed "
    "status supersedes:integer counts_as laws recorded_at comment url document place "
    "unlisted:boolean author "
    "source";

}  // namespace

void AddEventRoutes(Router& router, Service& service) {
  std::vector<Parameter> listing = FilterParameters();
  listing.push_back({.name = "format",
                     .description = "The form of the answer; Accept says it, too",
                     .choices = {"json", "csv"}});
  listing.push_back({.name = "limit",
                     .description = "Events of one page, up to 10000; 100 by default",
                     .example = "100",
                     .type = "integer"});
  router.Add(
      {.method = "GET",
       .path = "/v1/events",
       .id = "listEvents",
       .tag = "Events",
       .summary = "The log's events since a sequence, in log order",
       .parameters = std::move(listing),
       .response_schema = RowsSchema(
           "kind country indicator answer effective basis observed supersedes:integer counts_as "
           "laws comment url document place flags sequence:integer transaction:integer "
           "recorded_at author source"),
       .handler = [&service](const Call& call) { return AnswerFrom(service, call, &ListEvents); }});
  router.Add({.method = "GET",
              .path = "/v1/events/stream",
              .id = "streamEvents",
              .tag = "Events",
              .summary = "New events as they are recorded, as server-sent events; Last-Event-ID "
                         "resumes",
              .parameters = FilterParameters(),
              .response_type = "text/event-stream",
              .handler = [&service](const Call& call) { return StreamEvents(service, call); }});
  router.Add({.method = "GET",
              .path = "/v1/events/{event}",
              .id = "getEvent",
              .tag = "Events",
              .summary = "One event with its evidence and what became of it",
              .parameters = WithPages({}),
              .path_examples = {{"event", "4711"}},
              .response_schema = RowsSchema(kEventRow),
              .handler = [&service](const Call& call) {
                return AnswerFrom(service, call, [&](const Asking& asking) -> Result<Response> {
                  const Result<Sequence> sequence = report::ParseEventNumber(call.path.at("event"));
                  if (!sequence) return Fail(sequence.error());
                  return SendEvents(
                      asking, "event " + sequence->ToString(),
                      [&](const Event& event) { return event.sequence == *sequence; });
                });
              }});
  router.Add({.method = "GET",
              .path = "/v1/answers/{country}/{indicator}",
              .id = "getAnswerHistory",
              .tag = "Events",
              .summary = "The whole life of one answer, with evidence and former beliefs",
              .parameters = WithPages({}),
              .path_examples = {{"country", "PT"}, {"indicator", "fa98"}},
              .response_schema = RowsSchema(kEventRow),
              .handler = [&service](const Call& call) {
                return AnswerFrom(service, call, [&](const Asking& asking) -> Result<Response> {
                  const std::string& indicator = call.path.at("indicator");
                  const Result<std::string> country =
                      ResolveCell(asking.snapshot->index(), call.path.at("country"), indicator);
                  if (!country) return Fail(ErrorCode::kNotFound, country.error().Message());
                  return SendEvents(asking, *country + " " + indicator, [&](const Event& event) {
                    return event.country == *country && event.indicator == indicator;
                  });
                });
              }});
}

}  // namespace lawtrace::service
