#include "proto/index_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lawtrace::proto {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::filesystem::path kRoot = LAWTRACE_SOURCE_DIR;

Index Load(const std::filesystem::path& directory) {
  Result<Index> index = LoadIndex(kRoot / directory);
  if (!index) ADD_FAILURE() << index.error().Message();
  return index.value_or(Index{});
}

const Index& Mipex() {
  static const Index index = Load("data/mipex");
  return index;
}

const Index& Toy() {
  static const Index index = Load("tests/fixtures/toy-index");
  return index;
}

const Node& NodeOf(const Methodology& methodology, std::string_view code) {
  const Node* node = methodology.FindNode(code);
  if (node == nullptr) throw std::runtime_error("no node " + std::string(code));
  return *node;
}

const Node& CoreNode(std::string_view code) {
  return NodeOf(Mipex().main_methodology(), code);
}

std::vector<std::string> OptionCodes(std::string_view indicator) {
  std::vector<std::string> codes;
  for (const Option& option : Mipex().main_methodology().FindIndicator(indicator)->options)
    codes.push_back(option.code);
  return codes;
}

// The score of the first row that matches; absent without one.
std::optional<double> LookUp(const Node& table, const std::vector<std::string>& answers) {
  for (const TableRow& row : table.table) {
    bool matches = true;
    for (std::size_t i = 0; i < answers.size(); ++i)
      matches = matches && row.when[i].value_or(answers[i]) == answers[i];
    if (matches) return row.score;
  }
  return std::nullopt;
}

std::vector<std::string> CodesAtLevel(const Methodology& methodology, std::string_view level) {
  std::vector<std::string> codes;
  for (const Node& node : methodology.nodes)
    if (node.level == level) codes.push_back(node.code);
  return codes;
}

TEST(MipexTest, NamesItselfAndItsMainMethodology) {
  EXPECT_EQ(Mipex().id, "mipex");
  EXPECT_EQ(Mipex().name, "Migrant Integration Policy Index");
  EXPECT_EQ(Mipex().main_methodology().id, "mipex-core");
  EXPECT_EQ(Mipex().methodologies.size(), 4U);
}

TEST(MipexTest, CoreSetHasSeventyTwoIndicatorsInCodebookOrder) {
  const Methodology& core = Mipex().main_methodology();
  ASSERT_EQ(core.indicators.size(), 72U);
  EXPECT_EQ(core.indicators.front().code, "aa1");
  EXPECT_EQ(core.indicators[16].code, "bb31");  // Economic resources before accommodation.
  EXPECT_EQ(core.indicators[17].code, "bb30");
  EXPECT_EQ(core.indicators[61].code, "148");  // Between 145a and 146a.
  EXPECT_EQ(core.indicators.back().code, "165");
}

TEST(MipexTest, CoreSetHasItsNodesAtTheirLevels) {
  const Methodology& core = Mipex().main_methodology();
  EXPECT_EQ(core.nodes.size(), 23U);
  EXPECT_THAT(CodesAtLevel(core, "composite"),
              ElementsAre("bb28", "bb29", "bb30bb31", "cb51", "cc59cd64", "fb_new", "gb"));
  EXPECT_THAT(CodesAtLevel(core, "group"),
              ElementsAre("eb84a_eb85", "eb88_eb89_eb90", "gd", "h_conditions", "h_documentation"));
  EXPECT_THAT(CodesAtLevel(core, "area"), ElementsAre("a", "b", "c", "d", "e", "f", "g", "h"));
  EXPECT_THAT(CodesAtLevel(core, "overall"),
              ElementsAre("overall_with_health", "overall_without_health",
                          "overall_without_health_education"));
  EXPECT_EQ(core.headline, "overall_with_health");
}

