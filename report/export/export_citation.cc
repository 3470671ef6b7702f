#include "report/export/export_citation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

#include "model/digest.h"

namespace lawtrace::report {
namespace {

constexpr std::string_view kScheme = "lawtrace:";
constexpr std::size_t kDigestDigits = 16;

constexpr std::array<std::pair<ExportKind, std::string_view>, 5> kKinds = {
    {{ExportKind::kScores, "scores"},
     {ExportKind::kAnswers, "answers"},
     {ExportKind::kChanges, "changes"},
     {ExportKind::kEvents, "events"},
     {ExportKind::kLaws, "laws"}}};

constexpr std::array<std::pair<ExportFormat, std::string_view>, 6> kFormats = {
    {{ExportFormat::kCsv, "csv"},
     {ExportFormat::kJson, "json"},
     {ExportFormat::kJsonLines, "jsonl"},
     {ExportFormat::kXlsx, "xlsx"},
     {ExportFormat::kSdmxCsv, "sdmx-csv"},
     {ExportFormat::kSpreadsheetCsv, "spreadsheet-csv"}}};

bool IsPlain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.';
}

// Everything else as %XX of its UTF-8 bytes.
std::string Escaped(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (IsPlain(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0xFU];
  }
  return out;
}

// Absent if it is not what Escaped wrote.
std::optional<std::string> Unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned byte = 0;
    if (i + 2 >= text.size()) return std::nullopt;
    const char* begin = text.data() + i + 1;
    if (std::from_chars(begin, begin + 2, byte, 16).ptr != begin + 2) return std::nullopt;
    out += static_cast<char>(byte);
    i += 2;
  }
  if (Escaped(out) != text) return std::nullopt;
  return out;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : "+") + Escaped(name);
  return out;
}

// A day for its first second.
std::string TextOf(Instant instant) {
  const bool is_day = instant == Instant::StartOf(instant.day());
  return is_day ? instant.day().ToString() : instant.ToString();
}

Error NotAToken(const std::string& why) {
  return {ErrorCode::kInvalidInput,
          "this is no citation token: " + why +
              "; copy it whole, from 'lawtrace:' to the end of 'data=...'"};
}

// Reads the parts of a token, in any order, each once.
class TokenReader {
 public:
  explicit TokenReader(ExportCitation& citation) : citation_(citation) {}

  // Empty, or what is wrong with the part.
  std::string Read(std::string_view part) {
    const std::size_t equals = part.find('=');
    const std::string key(part.substr(0, equals));
    if (equals == std::string_view::npos || equals + 1 == part.size())
      return "'" + std::string(part) + "' is not of the form name=value";
    if (!seen_.insert(key).second) return "it says " + key + " twice";
    const std::string_view value = part.substr(equals + 1);
    return ReadValue(key, value) ? "" : "'" + std::string(part) + "' means nothing";
  }

  // The first part that every token of this kind has and this one lacks; empty if there is none.
  std::string Missing() const {
    std::vector<const char*> needed = {"index", "log", "log-digest", "format", "data"};
    if (IsOfMethodology(citation_.kind))
      needed.insert(needed.end(), {"methodology", "fingerprint", "at"});
    for (const char* key : needed)
      if (!seen_.contains(key)) return key;
    return {};
  }

 private:
  bool ReadValue(const std::string& key, std::string_view value) {
    if (key == "index") return ReadText(value, citation_.index);
    if (key == "log") return ReadPosition(value);
    if (key == "log-digest") return ReadDigest(value, citation_.log_digest);
    if (key == "known-at") return ReadDay(value, citation_.known_at);
    if (key == "updated-after") return ReadInstant(value, citation_.updated_after);
    if (key == "data") return ReadDigest(value, citation_.data_digest);
    if (key == "format") {
      const Result<ExportFormat> format = ParseExportFormat(value, citation_.kind);
      if (format) citation_.format = *format;
      return format.has_value();
    }
    return IsOfMethodology(citation_.kind) && ReadValueOfMethodology(key, value);
  }

  bool ReadValueOfMethodology(const std::string& key, std::string_view value) {
    if (key == "methodology") {
      const std::size_t at = value.find('@');
      return at != std::string_view::npos && ReadText(value.substr(0, at), citation_.methodology) &&
             ReadText(value.substr(at + 1), citation_.methodology_version);
    }
    if (key == "fingerprint") return ReadDigest(value, citation_.fingerprint);
    if (key == "at") return ReadDay(value, citation_.at);
    if (key == "from") return ReadDay(value, citation_.from);
    if (key == "country") return ReadList(value, citation_.countries);
    if (key == "node") return ReadList(value, citation_.nodes);
    if (key == "days") return citation_.is_series = value == "all";
    if (key == "codings") return citation_.with_codings = value == "yes";
    return false;
  }

