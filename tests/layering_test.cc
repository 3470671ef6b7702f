// Every include follows the one-way folder order, no folder reaches into another's internal/,
// every third-party header stays in its home, and no file, function or line outgrows its limit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::size_t kMaxSourceLines = 500;
constexpr std::size_t kMaxHeaderLines = 200;
constexpr std::size_t kMaxFunctionLines = 70;
constexpr std::size_t kMaxColumns = 100;
constexpr std::size_t kMaxSources = 40;  // Of a folder or room, with what is below it.

// What a folder, or a room of one, may include besides itself, from the ground up.
const std::map<std::string, std::set<std::string>, std::less<>> kMayInclude = [] {
  std::map<std::string, std::set<std::string>, std::less<>> may = {
      {"model", {}},
      {"proto", {"model"}},
      {"store", {"model", "proto"}},
      {"ingest", {"model", "proto", "store"}},
      {"analysis", {"model"}},
      {"alerts", {"model", "analysis"}},
  };
  // Each room sees the rooms before it.
  const auto add = [&](const std::string& folder, std::set<std::string> below,
                       const std::vector<std::string>& rooms) {
    for (const std::string& room : rooms) {
      may[folder + "/" + room] = below;
      below.insert(folder + "/" + room);
    }
    return below;
  };
  std::set<std::string> below = add("report", {"model", "analysis", "alerts"},
                                    {"render", "question", "export", "documents", "messages"});
  below.insert({"proto", "store", "ingest"});
  add("service", below, {"dispatch", "channels", "http", "desk", "core", "api", "page", "server"});
  return may;
}();

// What sees everything; nothing but these sees them.
const std::set<std::string, std::less<>> kOnTop = {"cli", "tests", "bench", "fuzz"};

// A third-party header and the paths that may include it.  A path that ends in "/" is a folder,
// and in "/*.cc" the sources of a folder and its subfolders.
struct Home {
  std::string_view header;  // What the included path starts with; "*" before what it ends with.
  std::vector<std::string_view> paths;
};
const std::vector<Home> kHomes = {
    {"boost/date_time", {"model/day.cc"}},
    {"boost/asio", {"service/http/http_server.cc", "service/http/internal/"}},
    {"boost/beast", {"service/http/internal/"}},
    {"date/", {"alerts/schedule.cc"}},
    {"unicode/",
     {"model/text.cc", "model/region.cc", "service/dispatch/receiver.cc",
      "service/desk/person.cc"}},
    {"tl/", {"model/result.h"}},
    {"google/", {"proto/*.cc"}},
    {"*.pb.h", {"proto/*.cc"}},
    {"rocksdb/", {"store/*.cc", "store/internal/"}},
    {"zip.h", {"ingest/*.cc"}},
    {"expat.h", {"ingest/*.cc"}},
    {"csv.h", {"ingest/*.cc", "report/*.cc"}},
    {"csv.hpp", {"ingest/*.cc"}},
    {"re2/", {"ingest/*.cc"}},
    {"nlohmann/", {"report/*.cc", "ingest/*.cc", "service/*.cc"}},
    {"xlsxwriter", {"report/*.cc"}},
    {"CLI/", {"cli/command.cc"}},
    {"spdlog/", {"service/http/log.cc"}},
    {"prometheus/", {"service/http/metrics.cc"}},
    {"systemd/", {"service/server/server_process.cc"}},
    {"zlib.h", {"service/http/compression.cc"}},
    {"curl/", {"cli/server_client.cc", "service/*.cc", "service/channels/internal/"}},
    {"openssl/", {"store/sha256.cc", "service/*.cc"}},
    {"gmime/", {"service/*.cc"}},
    {"kainjow/", {"report/*.cc"}},
    {"pugixml.hpp", {"report/*.cc", "service/*.cc"}},
    {"fmt/", {"report/", "cli/", "service/"}},
    {"cairo", {"service/page/social_card.cc"}},
    {"pango/", {"service/page/social_card.cc"}},
};

