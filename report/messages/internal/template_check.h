// What is wrong with a Mustache template, before it is used.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lawtrace::report {

struct TemplateTag {
  char sigil = 0;  // '#', '^', '/', '>', '!', '&', '=' or 0 for a variable.
  std::string name;
  int line = 1;
};

// The tags in order.  A tag without its closing braces ends the list with the sigil '{'.
std::vector<TemplateTag> TagsOf(std::string_view text);

struct PlacedTemplate {
  std::string place;  // Path, for faults.
  std::string text;
};

// One line per fault, with file and line; empty if there is none.  `templates` are those of one
// language, by file name; partials are named by it.
std::string TemplateFaults(const std::map<std::string, PlacedTemplate, std::less<>>& templates,
                           const std::function<bool(std::string_view name)>& is_known);

}  // namespace lawtrace::report
