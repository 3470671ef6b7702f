#include "cli/channel_verbs.h"

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <system_error>
#include <utility>

#include "cli/output.h"
#include "cli/session.h"
#include "report/render/table.h"
#include "service/channels/mail/bounces.h"
#include "service/channels/template_folder.h"
#include "service/dispatch/enrolment.h"

namespace lawtrace::cli {
namespace {

namespace fs = std::filesystem;

// The current page and every archive.
Status WritePages(const service::Feeds& feeds, const service::FeedScope& scope,
                  const report::MessageTemplates& templates, const report::MessageLinks& links,
                  const fs::path& folder, Readers readers) {
  std::error_code fault;
  const bool is_new = fs::create_directories(folder, fault);
  constexpr fs::perms kMayEnter = fs::perms::group_read | fs::perms::group_exec |
                                  fs::perms::others_read | fs::perms::others_exec;
  if (!fault && is_new && readers == Readers::kAll)
    fs::permissions(folder, kMayEnter, fs::perm_options::add, fault);
  if (fault) return Fail(ErrorCode::kUnavailable, folder.string() + ": " + fault.message());
  for (std::size_t number = 0; number <= feeds.ArchiveCount(scope); ++number) {
    const auto archive = number == 0 ? std::nullopt : std::optional(number);
    const Result<report::FeedPage> page = feeds.Page(scope, archive, templates, links);
    if (!page) return Fail(page.error());
    if (Status status = WriteFile((folder / service::FileName(scope, archive)).string(),
                                  report::RenderFeed(*page), readers);
        !status)
      return status;
  }
  return {};
}

// The subscription whose mail is spoken of, and the others of its address.
Result<std::vector<Subscription>> OfToken(const service::Enrolment& enrolment,
                                          const std::string& token) {
  const Result<std::optional<Subscription>> found = enrolment.FindByMailToken(token);
  if (!found) return Fail(found.error());
  if (!*found) return Fail(ErrorCode::kNotFound, "no subscription has the token of this address");
  return enrolment.OfChannel((*found)->channel);
}

}  // namespace

std::string BundledTemplates() {
  return BundledFolder("templates", "data/templates").string();
}

Result<int> RunFeed(const FeedOptions& options) {
  const Result<service::DeliveryConfig> config = service::ReadDeliveryConfig(options.delivery);
  if (!config) return Fail(config.error());
  const Result<report::MessageTemplates> templates =
      service::ReadTemplates(BundledTemplates(), config->templates);
  if (!templates) return Fail(templates.error());
  const Result<Session> session = Session::Open(options.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  const Index& index = session->index();
  const Result<analysis::Archive> archive = session->ReadArchive(index.main_methodology());
  if (!archive) return Fail(archive.error());
  const Result<service::FeedScope> scope = service::ParseFeedScope(options.scope, index, *archive);
  if (!scope) return Fail(scope.error());
  const Result<service::Feeds> feeds =
      service::Feeds::Read(session->log(), *archive, index, options.common.now.day());
  if (!feeds) return Fail(feeds.error());
  const report::MessageLinks links{
      .index_id = index.id, .index_name = index.name, .public_url = config->public_url};
  if (options.output != "-") {
    const Status status = WritePages(*feeds, *scope, *templates, links, options.output,
                                     options.is_public ? Readers::kAll : Readers::kOwner);
    if (!status) return Fail(status.error());
    return 0;
  }
  const Result<report::FeedPage> page = feeds->Page(*scope, std::nullopt, *templates, links);
  if (!page) return Fail(page.error());
  if (const Status status = Print(report::RenderFeed(*page)); !status) return Fail(status.error());
  return 0;
}

Result<int> RunBounce(const BounceOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  const std::optional<std::string> token = service::TokenOfBounceAddress(options.recipient);
  if (!token)
    return Fail(ErrorCode::kInvalidInput, "'" + options.recipient +
                                              "' is no address for bounces; pass the one that "
                                              "the mail came back to: bounces+TOKEN@DOMAIN");
  const std::string mail{std::istreambuf_iterator<char>(std::cin), {}};
  const Result<service::Bounce> bounce = service::ReadBounce(mail);
  if (!bounce) return Fail(bounce.error());
  const Result<Session> session = Session::Open(options.common, store::Access::kWrite);
  if (!session) return Fail(session.error());
  const bool is_hard = bounce->kind == service::BounceKind::kHard;
  const bool is_soft = bounce->kind == service::BounceKind::kSoft;
  service::Enrolment enrolment(session->log());
  const auto followers =
      is_hard || is_soft
          ? enrolment.TakeBounce(*token, is_hard, service::ReasonOf(*bounce), options.common.now)
          : OfToken(enrolment, *token);
  if (!followers) return Fail(followers.error());
  report::Table table{.columns = {{.name = "subscription"},
                                  {.name = "bounce"},
                                  {.name = "status"},
                                  {.name = "state"},
                                  {.name = "diagnostic"}},
                      .rows = {}};
  for (const Subscription& follower : *followers)
    table.rows.push_back({static_cast<std::int64_t>(follower.id.value),
                          is_hard   ? "hard"
                          : is_soft ? "soft"
                                    : "none",
                          bounce->status, std::string(Name(follower.state)), bounce->diagnostic});
  if (const Status status = Print(report::Render(table, *format)); !status)
    return Fail(status.error());
  return 0;
}

}  // namespace lawtrace::cli
