#include "bench/alerts_bench.h"

#include <benchmark/benchmark.h>
#include <malloc.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "alerts/matcher.h"
#include "model/check.h"

namespace lawtrace::bench {
namespace {

constexpr int kCountries = 56;
constexpr int kAreas = 8;
constexpr int kIndicators = 160;
constexpr std::size_t kQuestions = 2'000;
const std::string kHeadline = "all";

// What a subscription follows: one country (or, 3 in 100, any), and everything (10 in 100), one
// area (50) or one indicator (40); six in ten ask for a least change of the headline.
struct Follower {
  int country = -1;  // -1: any.
  int kind = 0;      // 0 everything, 1 an area, 2 an indicator.
  int target = 0;
  int least = 0;  // Points; 0: any change.
};

struct Happening {
  int country = 0;
  int indicator = 0;
  int points = 0;
};

int AreaOf(int indicator) {
  return indicator * kAreas / kIndicators;
}

// Some countries have many more followers, and more happens there.
int SkewedCountry(std::mt19937_64& random) {
  const double share = static_cast<double>(random() >> 11U) * 0x1p-53;
  return static_cast<int>(share * share * kCountries);
}

std::vector<Follower> MakeFollowers(std::size_t count) {
  constexpr int kLeast[] = {0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 5, 10, 10, 10, 25, 25, 25, 50, 50, 50};
  std::mt19937_64 random(777);
  std::vector<Follower> followers(count);
  for (Follower& follower : followers) {
    follower.country = random() % 100 < 3 ? -1 : SkewedCountry(random);
    const auto dice = random() % 100;
    follower.kind = dice < 10 ? 0 : dice < 60 ? 1 : 2;
    if (follower.kind == 1) follower.target = static_cast<int>(random() % kAreas);
    if (follower.kind == 2) follower.target = static_cast<int>(random() % kIndicators);
    follower.least = kLeast[random() % std::size(kLeast)];
  }
  return followers;
}

std::vector<Happening> MakeHappenings() {
  std::mt19937_64 random(9);
  std::vector<Happening> happenings(kQuestions);
  for (Happening& happening : happenings)
    happening = {.country = SkewedCountry(random),
                 .indicator = static_cast<int>(random() % kIndicators),
                 .points = static_cast<int>(random() % 101)};
  return happenings;
}

Filter FilterOf(const Follower& follower) {
  Filter filter;
  if (follower.country >= 0)
    filter.terms.push_back(
        {.subject = Subject::kCountry, .values = {"C" + std::to_string(follower.country)}});
  if (follower.kind == 1)
    filter.terms.push_back(
        {.subject = Subject::kArea, .values = {"s" + std::to_string(follower.target)}});
  if (follower.kind == 2)
    filter.terms.push_back(
        {.subject = Subject::kIndicator, .values = {"i" + std::to_string(follower.target)}});
  if (follower.least > 0)
    filter.terms.push_back({.subject = Subject::kChange,
                            .node = kHeadline,
                            .least = static_cast<double>(follower.least)});
  return filter;
}

alerts::Notice NoticeOf(const Happening& happening) {
  alerts::Notice notice{.country = "C" + std::to_string(happening.country),
                        .indicator = "i" + std::to_string(happening.indicator),
                        .headline = kHeadline};
  const double points = happening.points;
  notice.levels = {{.node = "s" + std::to_string(AreaOf(happening.indicator)), .points = points},
                   {.node = kHeadline, .points = points}};
  return notice;
}

// Both sides leave the numbers of the followers in a list.
using Hits = std::vector<std::uint32_t>;

class MatcherSide {
 public:
  explicit MatcherSide(const std::vector<Follower>& followers) {
    const std::size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    for (const Follower& follower : followers) matcher_.Add(FilterOf(follower));
    matcher_.Build();
    const std::size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
    std::fprintf(stderr, "%zu subscriptions: %.1f bytes each\n", followers.size(),
                 static_cast<double>(after - before) / static_cast<double>(followers.size()));
  }

  const Hits& Ask(const alerts::Notice& notice) {
    matcher_.Match(notice, matches_);
    hits_ = matches_.checked;
    for (const auto run : matches_.runs) hits_.insert(hits_.end(), run.begin(), run.end());
    return hits_;
  }

