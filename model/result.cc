#include "model/result.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace lawtrace {

Phrase::Phrase(std::string text) {
  if (!text.empty()) pieces_.push_back({.text = std::move(text)});
}
Phrase::Phrase(std::string_view text) : Phrase(std::string(text)) {}
Phrase::Phrase(const char* text) : Phrase(std::string(text)) {}
Phrase::Phrase(Field field) {
  pieces_.push_back({.text = std::move(field.name), .is_field = true});
}

Phrase& Phrase::operator+=(Phrase more) {
  std::ranges::move(more.pieces_, std::back_inserter(pieces_));
  return *this;
}

std::string Phrase::Spelled(const Spelling& spelling) const {
  std::string text;
  for (const Piece& piece : pieces_) text += piece.is_field ? spelling(piece.text) : piece.text;
  return text;
}

void Error::AddLines(std::string_view lines) {
  do {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    faults.push_back({.field = {}, .words = lines.substr(0, end)});
    lines.remove_prefix(std::min(end + 1, lines.size()));
  } while (!lines.empty());
}

std::string Error::Message() const {
  return Message(std::identity());
}

std::string Error::Message(const Spelling& spelling) const {
  std::string lines;
  for (const Fault& fault : faults) {
    if (&fault != &faults.front()) lines += '\n';
    lines += fault.words.Spelled(spelling);
  }
  return lines;
}

Error Error::WithContext(std::string_view where) && {
  Phrase& words = faults.front().words;
  words = Phrase(std::string(where) + ": ") + std::move(words);
  return std::move(*this);
}

Error Error::At(std::string_view field) && {
  for (Fault& fault : faults) {
    if (!fault.field.empty()) continue;
    fault.field = field;
    fault.words = Phrase(Field{fault.field}) + ": " + std::move(fault.words);
  }
  return std::move(*this);
}

Error Error::Spelled(const Spelling& spelling) const {
  Error spelled(code, std::vector<Fault>());
  for (const Fault& fault : faults)
    spelled.faults.push_back({.field = fault.field, .words = fault.words.Spelled(spelling)});
  return spelled;
}

}  // namespace lawtrace