// Who may hand text to the JSON library's own parser: the one reader of what others wrote, and
// those that read what this program wrote itself.
const std::set<std::string, std::less<>> kJsonReaders = {
    "model/foreign_json.h", "report/question/law_tables.cc", "report/question/scenario_tables.cc",
    "service/api/api_desk.cc", "service/http/openapi.cc"};

// Who may write an option of the command line though it stands below that: the registry of
// questions, and words to whoever runs the program.
bool MayWriteOptions(std::string_view path) {
  static const std::set<std::string, std::less<>> kOperatorWords = {
      "ingest/admission.cc",           "ingest/record_import.cc",     "service/page/desk_page.cc",
      "service/page/page_question.cc", "store/internal/head_file.cc", "store/internal/proof.cc"};
  return kOperatorWords.contains(path) || path.starts_with("cli/") || path.starts_with("tests/") ||
         path.starts_with("bench/") || path.starts_with("fuzz/") ||
         (path.starts_with("report/question/") &&
          (path.ends_with("_answer.cc") || path.ends_with("_answers.cc")));
}

// Whether a text in the line holds an option: "give a later --recorded-at".
bool WritesOption(std::string_view line) {
  if (line.substr(0, line.find_first_not_of(' ') + 2).ends_with("//")) return false;
  bool is_quoted = false;
  for (std::size_t i = 0; i + 2 < line.size(); ++i) {
    if (line[i] == '"' && (i == 0 || line[i - 1] != '\\')) is_quoted = !is_quoted;
    const bool begins = i == 0 || line[i - 1] == ' ' || line[i - 1] == '"' || line[i - 1] == '(';
    if (is_quoted && begins && line.substr(i).starts_with("--") && line[i + 2] >= 'a' &&
        line[i + 2] <= 'z')
      return true;
  }
  return false;
}

// The folder, or its room where the folder is made of rooms.
std::string FolderOf(std::string_view path) {
  const std::size_t end = path.find('/');
  const std::string folder(path.substr(0, end));
  const auto room = kMayInclude.lower_bound(folder + "/");
  if (room == kMayInclude.end() || !room->first.starts_with(folder + "/")) return folder;
  return std::string(path.substr(0, path.find('/', end + 1)));
}

bool IsIn(std::string_view path, std::string_view home) {
  constexpr std::string_view kSources = "*.cc";
  if (home.ends_with('/')) return path.starts_with(home);
  if (!home.ends_with(kSources)) return path == home;
  return path.starts_with(home.substr(0, home.size() - kSources.size())) && path.ends_with(".cc");
}

bool IsHeader(const Home& home, std::string_view included) {
  return home.header.starts_with('*') ? included.ends_with(home.header.substr(1))
                                      : included.starts_with(home.header);
}

// What an include directive names; absent if the line is none.
std::optional<std::string_view> IncludedIn(std::string_view line) {
  const auto skip_blanks = [&] {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  };
  skip_blanks();
  if (!line.starts_with('#')) return std::nullopt;
  line.remove_prefix(1);
  skip_blanks();
  constexpr std::string_view kInclude = "include";
  if (!line.starts_with(kInclude)) return std::nullopt;
  const std::size_t open = line.find_first_of("\"<");
  if (open == std::string_view::npos) return std::nullopt;
  const std::size_t close = line.find_first_of("\">", open + 1);
  return line.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
}

// Why the file at `path` must not include `included`; empty if it may.
std::string IncludeFault(std::string_view path, std::string_view included) {
  const std::string from = FolderOf(path);
  if (from == "tests" || from == "bench") return {};
  const std::string to = FolderOf(included);
  const bool is_project = kMayInclude.contains(to) || kOnTop.contains(to);
  for (const Home& home : kHomes)
    if (IsHeader(home, included) &&
        std::ranges::none_of(home.paths, [&](auto place) { return IsIn(path, place); }))
      return "third-party header outside its home";
  if (!is_project || to == from) return {};
  if (included.substr(to.size()).starts_with("/internal/")) return "internal/ of another folder";
  if (to == "tests" || to == "bench" || to == "fuzz") return "the product does not know its tests";
  const auto order = kMayInclude.find(from);
  if (order != kMayInclude.end() && !order->second.contains(to)) return "against the folder order";
  return {};
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

// In characters, not bytes.
std::size_t WidthOf(std::string_view line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char c) { return (c & '\xC0') != '\x80'; }));
}

