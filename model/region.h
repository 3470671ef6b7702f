// RegionOf: what ISO 3166-1 and English call a region, for indices that do not say it themselves.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lawtrace {

struct Region {
  std::string alpha3;                      // "PRT"; empty: no code is known.
  std::vector<std::string> english_names;  // "Czechia", "Czech Republic"; the usual one first.
};

// REQUIRES: `alpha2` is two capital letters of ASCII.
Region RegionOf(std::string_view alpha2);

}  // namespace lawtrace
