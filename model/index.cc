#include "model/index.h"

#include <algorithm>
#include <cctype>

#include "model/check.h"
#include "model/nearest.h"
#include "model/quote.h"

namespace lawtrace {
namespace {

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

template <typename T, typename Match>
const T* FindIf(const std::vector<T>& all, Match match) {
  const auto it = std::ranges::find_if(all, match);
  return it == all.end() ? nullptr : &*it;
}

}  // namespace

Day Edition::ReferenceFor(std::string_view country) const {
  const CountryReference* own =
      FindIf(own_references, [&](const CountryReference& r) { return r.country == country; });
  return own == nullptr ? reference : own->reference;
}

bool Group::HasMember(std::string_view country, Day day) const {
  return std::ranges::any_of(memberships, [&](const Membership& m) {
    return m.country == country && (!m.from || *m.from <= day) && (!m.until || day < *m.until);
  });
}

std::vector<std::string> Group::MembersOn(Day day) const {
  std::vector<std::string> members;
  for (const Membership& m : memberships)
    if ((!m.from || *m.from <= day) && (!m.until || day < *m.until)) members.push_back(m.country);
  return members;
}

const Methodology* Index::FindMethodology(std::string_view wanted) const {
  return FindIf(methodologies, [&](const Methodology& m) { return m.id == wanted; });
}

const Edition* Index::FindEdition(std::string_view wanted) const {
  return FindIf(editions, [&](const Edition& e) {
    return EqualIgnoringCase(e.id, wanted) ||
           std::ranges::any_of(e.aliases,
                               [&](const auto& alias) { return EqualIgnoringCase(alias, wanted); });
  });
}

const Country* Index::FindCountry(std::string_view wanted) const {
  return FindIf(countries, [&](const Country& c) {
    return c.code == wanted || std::ranges::find(c.aliases, wanted) != c.aliases.end();
  });
}

const Group* Index::FindGroup(std::string_view wanted) const {
  return FindIf(groups, [&](const Group& g) { return EqualIgnoringCase(g.id, wanted); });
}

const Methodology& Index::main_methodology() const {
  const Methodology* methodology = FindMethodology(default_methodology);
  Check(methodology != nullptr, "index without its default methodology");
  return *methodology;
}

std::string UnknownCountry(const Index& index, std::string_view written) {
  std::vector<std::string> codes;
  codes.reserve(index.countries.size());
  for (const Country& country : index.countries) codes.push_back(country.code);
  return "country " + Quote(written) + " is not in the index" + DidYouMean(written, codes);
}

}  // namespace lawtrace