// Whether the line rounds a number by itself: "{:.2f}", "{:.{}f}", "%.3f", "setprecision".
bool RoundsNumber(std::string_view line) {
  if (line.find("setprecision") != std::string_view::npos) return true;
  for (std::size_t at = line.find('.'); at != std::string_view::npos; at = line.find('.', at + 1)) {
    const bool is_format = at > 0 && (line[at - 1] == '%' || line[at - 1] == ':' ||
                                      (line[at - 1] == '+' && at > 1 && line[at - 2] == ':'));
    const std::size_t end = line.find_first_not_of("0123456789{}*", at + 1);
    if (is_format && end != std::string_view::npos && end > at + 1 && line[end] == 'f') return true;
  }
  return false;
}

// All that is wrong with one file, as "path:line: what".  `path` is relative to the root.
//
// A function is taken to begin at a line that starts in the first column and ends in "{" or, with
// its arguments wrapped, at the line before such a line, and to end at the next "}" in the first
// column; clang-format sees to that.  Namespaces, types and tables end in "};" or "}  //
// namespace".
std::vector<std::string> FaultsOf(std::string_view path, const std::string& text) {
  std::vector<std::string> faults;
  const auto report = [&](std::size_t line, std::string_view what) {
    faults.push_back(std::string(path) + ":" + std::to_string(line) + ": " + std::string(what));
  };
  const std::vector<std::string> lines = LinesOf(text);
  const bool is_header = path.ends_with(".h");
  const std::size_t limit = is_header ? kMaxHeaderLines : kMaxSourceLines;
  if (lines.size() > limit)
    report(lines.size(), "more than " + std::to_string(limit) + " lines; split it by subject");
  std::size_t begin = 0;  // Of the block in the first column, 0 outside one.
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    if (WidthOf(line) > kMaxColumns) report(i + 1, "longer than 100 columns");
    if (line.find("son::parse(") != std::string::npos && !path.starts_with("tests/") &&
        !kJsonReaders.contains(path))
      report(i + 1, "JSON is read by ParseForeignJson, which bounds its depth");
    if (!MayWriteOptions(path) && WritesOption(line))
      report(i + 1, "an option of the command line; name the Field, each edge spells it");
    if (const std::optional<std::string_view> included = IncludedIn(line))
      if (const std::string fault = IncludeFault(path, *included); !fault.empty())
        report(i + 1, fault + ": " + std::string(*included));
    if (kMayInclude.contains(FolderOf(path)) || FolderOf(path) == "cli")
      if (RoundsNumber(line)) report(i + 1, "rounds by itself; figures are model/number.h's");
    if (line.empty() || line.front() == ' ' || line.front() == '#') continue;
    if (line == "}") {
      if (begin != 0 && i + 2 - begin > kMaxFunctionLines)
        report(begin, "function of more than " + std::to_string(kMaxFunctionLines) + " lines");
      begin = 0;
    } else if (begin == 0 || line.starts_with('}') || line.starts_with("namespace ")) {
      begin = line.starts_with('}') || line.starts_with("namespace ") ? 0 : i + 1;
    } else if (lines[i - 1].empty()) {
      begin = i + 1;
    }
  }
  return faults;
}

