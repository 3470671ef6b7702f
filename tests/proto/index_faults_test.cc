// Every fault that reading an index reports, with its file and line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "proto/index_codec.h"

namespace lawtrace::proto {
namespace {

// Line 1 of each text follows its opening quotes.
constexpr std::string_view kMethodology = R"(id: "m"
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
constexpr std::string_view kIndex = R"(id: "i"
name: "I"
default_methodology: "m"
)";
constexpr std::string_view kEditions = R"(editions {
  id: "one"
  title: "One"
  aliases: "first"
  reference: "2014-12-31"
  published: "2015-06-01"
  methodology: "m"
}
)";
constexpr std::string_view kCountries = R"(countries { code: "GB" name: "Britain" aliases: "UK" }
countries { code: "GB-SCT" name: "Scotland" }
)";
constexpr std::string_view kGroups = R"(groups {
  id: "EU"
  name: "Union"
  memberships { country: "GB" from: "1973-01-01" until: "2020-02-01" }
}
)";
constexpr std::string_view kWorkbook = R"(overall_columns { header: "Overall" node: "total" }
codes { written: "ba 21" code: "ba21" }
)";

std::vector<SourceFile> Files() {
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

void Apply(const Change& change, std::vector<SourceFile>& files) {
  const auto file =
      std::ranges::find(files, std::string(change.file) + ".textproto", &SourceFile::name);
  ASSERT_NE(file, files.end()) << change.file;
  const std::size_t at = file->text.find(change.from);
  ASSERT_NE(at, std::string::npos) << change.from;
  file->text.replace(at, change.from.size(), change.to);
}

std::string FaultsOf(std::span<const SourceFile> files) {
  const Result<Index> index = ParseIndex(files);
  if (index) return "";
  EXPECT_EQ(index.error().code, ErrorCode::kInvalidInput);
  return index.error().message;
}

struct Case {
  Change change;
  std::string_view faults;
};

void ExpectFaults(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    std::vector<SourceFile> files = Files();
    Apply(c.change, files);
    EXPECT_EQ(FaultsOf(files), c.faults) << "with " << c.change.to;
  }
}

TEST(IndexFaultsTest, TheTextsHereAreSound) {
  EXPECT_EQ(FaultsOf(Files()), "");
}

TEST(IndexFaultsTest, SyntaxErrorsNameTheLine) {
  ExpectFaults({
      {{"editions", "title:", "titel:"},
       "editions.textproto:3: Message type \"lawtrace.v1.Edition\" has no field named \"titel\"."},
      {{"methodology-m", "WEIGHTED_MEAN", "WEIGHTED"},
       "methodology-m.textproto:41: Unknown enumeration value of \"WEIGHTED\" for field "
       "\"aggregation\". Write MEAN, WEIGHTED_MEAN, TABLE, GEOMETRIC_MEAN, MINIMUM, MAXIMUM"},
      {{"methodology-m", "aggregation: TABLE", "missing: SOME aggregation: TABLE"},
       "methodology-m.textproto:50: Unknown enumeration value of \"SOME\" for field \"missing\". "
       "Write SKIP, REQUIRE_ALL, AT_LEAST"},
      {{"countries", "name: \"Scotland\" }", "name: \"Scotland\""},
       "countries.textproto:3: Expected identifier, got: "},
  });
}

