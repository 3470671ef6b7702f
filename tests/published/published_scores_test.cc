// The real workbooks, whole: what they say becomes events, and the events give back what they
// publish.  The expected figures stand in the tables beside the workbooks.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "analysis/difference.h"
#include "analysis/revision.h"
#include "analysis/verification.h"
#include "ingest/ledger.h"
#include "ingest/observation_import.h"
#include "ingest/record_reader.h"
#include "ingest/workbook_reader.h"
#include "proto/index_codec.h"

namespace lawtrace {
namespace {

const std::filesystem::path kData = std::filesystem::path(LAWTRACE_SHARED_DATA_DIR) / "mipex";

struct Workbook {
  const char* file;
  Day recorded;
  ingest::WorkbookReading reading;
  ingest::ObservationPlan plan;
};

// Both workbooks, imported one after the other; read once for all tests.
class PublishedScoresTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!std::filesystem::exists(kData / "core-2007-2019.xlsx")) return;
    index_ = new Index(proto::LoadIndex(LAWTRACE_SOURCE_DIR "/data/mipex").value());
    analysis::ArchiveBuilder builder(index_->main_methodology());
    ingest::Ledger ledger;
    for (auto [file, recorded] : {std::pair("core-2007-2019.xlsx", Day::Of(2020, 12, 9)),
                                  std::pair("eu-2020-2024.xlsx", Day::Of(2025, 9, 25))}) {
      Workbook workbook{.file = file, .recorded = recorded};
      workbook.reading = ingest::ReadWorkbook(kData / file, *index_, {}).value();
      workbook.plan = ingest::PlanObservations(workbook.reading.observations, ledger,
                                               {.document = file,
                                                .kind = "workbook",
                                                .recorded_at = Instant::StartOf(recorded),
                                                .author = ""});
      workbook.plan.transaction.Number(ledger.last().plus(1));
      ledger.Add(workbook.plan.transaction);
      builder.Add(workbook.plan.transaction);
      workbooks_.push_back(std::move(workbook));
    }
    archive_ = new analysis::Archive(std::move(builder).Build());
  }
  static void TearDownTestSuite() {
    delete archive_;
    delete index_;
  }
  void SetUp() override {
    if (archive_ == nullptr) GTEST_SKIP() << "skipped: no data";
  }

  static ingest::RecordFile Table(const std::string& file,
                                  const std::vector<std::string>& columns) {
    const std::string text = ingest::ReadText(kData / file).value();
    return ingest::ParseRecords(file, text, columns).value();
  }

  static inline Index* index_ = nullptr;
  static inline analysis::Archive* archive_ = nullptr;
  static inline std::vector<Workbook> workbooks_;
};

