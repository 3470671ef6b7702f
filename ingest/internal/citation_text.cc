#include "ingest/internal/citation_text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace lawtrace::ingest {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::array<std::string_view, 4> kAddressStarts = {"http://", "https://", "www.",
                                                            "mailto:"};
// Words of titles that carry no meaning, and those that different translations exchange.
constexpr std::array<std::string_view, 24> kEmptyWords = {
    "the", "of",   "on",  "for",  "and",   "in",  "to",       "a",    "an",   "with", "new", "de",
    "law", "laws", "act", "acts", "about", "het", "national", "from", "code", "by",   "at",  "no"};

bool IsWordByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

bool IsSpace(char c) {
  return kSpace.find(c) != std::string_view::npos;
}

// A full stop ends a sentence when white space and a capital follow and it does not shorten a
// word ("Art. 5", "No. 7", "Dec. 2012").
bool EndsSentence(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\n' || c == ';') return true;
  if (c != '.' && c != '!' && c != '?') return false;
  if (at + 1 >= text.size()) return true;
  if (!IsSpace(text[at + 1])) return false;
  std::size_t word = at;
  while (word > 0 && IsWordByte(text[word - 1])) --word;
  const bool is_short = at - word <= 3 && std::isdigit(static_cast<unsigned char>(text[word])) == 0;
  std::size_t next = at + 1;
  while (next < text.size() && IsSpace(text[next])) ++next;
  if (next >= text.size()) return true;
  const bool is_capital = std::isupper(static_cast<unsigned char>(text[next])) != 0;
  return is_capital && !(is_short && at > word && word > 0);
}

}  // namespace

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

std::string Masked(std::string_view comment) {
  std::string text(comment);
  std::ranges::replace_if(
      text, [](char c) { return std::iscntrl(static_cast<unsigned char>(c)) != 0 && !IsSpace(c); },
      ' ');
  const std::string lower = LowerCase(text);
  for (const std::string_view start : kAddressStarts) {
    for (std::size_t at = lower.find(start); at != std::string::npos; at = lower.find(start, at)) {
      const std::size_t end = std::min(text.find_first_of(" \t\r\n<>\"", at), text.size());
      std::fill(text.begin() + static_cast<std::ptrdiff_t>(at),
                text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
      at = std::max(end, at + start.size());
    }
  }
  return text;
}

Span SentenceAround(std::string_view text, std::size_t position) {
  Span span{.begin = std::min(position, text.size()), .end = std::min(position, text.size())};
  while (span.begin > 0 && !EndsSentence(text, span.begin - 1)) --span.begin;
  while (span.end < text.size() && !EndsSentence(text, span.end)) ++span.end;
  return span;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::vector<std::string> TitleWords(std::string_view title) {
  std::vector<std::string> words;
  const std::string lower = LowerCase(title);
  for (std::size_t at = 0; at < lower.size();) {
    std::size_t end = at;
    while (end < lower.size() && IsWordByte(lower[end])) ++end;
    std::string word = lower.substr(at, end - at);
    if (word.size() > 3 && word.ends_with('s')) word.pop_back();
    const bool is_year = word.size() == 4 && word.find_first_not_of("0123456789") == word.npos;
    if (!word.empty() && !is_year && std::ranges::find(kEmptyWords, word) == kEmptyWords.end())
      words.push_back(std::move(word));
    at = end + 1;
  }
  std::ranges::sort(words);
  words.erase(std::ranges::unique(words).begin(), words.end());
  return words;
}

}  // namespace lawtrace::ingest
