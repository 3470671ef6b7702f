#include "report/messages/feed.h"

#include <pugixml.hpp>
#include <sstream>
#include <string_view>

#include "model/text.h"

namespace lawtrace::report {
namespace {

pugi::xml_node AddText(pugi::xml_node& parent, const char* name, std::string_view text) {
  pugi::xml_node node = parent.append_child(name);
  node.text().set(XmlText(text).c_str());
  return node;
}

void SetAttribute(pugi::xml_node& node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(XmlText(value).c_str());
}

void AddLink(pugi::xml_node& parent, const char* relation, std::string_view address) {
  pugi::xml_node link = parent.append_child("link");
  SetAttribute(link, "rel", relation);
  SetAttribute(link, "href", address);
}

void AddEntry(pugi::xml_node& feed, const FeedEntry& entry) {
  pugi::xml_node node = feed.append_child("entry");
  AddText(node, "id", entry.id);
  AddText(node, "title", entry.title);
  AddText(node, "published", entry.published.ToString());
  AddText(node, "updated", entry.updated.ToString());
  if (!entry.link.empty()) AddLink(node, "alternate", entry.link);
  for (const std::string& category : entry.categories) {
    pugi::xml_node term = node.append_child("category");
    SetAttribute(term, "term", category);
  }
  pugi::xml_node content = AddText(node, "content", entry.html);
  SetAttribute(content, "type", "html");
  if (!entry.is_withdrawn) return;
  pugi::xml_node tombstone = feed.append_child("at:deleted-entry");
  SetAttribute(tombstone, "ref", entry.id);
  SetAttribute(tombstone, "when", entry.updated.ToString());
  AddText(tombstone, "at:comment", entry.title);
}

}  // namespace

std::string RenderFeed(const FeedPage& page) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  SetAttribute(declaration, "version", "1.0");
  SetAttribute(declaration, "encoding", "utf-8");
  pugi::xml_node feed = document.append_child("feed");
  SetAttribute(feed, "xmlns", "http://www.w3.org/2005/Atom");
  SetAttribute(feed, "xmlns:fh", "http://purl.org/syndication/history/1.0");
  SetAttribute(feed, "xmlns:at", "http://purl.org/atompub/tombstones/1.0");
  AddText(feed, "id", page.id);
  AddText(feed, "title", page.title);
  AddText(feed, "updated", page.updated.ToString());
  pugi::xml_node author = feed.append_child("author");
  AddText(author, "name", page.author);
  AddLink(feed, "self", page.self);
  if (page.current) {
    feed.append_child("fh:archive");
    AddLink(feed, "current", *page.current);
  }
  if (page.prev_archive) AddLink(feed, "prev-archive", *page.prev_archive);
  if (page.next_archive) AddLink(feed, "next-archive", *page.next_archive);
  for (const FeedEntry& entry : page.entries) AddEntry(feed, entry);
  std::ostringstream text;
  document.save(text, "  ", pugi::format_indent, pugi::encoding_utf8);
  return text.str();
}

}  // namespace lawtrace::report
