// Every route of the table, with valid, edge and broken values: none throws, none ends the process,
// none is answered with 5xx.
//
// LAWTRACE_FUZZ_ROUNDS: requests per route (12); LAWTRACE_FUZZ_SEED: where the numbers begin (1);
// LAWTRACE_FUZZ_SAY: set to say each request before it is made, so that the last one is known.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "model/budget.h"
#include "tests/service/whole_service.h"

namespace lawtrace::service {
namespace {

std::uint64_t NumberFrom(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// What means something to some parameter or other.
const std::vector<std::string>& Words() {
  static const std::vector<std::string> kWords = {"PT",
                                                  "Portugal",
                                                  "UK",
                                                  "GR",
                                                  "SE,DK",
                                                  "EU",
                                                  "EU,EU",
                                                  "f",
                                                  "fa98",
                                                  "ba21",
                                                  "a",
                                                  "b,c",
                                                  "overall_without_health",
                                                  "overall_with_health",
                                                  "mipex-2020",
                                                  "mipex-core",
                                                  "2019",
                                                  "2019-12-31",
                                                  "2019@2021-01-01",
                                                  "today",
                                                  "@2021",
                                                  "2010,2014,2019",
                                                  "json",
                                                  "csv",
                                                  "jsonl",
                                                  "svg",
                                                  "png",
                                                  "html",
                                                  "xlsx",
                                                  "sdmx-csv",
                                                  "true",
                                                  "false",
                                                  "1",
                                                  "0",
                                                  "100",
                                                  "50",
                                                  "pt-lei-23-2007",
                                                  "pt-portaria-760-2009",
                                                  "country PT",
                                                  "amendment",
                                                  "kind amendment",
                                                  "daily",
                                                  "weekly",
                                                  "monday",
                                                  "08:00",
                                                  "Europe/Lisbon",
                                                  "en",
                                                  "mail:ana@example.org",
                                                  "webhook:https://example.org/hook",
                                                  "admin",
                                                  "reader",
                                                  "areas",
                                                  "indicators",
                                                  "summary",
                                                  "refuse",
                                                  "favourable",
                                                  "all.atom",
                                                  "country-PT.atom",
                                                  "node-f.atom",
                                                  "law-x.atom",
                                                  "all-1.atom"};
  return kWords;
}

const std::vector<std::string>& Edges() {
  static const std::vector<std::string> kEdges = {"",
                                                  " ",
                                                  "-1",
                                                  "00",
                                                  "18446744073709551616",
                                                  "9223372036854775807",
                                                  "1e308",
                                                  "nan",
                                                  "0x10",
                                                  "1.5",
                                                  "9999-12-31",
                                                  "0001-01-01",
                                                  "1400-01-01",
                                                  "10000-01-01",
                                                  "2019-02-29",
                                                  "2019-13-01",
                                                  "2019-12-31@",
                                                  "@",
                                                  ",",
                                                  ",,,",
                                                  "PT,",
                                                  "null",
                                                  "..",
                                                  "../../etc/passwd",
                                                  "%",
                                                  "%00",
                                                  "'",
                                                  "\"",
                                                  "<script>alert(1)</script>",
                                                  "{{x}}",
                                                  "\r\nX: y",
                                                  std::string("a\0b", 3),
                                                  "\xff\xfe",
                                                  "\xed\xa0\x80",
                                                  "\xf4\x90\x80\x80",
                                                  "e\xcc\x81",
                                                  "\xe2\x80\x8b",
                                                  "\xf0\x9f\x87\xb5",
                                                  std::string(300, 'a'),
                                                  std::string(3'000, ','),
                                                  std::string(200, '['),
                                                  "[]",
                                                  "{}"};
  return kEdges;
}

constexpr int kMostLooks = 3'000;  // At the budget's time; each is some tens of steps of work.

std::string Nested(std::size_t depth) {
  return std::string(depth, '[') + "1" + std::string(depth, ']');
}

class RouteFuzzTest : public WholeServiceTest {
 protected:
  std::size_t Below(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
  }
  bool OneIn(std::size_t count) { return Below(count) == 0; }
  const std::string& OneOf(const std::vector<std::string>& all) { return all[Below(all.size())]; }

  std::string Value(const std::string& example, const std::vector<std::string>& choices) {
    const std::size_t kind = Below(10);
    if (kind < 3 && !example.empty()) return example;
    if (kind < 4 && !choices.empty()) return OneOf(choices);
    if (kind < 7) return OneOf(Words());
    if (kind < 9) return OneOf(Edges());
    return OneOf(Words()) + "," + OneOf(Edges()) + "," + OneOf(Words());
  }

  std::string Path(const Route& route) {
    std::string path = route.path;
    for (std::size_t begin = 0; (begin = path.find('{', begin)) != std::string::npos;) {
      const std::size_t end = path.find('}', begin);
      std::string name = path.substr(begin + 1, end - begin - 1);
      if (name.ends_with("...")) name.resize(name.size() - 3);
      const auto example = route.path_examples.find(name);
      std::string value = Value(example == route.path_examples.end() ? "" : example->second, {});
      if (value.empty()) value = "1";
      path.replace(begin, end - begin + 1, value);
      begin += value.size();
    }
    return path;
  }

  NamedValues Query(const Route& route) {
    NamedValues query;
    for (const Parameter& parameter : route.parameters) {
      if (!parameter.is_required && OneIn(2)) continue;
      query.emplace_back(parameter.name, Value(parameter.example, parameter.choices));
      if (parameter.is_list && OneIn(4)) query.push_back(query.back());
    }
    if (route.takes_any_query)
      for (const char* name : {"node", "at", "known_at", "from", "group", "since", "format",
                               "countries", "country", "kind", "page", "where", "change"})
        if (OneIn(3)) query.emplace_back(name, Value("", {}));
    if (OneIn(20)) query.emplace_back(OneOf(Edges()), OneOf(Edges()));
    return query;
  }

  std::string JsonText(int depth) {
    switch (Below(depth > 0 ? 7 : 5)) {
      case 0:
        return "null";
      case 1:
        return OneIn(2) ? "-1" : "1e400";
      case 2:
        return OneIn(2) ? "true" : "12";
      case 3:
        return nlohmann::json(OneOf(Words())).dump();
      case 4:
        return '"' + OneOf(Edges()) + '"';  // Not always JSON.
      case 5:
        return "[" + JsonText(depth - 1) + "," + JsonText(depth - 1) + "]";
      default:
        return "{" + Key() + ":" + JsonText(depth - 1) + "," + Key() + ":" + JsonText(depth - 1) +
               "}";
    }
  }
  std::string Key() {
    static const std::vector<std::string> kKeys = {
        "questions", "path",   "query",     "id",      "events", "laws",    "note", "country",
        "indicator", "answer", "effective", "remark",  "person", "role",    "to",   "where",
        "cadence",   "law",    "kind",      "expires", "body",   "in_force"};
    return nlohmann::json(OneOf(kKeys)).dump();
  }

  std::string Body() {
    static const std::vector<std::string> kBodies = {
        "",
        "{",
        "null",
        "[]",
        "{}",
        "\xff",
        "a=b&c=%zz",
        "mail=ana%40example.org&country=PT",
        "channel=webhook&webhook=https%3A%2F%2Fexample.org%2Fh",
        "List-Unsubscribe=One-Click",
        "country,indicator,answer,effective\nPT,ba21,100,2030-01-01\n",
        "country,indicator\n\"PT",
        R"([{"country":"PT","indicator":"ba21","answer":"100","effective":"2030-01-01"}])",
        R"({"questions":[{"path":"/v1/scores","query":{"country":["PT","SE"]},"id":{"a":[1]}}]})",
        R"({"questions":[{"path":"/v1/batch"},{"path":"/v1/laws/x"}]})",
        R"({"events":[{"kind":"amendment","country":"PT","indicator":"ba21","answer":"0",
            "effective":"2025-01-01"}],"note":"n"})",
        R"({"laws":[{"law":"pt-x-1","country":"PT","title":"T"}]})",
        R"({"role":"coder","person":"Ada"})",
        R"({"to":"mail:ana@example.org","where":"country PT"})"};
    switch (Below(4)) {
      case 0:
        return OneIn(2) ? Nested(65'000)
                        : R"({"questions":[{"path":"/v1/rank","id":)" + Nested(65'000) + "}]}";
      case 1:
        return JsonText(4);
      default:
        return OneOf(kBodies);
    }
  }

  Request Random(const Route& route) {
    Request request{.method = route.method, .path = Path(route), .query = Query(route)};
    if (route.method != "GET") request.body = Body();
    if (OneIn(3)) request.headers.push_back({.name = "accept", .value = "text/html"});
    if (OneIn(8)) request.headers.push_back({.name = "accept", .value = OneOf(Edges())});
    if (OneIn(6)) request.headers.push_back({.name = "if-none-match", .value = "*"});
    if (OneIn(6)) request.headers.push_back({.name = "if-match", .value = OneOf(Edges())});
    if (OneIn(6)) request.headers.push_back({.name = "last-event-id", .value = OneOf(Edges())});
    if (OneIn(3)) request.headers.push_back({.name = "accept-encoding", .value = "gzip"});
    const bool is_known = !route.role.empty() ? !OneIn(6) : OneIn(8);
    request.headers.push_back(
        {.name = "authorization", .value = is_known ? "Bearer " + token_ : "Basic " + token_});
    request.client = "192.0.2." + std::to_string(Below(250));
    return request;
  }

  static std::string Said(const Request& request) {
    std::string text = request.method + " " + PercentEncoded(request.path) + "?";
    for (const auto& [name, value] : request.query)
      text += PercentEncoded(name) + "=" + PercentEncoded(value) + "&";
    for (const Header& header : request.headers)
      text += " " + header.name + ":" + PercentEncoded(header.value);
    return text + " " + PercentEncoded(request.body.substr(0, 300));
  }

  // As it would come in at the socket; absent: the server refuses it before any route sees it.
  static std::optional<Request> AsReceived(Request request) {
    std::string target;
    for (const char c : request.path) target += c == '/' ? "/" : PercentEncoded({&c, 1});
    char separator = '?';
    for (const auto& [name, value] : request.query) {
      target += separator + PercentEncoded(name) + '=' + PercentEncoded(value);
      separator = '&';
    }
    auto parsed = ParseTarget(target);
    if (!parsed) return std::nullopt;
    std::tie(request.path, request.query) = *std::move(parsed);
    return request;
  }

  void Try(Request random) {
    const std::optional<Request> received = AsReceived(std::move(random));
    if (!received) return;
    const Request& request = *received;
    if (std::getenv("LAWTRACE_FUZZ_SAY") != nullptr)
      std::fprintf(stderr, "%s\n", Said(request).c_str());
    int looks = 0;
    const Budget budget([&] { return ++looks > kMostLooks; }, 64U << 20);
    try {
      const Response response = Do(request);
      if (response.stream) response.stream();
      const bool is_spent = response.status == 503 && looks > kMostLooks;
      EXPECT_TRUE(response.status < 500 || is_spent)
          << response.status << " " << response.text().substr(0, 300) << "\n"
          << Said(request);
    } catch (const std::exception& thrown) {
      ADD_FAILURE() << thrown.what() << "\n" << Said(request);
    }
  }

  std::mt19937_64 random_{NumberFrom("LAWTRACE_FUZZ_SEED", 1)};
  std::string token_;
};

TEST_F(RouteFuzzTest, NothingThatIsAskedIsTooMuch) {
  const std::uint64_t rounds = NumberFrom("LAWTRACE_FUZZ_ROUNDS", 12);
  RecordProperty("seed", std::to_string(NumberFrom("LAWTRACE_FUZZ_SEED", 1)));
  ASSERT_GT(routes_.routes().size(), 60U);
  for (const Route& route : routes_.routes()) {
    // A request may have revoked the one before.
    if (token_.empty() || route.path.find("token") != std::string::npos)
      token_ = NewToken(Role::kAdmin).text;
    // What writes makes a new snapshot each time.
    const std::uint64_t of_route = route.method == "GET" ? rounds : (rounds + 2) / 3;
    for (std::uint64_t i = 0; i < of_route; ++i) Try(Random(route));
  }
}

TEST_F(RouteFuzzTest, AnIndicatorInThePlaceOfANodeIsRefusedEverywhere) {
  for (const Route& route : routes_.routes()) {
    if (route.method != "GET") continue;
    for (const char* code : {"fa98", "f", "fa98,f", "f,fa98"})
      for (const char* name : {"node", "group", "country", "countries"})
        Try({.path = ExamplePath(route), .query = {{name, code}, {"at", "2019"}}});
  }
}

}  // namespace
}  // namespace lawtrace::service
