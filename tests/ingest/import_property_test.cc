// Random sequences of re-issued documents, partial files, late entries, corrections and retractions
// against a model that knows one thing only: what was said last of a reference day, holds.
//
// A failure prints its seed; LAWTRACE_SEED=N repeats that one alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "ingest/event_format.h"
#include "ingest/observation_import.h"
#include "ingest/recognition.h"
#include "ingest/record_import.h"
#include "proto/citation_codec.h"
#include "tests/ingest/workbook_fixture.h"

namespace lawtrace::ingest {
namespace {

constexpr int kFirstYear = 2010;
constexpr int kLastYear = 2016;

const CitationStyles& Styles() {
  static const CitationStyles styles =
      CitationStyles::Compile(
          proto::LoadCitationStyles(LAWTRACE_SOURCE_DIR "/data/citations").value())
          .value();
  return styles;
}

std::vector<unsigned> Seeds(unsigned count) {
  if (const char* given = std::getenv("LAWTRACE_SEED"))  // NOLINT(concurrency-mt-unsafe): alone.
    return {static_cast<unsigned>(std::stoul(given))};
  std::vector<unsigned> seeds(count);
  for (unsigned i = 0; i < count; ++i) seeds[i] = i + 1;
  return seeds;
}

// What a source says of one answer, by reference day.
using Document = std::map<Day, std::pair<std::string, std::string>>;  // Answer and comment.

// One answer, its log, and what was said last of each of its reference days.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {}

  bool Likely(int percent) { return Number(1, 100) <= percent; }
  int Number(int first, int last) { return std::uniform_int_distribution(first, last)(random_); }
  std::string AnyAnswer() {
    static const std::vector<std::string> kAnswers = {"0", "50", "100", "not_assessed"};
    return kAnswers[static_cast<std::size_t>(Number(0, Likely(15) ? 3 : 2))];
  }
  std::string AnyComment(int year) {
    if (Likely(30)) return {};
    if (Likely(30)) return "as the law of that time says";
    return "Act " + std::to_string(Number(1, 3)) + "/" + std::to_string(year) +
           ", entry into force: " + std::to_string(Number(1, 28)) + "." +
           std::to_string(Number(1, 12)) + "." + std::to_string(year);
  }
  // A document of a source that may look at the middle of the year.
  Document AnyDocument(bool looks_midyear) {
    Document document;
    std::string answer = AnyAnswer();
    for (int year = kFirstYear; year <= kLastYear; ++year) {
      if (Likely(35)) answer = AnyAnswer();
      document[looks_midyear ? Day::Of(year, 6, 30) : Day::Of(year, 12, 31)] = {answer,
                                                                                AnyComment(year)};
    }
    return document;
  }
  // The next edition: some answers and comments change, some go, some come back.
  void Revise(Document& document) {
    for (auto& [day, said] : document) {
      if (Likely(20)) said.first = AnyAnswer();
      if (Likely(15)) said.second = AnyComment(day.year());
    }
  }

  static std::vector<Observation> ObservationsOf(const Document& document) {
    std::vector<Observation> observations;
    for (const auto& [day, said] : document)
      observations.push_back({.country = "PT",
                              .indicator = "aa1",
                              .reference = day,
                              .answer = Answer::FromText(said.first),
                              .comment = said.second,
                              .place = "line " + std::to_string(observations.size() + 2)});
    return observations;
  }

  // A file named `name` with the whole document or a part of it.
  void Import(const std::string& name, const Document& document, bool withdraws) {
    const std::vector<Observation> stated = ObservationsOf(document);
    ObservationPlan plan = PlanObservations(
        stated, ledger_, {.document = name, .kind = "answers", .withdraws = withdraws});
    plan.transaction.laws =
        Recognise(Styles(), ledger_, plan.transaction.events, plan.margins).laws;
    for (const WithdrawnAnswer& one : plan.withdrawn) {
      EXPECT_FALSE(document.contains(one.reference));
      EXPECT_GE(one.reference, document.begin()->first);
      EXPECT_LE(one.reference, document.rbegin()->first);
      if (withdraws) Withdraw(one);
    }
    for (const auto& [day, said] : document)
      truth_.insert_or_assign(day, Answer::FromText(said.first));
    Take(std::move(plan.transaction));
    EXPECT_TRUE(CheckAnswers(stated, ledger_));
    ExpectTheSameAgainAddsNothing(name, stated, withdraws);
  }

