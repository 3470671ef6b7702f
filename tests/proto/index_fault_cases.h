// The texts of a small index without faults, and what becomes of them when they are changed.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proto/index_codec.h"

namespace lawtrace::proto {

// Line 1 of each text follows its opening quotes.
inline constexpr std::string_view kMethodology = R"(id: "m"
version: "1"
title: "M"
headline: "total"
decimals: 1
bands { name: "high" from: 50 }
bands { name: "low" from: 0 }
indicators {
  code: "ba21"
  labels { text: "One" }
  labels { text: "First" from: "2010-01-01" }
  labels { text: "Prime" from: "2020-01-01" }
  options { code: "0" score: 0 }
  options { code: "50" score: 50 }
}
indicators {
  code: "ba22"
  labels { text: "Two" }
  options: [
    { code: "0" score: 0 },
    { code: "50" score: 50 }
  ]
}
indicators {
  code: "size"
  labels { text: "Size" }
  is_numeric: true
}
nodes {
  code: "total"
  labels { text: "Total" }
  level: "overall"
  children: "b"
  children: "size"
}
nodes {
  code: "b"
  labels { text: "B" }
  level: "area"
  aggregation: WEIGHTED_MEAN
  children: "t"
  children: "ba22"
  weights: 2
  weights: 1
}
nodes {
  code: "t"
  labels { text: "T" }
  level: "group"
  aggregation: TABLE
  children: "ba21"
  children: "ba22"
  table { when: ["0", "*"] score: 0 }
  table { when: ["50", "50"] score: 100 }
}
)";
inline constexpr std::string_view kIndex = R"(id: "i"
name: "I"
default_methodology: "m"
)";
inline constexpr std::string_view kEditions = R"(editions {
  id: "one"
  title: "One"
  aliases: "first"
  reference: "2014-12-31"
  published: "2015-06-01"
  methodology: "m"
}
)";
inline constexpr std::string_view kCountries =
    R"(countries { code: "GB" name: "Britain" aliases: "UK" }
countries { code: "GB-SCT" name: "Scotland" }
)";
inline constexpr std::string_view kGroups = R"(groups {
  id: "EU"
  name: "Union"
  memberships { country: "GB" from: "1973-01-01" until: "2020-02-01" }
}
)";
inline constexpr std::string_view kWorkbook = R"(overall_columns { header: "Overall" node: "total" }
codes { written: "ba 21" code: "ba21" }
)";

inline std::vector<SourceFile> Files() {
  return {{.name = "index.textproto", .text = std::string(kIndex)},
          {.name = "methodology-m.textproto", .text = std::string(kMethodology)},
          {.name = "editions.textproto", .text = std::string(kEditions)},
          {.name = "countries.textproto", .text = std::string(kCountries)},
          {.name = "groups.textproto", .text = std::string(kGroups)},
          {.name = "workbook.textproto", .text = std::string(kWorkbook)}};
}

struct Change {
  std::string_view file;  // Without ".textproto".
  std::string_view from;  // Its first occurrence is replaced.
  std::string_view to;
};

inline void Apply(const Change& change, std::vector<SourceFile>& files) {
  const auto file =
      std::ranges::find(files, std::string(change.file) + ".textproto", &SourceFile::name);
  ASSERT_NE(file, files.end()) << change.file;
  const std::size_t at = file->text.find(change.from);
  ASSERT_NE(at, std::string::npos) << change.from;
  file->text.replace(at, change.from.size(), change.to);
}

inline std::string FaultsOf(std::span<const SourceFile> files) {
  const Result<Index> index = ParseIndex(files);
  if (index) return "";
  EXPECT_EQ(index.error().code, ErrorCode::kInvalidInput);
  return index.error().Message();
}

struct Case {
  Change change;
  std::string_view faults;
};

inline void ExpectFaults(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    std::vector<SourceFile> files = Files();
    Apply(c.change, files);
    EXPECT_EQ(FaultsOf(files), c.faults) << "with " << c.change.to;
  }
}

}  // namespace lawtrace::proto