TEST(MipexTest, ChildrenStandInTheOrderOfTheWorkbooksSums) {
  EXPECT_THAT(CoreNode("b").children, ElementsAre("ba21", "ba26ba27", "bb28", "bb29", "bb30bb31",
                                                  "bc34", "bc35", "bc36", "bd38"));
  EXPECT_THAT(CoreNode("c").children,
              ElementsAre("ca45ca47", "ca49", "cb50", "cb51", "cb53", "cd60", "cc59cd64"));
  EXPECT_THAT(CoreNode("e").children, ElementsAre("ea80", "eb84a_eb85", "eb88_eb89_eb90", "ed96"));
  EXPECT_THAT(CoreNode("h").children, ElementsAre("h_conditions", "h_documentation", "152c", "153c",
                                                  "156a", "159", "163", "165"));
  EXPECT_THAT(CoreNode("overall_without_health_education").children,
              ElementsAre("a", "b", "d", "e", "f", "g"));
}

TEST(MipexTest, OnlyOverallScoresNeedAllTheirChildren) {
  for (const Node& node : Mipex().main_methodology().nodes)
    EXPECT_EQ(node.missing == MissingRule::kRequireAll, node.level == "overall") << node.code;
}

TEST(MipexTest, IndicatorsHaveTheOptionsOfTheCodebook) {
  EXPECT_THAT(OptionCodes("aa1"), ElementsAre("0", "50", "100"));
  EXPECT_THAT(OptionCodes("ab7ab8"), ElementsAre("0", "33", "67", "100"));
  EXPECT_THAT(OptionCodes("gc_new"), ElementsAre("0", "25", "50", "75", "100"));
  int count_of_four = 0;
  int count_of_five = 0;
  for (const Indicator& indicator : Mipex().main_methodology().indicators) {
    EXPECT_FALSE(indicator.is_numeric);
    count_of_four += indicator.options.size() == 4 ? 1 : 0;
    count_of_five += indicator.options.size() == 5 ? 1 : 0;
    for (const Option& option : indicator.options)
      EXPECT_EQ(option.score, std::stod(option.code)) << indicator.code;
  }
  EXPECT_EQ(count_of_four, 6);  // ab7ab8 ca45ca47 fa102_new gd137gd140 152c 153c
  EXPECT_EQ(count_of_five, 4);  // ba26ba27 db65db67db68 dc71abd gc_new
}

TEST(MipexTest, PreEntryTableScoresEveryCombination) {
  const Node& table = CoreNode("bb28");
  EXPECT_EQ(LookUp(table, {"100", "0"}), 100);
  EXPECT_EQ(LookUp(table, {"100", ""}), 100);
  EXPECT_EQ(LookUp(table, {"0", "0"}), 0);
  EXPECT_EQ(LookUp(table, {"50", "0"}), 17);
  EXPECT_EQ(LookUp(table, {"0", "50"}), 33);
  EXPECT_EQ(LookUp(table, {"50", "50"}), 50);
  EXPECT_EQ(LookUp(table, {"0", "100"}), 67);
  EXPECT_EQ(LookUp(table, {"50", "100"}), 83);
  EXPECT_EQ(LookUp(table, {"0", ""}), std::nullopt);
}

TEST(MipexTest, InCountryTableScoresEveryCombination) {
  const Node& table = CoreNode("bb29");
  EXPECT_EQ(LookUp(table, {"100", "0", "0"}), 100);
  EXPECT_EQ(LookUp(table, {"50", "100", "0"}), 90);
  double expected = 0;
  for (const char* form : {"0", "50", "100"}) {
    for (const char* level : {"0", "50", "100"}) {
      EXPECT_EQ(LookUp(table, {"0", level, form}), expected) << level << ' ' << form;
      expected += 10;
    }
  }
}

