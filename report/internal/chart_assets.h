// What report/web/build.mjs bundles at build time; both empty in a build without npm.
#pragma once

#include <string_view>

namespace lawtrace::report {

std::string_view ChartScript();  // Draws every figure of the page.
std::string_view WorldMap();     // Outlines of countries by code, as TopoJSON.

}  // namespace lawtrace::report
