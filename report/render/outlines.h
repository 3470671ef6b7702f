// Outlines: the countries of the world as SVG paths, in a map of the world and one of Europe.
#pragma once

#include <span>
#include <string_view>

namespace lawtrace::report {

// Paths in the units of the pictures below; empty where the country is not on it.
struct CountryOutline {
  std::string_view code;
  std::string_view world;
  std::string_view europe;
};

struct PictureSize {
  int width = 0;
  int height = 0;
};

// By code; none in a build without npm.
std::span<const CountryOutline> CountryOutlines();
PictureSize WorldSize();
PictureSize EuropeSize();

}  // namespace lawtrace::report