TEST(MipexTest, DiversityTableNeedsTeacherTraining) {
  const Node& table = CoreNode("cc59cd64");
  for (const char* workforce : {"0", "50", "100", ""})
    EXPECT_EQ(LookUp(table, {workforce, "0"}), 0) << workforce;
  EXPECT_EQ(LookUp(table, {"0", "50"}), 33);
  EXPECT_EQ(LookUp(table, {"0", "100"}), 67);
  for (const char* workforce : {"50", "100"})
    for (const char* training : {"50", "100"})
      EXPECT_EQ(LookUp(table, {workforce, training}), 100) << workforce << ' ' << training;
  EXPECT_EQ(LookUp(table, {"", "50"}), std::nullopt);
}

TEST(MipexTest, ResourcesWeighTwiceAsMuchAsAccommodation) {
  const Node& node = CoreNode("bb30bb31");
  EXPECT_EQ(node.aggregation, Aggregation::kWeightedMean);
  EXPECT_THAT(node.children, ElementsAre("bb31", "bb30"));
  EXPECT_THAT(node.WeightsOn(Day(0)), ElementsAre(0.67, 0.33));
}

TEST(MipexTest, BandsHoldPrintedScores) {
  const Methodology& core = Mipex().main_methodology();
  EXPECT_EQ(core.BandOf(79.5), "favourable");
  EXPECT_EQ(core.BandOf(79.4), "slightly favourable");
  EXPECT_EQ(core.BandOf(40.5), "halfway favourable");
  EXPECT_EQ(core.BandOf(40.4), "slightly unfavourable");
  EXPECT_EQ(core.BandOf(0.5), "unfavourable");
  EXPECT_EQ(core.BandOf(0.4), "critically unfavourable");
}

TEST(MipexTest, EarlierEditionsAverageFourDimensionsInEachArea) {
  const std::vector<std::pair<std::string, std::size_t>> area_counts = {
      {"mipex-2007", 6}, {"mipex-2010", 7}, {"mipex-2014", 8}};
  for (const auto& [id, area_count] : area_counts) {
    const Methodology& methodology = *Mipex().FindMethodology(id);
    EXPECT_EQ(methodology.indicators.size(), 4 * area_count) << id;
    EXPECT_EQ(NodeOf(methodology, methodology.headline).children.size(), area_count) << id;
    EXPECT_EQ(CodesAtLevel(methodology, "area").size(), area_count) << id;
    for (const Indicator& dimension : methodology.indicators) {
      EXPECT_TRUE(dimension.is_numeric) << dimension.code;
      EXPECT_EQ(Mipex().main_methodology().FindIndicator(dimension.code), nullptr);
    }
    for (const std::string& area : CodesAtLevel(methodology, "area"))
      EXPECT_EQ(NodeOf(methodology, area).children.size(), 4U) << area;
  }
}

TEST(MipexTest, EarlierEditionsPrintTheScoresTheyPublished) {
  // Germany, access to nationality: 59 in edition III, 52 in edition II; Portugal 2014: 75.
  EXPECT_EQ(Mipex().FindMethodology("mipex-2010")->Rounded((90 + 33 + 64 + 50) / 4.0), 59);
  EXPECT_EQ(Mipex().FindMethodology("mipex-2007")->Rounded((90 + 18 + 50 + 50) / 4.0), 52);
  EXPECT_EQ(
      Mipex().FindMethodology("mipex-2014")->Rounded((91 + 88 + 62 + 43 + 74 + 68 + 86 + 88) / 8.0),
      75);
}

TEST(MipexTest, EditionsStandByReferenceDay) {
  std::vector<std::string> ids;
  for (const Edition& edition : Mipex().editions) ids.push_back(edition.id);
  EXPECT_THAT(ids,
              ElementsAre("mipex-2007", "mipex-2010", "mipex-2014", "mipex-2020", "mipex-2025"));
  EXPECT_EQ(Mipex().FindEdition("iii")->id, "mipex-2010");
  EXPECT_EQ(Mipex().FindEdition("V")->reference, Day::Of(2019, 12, 31));
  EXPECT_EQ(Mipex().FindEdition("V")->methodology, "mipex-core");
  EXPECT_EQ(Mipex().FindEdition("2014"), nullptr);
}

