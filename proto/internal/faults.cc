#include "proto/internal/faults.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <numeric>
#include <tuple>

namespace lawtrace::proto {
namespace {

constexpr std::size_t kLargestDistance = 2;

// Insertions, deletions and replacements of a character that turn `a` into `b`.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

Error Faults::ToError() const {
  std::vector<const Fault*> sorted;
  sorted.reserve(faults_.size());
  for (const Fault& fault : faults_) sorted.push_back(&fault);
  std::ranges::stable_sort(sorted, [](const Fault* a, const Fault* b) {
    return std::tie(a->file, a->line) < std::tie(b->file, b->line);
  });
  std::string text;
  for (const Fault* fault : sorted) {
    if (!text.empty()) text += '\n';
    text += fault->file + ":";
    if (fault->line > 0) text += std::to_string(fault->line) + ":";
    text += " " + fault->message;
  }
  return Error{ErrorCode::kInvalidInput, std::move(text)};
}

std::string DidYouMean(std::string_view wrong, std::span<const std::string> known) {
  const std::string* best = nullptr;
  std::size_t least = std::min(kLargestDistance + 1, wrong.size());
  for (const std::string& candidate : known) {
    const std::size_t distance = EditDistance(wrong, candidate);
    if (distance >= least) continue;
    least = distance;
    best = &candidate;
  }
  return best == nullptr ? std::string() : "; did you mean " + Quoted(*best) + "?";
}

std::string Quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

std::string NumberText(double number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.begin(), buffer.end(), number);
  return {buffer.data(), end.ptr};
}

}  // namespace lawtrace::proto