TEST_F(PublishedScoresTest, AnswersBecomeTheEventsThatTheyAre) {
  const ingest::ObservationPlan& core = workbooks_[0].plan;
  EXPECT_EQ(core.codings, 4'032U);
  EXPECT_EQ(core.amendments, 488U);
  EXPECT_EQ(core.recodings, 0U);
  EXPECT_EQ(core.confirmations, 30'848U);
  EXPECT_EQ(core.unlisted, 22U);
  const ingest::ObservationPlan& eu = workbooks_[1].plan;
  EXPECT_EQ(eu.codings, 0U);
  EXPECT_EQ(eu.amendments, 58U);
  EXPECT_EQ(eu.recodings, 78U);
  EXPECT_EQ(eu.unlisted, 10U);
}

// changes.csv lists each difference; rows of derived nodes and of other recomputed codes are
// marked.
TEST_F(PublishedScoresTest, EveryChangeIsInTheTable) {
  using Key =
      std::tuple<std::string, std::string, std::string, std::string, std::string, std::string>;
  std::set<Key> expected;
  const ingest::RecordFile table =
      Table("changes.csv", {"workbook", "country_iso2", "strand", "code", "year_from", "year_to",
                            "old", "new", "direction", "composite"});
  for (const ingest::Record& row : table.records) {
    const std::vector<std::string>& v = row.values;
    if (v[9] == "1") continue;
    expected.insert({v[0] == "seam" ? "recoding" : "amendment", v[1], v[3], v[5], v[6], v[7]});
  }
  std::set<Key> found;
  for (std::uint16_t c = 0; c < archive_->countries().size(); ++c) {
    for (const analysis::Change& change : archive_->Block(analysis::CountryId{c}).changes()) {
      if (change.old_answer == analysis::kNoAnswer) continue;
      const analysis::IndicatorId id = change.statement->indicator;
      found.insert({std::string(Name(change.statement->kind)), archive_->countries()[c],
                    index_->main_methodology().indicators[id.value].code,
                    std::to_string(Day(change.day).year()),
                    archive_->answers().AnswerOf(id, change.old_answer)->code(),
                    archive_->answers().AnswerOf(id, change.statement->answer)->code()});
    }
  }
  EXPECT_EQ(found.size(), 488U + 58U + 78U);
  EXPECT_EQ(found, expected);
}

TEST_F(PublishedScoresTest, EveryFigureFollowsFromTheEventsButThree) {
  const analysis::Verification core =
      analysis::Verify(*archive_, workbooks_[0].reading.figures, {});
  EXPECT_EQ(core.published, 5'236U);
  EXPECT_EQ(core.equal, 5'236U);
  EXPECT_EQ(core.unpublished.size(), 83U);
  const analysis::Verification eu = analysis::Verify(*archive_, workbooks_[1].reading.figures, {});
  EXPECT_EQ(core.published + eu.published, 6'633U);
  EXPECT_EQ(core.equal + eu.equal, 6'630U);
  EXPECT_TRUE(eu.unpublished.empty());
  std::map<std::string, std::string> causes;
  for (const analysis::Disagreement& d : eu.disagreements) {
    EXPECT_EQ(d.figure.country, "SI");
    EXPECT_EQ(d.figure.reference, Day::Of(2024, 12, 31));
    causes[d.figure.node] = d.cause;
  }
  EXPECT_EQ(causes, (std::map<std::string, std::string>{
                        {"c",
                         "the published figure is the mean without cb53: the workbook's formula "
                         "passes over that answer"},
                        {"overall_with_health", "follows from the published c"},
                        {"overall_without_health", "follows from the published c"}}));
}

TEST_F(PublishedScoresTest, TheUnpublishedFiguresAreThoseOfTheTable) {
  std::set<std::array<std::string, 3>> expected;
  const ingest::RecordFile table =
      Table("exceptions.csv",
            {"workbook", "country_iso2", "year", "node", "published", "recomputed", "explanation"});
  for (const ingest::Record& row : table.records)
    if (row.values[6].starts_with("UNPUBLISHED"))
      expected.insert({row.values[1], row.values[2], row.values[3]});
  std::set<std::array<std::string, 3>> found;
  for (const analysis::Unpublished& u :
       analysis::Verify(*archive_, workbooks_[0].reading.figures, {}).unpublished)
    found.insert({u.figure.country, std::to_string(u.figure.reference.year()), u.figure.node});
  EXPECT_EQ(found.size(), 83U);
  EXPECT_EQ(found, expected);
}

// Counts the changes that have a split and compares the sum of each.
class SumCheck {
 public:
  void Expect(const analysis::Attribution& attribution, const std::string& what) {
    if (!attribution.change) return;
    double sum = 0;
    for (const analysis::Contribution& c : attribution.contributions) sum += c.points;
    EXPECT_NEAR(sum, *attribution.change, 1e-9) << what;
    ++count_;
  }
  std::size_t count() const { return count_; }

 private:
  std::size_t count_ = 0;
};

TEST_F(PublishedScoresTest, ContributionsSumToEveryChangeOfEveryYear) {
  SumCheck years;
  SumCheck news;
  const Sequence known = archive_->KnownAt(Day::Of(2021, 12, 31));
  for (std::uint16_t c = 0; c < archive_->countries().size(); ++c) {
    for (std::uint16_t n = 0; n < archive_->evaluator().node_count(); ++n) {
      for (int year = 2007; year < 2024; ++year) {
        const AsOf from{.effective = Day::Of(year, 12, 31)};
        const AsOf to{.effective = Day::Of(year + 1, 12, 31)};
        const std::string what = archive_->countries()[c] + ' ' +
                                 index_->main_methodology().nodes[n].code + ' ' +
                                 std::to_string(year);
        years.Expect(analysis::Attribute(*archive_, {c}, {n}, {.from = from, .to = to}), what);
        if (year % 4 != 0) continue;
        const AsOf before{.effective = from.effective, .known = known};
        news.Expect(analysis::Attribute(*archive_, {c}, {n}, {.from = before, .to = to}), what);
      }
    }
  }
  EXPECT_GT(years.count(), 10'000U);
  EXPECT_GT(news.count(), 2'000U);
}

TEST_F(PublishedScoresTest, ContributionsSumToTheChangesOfTheMeanOfTheUnion) {
  const Group* eu = index_->FindGroup("EU");
  ASSERT_NE(eu, nullptr);
  SumCheck check;
  for (std::uint16_t n = 0; n < archive_->evaluator().node_count(); ++n) {
    for (int year = 2007; year < 2024; ++year) {
      const analysis::MomentRange range{.from = {.effective = Day::Of(year, 12, 31)},
                                        .to = {.effective = Day::Of(year + 1, 12, 31)}};
      check.Expect(analysis::AttributeMean(*archive_, *eu, {n}, range), std::to_string(year));
    }
  }
  EXPECT_GT(check.count(), 200U);
}

TEST_F(PublishedScoresTest, DerivedNodesFollowTheirRules) {
  for (const Workbook& workbook : workbooks_) {
    const analysis::Verification derived =
        analysis::Verify(*archive_, workbook.reading.derived, {});
    EXPECT_EQ(derived.published, workbook.reading.derived.size());
    EXPECT_TRUE(derived.disagreements.empty()) << workbook.file;
  }
}

TEST_F(PublishedScoresTest, NothingIsKnownBeforeItsPublication) {
  const auto portugal = archive_->FindCountry("PT");
  const auto node = archive_->evaluator().FindNode("overall_without_health");
  ASSERT_TRUE(portugal && node);
  const auto score = [&](Day effective, Day known) {
    return archive_->Block(*portugal)
        .ScoreAt(*node, {.effective = effective, .known = archive_->KnownAt(known)})
        .score;
  };
  EXPECT_FALSE(score(Day::Of(2015, 1, 1), Day::Of(2020, 12, 8)).has_value());
  EXPECT_TRUE(score(Day::Of(2015, 1, 1), Day::Of(2020, 12, 9)).has_value());
  // The recodings of 2020 are news of 2025.
  EXPECT_NE(score(Day::Of(2021, 6, 1), Day::Of(2025, 9, 24)),
            score(Day::Of(2021, 6, 1), Day::Of(2025, 9, 25)));
  EXPECT_EQ(score(Day::Of(2019, 6, 1), Day::Of(2025, 9, 24)),
            score(Day::Of(2019, 6, 1), Day::Of(2025, 9, 25)));
}

TEST_F(PublishedScoresTest, HealthOf2014StillCountsIn2016AndTellsItsAge) {
  const auto greece = archive_->FindCountry("GR");
  const auto health = archive_->evaluator().FindNode("h");
  ASSERT_TRUE(greece && health);
  const analysis::CountryBlock& block = archive_->Block(*greece);
  const AsOf then{.effective = Day::Of(2016, 7, 1)};
  EXPECT_EQ(block.ScoreAt(*health, then).score,
            block.ScoreAt(*health, {.effective = Day::Of(2014, 12, 31)}).score);
  for (const analysis::IndicatorId id : archive_->evaluator().IndicatorsBelow(*health))
    EXPECT_EQ(block.LastSeen(id, then), Day::Of(2014, 12, 31));
}

// The second workbook re-scores 78 answers of 2020 and states no law for them; whatever it adds
// after that is new.
TEST_F(PublishedScoresTest, TheSecondWorkbookRevisesThePastByRecodingsAlone) {
  const analysis::NodeId headline =
      *archive_->evaluator().FindNode(archive_->methodology().headline);
  const AsOf as_known{.effective = Day::Of(2020, 12, 31),
                      .known = archive_->KnownAt(Day::Of(2021, 12, 31))};
  std::size_t recodings = 0;
  for (const auto country : analysis::IdsUpTo<analysis::CountryId>(archive_->countries().size())) {
    const analysis::Difference difference = analysis::DifferenceBetween(
        *archive_, archive_->Block(country), headline, as_known, {.effective = as_known.effective});
    double sum = 0;
    for (const analysis::AnswerDifference& row : difference.answers) {
      EXPECT_EQ(row.kind, analysis::DifferenceKind::kRecoding);
      sum += row.node_points.value_or(0);
      ++recodings;
    }
    EXPECT_NEAR(sum, difference.change.value_or(0), 1e-9) << archive_->countries()[country.value];
  }
  EXPECT_EQ(recodings, 78U);
}

TEST_F(PublishedScoresTest, PointsOfDifferencesAndRevisionsAddUpInEveryCountry) {
  const analysis::RecordedRange range{.after = Day::Of(2020, 12, 31),
                                      .until = Day::Of(2025, 12, 31)};
  for (const auto country : analysis::IdsUpTo<analysis::CountryId>(archive_->countries().size())) {
    const analysis::CountryBlock& block = archive_->Block(country);
    for (const auto node :
         analysis::IdsUpTo<analysis::NodeId>(archive_->evaluator().node_count())) {
      const std::string where = archive_->countries()[country.value] + " " +
                                archive_->methodology().nodes[node.value].code;
      for (int year = 2007; year < 2024; year += 3) {
        const analysis::Difference difference = analysis::DifferenceBetween(
            *archive_, block, node, {.effective = Day::Of(year, 12, 31)},
            {.effective = Day::Of(year + 3, 12, 31)});
        double sum = 0;
        for (const analysis::AnswerDifference& row : difference.answers)
          sum += row.node_points.value_or(0);
        EXPECT_NEAR(sum, difference.change.value_or(0), 1e-9) << where << " " << year;
      }
      const analysis::Revisions revisions =
          analysis::RevisionsOf(*archive_, block, node, range, Day::Of(2024, 12, 31));
      double sum = 0;
      for (const analysis::Revision& row : revisions.rows) sum += row.points.value_or(0);
      EXPECT_NEAR(sum, revisions.change.value_or(0), 1e-9) << where;
    }
  }
}

}  // namespace
}  // namespace lawtrace
