// What each verb was asked to do, as plain values.  cli/main.cc fills them from the command line.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/day.h"
#include "report/question/question.h"

namespace lawtrace::cli {

// Every verb has these.
struct CommonOptions {
  std::string store;             // Folder of the event log.
  std::string index;             // Folder of the index; empty: the bundled one.
  std::string format = "table";  // As report::ParseFormat reads it.
  bool accepts_loss = false;     // Of what a damaged store has lost; verbs that write and `check`.
  Instant now{0};                // The clock, read once in main().
};

// Of verbs that write to a running service instead of a store.
struct ServerOptions {
  std::string url;         // Empty: the store is written to.
  std::string token_file;  // Empty: LAWTRACE_TOKEN.
};

struct QuestionOptions : report::QuestionWords {
  CommonOptions common;
};

struct ImportOptions {
  CommonOptions common;
  ServerOptions server;     // `import events` and `import laws` only.
  std::string file;         // Workbook, answers, events, or laws; "-" reads standard input.
  std::string laws;         // `import events` only: a file of laws that comes with them.
  std::string recorded_at;  // Empty: now.
  std::string author;
  // Of workbooks and answers.
  std::string styles;      // Folder of citation styles; empty: the bundled ones.
  std::string source;      // Name of the document; empty: that of the file.
  bool withdraws = false;  // What the source leaves blank becomes `not assessed`.
  bool is_dry_run = false;
  std::size_t limits_times = 1;  // What files may hold, times this.
};

struct RecordOptions {
  CommonOptions common;
  ServerOptions server;
  std::string kind;  // "amendment", "correction", "retraction" or "proposal".
  std::string country;
  std::string indicator;
  std::string answer;
  std::string effective;
  std::string basis;
  std::string observed;
  std::string supersedes;
  std::vector<std::string> laws;  // "id", "id:role" or "id:role:provision".
  std::string comment;
  std::string url;
  std::string author;
  std::string recorded_at;
  std::string counts_as;  // Of a correction.
  std::string until;      // The first day on which the former answer holds again.
  bool corrects_observations = false;
  bool is_dry_run = false;
};

struct ShowOptions {
  CommonOptions common;
  std::string sequence;  // Of one event; empty: the whole life of one answer.
  std::string country;
  std::string indicator;
};

// A change of the register.  Empty texts leave a field as it is.
struct LawEditOptions {
  CommonOptions common;
  ServerOptions server;
  std::vector<std::string> laws;                            // Ids; one but for `law confirm`.
  std::vector<std::pair<std::string, std::string>> fields;  // Column of the exchange file, text.
  std::vector<std::string> cleared;                         // Columns to be emptied first.
  std::string author;
  std::string recorded_at;
  bool is_dry_run = false;
};

struct VerifyOptions {
  CommonOptions common;
  std::string file;
  std::string known_at;
  std::optional<int> decimals;  // As published; absent: figures are compared in full.
};

struct CitationsOptions {
  std::string file;  // Comments as JSON Lines; "-" reads standard input; empty: `text` is one.
  std::string text;
  std::string country;
  int year = 0;        // 0: not known.
  std::string styles;  // Folder of the styles; empty: the bundled ones.
  std::string format = "table";
};

}  // namespace lawtrace::cli