TEST(IndexFaultsTest, HeadOfAMethodology) {
  const std::string_view m = "methodology-m";
  ExpectFaults({
      {{m, "version: \"1\"", ""},
       "methodology-m.textproto:1: version of the methodology is missing or empty"},
      {{m, "title: \"M\"", "title: \"\""},
       "methodology-m.textproto:3: title of the methodology is missing or empty"},
      {{m, "headline: \"total\"", "headline: \"totel\""},
       "methodology-m.textproto:4: headline 'totel' is not a node; did you mean 'total'?"},
      {{m, "headline: \"total\"", "headline: \"ba21\""},
       "methodology-m.textproto:4: headline 'ba21' is not a node"},
      {{m, "decimals: 1", "decimals: 12"},
       "methodology-m.textproto:5: decimals is 12; write at most 9"},
      {{m, "from: 0 }", "from: 50 }"},
       "methodology-m.textproto:7: band 'low' starts at 50, not below the band before it; write "
       "the highest band first"},
      {{m, "from: 0 }", "}"},
       "methodology-m.textproto:7: band 'low' has no smallest score; write its from"},
      {{m, "name: \"low\"", ""}, "methodology-m.textproto:7: name of a band is missing or empty"},
  });
}

TEST(IndexFaultsTest, Indicators) {
  const std::string_view m = "methodology-m";
  ExpectFaults({
      {{m, "score: 50", "score: 150"},
       "methodology-m.textproto:14: option '50' of indicator 'ba21' scores 150; write a number "
       "from 0 to 100"},
      {{m, "score: 50", "score: nan"},
       "methodology-m.textproto:14: option '50' of indicator 'ba21' scores nan; write a number "
       "from 0 to 100"},
      {{m, "score: 50", ""},
       "methodology-m.textproto:14: option '50' of indicator 'ba21' has no score; write a number "
       "from 0 to 100"},
      {{m, "{ code: \"0\" score: 0 },", "{ code: \"50\" score: 0 },"},
       "methodology-m.textproto:21: option of indicator 'ba22': '50' is already taken in line "
       "20"},
      {{m, "code: \"0\" score: 0 }\n", "score: 0 }\n"},
       "methodology-m.textproto:13: code of an option of indicator 'ba21' is missing or empty\n"
       "methodology-m.textproto:53: row of node 't' expects '0' of 'ba21', which has no such "
       "option"},
      {{m, "options { code: \"0\"",
        "options { code: \"not_assessed\" score: 1 }\n"
        "  options { code: \"0\""},
       "methodology-m.textproto:13: option 'not_assessed' of indicator 'ba21' is a reserved word; "
       "choose another code"},
      {{m, "options { code: \"0\"",
        "options { code: \"not_applicable\" score: 1 }\n"
        "  options { code: \"0\""},
       "methodology-m.textproto:13: option 'not_applicable' of indicator 'ba21' is a reserved "
       "word; choose another code"},
      {{m, "  is_numeric: true\n", ""},
       "methodology-m.textproto:24: indicator 'size' has no options; list them or write "
       "is_numeric: true"},
      {{m, "is_numeric: true", "is_numeric: true\n  options { code: \"0\" score: 0 }"},
       "methodology-m.textproto:28: indicator 'size' is numeric but has options; remove one of "
       "the two"},
      {{m, "code: \"size\"", "code: \"the size\""},
       "methodology-m.textproto:24: indicator 'the size' is a child of no node\n"
       "methodology-m.textproto:25: code of an indicator: 'the size' holds a blank or an "
       "invisible character; write it without\n"
       "methodology-m.textproto:34: node 'total' has child 'size', which is neither an indicator "
       "nor a node"},
  });
}

TEST(IndexFaultsTest, Labels) {
  const std::string_view m = "methodology-m";
  ExpectFaults({
      {{m, "labels { text: \"Two\" }", ""},
       "methodology-m.textproto:16: indicator 'ba22' has no label; write labels { text: \"...\" }"},
      {{m, "text: \"Two\"", "text: \"\""},
       "methodology-m.textproto:18: text of a label of indicator 'ba22' is missing or empty"},
      {{m, "text: \"One\"", "text: \"One\" from: \"2000-01-01\""},
       "methodology-m.textproto:10: first label of indicator 'ba21' holds from the beginning; "
       "remove its from"},
      {{m, " from: \"2010-01-01\"", ""},
       "methodology-m.textproto:11: later label of indicator 'ba21' has no from; write its first "
       "day"},
      {{m, "2020-01-01", "2010-01-01"},
       "methodology-m.textproto:12: labels of indicator 'ba21' are out of order; write the "
       "earliest first"},
      {{m, "2020-01-01", "2020-02-30"},
       "methodology-m.textproto:12: from of a label of indicator 'ba21': '2020-02-30' is not a day "
       "of the calendar; write YYYY-MM-DD"},
  });
}

