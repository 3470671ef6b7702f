#include "report/render/html_writer.h"

#include <algorithm>
#include <array>

#include "model/budget.h"
#include "model/check.h"
#include "model/text.h"

namespace lawtrace::report {
namespace {

void AppendEscaped(std::string_view text, std::string& out) {
  for (const char c : XmlText(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

bool IsLocalAddress(std::string_view attribute, std::string_view value) {
  constexpr std::array<std::string_view, 4> kAddresses = {"href", "src", "action", "formaction"};
  const bool holds_address = std::ranges::find(kAddresses, attribute) != kAddresses.end() ||
                             (attribute.starts_with("data-") && attribute != "data-base");
  return holds_address && value.starts_with('/') && !value.starts_with("//");
}

// Marks that could end the script or be read as markup, as JSON spells them otherwise.
std::string HarmlessJson(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    switch (c) {
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

void HtmlWriter::Start(std::string_view element, Attributes attributes) {
  SpendStep();
  SpendBytes(out_.size() - spent_);
  spent_ = out_.size();
  out_ += '<';
  out_ += element;
  for (const auto& [name, value] : attributes) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    if (IsLocalAddress(name, value)) AppendEscaped(base_, out_);
    AppendEscaped(value, out_);
    out_ += '"';
  }
}

void HtmlWriter::Open(std::string_view element, Attributes attributes) {
  Start(element, attributes);
  out_ += '>';
  open_.emplace_back(element);
}

void HtmlWriter::Close() {
  Check(!open_.empty(), "an element is open");
  out_ += "</" + open_.back() + ">\n";
  open_.pop_back();
}

void HtmlWriter::Void(std::string_view element, Attributes attributes) {
  Start(element, attributes);
  out_ += " />\n";
}

void HtmlWriter::Text(std::string_view text) {
  AppendEscaped(text, out_);
}

void HtmlWriter::Element(std::string_view element, std::string_view text, Attributes attributes) {
  Open(element, attributes);
  Text(text);
  Close();
}

void HtmlWriter::Script(std::string_view element, std::string_view text, Attributes attributes) {
  Open(element, attributes);
  out_ += "/*<![CDATA[*/\n";
  out_ += text;
  out_ += "\n/*]]>*/";
  Close();
}

void HtmlWriter::Json(std::string_view json, Attributes attributes) {
  Open("script", attributes);
  out_ += HarmlessJson(json);
  Close();
}

std::string HtmlWriter::Finish() && {
  Check(open_.empty(), "every element is closed");
  return std::move(out_);
}

}  // namespace lawtrace::report
