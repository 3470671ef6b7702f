#include "bench/sqlite_peer.h"

#include <sqlite3.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/check.h"

namespace lawtrace::bench {
namespace {

// `superseded_by` is 0 while the event stands.  Indicators are clustered by area, so that scores by
// area come without a sort.
constexpr const char* kTables = R"(
CREATE TABLE event(country INT, indicator INT, day INT, seq INT, superseded_by INT, score INT,
                   law INT, PRIMARY KEY(country, indicator, day, seq)) WITHOUT ROWID;
CREATE TABLE place(seq INTEGER PRIMARY KEY, country INT, indicator INT, day INT);
CREATE TABLE indicator(area INT, id INT, PRIMARY KEY(area, id)) WITHOUT ROWID;
CREATE TABLE country(id INTEGER PRIMARY KEY);
)";

constexpr const char* kAnswer = R"(
SELECT score FROM event
WHERE country = ?1 AND indicator = ?2 AND day <= ?3 AND superseded_by = 0
ORDER BY day DESC, seq DESC LIMIT 1)";

constexpr const char* kProfile = R"(
SELECT area, AVG(score) FROM (
  SELECT area, (SELECT score FROM event
                WHERE country = ?1 AND indicator = i.id AND day <= ?2 AND superseded_by = 0
                ORDER BY day DESC, seq DESC LIMIT 1) AS score
  FROM indicator i)
GROUP BY area)";

// The league table, with `%` for the condition on what is known.
constexpr const char* kLeague = R"(
SELECT country, AVG(score) FROM (
  SELECT country, area, AVG(score) AS score FROM (
    SELECT c.id AS country, area,
           (SELECT score FROM event
            WHERE country = c.id AND indicator = i.id AND day <= ?1 AND %
            ORDER BY day DESC, seq DESC LIMIT 1) AS score
    FROM country c CROSS JOIN indicator i)
  GROUP BY country, area)
GROUP BY country)";

constexpr const char* kLeagueFromKept = R"(
SELECT id, (SELECT score FROM series WHERE country = c.id AND day <= ?1
            ORDER BY day DESC LIMIT 1)
FROM country c)";

std::string LeagueSql(const std::string& condition) {
  std::string sql = kLeague;
  return sql.replace(sql.find('%'), 1, condition);
}

// What each event adds to its area's sum and count, gathered per country and day, then summed up
// along the days: one row per country and day with an event.
std::string SeriesSql() {
  std::string gathered;
  std::string running;
  std::string sum;
  std::string count;
  for (std::uint32_t area = 0; area < kAreaCount; ++area) {
    const std::string a = std::to_string(area);
    const std::string plus = area == 0 ? "" : " + ";
    gathered += ", SUM(CASE WHEN area = " + a + " THEN gain ELSE 0 END) AS s" + a;
    gathered += ", SUM(CASE WHEN area = " + a + " THEN present ELSE 0 END) AS n" + a;
    running += ", SUM(s" + a + ") OVER w AS s" + a + ", SUM(n" + a + ") OVER w AS n" + a;
    sum += plus + "CASE WHEN n" + a + " > 0 THEN s" + a + " * 1.0 / n" + a + " ELSE 0 END";
    count += plus + "(n" + a + " > 0)";
  }
  const std::string gains =
      "SELECT country, day, area, score, COALESCE(score, 0) - COALESCE(LAG(score) OVER v, 0) AS "
      "gain, (score IS NOT NULL) - (LAG(score) OVER v IS NOT NULL) AS present FROM event JOIN "
      "area_of USING (indicator) WHERE superseded_by = 0 WINDOW v AS (PARTITION BY country, "
      "indicator ORDER BY day, seq)";
  return "SELECT country, day, (" + sum + ") / NULLIF(" + count + ", 0) AS score FROM (SELECT " +
         "country, day" + running + " FROM (SELECT country, day" + gathered + " FROM (" + gains +
         ") GROUP BY country, day) WINDOW w AS (PARTITION BY country ORDER BY day)) ORDER BY " +
         "country, day";
}