TEST(IndexFaultsTest, Tree) {
  const std::string_view m = "methodology-m";
  ExpectFaults({
      {{m, "children: \"ba22\"", "children: \"bx21\"\n  children: \"ba22\"\n  weights: 1"},
       "methodology-m.textproto:42: node 'b' has child 'bx21', which is neither an indicator nor "
       "a node; did you mean 'ba21'?"},
      {{m, "children: \"size\"", "children: \"size\"\n  children: \"size\""},
       "methodology-m.textproto:35: node 'total' has child 'size' twice; list it once"},
      {{m, "  children: \"size\"\n", ""},
       "methodology-m.textproto:24: indicator 'size' is a child of no node"},
      {{m, "  children: \"b\"\n", ""},
       "methodology-m.textproto:35: node 'b' is a child of no node and not at level 'overall' of "
       "the headline"},
      {{m, "  children: \"b\"\n  children: \"size\"\n", "  children: []\n"},
       "methodology-m.textproto:24: indicator 'size' is a child of no node\n"
       "methodology-m.textproto:29: node 'total' has no children; list at least one indicator or "
       "node\n"
       "methodology-m.textproto:35: node 'b' is a child of no node and not at level 'overall' of "
       "the headline"},
      {{m, "code: \"t\"", "code: \"ba22\""},
       "methodology-m.textproto:41: node 'b' has child 't', which is neither an indicator nor a "
       "node\n"
       "methodology-m.textproto:47: code: 'ba22' is already taken in line 17\n"
       "methodology-m.textproto:52: nodes form a cycle: 'ba22' -> 'ba22'"},
      {{m, "  level: \"area\"\n", ""},
       "methodology-m.textproto:36: level of node 'b' is missing or empty"},
      {{m, "code: \"b\"", "code: \"\""},
       "methodology-m.textproto:33: node 'total' has child 'b', which is neither an indicator nor "
       "a node\n"
       "methodology-m.textproto:36: node '' is a child of no node and not at level 'overall' of "
       "the headline\n"
       "methodology-m.textproto:37: code of a node is missing or empty"},
  });
}

TEST(IndexFaultsTest, Cycles) {
  std::vector<SourceFile> files = Files();
  Apply({"methodology-m", "aggregation: TABLE\n", ""}, files);
  Apply({"methodology-m", "  table { when: [\"0\", \"*\"] score: 0 }\n", ""}, files);
  Apply({"methodology-m", "table { when: [\"50\", \"50\"] score: 100 }", "children: \"total\""},
        files);
  EXPECT_EQ(FaultsOf(files),
            "methodology-m.textproto:52: nodes form a cycle: 'total' -> 'b' -> 't' -> 'total'");
}

