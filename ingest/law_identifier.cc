#include "ingest/law_identifier.h"

#include <re2/re2.h>

#include <cstdio>

#include "ingest/internal/national_identifiers.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

// Documents:
// https://eur-lex.europa.eu/content/tools/TableOfSectors/types_of_documents_in_eurlex.html.
bool IsCelex(const std::string& text) {
  // Sector, year, type, number; then which of several of one day, which corrigendum, the day of the
  // consolidated text, and the summary or other notice of a judgment.
  static const RE2 act(
      "[02345689E][0-9]{4}[A-Z]{1,2}[0-9]{3,6}(?:\\([0-9]{1,2}\\))?(?:R\\([0-9]{2}\\))?"
      "(?:-[0-9]{8})?(?:_[A-Z]{3})?");
  // A treaty or one of its articles, protocols and declarations.
  static const RE2 treaty(
      "1[0-9]{4}[A-Z]{1,2}(?:[0-9]{3,4})?(?:/"
      "[A-Z0-9]{1,5})*(?:\\([0-9]{2}\\))?(?:R\\([0-9]{2}\\))?");
  // A measure by which a member state carries out a directive.
  static const RE2 measure("7[0-9]{4}[A-Z]{1,2}[0-9]{4}(?:\\([0-9]{2}\\))?[A-Z]{3}_[0-9]{1,9}");
  // A notice in the C series.
  static const RE2 notice("C[0-9]{4}/[0-9]{3}[A-Z]?/[0-9]{2}");
  return RE2::FullMatch(text, act) || RE2::FullMatch(text, treaty) ||
         RE2::FullMatch(text, measure) || RE2::FullMatch(text, notice);
}

std::string Upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c & ~0x20);
  return text;
}

// Absent if `text`, as Folded, is no ELI.
std::optional<std::string> CanonicalEli(const std::string& text) {
  static const RE2 eli(
      "(?:(?:https?://)?(?:www\\.)?([a-z0-9-]+(?:\\.[a-z0-9-]+)+(?::[0-9]+)?/(?:[^\\s/]+/)*)|/)?"
      "(eli(?:/[^\\s/?#]+){2,})/?(?:[?#]\\S*)?");
  // The United Kingdom's ELI are the addresses of its statute book, without "eli".
  static const RE2 uk(
      "(?:https?://)?(?:www\\.)?legislation\\.gov\\.uk/(?:id/)?"
      "([a-z]+/(?:[0-9]{4}|[a-z0-9]+/[a-z0-9-]+)/[0-9]+)(?:/\\S*)?");
  static const RE2 of_the_union(
      "eli/(dir|reg|dec)(?:_impl|_del)?/([0-9]{4})/([0-9]{1,4})(?:/oj)?(?:/.*)?");
  std::string host;
  std::string path;
  if (RE2::FullMatch(text, uk, &path)) return "legislation.gov.uk/" + path;
  if (!RE2::FullMatch(text, eli, &host, &path)) return std::nullopt;
  if (host == "data.europa.eu/" || host == "publications.europa.eu/") host.clear();
  std::string type;
  int year = 0;
  int number = 0;
  if (!host.empty() || !RE2::FullMatch(path, of_the_union, &type, &year, &number))
    return host + path;
  const char letter = type == "dir" ? 'L' : type == "reg" ? 'R' : 'D';
  std::string celex(16, '\0');
  const int size = std::snprintf(celex.data(), celex.size(), "3%04d%c%04d", year, letter, number);
  celex.resize(static_cast<std::size_t>(size));
  return celex;
}

}  // namespace

std::optional<LawIdentifier> ReadLawIdentifier(std::string_view text) {
  static const RE2 prefix("^CELEX(?::|%3A| )\\s*");
  static const RE2 eur_lex(
      "^(?:HTTPS?://)?EUR-LEX\\.EUROPA\\.EU/\\S*[?&]URI=CELEX(?::|%3A)([^&#\\s]+)\\S*$");
  // Country or organisation, court, year, ordinal.
  static const RE2 ecli("ECLI:[A-Z]{2}:[A-Z][A-Z0-9]{0,6}:[0-9]{4}:[A-Z0-9.]{1,40}");
  static const RE2 urn("urn:[a-z0-9][a-z0-9-]{1,31}:\\S+");
  static const RE2 akoma_ntoso("/?akn/[a-z]{2}(?:-[a-z0-9]+)?(?:/\\S+)+");
  std::string upper = Upper(std::string(text));
  RE2::Replace(&upper, eur_lex, "\\1");
  RE2::Replace(&upper, prefix, "");
  if (IsCelex(upper)) return LawIdentifier{LawIdentifierKind::kCelex, upper};
  if (RE2::FullMatch(upper, ecli)) return LawIdentifier{LawIdentifierKind::kEcli, upper};
  const std::string folded = Folded(text);
  if (RE2::FullMatch(folded, urn)) return LawIdentifier{LawIdentifierKind::kUrn, folded};
  if (auto canonical = CanonicalEli(folded))
    return LawIdentifier{LawIdentifierKind::kEli, *std::move(canonical)};
  if (RE2::FullMatch(folded, akoma_ntoso))
    return LawIdentifier{LawIdentifierKind::kNational,
                         folded.starts_with('/') ? folded.substr(1) : folded};
  if (auto canonical = CanonicalNationalIdentifier(folded))
    return LawIdentifier{LawIdentifierKind::kNational, *std::move(canonical)};
  return std::nullopt;
}

}  // namespace lawtrace::ingest
