#include "report/messages/internal/template_check.h"

#include <algorithm>
#include <set>

namespace lawtrace::report {
namespace {

constexpr std::string_view kSigils = "#^/>!&={";

std::string Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

using Templates = std::map<std::string, PlacedTemplate, std::less<>>;

class Checker {
 public:
  Checker(const Templates& templates, const std::function<bool(std::string_view)>& is_known)
      : templates_(templates), is_known_(is_known) {}

  std::string Run() {
    for (const auto& [name, entry] : templates_) {
      CheckTags(entry);
      if (Reaches(name, name)) Report(entry, 1, "the partial '" + name + "' contains itself");
    }
    return faults_;
  }

 private:
  void Report(const PlacedTemplate& entry, int line, const std::string& what) {
    faults_ +=
        (faults_.empty() ? "" : "\n") + entry.place + ":" + std::to_string(line) + ": " + what;
  }

  void CheckTags(const PlacedTemplate& entry) {
    std::vector<TemplateTag> open;
    for (const TemplateTag& tag : TagsOf(entry.text)) {
      switch (tag.sigil) {
        case '{':
          Report(entry, tag.line, "a tag is not closed; write {{" + tag.name + "}}");
          break;
        case '=':
          Report(entry, tag.line, "delimiters cannot be changed");
          break;
        case '!':
          break;
        case '>':
          if (!templates_.contains(tag.name))
            Report(entry, tag.line, "there is no file '" + tag.name + "' to put in here");
          break;
        case '/':
          CheckEnd(entry, tag, open);
          break;
        default:
          if (!is_known_(tag.name))
            Report(entry, tag.line,
                   "messages have no '" + tag.name + "'; docs/channels.md lists the names");
          if (tag.sigil == '#' || tag.sigil == '^') open.push_back(tag);
      }
    }
    for (const TemplateTag& tag : open)
      Report(entry, tag.line, "the section '" + tag.name + "' is not closed");
  }

  void CheckEnd(const PlacedTemplate& entry, const TemplateTag& tag,
                std::vector<TemplateTag>& open) {
    if (open.empty() || open.back().name != tag.name) {
      Report(entry, tag.line, "'" + tag.name + "' ends a section that is not open here");
    } else {
      open.pop_back();
    }
  }

  // Whether the template `from` contains `wanted`, over any number of partials.
  bool Reaches(const std::string& from, const std::string& wanted) const {
    std::set<std::string> seen;
    std::vector<std::string> pending = {from};
    while (!pending.empty()) {
      const auto entry = templates_.find(pending.back());
      pending.pop_back();
      if (entry == templates_.end()) continue;
      for (const TemplateTag& tag : TagsOf(entry->second.text)) {
        if (tag.sigil != '>') continue;
        if (tag.name == wanted) return true;
        if (seen.insert(tag.name).second) pending.push_back(tag.name);
      }
    }
    return false;
  }

  const Templates& templates_;
  const std::function<bool(std::string_view)>& is_known_;
  std::string faults_;
};

}  // namespace

std::vector<TemplateTag> TagsOf(std::string_view text) {
  std::vector<TemplateTag> tags;
  std::size_t at = 0;
  std::size_t counted = 0;
  int line = 1;
  while ((at = text.find("{{", at)) != std::string_view::npos) {
    line += static_cast<int>(std::ranges::count(text.substr(counted, at - counted), '\n'));
    counted = at;
    const bool is_triple = text.substr(at).starts_with("{{{");
    const std::string_view close = is_triple ? "}}}" : "}}";
    const std::size_t begin = at + close.size();
    const std::size_t end = text.find(close, begin);
    const std::string_view next_open = "{{";
    if (end == std::string_view::npos || text.find(next_open, begin) < end) {
      const std::string_view rest = text.substr(begin, text.find_first_of("\n{}", begin) - begin);
      tags.push_back({.sigil = '{', .name = Trimmed(rest), .line = line});
      return tags;
    }
    std::string content = Trimmed(text.substr(begin, end - begin));
    TemplateTag tag{.line = line};
    if (is_triple) {
      tag.sigil = '&';
    } else if (!content.empty() && kSigils.find(content.front()) != std::string_view::npos) {
      tag.sigil = content.front();
      content = Trimmed(std::string_view(content).substr(1));
    }
    tag.name = std::move(content);
    tags.push_back(std::move(tag));
    at = end + close.size();
  }
  return tags;
}

std::string TemplateFaults(const Templates& templates,
                           const std::function<bool(std::string_view name)>& is_known) {
  return Checker(templates, is_known).Run();
}

}  // namespace lawtrace::report