TEST(IndexFaultsTest, Weights) {
  const std::string_view m = "methodology-m";
  ExpectFaults({
      {{m, "  weights: 1\n", ""},
       "methodology-m.textproto:43: node 'b' has 2 children and 1 weights; write one weight for "
       "each child"},
      {{m, "  weights: 2\n  weights: 1\n", ""},
       "methodology-m.textproto:36: node 'b' has 2 children and 0 weights; write one weight for "
       "each child"},
      {{m, "weights: 1", "weights: 0"},
       "methodology-m.textproto:44: node 'b' has weight 0; write a number above 0 and up to "
       "1000000000"},
      {{m, "weights: 1", "weights: -0.5"},
       "methodology-m.textproto:44: node 'b' has weight -0.5; write a number above 0 and up to "
       "1000000000"},
      {{m, "weights: 1", "weights: inf"},
       "methodology-m.textproto:44: node 'b' has weight inf; write a number above 0 and up to "
       "1000000000"},
      {{m, "weights: 1", "weights: 1 later_weights { from: \"2015-01-01\" weights: [1] }"},
       "methodology-m.textproto:44: node 'b' has 2 children and 1 weights; write one weight for "
       "each child"},
      {{m, "weights: 1", "weights: 1 later_weights { weights: [1, 1] }"},
       "methodology-m.textproto:44: from of later weights of node 'b' is missing or empty"},
      {{m, "weights: 1",
        "weights: 1\n  later_weights { from: \"2015-01-01\" weights: [1, 1] }\n"
        "  later_weights { from: \"2015-01-01\" weights: [1, 2] }"},
       "methodology-m.textproto:46: later weights of node 'b' are out of order; write the earliest "
       "first"},
      {{m, "  weights: 2\n  weights: 1\n",
        "  later_weights { from: \"2015-01-01\" weights: [1, 1] }\n"},
       "methodology-m.textproto:43: node 'b' has later weights but no weights; write those before "
       "them"},
      {{m, "WEIGHTED_MEAN", "MINIMUM"},
       "methodology-m.textproto:43: node 'b' has weights but is no weighted mean; write "
       "aggregation: WEIGHTED_MEAN or remove them"},
      {{m, "WEIGHTED_MEAN", "MEAN"},
       "methodology-m.textproto:43: node 'b' has weights but is no weighted mean; write "
       "aggregation: WEIGHTED_MEAN or remove them"},
  });
}

TEST(IndexFaultsTest, WordsThatAreNumbers) {
  const std::string_view m = "methodology-m";
  ExpectFaults({
      {{m, "aggregation: WEIGHTED_MEAN", "aggregation: 9"},
       "methodology-m.textproto:40: aggregation of node 'b' is a number without a name; write "
       "MEAN, "
       "WEIGHTED_MEAN, TABLE, GEOMETRIC_MEAN, MINIMUM, MAXIMUM\n"
       "methodology-m.textproto:43: node 'b' has weights but is no weighted mean; write "
       "aggregation: WEIGHTED_MEAN or remove them"},
      {{m, "aggregation: WEIGHTED_MEAN", "missing: 7 aggregation: WEIGHTED_MEAN"},
       "methodology-m.textproto:40: missing of node 'b' is a number without a name; write SKIP, "
       "REQUIRE_ALL, AT_LEAST"},
  });
}

TEST(IndexFaultsTest, LeastShares) {
  const std::string_view m = "methodology-m";
  ExpectFaults({
      {{m, "aggregation: WEIGHTED_MEAN", "aggregation: WEIGHTED_MEAN missing: AT_LEAST"},
       "methodology-m.textproto:40: node 'b' has no minimum share; write one above 0 and up to 1, "
       "such as minimum_share: 0.5"},
      {{m, "aggregation: WEIGHTED_MEAN", "aggregation: WEIGHTED_MEAN minimum_share: 0.5"},
       "methodology-m.textproto:40: node 'b' has a minimum share; write missing: AT_LEAST or "
       "remove "
       "it"},
      {{m, "aggregation: WEIGHTED_MEAN",
        "aggregation: WEIGHTED_MEAN missing: AT_LEAST minimum_share: 0"},
       "methodology-m.textproto:40: node 'b' has minimum share 0; write a number above 0 and up to "
       "1"},
      {{m, "aggregation: WEIGHTED_MEAN",
        "aggregation: WEIGHTED_MEAN missing: AT_LEAST minimum_share: 1.01"},
       "methodology-m.textproto:40: node 'b' has minimum share 1.01; write a number above 0 and up "
       "to 1"},
      {{m, "aggregation: WEIGHTED_MEAN",
        "aggregation: WEIGHTED_MEAN missing: AT_LEAST minimum_share: 1"},
       ""},
  });
}

