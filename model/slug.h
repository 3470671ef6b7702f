// Slugs: what ids of laws are made of.
#pragma once

#include <algorithm>
#include <string_view>

namespace lawtrace {

// Whether it is made of a-z, 0-9 and "-", at least one of them.
inline bool IsSlug(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace lawtrace
