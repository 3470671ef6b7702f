#include "model/nearest.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <vector>

namespace lawtrace {
namespace {

bool IsSameLetter(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

// Levenshtein distance, one row at a time.
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (IsSameLetter(a[i], b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Nearest(std::string_view written, std::span<const std::string> candidates) {
  // Of so short a word, any other is a near one; of so long a text, none is.
  constexpr std::size_t kLongest = 64;
  if (written.size() < 3 || written.size() > kLongest) return {};
  std::string_view best;
  std::size_t best_distance = written.size() / 3 + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = Distance(written, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return std::string(best);
}

std::string DidYouMean(std::string_view written, std::span<const std::string> candidates) {
  const std::string nearest = Nearest(written, candidates);
  return nearest.empty() ? std::string() : "; did you mean '" + nearest + "'?";
}

}  // namespace lawtrace
