// Feeds: Atom (RFC 4287) with paged archives (RFC 5005) and tombstones (RFC 6721).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/day.h"

namespace lawtrace::report {

struct FeedEntry {
  std::string id;  // IRI; the same for every version of the entry.
  std::string title;
  std::string html;  // The whole change.
  std::string link;  // Its page; empty: none.
  Instant published{0};
  Instant updated{0};  // Of this version.
  std::vector<std::string> categories;
  bool is_withdrawn = false;  // A tombstone stands beside it.
};

struct FeedPage {
  std::string id;  // IRI of the feed; the same for its archives.
  std::string title;
  std::string author;
  Instant updated{0};
  std::string self;                         // Address of this page, like the next three.
  std::optional<std::string> current;       // In archives: of the page that goes on growing.
  std::optional<std::string> prev_archive;  // Of the entries before these.
  std::optional<std::string> next_archive;  // Of the entries behind these.
  std::vector<FeedEntry> entries;           // Newest first.
};

// The document, with a final newline.  Control characters that XML does not have are left out.
std::string RenderFeed(const FeedPage& page);

}  // namespace lawtrace::report