TEST(MipexTest, CountriesStandByCodeAndKnowTheWorkbooksSpelling) {
  EXPECT_TRUE(std::ranges::is_sorted(Mipex().countries, {}, &Country::code));
  EXPECT_EQ(Mipex().countries.size(), 60U);
  EXPECT_EQ(Mipex().FindCountry("UK")->code, "GB");
  EXPECT_EQ(Mipex().FindCountry("TU")->code, "TR");
  EXPECT_EQ(Mipex().FindCountry("EL")->code, "GR");
  for (const char* name : {"Macedonia", "MKD", "north macedonia"})
    EXPECT_EQ(Mipex().FindCountry(name)->code, "MK") << name;
  for (const Country& country : Mipex().countries) {
    EXPECT_EQ(Mipex().FindCountry(country.alpha3), &country) << country.code;
    for (const std::string& name : country.names)
      EXPECT_EQ(Mipex().FindCountry(name), &country) << name;
  }
}

TEST(MipexTest, GroupsFollowTheTreaties) {
  const Group& eu = *Mipex().FindGroup("eu");
  const std::vector<std::pair<Day, std::size_t>> eu_sizes = {
      {Day::Of(1958, 1, 1), 6},  {Day::Of(1973, 1, 1), 9},   {Day::Of(1981, 1, 1), 10},
      {Day::Of(1986, 1, 1), 12}, {Day::Of(1995, 1, 1), 15},  {Day::Of(2004, 4, 30), 15},
      {Day::Of(2004, 5, 1), 25}, {Day::Of(2007, 1, 1), 27},  {Day::Of(2013, 6, 30), 27},
      {Day::Of(2013, 7, 1), 28}, {Day::Of(2020, 1, 31), 28}, {Day::Of(2020, 2, 1), 27}};
  for (const auto& [day, size] : eu_sizes)
    EXPECT_EQ(eu.MembersOn(day).size(), size) << day.ToString();
  EXPECT_TRUE(eu.HasMember("GB", Day::Of(2020, 1, 31)));
  EXPECT_FALSE(eu.HasMember("GB", Day::Of(2020, 2, 1)));
  EXPECT_THAT(Mipex().FindGroup("EFTA")->MembersOn(Day::Of(2020, 1, 1)),
              ElementsAre("CH", "NO", "IS", "LI"));
  EXPECT_EQ(Mipex().FindGroup("EFTA")->MembersOn(Day::Of(1960, 5, 3)).size(), 7U);
  EXPECT_EQ(Mipex().FindGroup("OECD")->MembersOn(Day::Of(2021, 5, 25)).size(), 38U);
  EXPECT_EQ(Mipex().FindGroup("OECD")->MembersOn(Day::Of(2010, 5, 7)).size(), 31U);
  EXPECT_EQ(Mipex().FindGroup("EU15")->MembersOn(Day::Of(2024, 1, 1)).size(), 15U);
}

TEST(MipexTest, WorkbookSpellingsLeadToCodes) {
  const WorkbookSpelling& workbook = Mipex().workbook;
  ASSERT_EQ(workbook.overall_columns.size(), 3U);
  EXPECT_EQ(workbook.overall_columns[1].header, "Overall Score (with/out health)");
  EXPECT_EQ(workbook.overall_columns[1].node, "overall_without_health");
  ASSERT_EQ(workbook.codes.size(), 2U);
  EXPECT_EQ(workbook.codes[0].written, "gc");
  EXPECT_EQ(workbook.codes[0].code, "gc_new");
  EXPECT_EQ(workbook.codes[1].code, "fa102_new");
}

TEST(ToyIndexTest, NodesStandChildrenFirstAndOtherwiseInFileOrder) {
  std::vector<std::string> codes;
  for (const Node& node : Toy().main_methodology().nodes) codes.push_back(node.code);
  EXPECT_THAT(codes, ElementsAre("membership", "door", "shelf", "library"));
}

