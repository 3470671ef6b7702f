// Workload S asked of Lawtrace and of SQLite in one process; see bench/README.md.
//
// Both sides answer the same seeded questions, and the program ends before any measurement if one
// answer differs.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "bench/alerts_bench.h"
#include "bench/archive_side.h"
#include "bench/fixture.h"
#include "bench/questions.h"
#include "bench/robustness_bench.h"
#include "bench/sqlite_peer.h"
#include "bench/store_bench.h"
#include "bench/workload.h"

namespace lawtrace::bench {
namespace {

constexpr std::size_t kBatch = 64;
// League tables compared before measuring; SQLite needs some milliseconds for each.
constexpr std::size_t kLeagueCount = 200;

std::size_t HeapBytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

void ReportMemory(const Fixture& fixture) {
  const std::size_t events = WorkloadSize{}.events;
  std::size_t rows = 0;
  std::size_t changes = 0;
  std::vector<analysis::CountryBlock> blocks;
  const std::size_t before = HeapBytes();
  blocks.reserve(fixture.archive.countries().size());
  for (std::uint16_t c = 0; c < fixture.archive.countries().size(); ++c) {
    blocks.push_back(fixture.archive.Block(analysis::CountryId{c}).KnownAt(kLatest));
    rows += blocks.back().row_days().size();
    changes += blocks.back().changes().size();
  }
  const double block_bytes = static_cast<double>(HeapBytes() - before);
  const std::size_t before_archive = HeapBytes();
  const analysis::Archive again = BuildArchive(fixture.workload);
  const double archive_bytes = static_cast<double>(HeapBytes() - before_archive);
  std::fprintf(stderr,
               "%zu transactions, %zu events, %zu changes, %zu series rows; blocks %.1f bytes per "
               "event, archive with its law register %.1f\n",
               fixture.workload.transactions.size(), events, changes, rows,
               block_bytes / static_cast<double>(events),
               archive_bytes / static_cast<double>(events));
}

// Ends the program if the two sides differ.
class Comparison {
 public:
  void Expect(const char* question, std::size_t number, double lawtrace, double sqlite) {
    ++count_;
    if (std::abs(lawtrace - sqlite) <= 1e-9 * std::max(1.0, std::abs(sqlite))) return;
    std::fprintf(stderr, "%s #%zu: Lawtrace %.12g, SQLite %.12g; nothing is measured\n", question,
                 number, lawtrace, sqlite);
    std::exit(1);
  }
  std::size_t count() const { return count_; }

