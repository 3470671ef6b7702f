// Runs every tests/scenarios/*.scenario: what was recorded when, and what a reader then sees.
//
// A scenario is read line by line.  Words are parted by blanks; "#" begins a comment.
//
//   index FOLDER
//     Below the source tree; data/mipex if the line is missing.
//   load
//     recorded DAY [KIND] COUNTRY INDICATOR from DATE ANSWER [law REFERENCE]...
//       One event; KIND is amendment unless stated.  DATE as in a file of events, `unknown`
//       included.  A REFERENCE is id, id:role or id:role:provision, without blanks.
//     recorded DAY correction of SEQUENCE COUNTRY INDICATOR from DATE ANSWER [law REFERENCE]...
//     recorded DAY retraction of SEQUENCE COUNTRY INDICATOR
//       Items are numbered from 1 on in the order of the lines, laws included.
//     law DAY ID COUNTRY
//       Registers a law.
//     observed DAY SOURCE COUNTRY INDICATOR at REFERENCE ANSWER
//       An answer as a workbook states it.  Lines of one DAY and SOURCE that follow each other are
//       one import; what they become is the import's business.
//     refused DAY ... because TEXT
//       As `recorded`, but the import must refuse it with a message that contains TEXT.
//   eval effective DAY known DAY
//     COUNTRY INDICATOR ANSWER [KIND]
//       ANSWER is `none` where nothing is in force.  KIND is that of the event that decides.
//     COUNTRY NODE SCORE
//       SCORE is a number or a fraction such as 177.5/3, met within 1e-9, or `absent`.
//     COUNTRY INDICATOR laws TEXT
//       The laws of the event that decides, as a file of events has them.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "ingest/event_format.h"
#include "ingest/law_format.h"
#include "ingest/ledger.h"
#include "ingest/observation_import.h"
#include "ingest/record_import.h"
#include "proto/index_codec.h"
#include "store/event_log.h"
#include "tests/ingest/workbook_fixture.h"

