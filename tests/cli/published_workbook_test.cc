// The published workbooks through the program, where they are at hand.
#include <gmock/gmock.h>

#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::string kFolder = std::string(LAWTRACE_SHARED_DATA_DIR) + "/mipex/";
const std::string kCore = kFolder + "core-2007-2019.xlsx";
const std::string kEu = kFolder + "eu-2020-2024.xlsx";

class PublishedWorkbookCliTest : public ProgramTest {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kCore)) GTEST_SKIP() << "skipped: no data";
  }
  nlohmann::json Import(const std::string& file, const std::string& recorded_at) const {
    const nlohmann::json rows = Ask({"import", "workbook", file, "--recorded-at", recorded_at});
    EXPECT_THAT(rows, SizeIs(1));
    return rows.empty() ? nlohmann::json() : rows[0];
  }
  void ImportBoth() const {
    Import(kCore, "2020-12-09");
    Import(kEu, "2025-09-25");
  }
};

TEST_F(PublishedWorkbookCliTest, ImportCountsWhatIsNew) {
  const nlohmann::json core = Import(kCore, "2020-12-09");
  EXPECT_EQ(core["sheets"], 56);
  EXPECT_EQ(core["codings"], 4'032);
  EXPECT_EQ(core["amendments"], 488);
  EXPECT_EQ(core["recodings"], 0);
  EXPECT_EQ(core["derived"], 3'857);
  EXPECT_EQ(core["derived_equal"], 3'857);
  const nlohmann::json eu = Import(kEu, "2025-09-25");
  EXPECT_EQ(eu["codings"], 0);
  EXPECT_EQ(eu["amendments"], 58);
  EXPECT_EQ(eu["recodings"], 78);
  EXPECT_EQ(eu["derived"], 889);
  EXPECT_EQ(eu["derived_equal"], 889);

  const std::string log = Log();
  EXPECT_THAT(Do({"import", "workbook", kCore}),
              HasSubstr("\nNothing new: all 35,368 answers are already recorded.\n"));
  EXPECT_THAT(Do({"import", "workbook", kEu}), HasSubstr("\nNothing new: all "));
  EXPECT_EQ(Log(), log);

  const std::string events = Path("exported.csv");
  const std::string laws = Path("laws.csv");
  Do({"export", "events", "--output", events});
  Do({"export", "laws", "--output", laws});
  UseStore("rebuilt");
  Do({"import", "events", events, "--laws", laws});
  EXPECT_EQ(Log(), log);
}

// Of 546 amendments, 514 have a comment.
TEST_F(PublishedWorkbookCliTest, CommentsGiveLawsAndDates) {
  const nlohmann::json core = Import(kCore, "2020-12-09");
  EXPECT_EQ(core["attributed"], 245);
  EXPECT_EQ(core["stated_dates"], 144);
  EXPECT_EQ(core["laws"], core["new_laws"]);
  const nlohmann::json eu = Import(kEu, "2025-09-25");
  EXPECT_EQ(eu["attributed"], 29);
  EXPECT_EQ(eu["stated_dates"], 21);
  EXPECT_THAT(Ask({"law", "missing"}), SizeIs(546 - 245 - 29));
  EXPECT_GT(Ask({"law", "list"}).size(), std::size_t{300});
  EXPECT_THAT(Ask({"law", "candidates"}), SizeIs(6));
}

TEST_F(PublishedWorkbookCliTest, ADryRunCountsAndWritesNothing) {
  const nlohmann::json rows = Ask({"import", "workbook", kCore, "--dry-run"});
  EXPECT_EQ(rows[0]["amendments"], 488);
  EXPECT_FALSE(std::filesystem::exists(store()));
  Import(kCore, "2020-12-09");
  const std::string log = Log();
  EXPECT_THAT(Do({"import", "workbook", kEu, "--dry-run"}),
              HasSubstr("Dry run: nothing was written.\n"));
  EXPECT_EQ(Log(), log);
}

TEST_F(PublishedWorkbookCliTest, EveryFigureIsRecomputedOrExplained) {
  ImportBoth();
  const nlohmann::json core = Ask({"verify", kCore});
  EXPECT_EQ(core["published"], 5'236);
  EXPECT_EQ(core["equal"], 5'236);
  EXPECT_EQ(core["different"], 0);
  EXPECT_EQ(core["unpublished"], 83);

  const Outcome outcome = Run({"verify", kEu, "--format", "json"});
  EXPECT_EQ(outcome.status, 1);
  const nlohmann::json eu = nlohmann::json::parse(outcome.out);
  ASSERT_EQ(eu["different"], 3);
  for (const auto& [node, cause] :
       {std::pair("overall_with_health", "follows from the published c"),
        std::pair("overall_without_health", "follows from the published c"),
        std::pair("c", "the published figure is the mean without cb53")}) {
    const auto row = std::ranges::find_if(
        eu["figures"], [&](const auto& figure) { return figure["node"] == node; });
    ASSERT_NE(row, eu["figures"].end()) << node;
    EXPECT_EQ((*row)["country"], "SI");
    EXPECT_EQ((*row)["status"], "different");
    EXPECT_THAT((*row)["cause"].get<std::string>(), HasSubstr(cause));
  }
}

TEST_F(PublishedWorkbookCliTest, AReaderSeesWhatWasKnownThen) {
  ImportBoth();
  const auto score = [&](const std::string& known_at, const std::string& at) {
    return Ask({"score", "--country", "PT", "--node", "overall_without_health", "--at", at,
                "--known-at", known_at})[0];
  };
  EXPECT_TRUE(score("2019", "2019")["score"].is_null());
  EXPECT_EQ(score("2019", "2019")["reason"], "nothing was recorded by then");
  EXPECT_FALSE(score("2021", "2019")["score"].is_null());
  // In 2021 nobody had seen an answer of 2020 or later.
  EXPECT_EQ(score("2021", "2024")["score"], score("2021", "2019")["score"]);
  EXPECT_EQ(score("2021", "2024")["oldest_answer"], "2019-12-31");
  EXPECT_EQ(score("today", "2024")["oldest_answer"], "2023-12-31");
}

}  // namespace
}  // namespace lawtrace::cli