  // An editor's entry; whether it was let in.
  bool Record(const std::vector<std::vector<std::string>>& rows, bool corrects_observations) {
    RecordFile file{.name = "e.csv", .columns = EventColumns(), .records = {}};
    for (const auto& row : rows) {
      file.records.push_back({.line = file.records.size() + 2, .values = row});
      file.records.back().values.resize(EventColumns().size());
    }
    const Result<RecordPlan> plan = PlanRecords(file, std::nullopt, index_, ledger_,
                                                {.now = Instant::StartOf(Day::Of(2025, 1, 1)),
                                                 .recorded_at = Instant{0},
                                                 .author = "editor",
                                                 .corrects_observations = corrects_observations});
    if (!plan) return false;
    for (const Transaction& transaction : plan->transactions) Take(transaction);
    return true;
  }
  // Columns kind, country, indicator, answer, effective, basis, observed, supersedes.
  std::vector<std::string> Row(const std::string& kind, const std::string& answer, Day effective,
                               const std::string& observed = {},
                               const std::string& supersedes = {}) {
    return {kind, "PT", "aa1", answer, effective.ToString(), "stated", observed, supersedes};
  }

  Day AnyDay() { return Day::Of(Number(kFirstYear, kLastYear), Number(1, 12), Number(1, 28)); }

  void RecordAmendment() {
    const Day day = AnyDay();
    if (Likely(40)) {
      Record({Row("amendment", AnyAnswer(), day)}, /*corrects_observations=*/false);
      return;
    }
    const Ledger::Entry* former = ledger_.InForce("PT", "aa1", day);
    if (former == nullptr) return;
    Record({Row("amendment", AnyAnswer(), day),
            Row("amendment", former->event.answer->ToString(), day.plus_days(Number(1, 500)))},
           /*corrects_observations=*/false);
  }

  // Of any live event, with or without what was seen afterwards.
  void RecordCorrection() {
    std::vector<const Ledger::Entry*> live = ledger_.EntriesOn("PT", "aa1");
    std::erase_if(live, [](const Ledger::Entry* entry) { return !entry->IsLive(); });
    if (live.empty()) return;
    const Ledger::Entry target =
        *live[static_cast<std::size_t>(Number(0, static_cast<int>(live.size()) - 1))];
    const bool is_retraction = Likely(25);
    const bool corrects_observations = Likely(50);
    const std::string answer = is_retraction ? "" : AnyAnswer();
    const std::string observed =
        target.event.observed && !is_retraction ? target.event.observed->ToString() : "";
    auto row = Row(is_retraction ? "retraction" : "correction", answer,
                   target.event.effective ? target.event.effective->latest() : Day(0), observed,
                   target.event.sequence.ToString());
    if (is_retraction) row[4] = row[5] = "";
    const Sequence before = ledger_.last();
    if (!Record({row}, corrects_observations)) return;
    // Each observation that was corrected is stated anew; what is retracted leaves the one before.
    for (const Ledger::Entry* entry : ledger_.EntriesOn("PT", "aa1"))
      if (entry->event.sequence > before && entry->event.supersedes)
        Restate(*ledger_.FindEvent(*entry->event.supersedes));
  }

  // Every event, for whoever looks into a failure.
  std::string Story() const {
    std::string text;
    for (const Transaction& transaction : log_) {
      text += "by " + transaction.source + " " + transaction.author + "\n";
      for (const Event& event : transaction.events)
        text += "  " + event.sequence.ToString() + " " + std::string(Name(event.kind)) +
                (event.counts_as ? " as " + std::string(Name(*event.counts_as)) : "") +
                (event.answer ? " " + event.answer->ToString() : "") +
                (event.effective ? " from " + event.effective->ToString() : "") +
                (event.observed ? " seen " + event.observed->ToString() : "") +
                (event.supersedes ? " in place of " + event.supersedes->ToString() : "") + "\n";
    }
    return text;
  }

  std::string Disagreement() const {
    std::string text;
    for (const auto& [day, answer] : truth_) {
      const Ledger::Entry* in_force = ledger_.InForce("PT", "aa1", day);
      if (in_force == nullptr || in_force->event.answer != answer)
        text += day.ToString() + " is " + answer.ToString() + ", the log says " +
                (in_force == nullptr ? "nothing" : in_force->event.answer->ToString()) + "\n";
    }
    if (!ledger_.Contradictions().empty()) text += "the log contradicts itself\n";
    return text;
  }

  // A reader of the log finds what the ledger says, on every day.
  void ExpectArchiveAgrees() const {
    analysis::ArchiveBuilder builder(index_.main_methodology());
    for (const Transaction& transaction : log_) builder.Add(transaction);
    const analysis::Archive archive = std::move(builder).Build();
    const auto country = archive.FindCountry("PT");
    const auto indicator = *archive.evaluator().FindIndicator("aa1");
    for (Day day = Day::Of(kFirstYear, 1, 1); day <= Day::Of(kLastYear + 2, 1, 1);
         day = day.plus_days(11)) {
      const Ledger::Entry* in_force = ledger_.InForce("PT", "aa1", day);
      const std::optional<Answer> read =
          country ? archive.answers().AnswerOf(
                        indicator, archive.Block(*country).AnswerAt(indicator, {.effective = day}))
                  : std::nullopt;
      EXPECT_EQ(read, in_force == nullptr ? std::nullopt : in_force->event.answer)
          << day.ToString();
    }
  }

