// Feeds: what the log has gained, as Atom pages: everything, or of a country, a node, a law.
//
// A feed is the list of its publications, by the time at which they were due.  An amendment,
// announcement, proposal or recoding publishes an entry; a correction or retraction publishes a
// further version of the entry that it corrects, or an entry of its own where there is none.  An
// announced amendment that still decides on its day publishes an entry into force; an edition one
// entry per country, when it is published and its answers are in the log.  Full pages of
// publications are archives and never change, unless something is recorded with an earlier date
// than they hold; the newest publications are the current page.  Everything follows from the log
// and the present day, so a store that is rebuilt from the same events gives the same bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alerts/decision.h"
#include "analysis/archive.h"
#include "model/day.h"
#include "model/index.h"
#include "model/result.h"
#include "report/messages/feed.h"
#include "report/messages/message_text.h"
#include "service/dispatch/notices.h"
#include "store/event_log.h"

namespace lawtrace::service {

inline constexpr std::size_t kFeedPageSize = 50;  // Publications.

// At most one of these is given; without any it is about everything.
struct FeedScope {
  std::string country;  // Code.
  std::string node;     // Of a node or an indicator.
  std::string law;      // Law::id as it is counted.

  // "all", "country-PT", "node-f", "law-ID": begins the file names of its pages.
  std::string Name() const;
};

// Of a page: "country-PT.atom", or of its first archive "country-PT-1.atom".
std::string FileName(const FeedScope& scope, std::optional<std::size_t> archive);

// Codes of what is named; kNotFound with the nearest name.  `country` may be an alias, `node` a
// label.
[[nodiscard]] Result<FeedScope> ParseFeedScope(const FeedScope& written, const Index& index,
                                               const analysis::Archive& archive);
// What FeedScope::Name gave, e.g. out of an address.
[[nodiscard]] Result<FeedScope> ParseFeedName(std::string_view name, const Index& index,
                                              const analysis::Archive& archive);

class Feeds {
 public:
  // Reads the log once; what takes effect or is published after `today` is not in.
  // REQUIRES: all outlive the object; the archive holds the whole log.
  [[nodiscard]] static Result<Feeds> Read(const store::EventLog& log,
                                          const analysis::Archive& archive, const Index& index,
                                          Day today);

  // Full pages; numbered from 1, the oldest.
  std::size_t ArchiveCount(const FeedScope& scope) const;

  // The page `archive`, or the current one.  Addresses of pages lie below links.public_url
  // "/feeds/"; without a public address they are file names and there are no links to events.
  // kNotFound: there is no such archive.
  [[nodiscard]] Result<report::FeedPage> Page(const FeedScope& scope,
                                              std::optional<std::size_t> archive,
                                              const report::MessageTemplates& templates,
                                              const report::MessageLinks& links) const;

 private:
  struct Publication {
    Sequence event;  // 0 of an edition.
    Sequence known;  // Last item that it rests on.
    Sequence entry;  // The event that published the entry first.
    Trigger trigger;
    Instant at{0};        // When it was recorded, took effect or was published.
    Instant first_at{0};  // When the entry was first published.
    std::string edition;
    std::string country;
    std::string indicator;
    std::vector<std::string> laws;
  };

  Feeds(const store::EventLog& log, const analysis::Archive& archive, const Index& index)
      : log_(&log), archive_(&archive), index_(&index) {}

  void Add(const Event& event, const Transaction& transaction);
  void AddEntries(const std::vector<alerts::ScheduledEntry>& entries,
                  const std::vector<std::pair<Instant, Sequence>>& transactions, Day today);
  void AddEditions(const std::vector<std::pair<Instant, Sequence>>& transactions, Day today);
  std::string IdOf(const Publication& publication) const;
  const Publication* FindPublication(Sequence event) const;
  bool IsIn(const FeedScope& scope, const Publication& publication) const;
  std::vector<const Publication*> PublicationsOf(const FeedScope& scope) const;
  [[nodiscard]] Result<report::FeedEntry> EntryOf(const Publication& publication, Notices& notices,
                                                  const report::MessageTemplates& templates,
                                                  const report::MessageLinks& links) const;
  std::string TitleOf(const FeedScope& scope) const;

  const store::EventLog* log_;
  const analysis::Archive* archive_;
  const Index* index_;
  std::vector<Publication> publications_;  // By `at`.
};

}  // namespace lawtrace::service
