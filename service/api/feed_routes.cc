#include "service/api/feed_routes.h"

#include <charconv>
#include <utility>

#include "alerts/decision.h"
#include "service/api/answering.h"
#include "service/api/internal/page.h"
#include "service/core/feeds.h"
#include "service/dispatch/notices.h"

namespace lawtrace::service {
namespace {

constexpr std::string_view kEnding = ".atom";

std::optional<std::uint64_t> WholeNumber(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

struct WantedPage {
  FeedScope scope;
  std::optional<std::size_t> archive;
};

// Ids of laws may end in a number, too: a name that is a feed as it stands is none of an archive.
Result<WantedPage> ParseFile(std::string_view file, const Index& index,
                             const analysis::Archive& archive) {
  if (!file.ends_with(kEnding))
    return Fail(ErrorCode::kNotFound, "a feed's name ends in .atom, such as all.atom");
  file.remove_suffix(kEnding.size());
  Result<FeedScope> whole = ParseFeedName(file, index, archive);
  if (whole) return WantedPage{.scope = *std::move(whole), .archive = std::nullopt};
  const std::size_t dash = file.rfind('-');
  if (dash == std::string_view::npos) return Fail(std::move(whole).error());
  const std::optional<std::uint64_t> number = WholeNumber(file.substr(dash + 1));
  if (!number) return Fail(std::move(whole).error());
  Result<FeedScope> scope = ParseFeedName(file.substr(0, dash), index, archive);
  if (!scope) return Fail(std::move(scope).error());
  return WantedPage{.scope = *std::move(scope), .archive = *number};
}

Result<Response> FeedAnswer(const Asking& asking, const Channels& channels) {
  const Index& index = asking.service.index();
  const Result<const analysis::Archive*> archive =
      asking.snapshot->ArchiveOf(index.main_methodology());
  if (!archive) return Fail(archive.error());
  const Result<WantedPage> wanted =
      ParseFile(asking.call.path.find("file")->second, index, **archive);
  if (!wanted) return Fail(wanted.error());
  const Result<Feeds> feeds = Feeds::Read(asking.service.log(), **archive, index, asking.today);
  if (!feeds) return Fail(feeds.error());
  const Result<report::FeedPage> page =
      feeds->Page(wanted->scope, wanted->archive, channels.templates(), channels.links());
  if (!page) return Fail(page.error());
  return TextResponse(200, "application/atom+xml; charset=utf-8", report::RenderFeed(*page));
}

Result<Response> EventAnswer(const Asking& asking, const Channels& channels) {
  const Index& index = asking.service.index();
  const std::string& written = asking.call.path.find("event")->second;
  const std::optional<std::uint64_t> number = WholeNumber(written);
  const auto refuse = [&] {
    return Fail(ErrorCode::kNotFound, "no change has the number '" + written + "'");
  };
  if (!number || *number < 1 || *number > asking.snapshot->last().value) return refuse();
  const Result<const analysis::Archive*> archive =
      asking.snapshot->ArchiveOf(index.main_methodology());
  if (!archive) return Fail(archive.error());
  const Result<Transaction> transaction = asking.service.log().Read(Sequence{*number});
  if (!transaction) return Fail(transaction.error());
  Notices notices(asking.service.log(), **archive, index);
  for (const alerts::Notice& notice : notices.OfTransaction(*transaction))
    if (notice.event.value == *number)
      return HtmlPage(200, notice.country_name,
                      channels.templates().RenderNotice(notice, "en", channels.links()));
  return refuse();
}

}  // namespace

void AddFeedRoutes(Router& router, Service& service, const Channels& channels) {
  router.Add({.method = "GET",
              .path = "/feeds/{file}",
              .id = "getFeed",
              .tag = "Feeds",
              .summary = "Atom feed of changes: all, country-CODE, node-CODE or law-ID",
              .path_examples = {{"file", "all.atom"}},
              .response_type = "application/atom+xml",
              .handler = [&service, &channels](const Call& call) {
                return AnswerFrom(service, call, [&](const Asking& asking) {
                  return FeedAnswer(asking, channels);
                });
              }});
  router.Add({.method = "GET",
              .path = "/events/{event}",
              .id = "getEventPage",
              .tag = "Feeds",
              .summary = "What an event did, as a page",
              .path_examples = {{"event", "1"}},
              .response_type = "text/html",
              .is_documented = false,
              .handler = [&service, &channels](const Call& call) {
                return AnswerFrom(service, call, [&](const Asking& asking) {
                  return EventAnswer(asking, channels);
                });
              }});
}

}  // namespace lawtrace::service
