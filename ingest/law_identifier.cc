#include "ingest/law_identifier.h"

#include <re2/re2.h>

namespace lawtrace::ingest {

std::optional<LawIdentifierKind> KindOfLawIdentifier(std::string_view text) {
  // Sector, year, type, number, and for a consolidated text or a corrigendum its date or number.
  static const RE2 celex("[0-9CE][0-9]{4}[A-Z]{1,2}[0-9]{3,4}(?:-[0-9]{8}|R\\([0-9]{2}\\))?");
  // Country or organisation, court, year, ordinal.
  static const RE2 ecli("ECLI:[A-Z]{2}:[A-Z][A-Z0-9]{0,6}:[0-9]{4}:[A-Z0-9.]{1,25}");
  static const RE2 eli("(?:https?://[^\\s/]+/(?:[^\\s/]+/)*|/)?eli(?:/[^\\s/]+){2,}/?");
  // The United Kingdom's ELI are the addresses of its statute book, without "eli".
  static const RE2 uk_eli("https?://www\\.legislation\\.gov\\.uk/(?:id/)?[a-z]+/[0-9]{4}/[0-9]+");
  const re2::StringPiece piece(text.data(), text.size());
  if (RE2::FullMatch(piece, celex)) return LawIdentifierKind::kCelex;
  if (RE2::FullMatch(piece, ecli)) return LawIdentifierKind::kEcli;
  if (RE2::FullMatch(piece, eli) || RE2::FullMatch(piece, uk_eli)) return LawIdentifierKind::kEli;
  return std::nullopt;
}

}  // namespace lawtrace::ingest