namespace lawtrace {
namespace {

using Words = std::vector<std::string>;

constexpr double kTolerance = 1e-9;

Words SplitWords(const std::string& line) {
  std::istringstream in(line.substr(0, line.find('#')));
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

double ParseFraction(const std::string& text) {
  const std::size_t slash = text.find('/');
  const double number = std::stod(text);
  return slash == std::string::npos ? number : number / std::stod(text.substr(slash + 1));
}

// The words of one line, taken from the front.
class Line {
 public:
  explicit Line(Words words) : words_(std::move(words)) {}

  bool empty() const { return at_ == words_.size(); }
  std::string Next() {
    if (!empty()) return words_[at_++];
    ADD_FAILURE() << "the line ends too early";
    return {};
  }
  bool Take(const std::string& word) {
    if (empty() || words_[at_] != word) return false;
    ++at_;
    return true;
  }
  void Expect(const std::string& word) { EXPECT_TRUE(Take(word)) << "'" << word << "' is missing"; }
  std::string Rest() {
    std::string rest;
    while (!empty()) rest += (rest.empty() ? "" : " ") + Next();
    return rest;
  }

 private:
  Words words_;
  std::size_t at_ = 0;
};

class Scenario {
 public:
  void Run(const std::filesystem::path& file) {
    std::ifstream in(file);
    ASSERT_TRUE(in) << file;
    std::size_t number = 0;
    for (std::string text; std::getline(in, text);) {
      ++number;
      SCOPED_TRACE(file.filename().string() + ":" + std::to_string(number));
      Line line(SplitWords(text));
      if (!line.empty()) RunLine(line);
      if (testing::Test::HasFatalFailure()) return;
    }
    EXPECT_GT(expectation_count_, std::size_t{0}) << "the scenario expects nothing";
  }

 private:
  void RunLine(Line& line) {
    if (line.Take("index")) {
      index_folder_ = line.Next();
    } else if (line.Take("load")) {
      archive_.reset();
    } else if (line.Take("recorded")) {
      Record(line, /*refusal=*/std::nullopt);
    } else if (line.Take("refused")) {
      Refuse(line);
    } else if (line.Take("law")) {
      RecordLaw(line);
    } else if (line.Take("observed")) {
      Observe(line);
    } else if (line.Take("eval")) {
      Evaluate(line);
    } else {
      ExpectRow(line);
    }
  }

  const Index& index() {
    if (!index_)
      index_ = proto::LoadIndex(std::string(LAWTRACE_SOURCE_DIR) + "/" + index_folder_).value();
    return *index_;
  }
  store::EventLog& log() {
    if (!log_)
      log_.emplace(
          store::EventLog::Open(directory_ / "store", index().id, store::Access::kCreate).value());
    return *log_;
  }

  void Refuse(Line& line) {
    Words words;
    while (!line.empty() && !line.Take("because")) words.push_back(line.Next());
    Line row(words);
    Record(row, line.Rest());
  }

  void Record(Line& line, const std::optional<std::string>& refusal) {
    FlushObservations();
    std::map<std::string, std::string> fields = {{"kind", "amendment"}};
    fields["recorded_at"] = line.Next();
    for (const char* kind : {"coding", "confirmation", "amendment", "recoding", "correction",
                             "retraction", "proposal"})
      if (line.Take(kind)) fields["kind"] = kind;
    if (line.Take("of")) fields["supersedes"] = line.Next();
    fields["country"] = line.Next();
    fields["indicator"] = line.Next();
    if (line.Take("from")) {
      fields["effective"] = line.Next();
      fields["answer"] = line.Next();
    }
    while (line.Take("law")) fields["laws"] += (fields["laws"].empty() ? "" : ";") + line.Next();
    EXPECT_TRUE(line.empty()) << "too much: " << line.Rest();
    Append(AsFile(fields), std::nullopt, refusal);
  }

  void RecordLaw(Line& line) {
    FlushObservations();
    std::map<std::string, std::string> fields;
    for (const char* column : {"recorded_at", "law", "country"}) fields[column] = line.Next();
    fields["title"] = "Law " + fields["law"];
    Append(std::nullopt, AsFile(fields), std::nullopt);
  }

  static ingest::RecordFile AsFile(const std::map<std::string, std::string>& fields) {
    ingest::RecordFile file{.name = "scenario"};
    ingest::Record& record = file.records.emplace_back();
    record.line = 1;
    for (const auto& [column, value] : fields) {
      file.columns.push_back(column);
      record.values.push_back(value);
    }
    return file;
  }

  void Append(const std::optional<ingest::RecordFile>& events,
              const std::optional<ingest::RecordFile>& laws,
              const std::optional<std::string>& refusal) {
    const ingest::Ledger ledger = ingest::Ledger::Read(log()).value();
    const Instant now = Instant::StartOf(Day::Of(2030, 1, 1));
    const Result<ingest::RecordPlan> plan = ingest::PlanRecords(
        events, laws, index(), ledger, {.now = now, .recorded_at = now, .author = {}});
    if (refusal) {
      ASSERT_FALSE(plan) << "nothing was refused";
      EXPECT_NE(plan.error().Message().find(*refusal), std::string::npos) << plan.error().Message();
      ++expectation_count_;
      return;
    }
    ASSERT_TRUE(plan) << plan.error().Message();
    if (plan->transactions.empty()) return;
    ASSERT_TRUE(log().AppendAll(plan->transactions, ledger.last()));
  }

  void Observe(Line& line) {
    const Instant recorded_at = Instant::Parse(line.Next()).value();
    const std::string source = line.Next();
    if (!observations_.empty() &&
        (observed_.recorded_at != recorded_at || observed_.document != source))
      FlushObservations();
    observed_ = {.document = source, .kind = "workbook", .recorded_at = recorded_at, .author = {}};
    ingest::Observation observation{.country = line.Next(),
                                    .indicator = line.Next(),
                                    .reference = Day(0),
                                    .answer = Answer::NotAssessed(),
                                    .place = "line"};
    line.Expect("at");
    observation.reference = Day::Parse(line.Next()).value();
    observation.answer = Answer::FromText(line.Next());
    observations_.push_back(std::move(observation));
  }

  void FlushObservations() {
    if (observations_.empty()) return;
    const ingest::Ledger ledger = ingest::Ledger::Read(log()).value();
    const ingest::ObservationPlan plan = ingest::PlanObservations(observations_, ledger, observed_);
    observations_.clear();
    if (plan.transaction.empty()) return;
    ASSERT_TRUE(log().Append(plan.transaction, ledger.last()));
  }

  void Evaluate(Line& line) {
    FlushObservations();
    analysis::ArchiveBuilder builder(index().main_methodology());
    const Status read = log().Visit([&](const Transaction& transaction) -> Status {
      builder.Add(transaction);
      return {};
    });
    ASSERT_TRUE(read) << read.error().Message();
    archive_ = std::move(builder).Build();
    line.Expect("effective");
    as_of_.effective = Day::Parse(line.Next()).value();
    line.Expect("known");
    as_of_.known = archive_->KnownAt(Day::Parse(line.Next()).value());
  }

  void ExpectRow(Line& line) {
    ASSERT_TRUE(archive_.has_value()) << "neither an item nor below an eval";
    const std::string code = line.Next();
    const std::string name = line.Next();
    ++expectation_count_;
    const auto country = archive_->FindCountry(code);
    ASSERT_TRUE(country.has_value()) << "the log holds nothing on " << code;
    const analysis::CountryBlock& block = archive_->Block(*country);
    if (const auto node = archive_->evaluator().FindNode(name)) {
      ExpectScore(block.ScoreAt(*node, as_of_).score, line.Next());
      return;
    }
    const auto indicator = archive_->evaluator().FindIndicator(name);
    ASSERT_TRUE(indicator.has_value()) << name;
    const analysis::Standing standing = block.StandingAt(*indicator, as_of_);
    if (line.Take("laws")) {
      ASSERT_NE(standing.statement, nullptr);
      const auto laws = archive_->LawsOf(*standing.statement);
      EXPECT_EQ(ingest::LawReferencesText({laws.begin(), laws.end()}), line.Rest());
      return;
    }
    const std::optional<Answer>& answer = archive_->answers().AnswerOf(*indicator, standing.answer);
    EXPECT_EQ(answer ? answer->ToString() : "none", line.Next());
    if (line.empty()) return;
    ASSERT_NE(standing.statement, nullptr);
    EXPECT_EQ(Name(standing.statement->kind), line.Next());
  }

  static void ExpectScore(const std::optional<double>& score, const std::string& expected) {
    if (expected == "absent") {
      EXPECT_FALSE(score.has_value()) << *score;
      return;
    }
    ASSERT_TRUE(score.has_value());
    EXPECT_NEAR(*score, ParseFraction(expected), kTolerance);
  }

  ingest::TemporaryDirectory directory_;
  std::string index_folder_ = "data/mipex";
  std::optional<Index> index_;
  std::optional<store::EventLog> log_;
  std::vector<ingest::Observation> observations_;  // Not imported yet.
  ingest::ObservationSource observed_{
      .document = {}, .kind = {}, .recorded_at = Instant(0), .author = {}};
  std::optional<analysis::Archive> archive_;
  AsOf as_of_{.effective = Day(0)};
  std::size_t expectation_count_ = 0;
};

std::vector<std::string> ScenarioNames() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(LAWTRACE_SOURCE_DIR "/tests/scenarios"))
    if (entry.path().extension() == ".scenario") names.push_back(entry.path().stem().string());
  std::ranges::sort(names);
  return names;
}

class ScenarioTest : public testing::TestWithParam<std::string> {};

TEST_P(ScenarioTest, HoldsLineByLine) {
  Scenario().Run(LAWTRACE_SOURCE_DIR "/tests/scenarios/" + GetParam() + ".scenario");
}

INSTANTIATE_TEST_SUITE_P(Files, ScenarioTest, testing::ValuesIn(ScenarioNames()),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace lawtrace