std::string FileText(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(LayeringTest, EveryFileKeepsTheRules) {
  const std::filesystem::path root = LAWTRACE_SOURCE_DIR;
  std::set<std::string> folders(kOnTop.begin(), kOnTop.end());
  for (const auto& [folder, allowed] : kMayInclude) folders.insert(folder);
  int files = 0;
  for (const std::string& folder : folders) {
    if (!std::filesystem::exists(root / folder)) continue;
    std::size_t sources = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc") continue;
      ++files;
      if (extension == ".cc") ++sources;
      const std::string path = std::filesystem::relative(entry.path(), root).generic_string();
      EXPECT_THAT(FaultsOf(path, FileText(entry.path())), IsEmpty());
    }
    if (!kOnTop.contains(folder)) {
      EXPECT_LE(sources, kMaxSources) << folder << " wants rooms";
    }
  }
  EXPECT_GT(files, 20);
}

TEST(LayeringTest, EveryTopFolderWithSourcesIsInTheOrder) {
  const std::filesystem::path root = LAWTRACE_SOURCE_DIR;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_directory() || name.starts_with('.') || name.starts_with("build")) continue;
    if (kOnTop.contains(name)) continue;
    for (const auto& file : std::filesystem::recursive_directory_iterator(entry)) {
      const auto extension = file.path().extension();
      const std::string path = std::filesystem::relative(file.path(), root).generic_string();
      EXPECT_TRUE((extension != ".h" && extension != ".cc") || kMayInclude.contains(FolderOf(path)))
          << path << " is in no layer";
    }
  }
}

// The only fault of a file with this line; empty if there is none.
std::string FaultOf(std::string_view path, const std::string& line) {
  const std::vector<std::string> faults = FaultsOf(path, "// A file.\n" + line + "\n");
  EXPECT_LE(faults.size(), 1U);
  return faults.empty() ? "" : faults.front();
}

TEST(LayeringTest, CatchesEveryPlantedIncludeAgainstTheOrder) {
  const std::vector<std::string> order = {"model",
                                          "proto",
                                          "store",
                                          "ingest",
                                          "analysis",
                                          "alerts",
                                          "report/render",
                                          "report/question",
                                          "report/export",
                                          "report/documents",
                                          "report/messages",
                                          "service/dispatch",
                                          "service/channels",
                                          "service/http",
                                          "service/desk",
                                          "service/core",
                                          "service/api",
                                          "service/page",
                                          "service/server",
                                          "cli"};
  // Rooms see whatever stands before them, but for the pure ones, which do without the log.
  const std::map<std::string, std::string> narrower = {{"analysis", "model analysis"},
                                                       {"alerts", "model analysis alerts"}};
  const auto may_see = [&](const std::string& from, const std::string& to) {
    const auto narrow = narrower.find(from);
    if (narrow != narrower.end()) return narrow->second.find(to) != std::string::npos;
    const bool is_of_the_log = to == "proto" || to == "store" || to == "ingest";
    if (from.starts_with("report/") && is_of_the_log) return false;
    return std::ranges::find(order, to) <= std::ranges::find(order, from);
  };
  for (const std::string& from : order) {
    for (const std::string& to : order) {
      const std::string fault = FaultOf(from + "/x.cc", "#include \"" + to + "/y.h\"");
      const bool may = may_see(from, to);
      EXPECT_EQ(fault, may ? "" : from + "/x.cc:2: against the folder order: " + to + "/y.h");
    }
    EXPECT_THAT(FaultOf(from + "/x.cc", "#include \"tests/y.h\""), HasSubstr("does not know"));
  }
  EXPECT_THAT(FaultOf("model/x.h", "  #  include <store/y.h>"), HasSubstr("folder order"));
}

TEST(LayeringTest, CatchesAPlantedForeignInternal) {
  EXPECT_EQ(FaultOf("ingest/x.cc", "#include \"store/internal/key.h\""),
            "ingest/x.cc:2: internal/ of another folder: store/internal/key.h");
  EXPECT_THAT(FaultOf("cli/x.cc", "#include \"store/internal/key.h\""), HasSubstr("internal/"));
  EXPECT_EQ(FaultOf("store/x.cc", "#include \"store/internal/key.h\""), "");
  EXPECT_EQ(FaultOf("tests/store/x.cc", "#include \"store/internal/key.h\""), "");
}

