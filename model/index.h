// Index: everything that makes a policy index this index and not another: methodologies,
// editions, countries and groups.  Read from a folder of text files (proto/index_codec.h).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/day.h"
#include "model/methodology.h"
#include "model/partial_date.h"

namespace lawtrace {

// The day as of which an edition states one country's law, where it is not the edition's own.
struct CountryReference {
  std::string country;
  Day reference;
};

struct Edition {
  std::string id;  // "mipex-2020".
  std::string title;
  std::vector<std::string> aliases;
  Day reference;                                 // The editors state the law as of this day ...
  std::vector<CountryReference> own_references;  // ... but for these countries, each once.
  std::optional<PartialDate> published;          // Absent: not known.
  std::string methodology;                       // Methodology::id.
  std::string source;

  // The day as of which it states that country's law.
  Day ReferenceFor(std::string_view country) const;
};

// A jurisdiction that is scored: a country, or a part of one such as "GB-SCT".
struct Country {
  std::string code;  // ISO 3166-1 alpha-2, or ISO 3166-2 for a part.
  std::string name;
  std::vector<std::string> aliases;  // Codes that sources use instead, e.g. "UK".
  std::string alpha3;                // ISO 3166-1 alpha-3; empty: it has none.
  std::vector<std::string> names;    // Other names of it, e.g. "Great Britain".
};

struct Membership {
  std::string country;
  std::optional<Day> from;   // First day as a member; absent: from the beginning.
  std::optional<Day> until;  // First day no longer a member (half-open); absent: still a member.
};

struct Group {
  std::string id;  // "EU".
  std::string name;
  std::string source;
  std::vector<Membership> memberships;

  bool HasMember(std::string_view country, Day day) const;
  // Members on `day`, in the order of the file.
  std::vector<std::string> MembersOn(Day day) const;
};

// How the index's published workbooks spell what this index calls otherwise.
struct WorkbookSpelling {
  struct Figure {
    std::string header;  // Header of a column of overall scores, blanks trimmed.
    std::string node;    // Node code.
  };
  struct Code {
    std::string written;
    std::string code;
  };
  std::vector<Figure> overall_columns;  // In column order, from column B on.
  std::vector<Code> codes;
};

struct Index {
  std::string id;  // "mipex".
  std::string name;
  std::string default_methodology;  // Methodology::id.
  std::vector<Methodology> methodologies;
  std::vector<Edition> editions;   // By reference day.
  std::vector<Country> countries;  // By code.
  std::vector<Group> groups;
  WorkbookSpelling workbook;
  // Codes of the countries that a writing may mean, by Folded: code, alias, alpha-3 or name.
  std::map<std::string, std::vector<std::string>, std::less<>> spellings;

  // Fills `spellings` from `countries`.
  void ListSpellings();

  const Methodology* FindMethodology(std::string_view id) const;   // Null if there is none.
  const Edition* FindEdition(std::string_view id_or_alias) const;  // Null; letter case ignored.
  // By code, alias, alpha-3 or name, letter case and accents aside; the code goes before an alias,
  // and that before the others.  Null if there is none or several could be meant.
  const Country* FindCountry(std::string_view written) const;
  const Group* FindGroup(std::string_view id) const;  // Null; letter case ignored.
  const Methodology& main_methodology() const;        // `default_methodology`, which exists.
};

// "country 'XY' is not in the index", with the code that was most likely meant; or which countries
// it could be.
std::string UnknownCountry(const Index& index, std::string_view written);

}  // namespace lawtrace
