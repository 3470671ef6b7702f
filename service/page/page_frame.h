// The frame around every view: head, navigation, footer.  Views are whole pages without scripts;
// scripts only make them move.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "model/result.h"
#include "report/render/html_document.h"
#include "report/render/html_writer.h"
#include "service/core/feeds.h"
#include "service/http/http_message.h"

namespace lawtrace::service {

struct Page {
  int status = 200;
  std::string title;
  std::string description;  // For whoever shares the link.
  std::string address;      // Path and query that lead here again.
  std::string section;      // Which entry of the navigation it is under: "/", "/changes", ...
  std::string card;         // Path of its picture, 1200 by 630; empty: none.
  // The data of the view: words and path.
  std::vector<std::pair<std::string, std::string>> downloads;
  std::string feed;                  // Path of an Atom feed of the same; empty: none.
  std::string source;                // What the view rests on.
  std::string citation;              // Token that `lawtrace cite` takes; empty: none.
  bool is_part_of_citation = false;  // The token holds more than the view shows.
  // Path of a stream of events (/v1/events/stream) that the view does not show yet; empty: none.
  std::string live;
  std::vector<std::string> scripts;  // Of page_assets.h, besides app.js.
};

// The page around what `write_main` writes into its <main>.  `site` names the index; `origin` is
// what links that leave the page begin with, Service::public_url.
Response PageResponse(const Page& page, const std::string& site, const std::string& origin,
                      const std::function<void(report::HtmlWriter&)>& write_main);

// A document as a page: its headings, tables and figures.
void WriteDocumentPage(const report::Document& document, report::HtmlWriter& html);
// Where cells of documents and tables lead: countries, laws, events.
std::string LinkOfCell(const report::Table& table, std::size_t row, std::size_t column);

// A labelled field of a form.
struct Choice {
  std::string value;
  std::string label;
  std::string group;  // Heading above it and those after it of the same; empty: none.
};
void WriteSelect(const std::string& name, const std::string& label,
                 const std::vector<Choice>& choices, const std::string& chosen,
                 report::HtmlWriter& html);
void WriteInput(const std::string& name, const std::string& label, const std::string& type,
                const std::string& value, report::HtmlWriter& html);

// What went wrong and what to do instead, as a page.
Response ProblemPage(int status, const std::string& title, const std::vector<std::string>& words,
                     const std::string& site, const std::string& origin);
Response ProblemPage(const Error& error, const std::string& site, const std::string& origin);

// How a page writes the name of a field: "known_at" as "known at".
std::string FieldLabel(const std::string& field);

// Whether the reader is a browser that would rather read a page than data.
bool WantsPage(const Request& request);

// Where the feed of that scope is.
std::string FeedPath(const FeedScope& scope);

// A path with a query of those values that are not empty.
std::string Address(const std::string& path, const NamedValues& query);

}  // namespace lawtrace::service