TEST(ToyIndexTest, KeepsWhatTheFilesSay) {
  const Methodology& methodology = Toy().main_methodology();
  EXPECT_EQ(methodology.version, "2.1");
  EXPECT_EQ(methodology.decimals, 1);
  EXPECT_FALSE(methodology.scores_unlisted_numbers);
  EXPECT_EQ(methodology.FindIndicator("lending")->Find("2G")->score, 66.7);
  EXPECT_EQ(methodology.FindIndicator("lending")->Find("2G")->label,
            "Second grade, with guarantor");
  EXPECT_TRUE(methodology.FindIndicator("hours")->is_numeric);
  EXPECT_EQ(NodeOf(methodology, "door").LabelOn(Day::Of(2014, 12, 31)), "Entering");
  EXPECT_EQ(NodeOf(methodology, "door").LabelOn(Day::Of(2015, 1, 1)), "Access on site");
  EXPECT_THAT(NodeOf(methodology, "library").WeightsOn(Day(0)), ElementsAre(3, 1));
  EXPECT_EQ(LookUp(NodeOf(methodology, "membership"), {"passport", "yes"}), 0);
  EXPECT_EQ(methodology.BandOf(66.65), "open");
}

TEST(ToyIndexTest, PartsOfCountriesAreCountries) {
  EXPECT_EQ(Toy().FindCountry("SCO")->code, "GB-SCT");
  EXPECT_EQ(Toy().FindCountry("GB-SCT")->alpha3, "");
  EXPECT_EQ(Toy().countries.front().code, "GB");
  EXPECT_EQ(Toy().FindGroup("Readers")->MembersOn(Day::Of(2014, 7, 1)).size(), 3U);
}

TEST(ToyIndexTest, EditionsStandByReferenceDay) {
  ASSERT_EQ(Toy().editions.size(), 2U);
  EXPECT_EQ(Toy().editions[0].id, "pilot");
  EXPECT_EQ(Toy().editions[0].published, std::nullopt);
  EXPECT_EQ(Toy().FindEdition("2ND")->published,
            PartialDate(Day::Of(2018, 11, 5), Precision::kDay));
}

TEST(ToyIndexTest, GroupsAndWorkbookMayBeLeftOut) {
  EXPECT_TRUE(Toy().workbook.codes.empty());
  EXPECT_TRUE(Toy().workbook.overall_columns.empty());
}

// No other process uses it.
std::filesystem::path OwnFolder(const std::string& name) {
  return std::filesystem::path(::testing::TempDir()) / (name + "-" + std::to_string(::getpid()));
}

TEST(LoadIndexTest, AMissingFolderIsNotFound) {
  const Result<Index> index = LoadIndex("/no/such/folder");
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(index.error().Message(),
            "cannot open the index folder '/no/such/folder' (No such file or directory); give the "
            "folder that holds index.textproto");
}

TEST(LoadIndexTest, AFolderWithoutTextFilesIsNotFound) {
  const std::filesystem::path folder = OwnFolder("lawtrace-empty-index");
  std::filesystem::create_directories(folder);
  const Result<Index> index = LoadIndex(folder);
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(index.error().Message(), HasSubstr("holds no index; give the folder that holds"));
  std::filesystem::remove_all(folder);
}

TEST(LoadIndexTest, AFolderWithHalfAnIndexNamesTheMissingFiles) {
  const std::filesystem::path folder = OwnFolder("lawtrace-half-an-index");
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(kRoot / "tests/fixtures/toy-index/countries.textproto",
                             folder / "countries.textproto",
                             std::filesystem::copy_options::overwrite_existing);
  const Result<Index> index = LoadIndex(folder);
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(index.error().Message(), HasSubstr("editions.textproto: missing; "));
  EXPECT_THAT(index.error().Message(), HasSubstr("index.textproto: missing; "));
  EXPECT_THAT(index.error().Message(),
              HasSubstr("methodology-*.textproto: missing; an index needs at least one"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace lawtrace::proto