 private:
  std::size_t count_ = 0;
};

template <typename Source>
double SeriesTotal(Source source) {
  SeriesChecksum checksum;
  source([&](const SeriesRow& row) { checksum.Add(row); });
  return checksum.Total();
}

double ArchiveSeriesTotal(const analysis::Archive& archive) {
  return SeriesTotal([&](const auto& visit) { VisitSeries(archive, visit); });
}

template <typename Source>
SplitChecksum SplitTotal(Source source) {
  SplitChecksum checksum;
  checksum.AddChange(source([&](const SplitRow& row) { checksum.Add(row); }));
  return checksum;
}

SplitChecksum ArchiveSplit(const analysis::Archive& archive, Day day) {
  return SplitTotal(
      [&](const auto& visit) { return VisitSplit(archive, day, YearAfter(day), visit); });
}

SplitChecksum LimitSplit(const LimitSide& limit, Day day) {
  return SplitTotal(
      [&](const auto& visit) { return limit.VisitSplit(day, YearAfter(day), visit); });
}

SplitChecksum SqliteSplit(SqlitePeer& sqlite, Day day) {
  SplitChecksum checksum;
  const LeagueScores before = sqlite.LeagueFromKept(day);
  const LeagueScores after = sqlite.LeagueFromKept(YearAfter(day));
  for (std::size_t c = 0; c < before.size(); ++c)
    checksum.AddChange((after[c].value_or(0) - before[c].value_or(0)) *
                       (1.0 + static_cast<double>(c)));
  sqlite.VisitKeptSplit(day, YearAfter(day),
                        [&](const SplitRow& row, double events) { checksum.AddSum(row, events); });
  return checksum;
}

void CompareSplits(Fixture& fixture, std::size_t number, Comparison& comparison) {
  const Day day = fixture.questions[number].as_of.effective;
  const SplitChecksum own = ArchiveSplit(fixture.archive, day);
  for (const SplitChecksum& other :
       {LimitSplit(fixture.limit, day), SqliteSplit(fixture.sqlite, day)}) {
    comparison.Expect("Q6 points", number, own.Points(), other.Points());
    comparison.Expect("Q6 events", number, own.Events(), other.Events());
  }
}

void CompareSides(Fixture& fixture) {
  Comparison comparison;
  SqlitePeer& sqlite = fixture.sqlite;
  const analysis::Archive& archive = fixture.archive;
  for (std::size_t q = 0; q < fixture.questions.size(); ++q) {
    const Question& question = fixture.questions[q];
    comparison.Expect("Q1", q, Checksum(AnswerScore(archive, question)),
                      Checksum(sqlite.AnswerScore(question)));
    comparison.Expect("Q2", q, Checksum(Profile(archive, question)),
                      Checksum(sqlite.Profile(question)));
    if (q >= kLeagueCount) continue;
    const Day day = question.as_of.effective;
    const double league = Checksum(League(archive, {.effective = day}));
    comparison.Expect("Q3", q, league, Checksum(sqlite.League(day)));
    comparison.Expect("Q3 kept", q, league, Checksum(sqlite.LeagueFromKept(day)));
    comparison.Expect("Q5", q, Checksum(League(archive, question.as_of)),
                      Checksum(sqlite.LeagueKnownAt(question.as_of)));
    CompareSplits(fixture, q, comparison);
  }
  const double series = ArchiveSeriesTotal(archive);
  comparison.Expect("Q4", 0, series,
                    SeriesTotal([&](const auto& visit) { sqlite.VisitSeries(visit); }));
  comparison.Expect("Q4 kept", 0, series,
                    SeriesTotal([&](const auto& visit) { sqlite.VisitKeptSeries(visit); }));
  std::fprintf(stderr, "%zu results compared, all equal\n", comparison.count());
}

// Runs `ask` on one question after the other; it returns the checksum of its result.
template <typename Ask>
void Measure(const std::string& name, const Fixture& fixture, Ask ask) {
  benchmark::RegisterBenchmark(name.c_str(), [&fixture, ask](benchmark::State& state) {
    std::size_t next = 0;
    for (auto _ : state) {
      benchmark::DoNotOptimize(ask(fixture.questions[next]));
      next = (next + 1) % fixture.questions.size();
    }
  });
}

// As Measure, `kBatch` questions at a time.
template <typename Ask>
void MeasureBatch(const std::string& name, const Fixture& fixture, Ask ask) {
  benchmark::RegisterBenchmark(name.c_str(), [&fixture, ask](benchmark::State& state) {
    std::size_t next = 0;
    for (auto _ : state) {
      double sum = 0;
      for (std::size_t q = 0; q < kBatch; ++q) sum += ask(fixture.questions[next + q]);
      benchmark::DoNotOptimize(sum);
      next = (next + kBatch) % fixture.questions.size();
    }
  });
}

void RegisterLawtraceQuestions(const Fixture& fixture) {
  const analysis::Archive& archive = fixture.archive;
  const auto answer = [&](const Question& q) { return Checksum(AnswerScore(archive, q)); };
  Measure("Q1_answer/lawtrace", fixture, answer);
  MeasureBatch("Q1_answer_x64/lawtrace", fixture, answer);
  Measure("Q2_profile/lawtrace", fixture,
          [&](const Question& q) { return Checksum(Profile(archive, q)); });
  Measure("Q3_league/lawtrace", fixture, [&](const Question& q) {
    return Checksum(League(archive, {.effective = q.as_of.effective}));
  });
  std::vector<analysis::CountryId> countries;
  for (std::uint16_t c = 0; c < archive.countries().size(); ++c) countries.push_back({c});
  Measure("Q3_league/lawtrace_ranked", fixture, [&archive, countries](const Question& q) {
    return RankedChecksum(archive, countries, {.effective = q.as_of.effective});
  });
  Measure("Q4_series/lawtrace", fixture,
          [&](const Question&) { return ArchiveSeriesTotal(archive); });
  Measure("Q5_league_known/lawtrace", fixture,
          [&](const Question& q) { return Checksum(League(archive, q.as_of)); });
  Measure("Q6_split/lawtrace", fixture,
          [&](const Question& q) { return ArchiveSplit(archive, q.as_of.effective).Points(); });
  Measure("Q6_split/limit", fixture,
          [&](const Question& q) { return LimitSplit(fixture.limit, q.as_of.effective).Points(); });
}

void RegisterSqliteQuestions(Fixture& fixture) {
  SqlitePeer& sqlite = fixture.sqlite;
  const auto answer = [&](const Question& q) { return Checksum(sqlite.AnswerScore(q)); };
  Measure("Q1_answer/sqlite", fixture, answer);
  MeasureBatch("Q1_answer_x64/sqlite", fixture, answer);
  Measure("Q2_profile/sqlite", fixture,
          [&](const Question& q) { return Checksum(sqlite.Profile(q)); });
  Measure("Q3_league/sqlite", fixture,
          [&](const Question& q) { return Checksum(sqlite.League(q.as_of.effective)); });
  Measure("Q3_league/sqlite_kept", fixture,
          [&](const Question& q) { return Checksum(sqlite.LeagueFromKept(q.as_of.effective)); });
  Measure("Q4_series/sqlite", fixture, [&](const Question&) {
    return SeriesTotal([&](const auto& visit) { sqlite.VisitSeries(visit); });
  });
  Measure("Q4_series/sqlite_kept", fixture, [&](const Question&) {
    return SeriesTotal([&](const auto& visit) { sqlite.VisitKeptSeries(visit); });
  });
  Measure("Q5_league_known/sqlite", fixture,
          [&](const Question& q) { return Checksum(sqlite.LeagueKnownAt(q.as_of)); });
  Measure("Q6_split/sqlite_kept", fixture,
          [&](const Question& q) { return SqliteSplit(sqlite, q.as_of.effective).Points(); });
}

int Main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  Fixture fixture;
  ReportMemory(fixture);
  fixture.sqlite.KeepSeries();
  fixture.sqlite.KeepSplit(fixture.limit);
  CompareSides(fixture);
  RegisterLawtraceQuestions(fixture);
  RegisterSqliteQuestions(fixture);
  RegisterRobustnessBenchmarks(fixture);
  RegisterAlertBenchmarks();
  RegisterStoreBenchmarks(fixture);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::ClearRegisteredBenchmarks();  // They hold on to the fixture.
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace lawtrace::bench

int main(int argc, char** argv) {
  return lawtrace::bench::Main(argc, argv);
}