TEST(IndexFaultsTest, Scales) {
  const std::string_view m = "methodology-m";
  ExpectFaults({
      {{m, "decimals: 1", "scale { minimum: -2.5 maximum: 100 }"}, ""},
      {{m, "decimals: 1", "scale {}"}, ""},
      {{m, "decimals: 1", "scale { minimum: 3 maximum: 3 }"},
       "methodology-m.textproto:5: scale of the methodology has no room; write a maximum above its "
       "minimum\n"
       "methodology-m.textproto:13: option '0' of indicator 'ba21' scores 0; write a number from 3 "
       "to 3\n"
       "methodology-m.textproto:14: option '50' of indicator 'ba21' scores 50; write a number from "
       "3 to 3\n"
       "methodology-m.textproto:20: option '0' of indicator 'ba22' scores 0; write a number from 3 "
       "to 3\n"
       "methodology-m.textproto:21: option '50' of indicator 'ba22' scores 50; write a number from "
       "3 to 3\n"
       "methodology-m.textproto:53: row of node 't' scores 0; write a number from 3 to 3\n"
       "methodology-m.textproto:54: row of node 't' scores 100; write a number from 3 to 3"},
      {{m, "is_numeric: true", "is_numeric: true scale { maximum: 50 }"},
       "methodology-m.textproto:27: scale of indicator 'size' leaves that of the methodology; "
       "write "
       "both of its ends"},
      {{m, "is_numeric: true", "is_numeric: true scale { minimum: -1 maximum: 50 }"},
       "methodology-m.textproto:27: scale of indicator 'size' ends at -1; write a number from 0 to "
       "100"},
      {{m, "is_numeric: true", "is_numeric: true scale { minimum: 0 maximum: 5 }"}, ""},
  });
}

TEST(IndexFaultsTest, GeometricMeansOfWhatMayBeNegative) {
  std::vector<SourceFile> files = Files();
  Apply({"methodology-m", "decimals: 1", "scale { minimum: -10 maximum: 100 }"}, files);
  EXPECT_EQ(FaultsOf(files), "");
  Apply({"methodology-m", "level: \"overall\"", "level: \"overall\" aggregation: GEOMETRIC_MEAN"},
        files);
  EXPECT_EQ(
      FaultsOf(files),
      "methodology-m.textproto:34: node 'total' is a geometric mean, but its child 'size' may "
      "score below 0; write a scale or options from 0 up, or another aggregation");
  Apply({"methodology-m", "is_numeric: true", "is_numeric: true scale { minimum: 0 maximum: 9 }"},
        files);
  EXPECT_EQ(FaultsOf(files), "");
}

// A chain of so many nodes above one indicator, the highest first.
std::string Chain(int nodes) {
  std::string text =
      "id: \"m\" version: \"1\" title: \"M\" headline: \"n0\"\n"
      "indicators { code: \"leaf\" labels { text: \"L\" } options { code: \"0\" score: 0 } }\n";
  for (int i = 0; i < nodes; ++i) {
    const std::string child = i + 1 == nodes ? "leaf" : "n" + std::to_string(i + 1);
    text += "nodes { code: \"n" + std::to_string(i) + "\" level: \"l" + std::to_string(i) +
            "\" labels { text: \"N\" } children: \"" + child + "\" }\n";
  }
  return text;
}