// A prepared statement in use: binds parameters in order, then steps through the rows.
class Run {
 public:
  explicit Run(sqlite3_stmt* statement) : statement_(statement) {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run() { sqlite3_reset(statement_); }

  Run& Bind(std::int64_t value) {
    sqlite3_bind_int64(statement_, ++bound_, value);
    return *this;
  }
  Run& BindReal(double value) {
    sqlite3_bind_double(statement_, ++bound_, value);
    return *this;
  }
  Run& BindNull() {
    sqlite3_bind_null(statement_, ++bound_);
    return *this;
  }
  bool Next() {
    const int code = sqlite3_step(statement_);
    Check(code == SQLITE_ROW || code == SQLITE_DONE, sqlite3_errmsg(sqlite3_db_handle(statement_)));
    return code == SQLITE_ROW;
  }
  std::int64_t Integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::optional<double> Score(int column) const {
    if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
    return sqlite3_column_double(statement_, column);
  }

 private:
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

// An event as the tables hold it.
struct Row {
  std::int64_t country;
  std::int64_t indicator;
  std::int64_t day;
  std::int64_t seq;
  std::int64_t superseded_by = 0;
  std::optional<int> score;
  std::int64_t law = 0;

  auto Key() const { return std::tie(country, indicator, day, seq); }
};

}  // namespace

struct SqlitePeer::Rep {
  sqlite3* db = nullptr;
  std::unordered_map<std::string, std::int64_t> countries;
  std::unordered_map<std::string, std::int64_t> indicators;
  std::vector<sqlite3_stmt*> prepared;
  sqlite3_stmt* answer = nullptr;
  sqlite3_stmt* profile = nullptr;
  sqlite3_stmt* league = nullptr;
  sqlite3_stmt* league_known = nullptr;
  sqlite3_stmt* series = nullptr;
  sqlite3_stmt* league_kept = nullptr;
  sqlite3_stmt* kept_series = nullptr;
  sqlite3_stmt* kept_split = nullptr;
  sqlite3_stmt* insert_event = nullptr;
  sqlite3_stmt* insert_place = nullptr;
  sqlite3_stmt* supersede = nullptr;

  ~Rep() {
    for (sqlite3_stmt* statement : prepared) sqlite3_finalize(statement);
    sqlite3_close(db);
  }

  void Execute(const std::string& sql) {
    const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    Check(code == SQLITE_OK, sqlite3_errmsg(db));
  }

  sqlite3_stmt* Prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    Check(code == SQLITE_OK, sqlite3_errmsg(db));
    prepared.push_back(statement);
    return statement;
  }

  void PrepareQuestions();
  void LoadCodebook(const Workload& workload);
  Row ToRow(const Event& event) const;
  void InsertEvent(const Row& row);
  void InsertPlace(const Row& row);
  LeagueScores ReadLeague(Run& run) const;
};

void SqlitePeer::Rep::PrepareQuestions() {
  answer = Prepare(kAnswer);
  profile = Prepare(kProfile);
  league = Prepare(LeagueSql("superseded_by = 0"));
  league_known = Prepare(LeagueSql("seq <= ?2 AND (superseded_by = 0 OR superseded_by > ?2)"));
  series = Prepare(SeriesSql());
}

void SqlitePeer::Rep::LoadCodebook(const Workload& workload) {
  const auto indicator_count = static_cast<std::uint32_t>(workload.methodology.indicators.size());
  sqlite3_stmt* insert_country = Prepare("INSERT INTO country VALUES(?)");
  for (const std::string& code : workload.countries) {
    const auto id = static_cast<std::int64_t>(countries.size());
    countries.emplace(code, id);
    Run(insert_country).Bind(id).Next();
  }
  sqlite3_stmt* insert_indicator = Prepare("INSERT INTO indicator VALUES(?, ?)");
  for (std::uint32_t i = 0; i < indicator_count; ++i) {
    indicators.emplace(workload.methodology.indicators[i].code, i);
    Run(insert_indicator).Bind(AreaOf(i, indicator_count)).Bind(i).Next();
  }
  Execute(
      "CREATE TABLE area_of(indicator INTEGER PRIMARY KEY, area INT);"
      "INSERT INTO area_of SELECT id, area FROM indicator;");
}

