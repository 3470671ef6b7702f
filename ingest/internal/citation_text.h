// The text of a comment, as the recogniser of citations looks at it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lawtrace::ingest {

// ASCII letters only; other bytes stay.
std::string LowerCase(std::string_view text);

// The comment, byte for byte as long, with blanks in place of URLs and control characters: digits
// in an address are no law.
std::string Masked(std::string_view comment);

// The part of `text` around `position` up to the ends of its sentence: [begin, end).
struct Span {
  std::size_t begin;
  std::size_t end;

  std::size_t size() const { return end - begin; }
};
Span SentenceAround(std::string_view text, std::size_t position);

// `text` without white space at its ends.
std::string_view Trimmed(std::string_view text);

// The words of a title that tell it from another one: lower case, without articles and
// prepositions, "law" and "act" alike; sorted, each once.
std::vector<std::string> TitleWords(std::string_view title);

}  // namespace lawtrace::ingest