  static bool ReadText(std::string_view value, std::string& text) {
    const std::optional<std::string> read = Unescaped(value);
    if (read) text = *read;
    return read && !read->empty();
  }

  static bool ReadDay(std::string_view value, std::optional<Day>& day) {
    const Result<Day> read = Day::Parse(value);
    if (read) day = *read;
    return read.has_value();
  }

  static bool ReadInstant(std::string_view value, std::optional<Instant>& instant) {
    const Result<Instant> read = Instant::Parse(value);
    if (!read || TextOf(*read) != value) return false;  // Each token has one form.
    instant = *read;
    return true;
  }

  static bool ReadDigest(std::string_view value, std::string& digest) {
    digest = value;
    return value.size() == kDigestDigits &&
           value.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  }

  static bool ReadList(std::string_view value, std::vector<std::string>& names) {
    while (true) {
      const std::size_t plus = value.find('+');
      if (!ReadText(value.substr(0, plus), names.emplace_back())) return false;
      if (plus == std::string_view::npos) return true;
      value.remove_prefix(plus + 1);
    }
  }

  bool ReadPosition(std::string_view value) {
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, citation_.position.value);
    return error == std::errc{} && stop == end;
  }

  ExportCitation& citation_;
  std::set<std::string> seen_;
};

}  // namespace

std::string_view Name(ExportKind kind) {
  return std::ranges::find(kKinds, kind, [](const auto& one) { return one.first; })->second;
}

std::string_view Name(ExportFormat format) {
  return std::ranges::find(kFormats, format, [](const auto& one) { return one.first; })->second;
}

Result<ExportFormat> ParseExportFormat(std::string_view text, ExportKind kind) {
  const bool has_sdmx = kind == ExportKind::kScores || kind == ExportKind::kAnswers;
  for (const auto& [format, name] : kFormats)
    if (name == text && (has_sdmx || format != ExportFormat::kSdmxCsv)) return format;
  return Fail(ErrorCode::kInvalidInput, "format '" + std::string(text) + "' is unknown to export " +
                                            std::string(Name(kind)) + "; write csv, json, jsonl" +
                                            (has_sdmx ? ", xlsx or sdmx-csv" : " or xlsx"));
}

std::string TokenOf(const ExportCitation& citation) {
  std::string token = std::string(kScheme) + std::string(Name(citation.kind));
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) token += "/" + std::string(key) + "=" + value;
  };
  const auto add_day = [&](std::string_view key, const std::optional<Day>& day) {
    if (day) add(key, day->ToString());
  };
  add("index", Escaped(citation.index));
  add_day("at", citation.at);
  add("days", citation.is_series ? "all" : "");
  add_day("from", citation.from);
  add_day("known-at", citation.known_at);
  if (citation.updated_after) add("updated-after", TextOf(*citation.updated_after));
  add("codings", citation.with_codings ? "yes" : "");
  add("country", Joined(citation.countries));
  add("node", Joined(citation.nodes));
  if (IsOfMethodology(citation.kind))
    add("methodology", Escaped(citation.methodology) + "@" + Escaped(citation.methodology_version));
  add("fingerprint", citation.fingerprint);
  add("log", citation.position.ToString());
  add("log-digest", citation.log_digest);
  add("format", std::string(Name(citation.format)));
  add("data", citation.data_digest);
  return token;
}

Result<ExportCitation> ParseToken(std::string_view token) {
  if (!token.starts_with(kScheme)) return Fail(NotAToken("it does not begin with 'lawtrace:'"));
  token.remove_prefix(kScheme.size());
  const auto next = [&token] {
    const std::string_view part = token.substr(0, token.find('/'));
    token.remove_prefix(std::min(part.size() + 1, token.size()));
    return part;
  };
  const std::string_view kind = next();
  const auto* const known =
      std::ranges::find(kKinds, kind, [](const auto& one) { return one.second; });
  if (known == kKinds.end())
    return Fail(
        NotAToken("'" + std::string(kind) + "' is not scores, answers, changes, events or laws"));
  if (token.ends_with('/')) return Fail(NotAToken("it ends in '/'"));
  ExportCitation citation{.kind = known->first};
  TokenReader reader(citation);
  while (!token.empty())
    if (const std::string fault = reader.Read(next()); !fault.empty())
      return Fail(NotAToken(fault));
  if (const std::string missing = reader.Missing(); !missing.empty())
    return Fail(NotAToken("it lacks " + missing + "=..."));
  return citation;
}

std::string DataDigest(const Table& table) {
  Digest digest;
  digest.Add(Render(table, Format::kCsv));
  return digest.Hex();
}

}  // namespace lawtrace::report