TEST(IndexFaultsTest, ATreeHasItsLimits) {
  std::vector<SourceFile> files = Files();
  const auto with = [&](const std::string& text) {
    std::vector<SourceFile> changed = files;
    changed[1].text = text;
    changed.pop_back();  // The workbook's codes are of another methodology.
    return FaultsOf(changed);
  };
  EXPECT_EQ(with(Chain(100)), "");
  EXPECT_EQ(with(Chain(101)),
            "methodology-m.textproto:3: node 'n0' has more than 100 levels of nodes below one "
            "another; write a flatter tree");
  EXPECT_EQ(with(Chain(999)),
            "methodology-m.textproto:901: node 'n898' has more than 100 levels of nodes below one "
            "another; write a flatter tree");
  EXPECT_EQ(with(Chain(40'000)),
            "methodology-m.textproto:1: the methodology has 40001 indicators and nodes; write at "
            "most 10000");
}

TEST(IndexFaultsTest, Tables) {
  const std::string_view m = "methodology-m";
  ExpectFaults({
      {{m, "[\"0\", \"*\"]", "[\"0\"]"},
       "methodology-m.textproto:53: row of node 't' has 1 answers for 2 children; write one for "
       "each child, \"*\" for any"},
      {{m, "[\"50\", \"50\"]", "[\"50\", \"51\"]"},
       "methodology-m.textproto:54: row of node 't' expects '51' of 'ba22', which has no such "
       "option"},
      {{m, "\"50\"] score: 100", "\"50\"] score: 101"},
       "methodology-m.textproto:54: row of node 't' scores 101; write a number from 0 to 100"},
      {{m, "\"50\"] score: 100", "\"50\"]"},
       "methodology-m.textproto:54: row of node 't' has no score; write a number from 0 to 100"},
      {{m, "children: \"ba21\"\n  children: \"ba22\"", "children: \"ba21\"\n  children: \"size\""},
       "methodology-m.textproto:52: table 't' has child 'size', which is numeric; a table looks "
       "up options"},
      {{m, "aggregation: TABLE", "aggregation: MEAN"},
       "methodology-m.textproto:53: node 't' has table rows but is no table; write aggregation: "
       "TABLE or remove them"},
      {{m,
        "  aggregation: WEIGHTED_MEAN\n  children: \"t\"\n  children: \"ba22\"\n  weights: 2\n"
        "  weights: 1\n",
        "  aggregation: TABLE\n  children: \"t\"\n"},
       "methodology-m.textproto:36: node 'b' is a table without rows\n"
       "methodology-m.textproto:41: table 'b' has child 't', which is a node; a table looks up "
       "answers of indicators"},
  });
}

TEST(IndexFaultsTest, IndexAndEditions) {
  ExpectFaults({
      {{"index", "id: \"i\"", ""}, "index.textproto:1: id of the index is missing or empty"},
      {{"index", "name: \"I\"", "name: \"\""},
       "index.textproto:2: name of the index is missing or empty"},
      {{"index", "default_methodology: \"m\"", "default_methodology: \"mipex\""},
       "index.textproto:3: default methodology: 'mipex' is the id of no methodology file"},
      {{"editions", "id: \"one\"", ""},
       "editions.textproto:1: id of an edition is missing or empty"},
      {{"editions", "title: \"One\"", ""},
       "editions.textproto:1: title of edition 'one' is missing or empty"},
      {{"editions", "aliases: \"first\"", "aliases: [\"first\", \"ONE\"]"},
       "editions.textproto:4: alias of edition 'one': 'ONE' is already taken in line 2"},
      {{"editions", "aliases: \"first\"", "aliases: \"2014\""},
       "editions.textproto:4: alias of edition 'one': '2014' reads as a date; choose another name"},
      {{"editions", "2014-12-31", "2014-13-31"},
       "editions.textproto:5: reference of edition 'one': '2014-13-31' is not a day of the "
       "calendar; write YYYY-MM-DD"},
      {{"editions", "reference: \"2014-12-31\"", ""},
       "editions.textproto:1: reference of edition 'one' is missing or empty"},
      {{"editions", "2015-06-01", "June 2015"},
       "editions.textproto:6: published of edition 'one': 'June 2015' is not a date; write "
       "YYYY-MM-DD, YYYY-MM or YYYY"},
      {{"editions", "methodology: \"m\"", "methodology: \"mm\""},
       "editions.textproto:7: methodology of edition 'one': 'mm' is the id of no methodology file"},
      {{"editions", "  methodology:",
        "  own_references { country: \"GB\" reference: \"2014-06-30\" }\n  methodology:"},
       ""},
      {{"editions", "  methodology:",
        "  own_references { country: \"FR\" reference: \"2014-06-30\" }\n  methodology:"},
       "editions.textproto:7: edition 'one' has a reference of 'FR', which is the code of no "
       "country; add it to countries.textproto or correct the code"},
      {{"editions", "  methodology:", "  own_references { country: \"GB\" }\n  methodology:"},
       "editions.textproto:7: reference of 'GB' in edition 'one' is missing or empty"},
      {{"editions", "  methodology: \"m\"\n}",
        "  methodology: \"m\"\n}\neditions {\n  id: \"two\"\n  title: \"Two\"\n"
        "  reference: \"2016-12-31\"\n  methodology: \"m\"\n"
        "  own_references { country: \"GB\" reference: \"2014-12-31\" }\n}"},
       "editions.textproto:9: reference 2014-12-31 of 'GB' in edition 'two' is not after "
       "2014-12-31, that of edition 'one'"},
  });
}

TEST(IndexFaultsTest, Countries) {
  ExpectFaults({
      {{"countries", "\"GB-SCT\"", "\"gb\""},
       "countries.textproto:2: 'gb' is not a country code; write two capitals (\"GB\"), or those, "
       "a hyphen and up to three capitals or digits (\"GB-SCT\")"},
      {{"countries", "\"GB-SCT\"", "\"GB-SCOT\""},
       "countries.textproto:2: 'GB-SCOT' is not a country code; write two capitals (\"GB\"), or "
       "those, a hyphen and up to three capitals or digits (\"GB-SCT\")"},
      {{"countries", "\"GB-SCT\"", "\"GB-\""},
       "countries.textproto:2: 'GB-' is not a country code; write two capitals (\"GB\"), or those, "
       "a hyphen and up to three capitals or digits (\"GB-SCT\")"},
      {{"countries", "\"GB-SCT\"", "\"UK\""},
       "countries.textproto:2: country code: 'UK' is already taken in line 1"},
      {{"countries", "name: \"Scotland\"", "name: \"Scotland\" aliases: \"GB\""},
       "countries.textproto:2: alias of country 'GB-SCT': 'GB' is already taken in line 1"},
      {{"countries", "name: \"Scotland\"", ""},
       "countries.textproto:2: name of country 'GB-SCT' is missing or empty"},
  });
}

TEST(IndexFaultsTest, Groups) {
  const std::string_view again = "2020-02-01\" }\n  memberships { country: \"GB\" ";
  ExpectFaults({
      {{"groups", "name: \"Union\"", ""},
       "groups.textproto:1: name of group 'EU' is missing or empty"},
      {{"groups", "groups {", "groups { id: \"eu\" name: \"Union\" }\ngroups {"},
       "groups.textproto:3: id of a group: 'EU' is already taken in line 1"},
      {{"groups", "country: \"GB\"", "country: \"FR\""},
       "groups.textproto:4: group 'EU' has member 'FR', which is the code of no country; add it "
       "to countries.textproto or correct the code"},
      {{"groups", "country: \"GB\"", "country: \"UK\""},
       "groups.textproto:4: group 'EU' has member 'UK', which is the code of no country; write "
       "'GB'"},
      {{"groups", "2020-02-01", "1973-01-01"},
       "groups.textproto:4: membership of 'GB' in group 'EU' ends on 1973-01-01, not after its "
       "first day 1973-01-01"},
      {{"groups", "1973-01-01", "1973"},
       "groups.textproto:4: from of the membership of 'GB' in group 'EU': '1973' is not a day; "
       "write YYYY-MM-DD"},
      {{"groups", "2020-02-01\" }", std::string(again) + "from: \"2020-01-31\" }"},
       "groups.textproto:5: membership of 'GB' in group 'EU' overlaps the one in line 4"},
      {{"groups", "2020-02-01\" }", std::string(again) + "}"},
       "groups.textproto:5: membership of 'GB' in group 'EU' overlaps the one in line 4"},
      {{"groups", "2020-02-01\" }", std::string(again) + "from: \"2020-02-01\" }"}, ""},
  });
}

TEST(IndexFaultsTest, Workbook) {
  ExpectFaults({
      {{"workbook", "\"total\"", "\"totl\""},
       "workbook.textproto:1: header 'Overall' stands for 'totl', which is no node of any "
       "methodology; did you mean 'total'?"},
      {{"workbook", "\"total\"", "\"ba21\""},
       "workbook.textproto:1: header 'Overall' stands for 'ba21', which is no node of any "
       "methodology"},
      {{"workbook", "code: \"ba21\"", "code: \"bb21\""},
       "workbook.textproto:2: spelling 'ba 21' stands for 'bb21', which is no indicator or node of "
       "any methodology; did you mean 'ba21'?"},
      {{"workbook", "written: \"ba 21\"", "written: \"ba22\""},
       "workbook.textproto:2: spelling 'ba22' is itself a code of the index; remove it"},
      {{"workbook", "written: \"ba 21\"", ""},
       "workbook.textproto:2: written of a code is missing or empty"},
      {{"workbook", "codes {", "codes { written: \"ba 21\" code: \"ba22\" }\ncodes {"},
       "workbook.textproto:3: spelling: 'ba 21' is already taken in line 2"},
  });
}

TEST(IndexFaultsTest, Files) {
  std::vector<SourceFile> files = Files();
  files.push_back({.name = "group.textproto", .text = ""});
  files.push_back({.name = "methodology-n.textproto", .text = std::string(kMethodology)});
  std::erase_if(files, [](const SourceFile& file) { return file.name == "countries.textproto"; });
  EXPECT_EQ(FaultsOf(files),
            "countries.textproto: missing; an index needs index.textproto, editions.textproto, "
            "countries.textproto and at least one methodology-*.textproto\n"
            "group.textproto: not a file of an index; did you mean 'groups.textproto'?\n"
            "methodology-n.textproto: id 'm' is already taken by another methodology file");
}

TEST(IndexFaultsTest, OneRunReportsTheFaultsOfAllFiles) {
  std::vector<SourceFile> files = Files();
  Apply({"methodology-m", "score: 50", "score: 500"}, files);
  Apply({"methodology-m", "weights: 1", "weights: 0"}, files);
  Apply({"editions", "2014-12-31", "2014-12-32"}, files);
  Apply({"countries", "\"GB-SCT\"", "\"Scotland\""}, files);
  Apply({"groups", "\"GB\"", "\"FR\""}, files);
  const std::string faults = FaultsOf(files);
  EXPECT_EQ(std::ranges::count(faults, '\n'), 4) << faults;
  EXPECT_THAT(faults, ::testing::StartsWith("countries.textproto:2: "));
  EXPECT_THAT(faults, ::testing::HasSubstr("\neditions.textproto:5: "));
  EXPECT_THAT(faults, ::testing::HasSubstr("\ngroups.textproto:4: "));
  EXPECT_THAT(faults, ::testing::HasSubstr("\nmethodology-m.textproto:14: "));
  EXPECT_THAT(faults, ::testing::HasSubstr("\nmethodology-m.textproto:44: "));
}

TEST(IndexFaultsTest, AFileThatDoesNotParseCausesNoFaultsElsewhere) {
  for (const std::string_view broken : {"methodology-m", "countries"}) {
    std::vector<SourceFile> files = Files();
    const auto file =
        std::ranges::find(files, std::string(broken) + ".textproto", &SourceFile::name);
    file->text = "?";
    const std::string faults = FaultsOf(files);
    EXPECT_THAT(faults, ::testing::StartsWith(std::string(broken) + ".textproto:1: "));
    EXPECT_EQ(std::ranges::count(faults, '\n'), 0) << faults;
  }
}

}  // namespace
}  // namespace lawtrace::proto
