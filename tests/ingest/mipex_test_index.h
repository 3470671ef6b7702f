// MipexTestIndex: the codes, options and spellings of the published MIPEX workbooks, enough to read
// them with.  It has no rules: every node is a plain mean.
#pragma once

#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "model/index.h"

namespace lawtrace::ingest {

// Indicators with options other than 0 50 100.
inline std::vector<int> MipexOptions(std::string_view code) {
  for (const std::string_view four :
       {"ab7ab8", "ca45ca47", "fa102_new", "gd137gd140", "152c", "153c"})
    if (code == four) return {0, 33, 67, 100};
  for (const std::string_view five : {"ba26ba27", "db65db67db68", "dc71abd", "gc_new"})
    if (code == five) return {0, 25, 50, 75, 100};
  return {0, 50, 100};
}

// "node: child child ..."; a child that no line explains is an indicator.  Children before parents.
inline constexpr std::string_view kMipexTree =
    "bb28: bb28a bb28b\n"
    "bb29: bb29a bb29b bb29c\n"
    "bb30bb31: bb31 bb30\n"
    "cb51: cb51a cb51b cb51c\n"
    "cc59cd64: cc59 cd64\n"
    "fb_new: fb104a fb105a fb106 fb107\n"
    "gb: gb123 gb124 gb125 gb126\n"
    "a: aa1 aa3 aa5 ab6 ab7ab8 ab9 ac13 ac14 ad18\n"
    "b: ba21 ba26ba27 bb28 bb29 bb30bb31 bc34 bc35 bc36 bd38\n"
    "c: ca45ca47 ca49 cb50 cb51 cb53 cd60 cc59cd64\n"
    "d: db65db67db68 db70 dc71abd dd75 dd76\n"
    "e: ea80 eb84a eb85 eb88 eb89 eb90 ed96\n"
    "f: fa98 fa102_new fb_new fd115ab\n"
    "g: ga117 gb gc_new gd136 gd137gd140 gd144\n"
    "h: 145a 148 146a 149 147a 150 152c 153c 156a 159 163 165\n"
    "overall_with_health: a b c d e f g h\n"
    "overall_without_health: a b c d e f g\n"
    "overall_without_health_education: a b d e f g\n";

inline Methodology MipexTestMethodology() {
  Methodology methodology;
  methodology.id = "mipex-core";
  methodology.headline = "overall_with_health";
  methodology.scores_unlisted_numbers = true;
  std::istringstream lines{std::string(kMipexTree)};
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(':');
    Node node;
    node.code = line.substr(0, colon);
    std::istringstream children(line.substr(colon + 1));
    for (std::string child; children >> child;) {
      node.children.push_back(child);
      if (methodology.FindNode(child) != nullptr) continue;
      Indicator indicator;
      indicator.code = child;
      for (const int score : MipexOptions(child))
        indicator.options.push_back(
            {.code = std::to_string(score), .score = static_cast<double>(score), .label = {}});
      methodology.indicators.push_back(std::move(indicator));
    }
    methodology.nodes.push_back(std::move(node));
  }
  return methodology;
}

inline Index MipexTestIndex() {
  Index index;
  index.id = "mipex";
  index.methodologies.push_back(MipexTestMethodology());
  index.default_methodology = index.methodologies.front().id;
  std::istringstream codes(
      "AE AL AR AT AU BE BG BR CA CH CL CN CY CZ DE DK EE ES FI FR GB GR HR HU ID IE IL IN IS IT "
      "JO JP KR LT LU LV MD MK MT MX NL NO NZ PL PT RO RS RU SA SE SI SK TR UA US ZA");
  for (std::string code; codes >> code;) {
    Country country{.code = code, .name = code, .aliases = {}};
    if (code == "GB") country.aliases = {"UK"};
    if (code == "TR") country.aliases = {"TU"};
    index.countries.push_back(std::move(country));
  }
  index.workbook.overall_columns = {
      {.header = "Overall Score (with health)", .node = "overall_with_health"},
      {.header = "Overall Score (with/out health)", .node = "overall_without_health"},
      {.header = "Overall Score (with/out health and education)",
       .node = "overall_without_health_education"}};
  index.workbook.codes = {{.written = "gc", .code = "gc_new"},
                          {.written = "fb102_new", .code = "fa102_new"}};
  return index;
}

}  // namespace lawtrace::ingest
