// ExportCitation: all that an exported file depends on, and its form as one word, the token.
// docs/exchange.md, "Citing an export".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/day.h"
#include "model/result.h"
#include "model/sequence.h"
#include "report/render/table.h"

namespace lawtrace::report {

enum class ExportKind : std::uint8_t { kScores, kAnswers, kChanges, kEvents, kLaws };

std::string_view Name(ExportKind kind);  // "scores", "answers", ...

// Whether the export speaks of what was in force under a methodology, rather than of the log.
constexpr bool IsOfMethodology(ExportKind kind) {
  return kind == ExportKind::kScores || kind == ExportKind::kAnswers ||
         kind == ExportKind::kChanges;
}

enum class ExportFormat : std::uint8_t {
  kCsv,
  kJson,
  kJsonLines,
  kXlsx,
  kSdmxCsv,
  kSpreadsheetCsv,  // As report::Format.
};

std::string_view Name(ExportFormat format);  // "csv", "json", "jsonl", "xlsx", "sdmx-csv",
                                             // "spreadsheet-csv".
// kInvalidInput if the kind has no such form; SDMX-CSV is for scores and answers.
[[nodiscard]] Result<ExportFormat> ParseExportFormat(std::string_view text, ExportKind kind);

// Nothing in it depends on the clock or on defaults that may change.
struct ExportCitation {
  ExportKind kind = ExportKind::kScores;
  ExportFormat format = ExportFormat::kCsv;
  std::string index;            // Index::id.
  Sequence position;            // Last item of the log that it rests on.
  std::string log_digest;       // Of the log up to there.
  std::optional<Day> known_at;  // The day that the reader named, if any.
  std::optional<Instant> updated_after;
  std::string data_digest;  // Of the rows; DataDigest below.
  // Those of a methodology only; blank or absent in others.
  std::string methodology;
  std::string methodology_version;
  std::string fingerprint;  // model/fingerprint.h.
  std::optional<Day> at;
  bool is_series = false;              // Every day with a change, instead of `at` alone.
  std::optional<Day> from;             // Days after that one.
  bool with_codings = false;           // First answers count as changes.
  std::vector<std::string> countries;  // Empty: all.
  std::vector<std::string> nodes;      // Empty: all.

  friend bool operator==(const ExportCitation&, const ExportCitation&) = default;
};

// One word of letters, digits and -./:=@+%, so that it needs no quoting in a shell, in CSV or in
// Markdown: "lawtrace:scores/index=mipex/log=58644/...".
std::string TokenOf(const ExportCitation& citation);

// What TokenOf wrote.  kInvalidInput with what is wrong.
[[nodiscard]] Result<ExportCitation> ParseToken(std::string_view token);

// The digest of the CSV form of a table.
std::string DataDigest(const Table& table);

}  // namespace lawtrace::report
