#include "ingest/law_format.h"

#include <algorithm>
#include <utility>

namespace lawtrace::ingest {
namespace {

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

// The text up to `separator`, trimmed, which is taken off `text` with the separator.
std::string_view TakeUpTo(std::string_view& text, char separator) {
  const std::string_view part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return Trimmed(part);
}

std::string Joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ";") + item;
  return text;
}

// Each item through `parse`, which returns a Result; the first fault otherwise.
template <typename T, typename ParseItem>
Result<std::vector<T>> ParseList(std::string_view text, ParseItem parse) {
  std::vector<T> items;
  while (!text.empty()) {
    Result<T> parsed = parse(TakeUpTo(text, ';'));
    if (!parsed) return Fail(std::move(parsed).error());
    items.push_back(*std::move(parsed));
  }
  return items;
}

tl::unexpected<Error> MalformedItem(std::string_view item, std::string_view form) {
  return Fail(ErrorCode::kInvalidInput,
              "'" + std::string(item) + "' is incomplete; write " + std::string(form));
}

Result<LawReference> ParseReference(std::string_view item) {
  LawReference reference{.law = std::string(TakeUpTo(item, ':'))};
  if (reference.law.empty())
    return Fail(ErrorCode::kInvalidInput, "a law has no id; write id:role:provision;id:role");
  if (const std::string_view role = TakeUpTo(item, ':'); !role.empty()) {
    const Result<LawRole> parsed = ParseLawRole(role);
    if (!parsed) return Fail(parsed.error());
    reference.role = *parsed;
  }
  reference.provision = Trimmed(item);
  return reference;
}

Result<LawLink> ParseLink(std::string_view item) {
  const std::string_view whole = item;
  const Result<LawLinkKind> kind = ParseLawLinkKind(TakeUpTo(item, ':'));
  if (!kind) return Fail(kind.error());
  LawLink link{.kind = *kind, .law = std::string(Trimmed(item))};
  if (link.law.empty()) return MalformedItem(whole, "amends:id, repeals:id, ...");
  return link;
}

// The date stands last, because a provision may hold a colon.
Result<Commencement> ParseCommencement(std::string_view item) {
  const std::size_t colon = item.rfind(':');
  if (colon == std::string_view::npos || Trimmed(item.substr(0, colon)).empty())
    return MalformedItem(item, "provision:date, such as art. 98:2019-01-01");
  const Result<PartialDate> date = PartialDate::Parse(Trimmed(item.substr(colon + 1)));
  if (!date) return Fail(date.error());
  return Commencement{.provision = std::string(Trimmed(item.substr(0, colon))), .in_force = *date};
}

Result<FollowThroughNote> ParseNote(std::string_view item) {
  const std::string_view whole = item;
  const Result<FollowThrough> question = ParseFollowThrough(TakeUpTo(item, ':'));
  if (!question) return Fail(question.error());
  FollowThroughNote note{.question = *question, .note = std::string(Trimmed(item))};
  if (note.note.empty()) return MalformedItem(whole, "question:note, such as funded:no");
  return note;
}

}  // namespace

std::string LawReferencesText(const std::vector<LawReference>& references) {
  std::vector<std::string> items;
  for (const LawReference& reference : references) {
    items.push_back(reference.law + ":" + std::string(Name(reference.role)));
    if (!reference.provision.empty()) items.back() += ':' + reference.provision;
  }
  return Joined(items);
}

Result<std::vector<LawReference>> ParseLawReferences(std::string_view text) {
  return ParseList<LawReference>(text, ParseReference);
}

std::string AliasesText(const std::vector<std::string>& aliases) {
  return Joined(aliases);
}

std::vector<std::string> ParseAliases(std::string_view text) {
  std::vector<std::string> aliases;
  while (!text.empty())
    if (const std::string_view alias = TakeUpTo(text, ';'); !alias.empty())
      aliases.emplace_back(alias);
  return aliases;
}

std::string LawLinksText(const std::vector<LawLink>& links) {
  std::vector<std::string> items;
  for (const LawLink& link : links) items.push_back(std::string(Name(link.kind)) + ":" + link.law);
  return Joined(items);
}

Result<std::vector<LawLink>> ParseLawLinks(std::string_view text) {
  return ParseList<LawLink>(text, ParseLink);
}

std::string CommencementsText(const std::vector<Commencement>& commencements) {
  std::vector<std::string> items;
  for (const Commencement& commencement : commencements)
    items.push_back(commencement.provision + ":" + commencement.in_force.ToString());
  return Joined(items);
}

Result<std::vector<Commencement>> ParseCommencements(std::string_view text) {
  return ParseList<Commencement>(text, ParseCommencement);
}

std::string FollowThroughText(const std::vector<FollowThroughNote>& notes) {
  std::vector<std::string> items;
  for (const FollowThroughNote& note : notes)
    items.push_back(std::string(Name(note.question)) + ":" + note.note);
  return Joined(items);
}

Result<std::vector<FollowThroughNote>> ParseFollowThroughNotes(std::string_view text) {
  return ParseList<FollowThroughNote>(text, ParseNote);
}

}  // namespace lawtrace::ingest