struct PlantedHeader {
  const char* header;
  const char* home;
  std::vector<const char*> elsewhere;
};

TEST(LayeringTest, CatchesEveryPlantedThirdPartyHeader) {
  for (const auto& [header, home, elsewhere] : std::vector<PlantedHeader>{
           {"boost/date_time/gregorian/gregorian_types.hpp",
            "model/day.cc",
            {"model/day.h", "model/event.cc", "service/x.cc"}},
           {"date/tz.h", "alerts/schedule.cc", {"alerts/x.cc", "service/x.cc"}},
           {"tl/expected.hpp", "model/result.h", {"model/day.h", "store/event_log.h"}},
           {"google/protobuf/message.h", "proto/x.cc", {"proto/x.h", "store/x.cc"}},
           {"proto/log.pb.h", "proto/internal/x.cc", {"proto/x.h", "store/x.cc"}},
           {"rocksdb/db.h", "store/x.cc", {"store/x.h", "cli/x.cc", "ingest/x.cc"}},
           {"rocksdb/db.h", "store/internal/x.h", {"analysis/x.cc"}},
           {"zip.h", "ingest/x.cc", {"ingest/x.h", "report/x.cc"}},
           {"expat.h", "ingest/internal/x.cc", {"ingest/x.h", "cli/x.cc"}},
           {"csv.h", "ingest/x.cc", {"ingest/x.h"}},
           {"re2/re2.h", "ingest/x.cc", {"ingest/x.h", "model/x.cc"}},
           {"nlohmann/json.hpp", "report/x.cc", {"report/x.h", "cli/x.cc"}},
           {"nlohmann/json.hpp", "ingest/x.cc", {"ingest/x.h"}},
           {"xlsxwriter.h", "report/x.cc", {"report/x.h", "ingest/x.cc"}},
           {"CLI/CLI.hpp", "cli/command.cc", {"cli/x.cc", "cli/command.h", "service/x.cc"}},
           {"spdlog/spdlog.h", "service/http/log.cc", {"service/x.cc", "cli/x.cc", "store/x.cc"}},
           {"boost/beast/http.hpp",
            "service/http/internal/connection.cc",
            {"service/http/http_server.cc"}},
           {"boost/asio.hpp", "service/http/http_server.cc", {"service/x.h", "alerts/x.cc"}},
           {"prometheus/registry.h",
            "service/http/metrics.cc",
            {"service/http/metrics.h", "cli/x.cc"}},
           {"systemd/sd-daemon.h", "service/server/server_process.cc", {"cli/x.cc"}},
           {"zlib.h", "service/http/compression.cc", {"service/x.cc", "report/x.cc"}},
           {"curl/curl.h", "service/x.cc", {"service/x.h", "alerts/x.cc", "cli/x.cc"}},
           {"openssl/hmac.h", "service/x.cc", {"service/x.h", "model/x.cc"}},
           {"gmime/gmime.h", "service/x.cc", {"service/x.h", "report/x.cc"}},
           {"kainjow/mustache.hpp", "report/x.cc", {"report/x.h", "alerts/x.cc"}},
           {"pugixml.hpp", "report/x.cc", {"report/x.h", "analysis/x.cc"}},
           {"fmt/core.h", "report/x.h", {"model/x.cc", "analysis/x.cc", "ingest/x.cc"}},
       }) {
    const std::string line = "#include <" + std::string(header) + ">";
    EXPECT_EQ(FaultOf(home, line), "");
    EXPECT_EQ(FaultOf("tests/x.cc", line), "");
    for (const char* path : elsewhere)
      EXPECT_EQ(FaultOf(path, line),
                std::string(path) + ":2: third-party header outside its home: " + header);
  }
  EXPECT_EQ(FaultOf("analysis/x.cc", "#include <vector>"), "");
  EXPECT_EQ(FaultOf("analysis/x.cc", "// #include \"store/event_log.h\""), "");
}

