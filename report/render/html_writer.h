// HtmlWriter: elements that are always closed and texts that are always escaped.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lawtrace::report {

// What it writes is well-formed XML and means the same as HTML.
class HtmlWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  // `base` goes before addresses that begin with one slash, in href, src, action, formaction and
  // the data-* but data-base: the path below which the page is served.
  explicit HtmlWriter(std::string base = {}) : base_(std::move(base)) {}

  void Open(std::string_view element, Attributes attributes = {});
  void Close();  // The element opened last.
  // An element that has no content in HTML: meta, br.
  void Void(std::string_view element, Attributes attributes);
  void Text(std::string_view text);
  // Opens, writes the text, closes.
  void Element(std::string_view element, std::string_view text, Attributes attributes = {});
  // The content of a script or a style sheet, which HTML does not unescape.
  // REQUIRES: `text` holds neither the element's end tag nor "]]>".
  void Script(std::string_view element, std::string_view text, Attributes attributes = {});
  // JSON in a script element, whatever its strings hold.
  void Json(std::string_view json, Attributes attributes = {});

  // REQUIRES: everything is closed.
  std::string Finish() &&;

 private:
  void Start(std::string_view element, Attributes attributes);

  std::string base_;
  std::string out_ = "<!DOCTYPE html>\n";
  std::size_t spent_ = 0;  // Bytes of out_ that the budget of the thread knows of.
  std::vector<std::string> open_;
};

}  // namespace lawtrace::report