 private:
  alerts::Matcher matcher_;
  alerts::Matches matches_;
  Hits hits_;
};

// One table clustered for the question, in memory; the statement is prepared once.
class SqliteSide {
 public:
  explicit SqliteSide(const std::vector<Follower>& followers) {
    Check(sqlite3_open(":memory:", &db_) == SQLITE_OK, "SQLite does not open");
    Run("CREATE TABLE follower(c INT, kind INT, target INT, least INT, id INT, "
        "PRIMARY KEY(c,kind,target,least,id)) WITHOUT ROWID; BEGIN");
    std::vector<std::tuple<int, int, int, int, int>> rows;
    for (std::size_t i = 0; i < followers.size(); ++i)
      rows.emplace_back(followers[i].country, followers[i].kind, followers[i].target,
                        followers[i].least, static_cast<int>(i));
    std::ranges::sort(rows);
    sqlite3_stmt* const insert = Prepare("INSERT INTO follower VALUES(?,?,?,?,?)");
    for (const auto& [country, kind, target, least, id] : rows) {
      int column = 0;
      for (const int value : {country, kind, target, least, id})
        sqlite3_bind_int(insert, ++column, value);
      Check(sqlite3_step(insert) == SQLITE_DONE, "SQLite does not insert");
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    Run("COMMIT; ANALYZE");
    std::string query;
    for (const char* const country : {"-1", "?1"})
      for (const char* const kind :
           {"kind=0 AND target=0", "kind=1 AND target=?2", "kind=2 AND target=?3"})
        query += (query.empty() ? "" : " UNION ALL ") +
                 std::string("SELECT id FROM follower WHERE c=") + country + " AND " + kind +
                 " AND least<=?4";
    query_ = Prepare(query);
  }
  SqliteSide(const SqliteSide&) = delete;
  SqliteSide& operator=(const SqliteSide&) = delete;
  ~SqliteSide() {
    sqlite3_finalize(query_);
    sqlite3_close(db_);
  }

  const Hits& Ask(const Happening& happening) {
    int column = 0;
    for (const int value :
         {happening.country, AreaOf(happening.indicator), happening.indicator, happening.points})
      sqlite3_bind_int(query_, ++column, value);
    hits_.clear();
    while (sqlite3_step(query_) == SQLITE_ROW)
      hits_.push_back(static_cast<std::uint32_t>(sqlite3_column_int(query_, 0)));
    sqlite3_reset(query_);
    return hits_;
  }

 private:
  void Run(const std::string& sql) {
    Check(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sql);
  }
  sqlite3_stmt* Prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    Check(sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK, sql);
    return statement;
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* query_ = nullptr;
  Hits hits_;
};

// `ask` returns a reference.
template <typename Ask>
void Measure(benchmark::State& state, std::size_t questions, Ask ask) {
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ask(next).data());
    next = (next + 1) % questions;
  }
}

}  // namespace

void RegisterAlertBenchmarks() {
  const auto happenings = std::make_shared<const std::vector<Happening>>(MakeHappenings());
  std::vector<alerts::Notice> written;
  for (const Happening& happening : *happenings) written.push_back(NoticeOf(happening));
  const auto notices = std::make_shared<const std::vector<alerts::Notice>>(std::move(written));
  for (const std::size_t count : {std::size_t{10'000}, std::size_t{1'000'000}}) {
    const std::vector<Follower> followers = MakeFollowers(count);
    const auto matcher = std::make_shared<MatcherSide>(followers);
    const auto sqlite = std::make_shared<SqliteSide>(followers);
    std::size_t hits = 0;
    for (std::size_t i = 0; i < 300; ++i) {
      Hits own = matcher->Ask((*notices)[i]);
      Hits other = sqlite->Ask((*happenings)[i]);
      std::ranges::sort(own);
      std::ranges::sort(other);
      Check(own == other, "A1: the two sides differ");
      hits += own.size();
    }
    std::fprintf(stderr, "%zu subscriptions: %.0f hits per notice\n", count,
                 static_cast<double>(hits) / 300);
    const std::string name = count == 10'000 ? "A1_10k" : "A1_1m";
    benchmark::RegisterBenchmark((name + "/lawtrace").c_str(), [=](benchmark::State& state) {
      Measure(state, notices->size(),
              [&](std::size_t i) -> const Hits& { return matcher->Ask((*notices)[i]); });
    });
    benchmark::RegisterBenchmark((name + "/sqlite").c_str(), [=](benchmark::State& state) {
      Measure(state, happenings->size(),
              [&](std::size_t i) -> const Hits& { return sqlite->Ask((*happenings)[i]); });
    });
  }
}

}  // namespace lawtrace::bench
