#include "bench/store_bench.h"

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>

#include "store/event_log.h"

namespace lawtrace::bench {
namespace {

store::EventLog OpenLog(const std::filesystem::path& path, store::Access access) {
  Result<store::EventLog> log = store::EventLog::Open(path, "bench", access);
  Check(log.has_value(), log ? "" : log.error().Message());
  return std::move(*log);
}

std::vector<Transaction> Append(store::EventLog& log, std::vector<Transaction> transactions) {
  Result<std::vector<Transaction>> appended = log.AppendAll(std::move(transactions), log.last());
  Check(appended.has_value(), appended ? "" : appended.error().Message());
  return std::move(*appended);
}

// Law number `number` after the workload's end, of eight answers, for a log that ends at `last`.
Transaction NewLaw(const Workload& workload, std::size_t number, Sequence last) {
  Transaction transaction{.first = last.plus(1),
                          .recorded_at = workload.transactions.back().recorded_at};
  transaction.laws.push_back({.id = "law-" + std::to_string(900'000 + number)});
  for (std::size_t a = 0; a < 8; ++a) {
    const std::size_t indicator = (number + a) % workload.methodology.indicators.size();
    transaction.events.push_back({.sequence = last.plus(2 + a),
                                  .country = workload.countries[number % workload.countries.size()],
                                  .indicator = workload.methodology.indicators[indicator].code,
                                  .answer = Answer::Option("50"),
                                  .effective = PartialDate(kLastDay, Precision::kDay),
                                  .laws = {{.law = transaction.laws.front().id}}});
  }
  return transaction;
}

std::uintmax_t BytesIn(const std::filesystem::path& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) bytes += entry.file_size();
  return bytes;
}

// What the benchmarks write to; each part is made on first use, outside of what is timed.
class Targets {
 public:
  explicit Targets(const Fixture& fixture) : fixture_(&fixture) {}
  Targets(const Targets&) = delete;
  Targets& operator=(const Targets&) = delete;
  ~Targets() {
    if (bare_file_ >= 0) close(bare_file_);
  }

  const Workload& workload() const { return fixture_->workload; }

  std::filesystem::path Fresh() {
    return fixture_->folder.path() / ("target" + std::to_string(++count_));
  }

  // A store with every transaction of the workload.
  const std::filesystem::path& LoadedStore() {
    if (!loaded_.empty()) return loaded_;
    loaded_ = Fresh();
    store::EventLog log = OpenLog(loaded_, store::Access::kCreate);
    Append(log, workload().transactions);
    std::fprintf(stderr, "loaded store: %ju bytes on disk\n", BytesIn(loaded_));
    return loaded_;
  }

  store::EventLog& Log() {
    if (!log_) log_ = OpenLog(Fresh(), store::Access::kCreate);
    return *log_;
  }

  SqlitePeer& Peer() {
    if (!peer_) peer_ = std::make_unique<SqlitePeer>(workload(), Fresh());
    return *peer_;
  }

  int BareFile() {
    if (bare_file_ < 0) bare_file_ = open(Fresh().c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    return bare_file_;
  }

  Transaction NextLaw() {
    Transaction law = NewLaw(workload(), ++law_count_, last_);
    last_ = law.last();
    return law;
  }

 private:
  const Fixture* fixture_;
  int count_ = 0;
  std::filesystem::path loaded_;
  std::optional<store::EventLog> log_;
  std::unique_ptr<SqlitePeer> peer_;
  int bare_file_ = -1;
  std::size_t law_count_ = 0;
  Sequence last_ = fixture_->archive.last();
};

// Times `work` alone, which takes what `prepare` made for it.
template <typename Prepare, typename Work>
void Measure(const std::string& name, Prepare prepare, Work work) {
  const auto run = [prepare, work](benchmark::State& state) {
    for (auto _ : state) {
      auto input = prepare();
      const auto start = std::chrono::steady_clock::now();
      work(input);
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
      state.SetIterationTime(taken.count());
    }
  };
  benchmark::RegisterBenchmark(name.c_str(), run)->UseManualTime();
}

void RegisterOpen(const std::shared_ptr<Targets>& targets) {
  benchmark::RegisterBenchmark("build_archive/lawtrace", [targets](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(BuildArchive(targets->workload()).last());
  });
  Measure(
      "open_store/lawtrace", [targets] { return targets->LoadedStore(); },
      [targets](const std::filesystem::path& folder) {
        const store::EventLog log = OpenLog(folder, store::Access::kRead);
        analysis::ArchiveBuilder builder(targets->workload().methodology);
        const Status read = log.Visit([&](const Transaction& transaction) -> Status {
          builder.Add(transaction);
          return {};
        });
        Check(read.has_value(), "the log cannot be read");
        benchmark::DoNotOptimize(std::move(builder).Build().last());
      });
}

void RegisterBulkImport(const std::shared_ptr<Targets>& targets) {
  Measure(
      "W1_bulk_import/lawtrace",
      [targets] { return std::pair(targets->Fresh(), targets->workload().transactions); },
      [targets](std::pair<std::filesystem::path, std::vector<Transaction>>& input) {
        store::EventLog log = OpenLog(input.first, store::Access::kCreate);
        analysis::ArchiveBuilder builder(targets->workload().methodology);
        for (const Transaction& transaction : Append(log, std::move(input.second)))
          builder.Add(transaction);
        benchmark::DoNotOptimize(std::move(builder).Build().last());
      });
  Measure(
      "W1_bulk_import/sqlite", [targets] { return targets->Fresh(); },
      [targets](const std::filesystem::path& file) { SqlitePeer(targets->workload(), file); });
}

void RegisterAppend(const std::shared_ptr<Targets>& targets) {
  Measure(
      "W2_append_law/lawtrace",
      [targets] {
        targets->Log();
        return targets->NextLaw();
      },
      [targets](Transaction& law) { Append(targets->Log(), {std::move(law)}); });
  Measure(
      "W2_append_law/sqlite",
      [targets] {
        targets->Peer();
        return targets->NextLaw();
      },
      [targets](const Transaction& law) { targets->Peer().Append(law); });
  // What the disk alone costs: about the bytes of such a law, appended and synced.
  Measure(
      "W2_append_law/bare_file",
      [targets] { return std::pair(targets->BareFile(), std::string(200, 'x')); },
      [](const std::pair<int, std::string>& input) {
        const auto& [file, bytes] = input;
        Check(write(file, bytes.data(), bytes.size()) > 0 && fdatasync(file) == 0, "cannot write");
      });
}

}  // namespace

void RegisterStoreBenchmarks(const Fixture& fixture) {
  const auto targets = std::make_shared<Targets>(fixture);
  RegisterOpen(targets);
  RegisterBulkImport(targets);
  RegisterAppend(targets);
}

}  // namespace lawtrace::bench