  // "2015-12-31 amendment 50" of what decides or was seen and stands.
  std::vector<std::string> Standing() const {
    std::vector<std::string> standing;
    for (const Ledger::Entry* entry : ledger_.EntriesOn("PT", "aa1"))
      if (entry->IsLive() && entry->event.answer)
        standing.push_back(entry->event.effective->ToString() + " " +
                           std::string(Name(entry->counts_as)) + " " +
                           entry->event.answer->ToString());
    std::ranges::sort(standing);
    return standing;
  }

 private:
  void Take(Transaction transaction) {
    if (transaction.empty()) return;
    transaction.Number(ledger_.last().plus(1));
    ledger_.Add(transaction);
    log_.push_back(std::move(transaction));
  }

  void ExpectTheSameAgainAddsNothing(const std::string& name,
                                     const std::vector<Observation>& stated, bool withdraws) const {
    const ObservationPlan again = PlanObservations(
        stated, ledger_, {.document = name, .kind = "answers", .withdraws = withdraws});
    EXPECT_TRUE(again.transaction.events.empty());
    EXPECT_EQ(again.already_recorded, stated.size());
    EXPECT_TRUE(!withdraws || again.withdrawn.empty());
  }

  // What the log holds of the day that `target` saw, now that it is superseded.
  void Restate(const Ledger::Entry& target) {
    if (!target.event.observed) return;
    const Ledger::Entry* last = nullptr;
    for (const Ledger::Entry* entry : ledger_.EntriesOn("PT", "aa1"))
      if (entry->IsLive() && entry->IsSighting() && entry->event.observed == target.event.observed)
        last = entry;
    if (last == nullptr) {
      truth_.erase(*target.event.observed);
    } else {
      truth_.insert_or_assign(*target.event.observed, *last->event.answer);
    }
  }

  // What a source takes back leaves what another said of that day later.
  void Withdraw(const WithdrawnAnswer& one) {
    const Ledger::Entry* last = nullptr;
    for (const Ledger::Entry* entry : ledger_.EntriesOn("PT", "aa1"))
      if (entry->IsLive() && entry->IsSighting() && entry->event.observed == one.reference)
        last = entry;
    if (last->event.sequence == one.event)
      truth_.insert_or_assign(one.reference, Answer::NotAssessed());
  }

  std::mt19937 random_;
  Index index_ = SmallIndex();
  Ledger ledger_;
  std::vector<Transaction> log_;
  std::map<Day, Answer> truth_;
};

TEST(ImportPropertyTest, WhatWasSaidLastOfADayHoldsOnThatDay) {
  for (const unsigned seed : Seeds(150)) {
    SCOPED_TRACE("LAWTRACE_SEED=" + std::to_string(seed));
    World world(seed);
    std::vector<std::pair<std::string, Document>> sources = {
        {"core.xlsx", world.AnyDocument(false)},
        {"update.csv", world.AnyDocument(false)},
        {"midyear.csv", world.AnyDocument(true)}};
    for (int step = 0; step < 14; ++step) {
      const int choice = world.Number(0, 9);
      if (choice < 6) {
        auto& [name, document] = sources[static_cast<std::size_t>(choice % 3)];
        Document issued = document;
        if (world.Likely(60)) world.Revise(issued);
        if (world.Likely(40)) std::erase_if(issued, [&](const auto&) { return world.Likely(40); });
        if (issued.empty()) continue;
        if (world.Likely(60))
          for (const auto& [day, said] : issued) document[day] = said;
        world.Import(name, issued, world.Likely(30));
      } else if (choice < 8) {
        world.RecordAmendment();
      } else {
        world.RecordCorrection();
      }
      ASSERT_EQ(world.Disagreement(), "") << world.Story();
      ASSERT_FALSE(testing::Test::HasFailure()) << world.Story();
    }
    world.ExpectArchiveAgrees();
  }
}

// The kinds, too, are those that the last edition would give alone: no reform is left of a mistake.
TEST(ImportPropertyTest, AReissuedDocumentLeavesWhatItsLastEditionAloneWouldGive) {
  for (const unsigned seed : Seeds(60)) {
    SCOPED_TRACE("LAWTRACE_SEED=" + std::to_string(seed));
    World world(seed);
    Document document = world.AnyDocument(false);
    for (int edition = 1; edition <= 5; ++edition) {
      world.Import("core-v" + std::to_string(edition) + ".xlsx", document, false);
      World fresh(seed);
      fresh.Import("core.xlsx", document, false);
      ASSERT_EQ(world.Standing(), fresh.Standing()) << "edition " << edition;
      ASSERT_EQ(world.Disagreement(), "") << "edition " << edition;
      world.Revise(document);
      // A comment that goes is no news of the answer.
      for (auto& [day, said] : document)
        if (said.second.empty()) said.second = "as before";
    }
  }
}

}  // namespace
}  // namespace lawtrace::ingest
