#include "proto/internal/index_files.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/partial_date.h"
#include "model/region.h"
#include "proto/index.pb.h"
#include "proto/index_codec.h"
#include "proto/internal/fields.h"
#include "proto/internal/place.h"

namespace lawtrace::proto {
namespace {

void CheckMethodology(const std::string& id, const Place& place, const std::string& owner,
                      const Reading& reading) {
  RequireText(id, place, owner);
  if (id.empty() || !reading.has_all_methodologies) return;
  if (reading.index.FindMethodology(id) != nullptr) return;
  std::vector<std::string> known;
  known.reserve(reading.index.methodologies.size());
  for (const Methodology& methodology : reading.index.methodologies)
    known.push_back(methodology.id);
  place.Report(owner + ": " + Quoted(id) + " is the id of no methodology file" +
               DidYouMean(id, known));
}

// An edition is named beside dates, so its names must not read as one.
void CheckEditionName(const std::string& name, const Place& place, const std::string& what,
                      UniqueNames& names) {
  RequireCode(name, place, what);
  names.Add(name, place, what);
  if (PartialDate::Parse(name))
    place.Report(what + ": " + Quoted(name) + " reads as a date; choose another name");
}

// `owner` is "group 'EU' has member".
void CheckCountry(const std::string& country, const Place& place, const std::string& owner,
                  const Reading& reading) {
  if (country.empty()) place.Report(owner + " without a code; write the country's");
  if (country.empty() || !reading.has_all_countries) return;
  const Country* known = reading.index.FindCountry(country);
  if (known != nullptr && known->code == country) return;
  const std::string remedy = known == nullptr
                                 ? "; add it to countries.textproto or correct the code"
                                 : "; write " + Quoted(known->code);
  place.Report(owner + " " + Quoted(country) + ", which is the code of no country" + remedy);
}

std::vector<CountryReference> ReadOwnReferences(const v1::Edition& message, const Place& place,
                                                const std::string& owner, const Reading& reading) {
  std::vector<CountryReference> references;
  UniqueNames countries(LetterCase::kMatters);
  for (int i = 0; i < message.own_references_size(); ++i) {
    const v1::CountryReference& own = message.own_references(i);
    const Place at = place.At(v1::Edition::kOwnReferencesFieldNumber, i);
    const Place country_place = at.At(v1::CountryReference::kCountryFieldNumber);
    const Place day_place = at.At(v1::CountryReference::kReferenceFieldNumber);
    const std::string what = "reference of " + Quoted(own.country()) + " in " + owner;
    CheckCountry(own.country(), country_place, owner + " has a reference of", reading);
    countries.Add(own.country(), country_place, "country of a reference of " + owner);
    RequireText(own.reference(), day_place, what);
    if (const auto day = ReadOptionalDay(own.reference(), day_place, what))
      references.push_back({.country = own.country(), .reference = *day});
  }
  return references;
}

std::optional<Edition> ReadEdition(const v1::Edition& message, const Place& place,
                                   const Reading& reading, UniqueNames& names) {
  const std::string owner = "edition " + Quoted(message.id());
  const Place reference_place = place.At(v1::Edition::kReferenceFieldNumber);
  CheckEditionName(message.id(), place.At(v1::Edition::kIdFieldNumber), "id of an edition", names);
  for (int i = 0; i < message.aliases_size(); ++i)
    CheckEditionName(message.aliases(i), place.At(v1::Edition::kAliasesFieldNumber, i),
                     "alias of " + owner, names);
  RequireText(message.title(), place.At(v1::Edition::kTitleFieldNumber), "title of " + owner);
  RequireText(message.reference(), reference_place, "reference of " + owner);
  CheckMethodology(message.methodology(), place.At(v1::Edition::kMethodologyFieldNumber),
                   "methodology of " + owner, reading);
  const auto reference =
      ReadOptionalDay(message.reference(), reference_place, "reference of " + owner);
  const auto published = ReadOptionalDate(
      message.published(), place.At(v1::Edition::kPublishedFieldNumber), "published of " + owner);
  if (!reference) return std::nullopt;
  return Edition{.id = message.id(),
                 .title = message.title(),
                 .aliases = {message.aliases().begin(), message.aliases().end()},
                 .reference = *reference,
                 .own_references = ReadOwnReferences(message, place, owner, reading),
                 .published = published,
                 .methodology = message.methodology(),
                 .source = message.source()};
}

// A later edition states a later day of every country's law.
// REQUIRES: the editions stand in the order of the file.
void CheckOrder(const std::vector<Edition>& editions, const Place& file) {
  for (std::size_t i = 0; i < editions.size(); ++i) {
    for (const CountryReference& own : editions[i].own_references) {
      for (const Edition& other : editions) {
        const Day day = other.ReferenceFor(own.country);
        const bool is_late = editions[i].reference < other.reference && own.reference >= day;
        const bool is_early = other.reference < editions[i].reference && day >= own.reference;
        if (!is_late && !is_early) continue;
        file.At(v1::EditionsFile::kEditionsFieldNumber, static_cast<int>(i))
            .Report("reference " + own.reference.ToString() + " of " + Quoted(own.country) +
                    " in edition " + Quoted(editions[i].id) + " is not " +
                    (is_late ? "before" : "after") + " " + day.ToString() + ", that of edition " +
                    Quoted(other.id));
      }
    }
  }
}

// ISO 3166-1 alpha-2, or ISO 3166-2 for a part: [A-Z]{2} or [A-Z]{2}-[A-Z0-9]{1,3}.
bool IsCountryCode(std::string_view code) {
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_letter_or_digit = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  if (code.size() < 2 || !std::ranges::all_of(code.substr(0, 2), is_letter)) return false;
  if (code.size() == 2) return true;
  const std::string_view part = code.substr(3);
  return code[2] == '-' && !part.empty() && part.size() <= 3 &&
         std::ranges::all_of(part, is_letter_or_digit);
}

bool Overlaps(const Membership& a, const Membership& b) {
  const auto starts_before_end = [](const Membership& first, const Membership& second) {
    return !first.from || !second.until || *first.from < *second.until;
  };
  return a.country == b.country && starts_before_end(a, b) && starts_before_end(b, a);
}

Group ReadGroup(const v1::Group& message, const Place& place, const Reading& reading) {
  const std::string owner = "group " + Quoted(message.id());
  Group group{
      .id = message.id(), .name = message.name(), .source = message.source(), .memberships = {}};
  RequireText(group.name, place.At(v1::Group::kNameFieldNumber), "name of " + owner);
  std::vector<int> lines;
  for (int i = 0; i < message.memberships_size(); ++i) {
    const v1::Membership& member = message.memberships(i);
    const Place at = place.At(v1::Group::kMembershipsFieldNumber, i);
    const std::string what = "membership of " + Quoted(member.country()) + " in " + owner;
    CheckCountry(member.country(), at.At(v1::Membership::kCountryFieldNumber),
                 owner + " has member", reading);
    const Place until_place = at.At(v1::Membership::kUntilFieldNumber);
    const Membership membership{
        .country = member.country(),
        .from = ReadOptionalDay(member.from(), at.At(v1::Membership::kFromFieldNumber),
                                "from of the " + what),
        .until = ReadOptionalDay(member.until(), until_place, "until of the " + what)};
    if (membership.from && membership.until && *membership.from >= *membership.until)
      until_place.Report(what + " ends on " + membership.until->ToString() +
                         ", not after its first day " + membership.from->ToString());
    const Place country_place = at.At(v1::Membership::kCountryFieldNumber);
    for (std::size_t other = 0; other < group.memberships.size(); ++other)
      if (Overlaps(group.memberships[other], membership))
        country_place.Report(what + " overlaps the one in line " + std::to_string(lines[other]));
    group.memberships.push_back(membership);
    lines.push_back(country_place.line());
  }
  return group;
}

// What the file leaves out is what ISO and English say of the code.
Country CountryOf(const v1::Country& message, const Place& place, UniqueNames& codes) {
  Country country{.code = message.code(),
                  .name = message.name(),
                  .aliases = {message.aliases().begin(), message.aliases().end()},
                  .alpha3 = message.alpha3(),
                  .names = {message.names().begin(), message.names().end()}};
  const Place alpha3_place = place.At(v1::Country::kAlpha3FieldNumber);
  const bool is_alpha3 =
      country.alpha3.size() == 3 &&
      std::ranges::all_of(country.alpha3, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!country.alpha3.empty() && !is_alpha3)
    alpha3_place.Report("alpha3 of country " + Quoted(country.code) + ": " +
                        Quoted(country.alpha3) + " is not three capitals");
  codes.Add(country.alpha3, alpha3_place, "alpha3 of country " + Quoted(country.code));
  for (int i = 0; i < message.names_size(); ++i)
    RequireText(message.names(i), place.At(v1::Country::kNamesFieldNumber, i),
                "one of the names of country " + Quoted(country.code));
  if (country.code.size() != 2 || !IsCountryCode(country.code)) return country;
  const Region region = RegionOf(country.code);
  if (country.alpha3.empty()) country.alpha3 = region.alpha3;
  country.names.insert(country.names.end(), region.english_names.begin(),
                       region.english_names.end());
  return country;
}

struct KnownCodes {
  std::vector<std::string> nodes;
  std::vector<std::string> all;  // Of nodes and indicators.
};

KnownCodes CodesOf(const Index& index) {
  KnownCodes known;
  for (const Methodology& methodology : index.methodologies) {
    for (const Node& node : methodology.nodes) known.nodes.push_back(node.code);
    for (const Indicator& indicator : methodology.indicators) known.all.push_back(indicator.code);
  }
  known.all.insert(known.all.end(), known.nodes.begin(), known.nodes.end());
  return known;
}

// `owner` is "header 'Overall Score'"; `kind` is "node".
void CheckCode(const std::string& code, const Place& place, const std::string& owner,
               const std::vector<std::string>& known, std::string_view kind,
               const Reading& reading) {
  if (!reading.has_all_methodologies || std::ranges::find(known, code) != known.end()) return;
  place.Report(owner + " stands for " + Quoted(code) + ", which is no " + std::string(kind) +
               " of any methodology" + DidYouMean(code, known));
}

void ReadCodeSpelling(const v1::CodeSpelling& message, const Place& place, const KnownCodes& known,
                      Reading& reading, UniqueNames& names) {
  const Place written_place = place.At(v1::CodeSpelling::kWrittenFieldNumber);
  RequireText(message.written(), written_place, "written of a code");
  names.Add(message.written(), written_place, "spelling");
  if (std::ranges::find(known.all, message.written()) != known.all.end())
    written_place.Report("spelling " + Quoted(message.written()) +
                         " is itself a code of the index; remove it");
  CheckCode(message.code(), place.At(v1::CodeSpelling::kCodeFieldNumber),
            "spelling " + Quoted(message.written()), known.all, "indicator or node", reading);
  reading.index.workbook.codes.push_back({.written = message.written(), .code = message.code()});
}

}  // namespace

void ReadHead(const SourceFile& file, Reading& reading) {
  v1::IndexFile message;
  const std::optional<Place> place = ParseText(file, reading.faults, message);
  if (!place) return;
  RequireCode(message.id(), place->At(v1::IndexFile::kIdFieldNumber), "id of the index");
  RequireText(message.name(), place->At(v1::IndexFile::kNameFieldNumber), "name of the index");
  CheckMethodology(message.default_methodology(),
                   place->At(v1::IndexFile::kDefaultMethodologyFieldNumber), "default methodology",
                   reading);
  reading.index.id = message.id();
  reading.index.name = message.name();
  reading.index.default_methodology = message.default_methodology();
}

void ReadEditions(const SourceFile& file, Reading& reading) {
  v1::EditionsFile message;
  const std::optional<Place> place = ParseText(file, reading.faults, message);
  if (!place) return;
  UniqueNames names(LetterCase::kIgnored);
  for (int i = 0; i < message.editions_size(); ++i) {
    auto edition = ReadEdition(
        message.editions(i), place->At(v1::EditionsFile::kEditionsFieldNumber, i), reading, names);
    if (edition) reading.index.editions.push_back(*std::move(edition));
  }
  CheckOrder(reading.index.editions, *place);
  std::ranges::stable_sort(reading.index.editions, {}, &Edition::reference);
}

void ReadCountries(const SourceFile& file, Reading& reading) {
  v1::CountriesFile message;
  const std::optional<Place> place = ParseText(file, reading.faults, message);
  reading.has_all_countries = place.has_value();
  if (!place) return;
  UniqueNames names(LetterCase::kMatters);
  for (int i = 0; i < message.countries_size(); ++i) {
    const v1::Country& country = message.countries(i);
    const Place at = place->At(v1::CountriesFile::kCountriesFieldNumber, i);
    const Place code_place = at.At(v1::Country::kCodeFieldNumber);
    const std::string owner = "country " + Quoted(country.code());
    if (!IsCountryCode(country.code()))
      code_place.Report(Quoted(country.code()) +
                        " is not a country code; write two capitals (\"GB\"), or those, a hyphen "
                        "and up to three capitals or digits (\"GB-SCT\")");
    names.Add(country.code(), code_place, "country code");
    RequireText(country.name(), at.At(v1::Country::kNameFieldNumber), "name of " + owner);
    for (int j = 0; j < country.aliases_size(); ++j) {
      const Place alias_place = at.At(v1::Country::kAliasesFieldNumber, j);
      RequireCode(country.aliases(j), alias_place, "alias of " + owner);
      names.Add(country.aliases(j), alias_place, "alias of " + owner);
    }
    reading.index.countries.push_back(CountryOf(country, at, names));
  }
  std::ranges::stable_sort(reading.index.countries, {}, &Country::code);
  reading.index.ListSpellings();
}

void ReadGroups(const SourceFile& file, Reading& reading) {
  v1::GroupsFile message;
  const std::optional<Place> place = ParseText(file, reading.faults, message);
  if (!place) return;
  UniqueNames names(LetterCase::kIgnored);
  for (int i = 0; i < message.groups_size(); ++i) {
    const v1::Group& group = message.groups(i);
    const Place at = place->At(v1::GroupsFile::kGroupsFieldNumber, i);
    const Place id_place = at.At(v1::Group::kIdFieldNumber);
    RequireCode(group.id(), id_place, "id of a group");
    names.Add(group.id(), id_place, "id of a group");
    reading.index.groups.push_back(ReadGroup(group, at, reading));
  }
}

void ReadWorkbook(const SourceFile& file, Reading& reading) {
  v1::WorkbookFile message;
  const std::optional<Place> place = ParseText(file, reading.faults, message);
  if (!place) return;
  const KnownCodes known = CodesOf(reading.index);
  UniqueNames headers(LetterCase::kMatters);
  for (int i = 0; i < message.overall_columns_size(); ++i) {
    const v1::OverallColumn& column = message.overall_columns(i);
    const Place at = place->At(v1::WorkbookFile::kOverallColumnsFieldNumber, i);
    const Place header_place = at.At(v1::OverallColumn::kHeaderFieldNumber);
    RequireText(column.header(), header_place, "header of a column");
    headers.Add(column.header(), header_place, "header");
    CheckCode(column.node(), at.At(v1::OverallColumn::kNodeFieldNumber),
              "header " + Quoted(column.header()), known.nodes, "node", reading);
    reading.index.workbook.overall_columns.push_back(
        {.header = column.header(), .node = column.node()});
  }
  UniqueNames written(LetterCase::kMatters);
  for (int i = 0; i < message.codes_size(); ++i)
    ReadCodeSpelling(message.codes(i), place->At(v1::WorkbookFile::kCodesFieldNumber, i), known,
                     reading, written);
}

}  // namespace lawtrace::proto
