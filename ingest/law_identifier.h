// The identifiers under which laws are published: ELI, CELEX, ECLI, URN and national ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lawtrace::ingest {

enum class LawIdentifierKind : std::uint8_t {
  kEli,    // European Legislation Identifier: ".../eli/dir/2011/98/oj", with or without the host.
  kCelex,  // EUR-Lex: "32011L0098".
  kEcli,   // European Case Law Identifier: "ECLI:EU:C:2010:117".
  kUrn,    // "urn:nir:stato:legge:1998-07-25;286", "urn:lex:br:federal:lei:2017-05-24;13445".
  kNational,  // A state's own: "BOE-A-2000-544", "SFS 2005:716", and addresses of its databases.
};

struct LawIdentifier {
  LawIdentifierKind kind;
  // One text for all writings of the identifier, to be compared: without letter case, host names
  // that say nothing, and the address around a national number.  A directive, regulation or
  // decision of the European Union has that of its CELEX number also where its ELI is written.
  std::string canonical;
};

// What the text identifies by its form; absent if nothing.  Whether there is such a document is not
// asked.
// REQUIRES: `text` is as PlainLine.
std::optional<LawIdentifier> ReadLawIdentifier(std::string_view text);

}  // namespace lawtrace::ingest
