// Nearest: the known word that a mistyped one most likely means.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lawtrace {

// The candidate with the fewest insertions, deletions and substitutions away from `written`, letter
// case ignored; the first of several.  Empty if none is within a third of its length, or if it has
// fewer than three letters or more than 64.
std::string Nearest(std::string_view written, std::span<const std::string> candidates);

// "; did you mean 'x'?", or nothing when there is no candidate near enough.
std::string DidYouMean(std::string_view written, std::span<const std::string> candidates);

}  // namespace lawtrace
