#include "model/index.h"

#include <algorithm>

#include "model/check.h"
#include "model/nearest.h"
#include "model/quote.h"
#include "model/text.h"

namespace lawtrace {
namespace {

// Folded, without what writers of a country's name put in or leave out.
std::string SpellingKey(std::string_view written) {
  std::string key = Folded(written);
  if (key.starts_with("the ")) key.erase(0, 4);
  if (const std::size_t at = key.find(" & "); at != std::string::npos) key.replace(at, 3, " and ");
  return key;
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
  const std::string key = Folded(wanted);
  return FindIf(editions, [&](const Edition& e) {
    return Folded(e.id) == key ||
           std::ranges::any_of(e.aliases, [&](const auto& alias) { return Folded(alias) == key; });
  });
}

const Country* Index::FindCountry(std::string_view wanted) const {
  const auto has_code = [&](std::string_view code) {
    return FindIf(countries, [&](const Country& c) { return c.code == code; });
  };
  if (const Country* country = has_code(wanted)) return country;
  if (const Country* country = FindIf(countries, [&](const Country& c) {
        return std::ranges::find(c.aliases, wanted) != c.aliases.end();
      }))
    return country;
  const auto meant = spellings.find(SpellingKey(wanted));
  if (meant == spellings.end() || meant->second.size() != 1) return nullptr;
  return has_code(meant->second.front());
}

void Index::ListSpellings() {
  spellings.clear();
  // What comes first wins: a code that is also somebody's alias means the code.
  const auto add_all = [&](auto writings_of) {
    std::map<std::string, std::vector<std::string>, std::less<>> added;
    for (const Country& country : countries)
      for (const std::string& writing : writings_of(country)) {
        std::vector<std::string>& codes = added[SpellingKey(writing)];
        if (std::ranges::find(codes, country.code) == codes.end()) codes.push_back(country.code);
      }
    spellings.merge(added);
    spellings.erase("");
  };
  add_all([](const Country& c) { return std::vector{c.code}; });
  add_all([](const Country& c) { return c.aliases; });
  add_all([](const Country& c) { return std::vector{c.alpha3}; });
  add_all([](const Country& c) {
    std::vector<std::string> names = c.names;
    names.push_back(c.name);
    return names;
  });
}

const Group* Index::FindGroup(std::string_view wanted) const {
  const std::string key = Folded(wanted);
  return FindIf(groups, [&](const Group& g) { return Folded(g.id) == key; });
}

const Methodology& Index::main_methodology() const {
  const Methodology* methodology = FindMethodology(default_methodology);
  Check(methodology != nullptr, "index without its default methodology");
  return *methodology;
}

std::string UnknownCountry(const Index& index, std::string_view written) {
  if (const auto meant = index.spellings.find(SpellingKey(written));
      meant != index.spellings.end() && meant->second.size() > 1) {
    std::string choice;
    for (const std::string& code : meant->second)
      choice += (choice.empty() ? "" : " or ") + code + " (" + index.FindCountry(code)->name + ")";
    return "country " + Quote(written) + " could be several; write " + choice;
  }
  std::vector<std::string> codes;
  codes.reserve(2 * index.countries.size());
  for (const Country& country : index.countries) codes.push_back(country.code);
  for (const Country& country : index.countries) codes.push_back(country.name);
  return "country " + Quote(written) + " is not in the index" + DidYouMean(written, codes);
}

}  // namespace lawtrace
