// The identifiers under which laws are published: ELI, CELEX, ECLI.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lawtrace::ingest {

enum class LawIdentifierKind : std::uint8_t {
  kEli,    // European Legislation Identifier: ".../eli/dir/2011/98/oj", with or without the host.
  kCelex,  // EUR-Lex: "32011L0098".
  kEcli,   // European Case Law Identifier: "ECLI:EU:C:2010:117".
};

// Which of them the text is by its form; absent if none.  Whether there is such a document is not
// asked.
std::optional<LawIdentifierKind> KindOfLawIdentifier(std::string_view text);

}  // namespace lawtrace::ingest