Row SqlitePeer::Rep::ToRow(const Event& event) const {
  Row row{.country = countries.at(event.country),
          .indicator = indicators.at(event.indicator),
          .day = event.effective->latest().days_since_epoch(),
          .seq = static_cast<std::int64_t>(event.sequence.value)};
  if (event.answer->is_option()) row.score = std::stoi(event.answer->code());
  if (!event.laws.empty()) row.law = std::stoll(event.laws.front().law.substr(4));
  return row;
}

void SqlitePeer::Rep::InsertEvent(const Row& row) {
  Run run(insert_event);
  run.Bind(row.country).Bind(row.indicator).Bind(row.day).Bind(row.seq).Bind(row.superseded_by);
  row.score ? run.Bind(*row.score) : run.BindNull();
  run.Bind(row.law).Next();
}

void SqlitePeer::Rep::InsertPlace(const Row& row) {
  Run run(insert_place);
  run.Bind(row.seq).Bind(row.country).Bind(row.indicator).Bind(row.day).Next();
}

LeagueScores SqlitePeer::Rep::ReadLeague(Run& run) const {
  LeagueScores scores(countries.size());
  while (run.Next()) scores[static_cast<std::size_t>(run.Integer(0))] = run.Score(1);
  return scores;
}

SqlitePeer::SqlitePeer(const Workload& workload, const std::filesystem::path& file)
    : rep_(std::make_unique<Rep>()) {
  Check(sqlite3_open_v2(file.c_str(), &rep_->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        nullptr) == SQLITE_OK,
        "SQLite cannot open its file");
  rep_->Execute(
      "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
      "PRAGMA cache_size = -2000000; PRAGMA mmap_size = 8589934592; PRAGMA temp_store = MEMORY;");
  rep_->Execute(kTables);
  rep_->Execute("BEGIN");
  rep_->LoadCodebook(workload);
  rep_->insert_event = rep_->Prepare("INSERT INTO event VALUES(?, ?, ?, ?, ?, ?, ?)");
  rep_->insert_place = rep_->Prepare("INSERT INTO place VALUES(?, ?, ?, ?)");
  rep_->supersede = rep_->Prepare(
      "UPDATE event SET superseded_by = ?2 WHERE (country, indicator, day, seq) = "
      "(SELECT country, indicator, day, seq FROM place WHERE seq = ?1)");

  std::vector<Row> rows;
  std::unordered_map<std::int64_t, std::size_t> row_of;
  for (const Transaction& transaction : workload.transactions) {
    for (const Event& event : transaction.events) {
      rows.push_back(rep_->ToRow(event));
      row_of.emplace(rows.back().seq, rows.size() - 1);
      rep_->InsertPlace(rows.back());
      if (!event.supersedes) continue;
      const auto target = static_cast<std::int64_t>(event.supersedes->value);
      rows[row_of.at(target)].superseded_by = rows.back().seq;
    }
  }
  // In key order, so that the b-tree only grows at its end.
  std::ranges::sort(rows, {}, &Row::Key);
  for (const Row& row : rows) rep_->InsertEvent(row);
  rep_->Execute(
      "COMMIT; ANALYZE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "BEGIN IMMEDIATE; CREATE TABLE durable(x); COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  rep_->PrepareQuestions();
}

SqlitePeer::SqlitePeer(SqlitePeer&&) noexcept = default;
SqlitePeer::~SqlitePeer() = default;

std::optional<double> SqlitePeer::AnswerScore(const Question& question) {
  Run run(rep_->answer);
  run.Bind(question.country.value).Bind(question.indicator.value);
  run.Bind(question.as_of.effective.days_since_epoch());
  return run.Next() ? run.Score(0) : std::nullopt;
}

ProfileScores SqlitePeer::Profile(const Question& question) {
  Run run(rep_->profile);
  run.Bind(question.country.value).Bind(question.as_of.effective.days_since_epoch());
  ProfileScores scores;
  double sum = 0;
  int present = 0;
  while (run.Next()) {
    const std::optional<double> score = run.Score(1);
    scores[static_cast<std::size_t>(run.Integer(0))] = score;
    if (!score) continue;
    sum += *score;
    ++present;
  }
  if (present != 0) scores.back() = sum / present;
  return scores;
}

LeagueScores SqlitePeer::League(Day effective) {
  Run run(rep_->league);
  run.Bind(effective.days_since_epoch());
  return rep_->ReadLeague(run);
}

LeagueScores SqlitePeer::LeagueKnownAt(AsOf as_of) {
  Run run(rep_->league_known);
  run.Bind(as_of.effective.days_since_epoch()).Bind(static_cast<std::int64_t>(as_of.known.value));
  return rep_->ReadLeague(run);
}

namespace {

void VisitRows(sqlite3_stmt* statement, const std::function<void(const SeriesRow&)>& visit) {
  Run run(statement);
  while (run.Next())
    visit({.country = static_cast<std::uint32_t>(run.Integer(0)),
           .day = static_cast<std::int32_t>(run.Integer(1)),
           .score = run.Score(2)});
}

}  // namespace

void SqlitePeer::VisitSeries(const std::function<void(const SeriesRow&)>& visit) {
  VisitRows(rep_->series, visit);
}

void SqlitePeer::KeepSeries() {
  rep_->Execute(
      "CREATE TABLE series(country INT, day INT, score REAL, PRIMARY KEY(country, day)) WITHOUT "
      "ROWID; INSERT INTO series " +
      SeriesSql());
  rep_->league_kept = rep_->Prepare(kLeagueFromKept);
  rep_->kept_series = rep_->Prepare("SELECT country, day, score FROM series ORDER BY country, day");
}

LeagueScores SqlitePeer::LeagueFromKept(Day effective) {
  Run run(rep_->league_kept);
  run.Bind(effective.days_since_epoch());
  return rep_->ReadLeague(run);
}

void SqlitePeer::VisitKeptSeries(const std::function<void(const SeriesRow&)>& visit) {
  VisitRows(rep_->kept_series, visit);
}

void SqlitePeer::KeepSplit(const LimitSide& limit) {
  rep_->Execute(
      "CREATE TABLE split(country INT, day INT, event INT, kind INT, law INT, points REAL, "
      "PRIMARY KEY(country, day, event)) WITHOUT ROWID; BEGIN");
  sqlite3_stmt* insert = rep_->Prepare("INSERT INTO split VALUES(?, ?, ?, ?, ?, ?)");
  for (std::size_t country = 0; country < limit.kept().size(); ++country)
    for (const LimitSide::KeptChange& change : limit.kept()[country])
      Run(insert)
          .Bind(static_cast<std::int64_t>(country))
          .Bind(change.day)
          .Bind(change.event)
          .Bind(change.kind)
          .Bind(change.law)
          .BindReal(change.points)
          .Next();
  rep_->Execute("COMMIT; ANALYZE split");
  rep_->kept_split = rep_->Prepare(
      "SELECT s.country, kind, law, SUM(points), SUM(event) FROM country c CROSS JOIN split s "
      "WHERE s.country = c.id AND day > ?1 AND day <= ?2 GROUP BY s.country, kind, law");
}

void SqlitePeer::VisitKeptSplit(Day after, Day until,
                                const std::function<void(const SplitRow&, double)>& visit) {
  Run run(rep_->kept_split);
  run.Bind(after.days_since_epoch()).Bind(until.days_since_epoch());
  while (run.Next())
    visit({.country = static_cast<std::uint32_t>(run.Integer(0)),
           .kind = static_cast<std::uint32_t>(run.Integer(1)),
           .law = static_cast<std::uint32_t>(run.Integer(2)),
           .points = *run.Score(3)},
          static_cast<double>(run.Integer(4)));
}

void SqlitePeer::Append(const Transaction& transaction) {
  rep_->Execute("BEGIN IMMEDIATE");
  for (const Event& event : transaction.events) {
    const Row row = rep_->ToRow(event);
    rep_->InsertEvent(row);
    rep_->InsertPlace(row);
    if (event.supersedes)
      Run(rep_->supersede)
          .Bind(static_cast<std::int64_t>(event.supersedes->value))
          .Bind(row.seq)
          .Next();
  }
  rep_->Execute("COMMIT");
}

}  // namespace lawtrace::bench