std::string Repeated(std::string_view line, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += line;
  return text;
}

TEST(LayeringTest, CatchesAPlantedReaderOfJson) {
  const std::string line = "auto x = nlohmann::json::parse(text, nullptr, false);";
  EXPECT_THAT(FaultOf("service/api/x.cc", line), HasSubstr("ParseForeignJson"));
  EXPECT_THAT(FaultOf("ingest/x.cc", "  Json::parse(text);"), HasSubstr("ParseForeignJson"));
  EXPECT_EQ(FaultOf("service/http/openapi.cc", line), "");
  EXPECT_EQ(FaultOf("tests/x.cc", line), "");
}

TEST(LayeringTest, CatchesAPlantedOption) {
  for (const char* line : {"  return Fail(code, \"name one with --group\");", "x = \"--at\";"}) {
    EXPECT_THAT(FaultOf("service/desk/x.cc", line), HasSubstr("each edge spells it")) << line;
    EXPECT_THAT(FaultOf("model/x.cc", line), HasSubstr("each edge spells it")) << line;
    EXPECT_EQ(FaultOf("cli/x.cc", line), "");
  }
  for (const char* line : {"  --count;  // \"x\"", "// as \"--at\" says", "x = \"a -- b\";"})
    EXPECT_EQ(FaultOf("service/desk/x.cc", line), "") << line;
}

TEST(LayeringTest, CatchesFiguresThatAreRoundedElsewhere) {
  for (const char* line : {"fmt::format(\"{:.2f}\", x);", "fmt::format(\"{:+.{}f}\", x, d);",
                           "std::snprintf(b, n, \"%.1f\", x);", "out << std::setprecision(2);"})
    EXPECT_THAT(FaultsOf("report/render/any.cc", line), ElementsAre(HasSubstr("model/number.h")))
        << line;
  for (const char* line : {"fmt::format(\"{}: {}\", x, y);", "if (a ? b : .5f) return;", "x.f();"})
    EXPECT_THAT(FaultsOf("report/render/any.cc", line), IsEmpty()) << line;
}

TEST(LayeringTest, CatchesPlantedGrowth) {
  EXPECT_THAT(FaultsOf("model/x.cc", Repeated("// x\n", 500)), IsEmpty());
  EXPECT_THAT(FaultsOf("model/x.cc", Repeated("// x\n", 501)),
              ElementsAre("model/x.cc:501: more than 500 lines; split it by subject"));
  EXPECT_THAT(FaultsOf("model/x.h", Repeated("// x\n", 200)), IsEmpty());
  EXPECT_THAT(FaultsOf("model/x.h", Repeated("// x\n", 201)),
              ElementsAre("model/x.h:201: more than 200 lines; split it by subject"));
  EXPECT_THAT(FaultsOf("model/x.cc", "//" + std::string(98, 'x') + "\n"), IsEmpty());
  EXPECT_THAT(FaultsOf("model/x.cc", "//" + Repeated("é", 98) + "\n"), IsEmpty());
  EXPECT_THAT(FaultsOf("model/x.cc", "//" + std::string(99, 'x') + "\n"),
              ElementsAre("model/x.cc:1: longer than 100 columns"));
}

TEST(LayeringTest, CatchesAPlantedLongFunction) {
  const auto file = [](std::size_t statements) {
    return "namespace x {\n\nint F(int a,\n      int b) {\n" + Repeated("  ++a;\n", statements) +
           "}\n\n" + Repeated("// x\n", 90) + "\nconstexpr int kTable[] = {\n" +
           Repeated("    1,\n", 90) + "};\n\nvoid G() {\n}\n\n}  // namespace x\n";
  };
  EXPECT_THAT(FaultsOf("model/x.cc", file(67)), IsEmpty());
  EXPECT_THAT(FaultsOf("model/x.cc", file(68)),
              ElementsAre("model/x.cc:3: function of more than 70 lines"));
}

}  // namespace
