// Every fault that reading a methodology reports, with its file and line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "proto/index_codec.h"
#include "tests/proto/index_fault_cases.h"

namespace lawtrace::proto {
namespace {

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

}  // namespace
}  // namespace lawtrace::proto
