#include "fuzz/targets.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "ingest/citations.h"
#include "ingest/event_format.h"
#include "ingest/faults.h"
#include "ingest/observation_format.h"
#include "ingest/record_reader.h"
#include "ingest/scenario_format.h"
#include "ingest/submission_format.h"
#include "ingest/workbook_reader.h"
#include "ingest/xlsx_reader.h"
#include "model/check.h"
#include "proto/citation_codec.h"
#include "proto/editing_codec.h"
#include "proto/index_codec.h"
#include "proto/log_codec.h"
#include "report/export/export_citation.h"
#include "service/api/api_words.h"
#include "service/http/http_message.h"

namespace lawtrace::fuzz {
namespace {

constexpr Day kToday{20'000};

const Index& ToyIndex() {
  static const Index index =
      proto::LoadIndex(std::string(LAWTRACE_SOURCE_DIR) + "/tests/fixtures/toy-index").value();
  return index;
}

// Readers that take a path get a file in memory.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : file_(memfd_create("input", 0)) {
    Check(file_ >= 0, "fuzz: no file in memory");
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t size = write(file_, bytes.data() + done, bytes.size() - done);
      Check(size > 0, "fuzz: no room in memory");
      done += static_cast<std::size_t>(size);
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(file_); }

  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

template <typename Decode, typename Encode>
void DecodeAndBack(std::string_view bytes, Decode decode, Encode encode) {
  const auto decoded = decode(bytes);
  if (!decoded) return;
  const Result<std::string> encoded = encode(*decoded);
  Check(encoded.has_value(), "what decodes does not encode");
  const auto again = decode(*encoded);
  Check(again.has_value() && *again == *decoded, "what was encoded decodes to something else");
}

void Workbook(std::string_view bytes) {
  const MemoryFile file(bytes);
  static_cast<void>(ingest::ReadWorkbook(file.path(), ToyIndex(), {}));
}

void Xlsx(std::string_view bytes) {
  const MemoryFile file(bytes);
  Result<ingest::XlsxReader> reader = ingest::XlsxReader::Open(file.path());
  if (!reader) return;
  for (std::size_t i = 0; i < reader->sheet_names().size(); ++i)
    if (!reader->Read(i)) return;
}

void Events(std::string_view bytes) {
  const auto file = ingest::ParseRecords("f", bytes, ingest::EventColumns());
  if (!file) return;
  ingest::FaultList faults("f");
  ingest::ParseEventRows(*file, ToyIndex(), faults);
}

void Laws(std::string_view bytes) {
  const auto file = ingest::ParseRecords("f", bytes, ingest::LawColumns());
  if (!file) return;
  ingest::FaultList faults("f");
  ingest::ParseLawRows(*file, ToyIndex(), faults);
}

void Answers(std::string_view bytes) {
  const auto file = ingest::ParseRecords("f", bytes, ingest::AnswerColumns());
  if (file) static_cast<void>(ingest::ParseObservations(*file, ToyIndex(), kToday));
}

void Scenario(std::string_view bytes) {
  static_cast<void>(ingest::ParseSavedScenario("f", bytes));
  static_cast<void>(
      ingest::ParseScenarioChanges("f", bytes, ToyIndex(), ToyIndex().main_methodology(), kToday));
}

void Citations(std::string_view bytes) {
  static const ingest::CitationStyles styles = [] {
    const auto read =
        proto::LoadCitationStyles(std::string(LAWTRACE_SOURCE_DIR) + "/data/citations");
    return ingest::CitationStyles::Compile(read.value()).value();
  }();
  static_cast<void>(ingest::FindCitations(styles, {.country = "PT", .year = 2018}, bytes));
}

void Transactions(std::string_view bytes) {
  DecodeAndBack(
      bytes, [](std::string_view b) { return proto::DecodeTransaction(Sequence{1}, b); },
      proto::EncodeTransaction);
}

void EditingRecords(std::string_view bytes) {
  DecodeAndBack(bytes, proto::DecodeToken, proto::EncodeToken);
  DecodeAndBack(bytes, proto::DecodeSubmission, proto::EncodeSubmission);
  DecodeAndBack(bytes, proto::DecodeAuditEntry, proto::EncodeAuditEntry);
  DecodeAndBack(bytes, proto::DecodeAnswer, proto::EncodeAnswer);
}

// The first byte says which file of the index it is.
void IndexFiles(std::string_view bytes) {
  static constexpr std::array kNames = {"index.textproto",     "editions.textproto",
                                        "countries.textproto", "methodology-library-2.textproto",
                                        "groups.textproto",    "workbook.textproto"};
  if (bytes.empty()) return;
  const auto which = static_cast<unsigned char>(bytes.front()) % kNames.size();
  std::vector<proto::SourceFile> files;
  for (const char* name : kNames) {
    const auto text =
        ingest::ReadText(std::string(LAWTRACE_SOURCE_DIR) + "/tests/fixtures/toy-index/" + name);
    if (text && name != kNames[which]) files.push_back({.name = name, .text = *text});
  }
  files.push_back({.name = kNames[which], .text = std::string(bytes.substr(1))});
  static_cast<void>(proto::ParseIndex(files));
}

void Styles(std::string_view bytes) {
  const std::array files = {proto::SourceFile{.name = "x.textproto", .text = std::string(bytes)}};
  const auto styles = proto::ParseCitationStyles(files);
  if (styles) static_cast<void>(ingest::CitationStyles::Compile(*styles));
}

void Tokens(std::string_view bytes) {
  static_cast<void>(report::ParseToken(bytes));
}

// The line that a request begins with, and its body, without a socket.
void Requests(std::string_view bytes) {
  const std::size_t line = std::min(bytes.find('\n'), bytes.size());
  if (const auto target = service::ParseTarget(bytes.substr(0, line)))
    for (const auto& [name, value] : target->second) {
      const auto back = service::PercentDecoded(service::PercentEncoded(value), true);
      Check(back == value, "what was percent-encoded decodes to something else");
    }
  const std::string_view body = bytes.substr(std::min(line + 1, bytes.size()));
  for (const char* kind : {"", "amendment", "law"})
    if (const auto draft = ingest::ParseDraft(body, kind)) {
      const auto again = ingest::ParseDraft(ingest::DraftText(*draft));
      Check(again.has_value(), "a draft does not read back");
    }
  static_cast<void>(service::FaultsIn(body, 400));
  static_cast<void>(service::OutcomeWords(body));
}

constexpr std::array kTargets = {
    Target{"workbook", &Workbook},      Target{"xlsx", &Xlsx},
    Target{"events", &Events},          Target{"laws", &Laws},
    Target{"answers", &Answers},        Target{"scenario", &Scenario},
    Target{"citations", &Citations},    Target{"transactions", &Transactions},
    Target{"editing", &EditingRecords}, Target{"index", &IndexFiles},
    Target{"styles", &Styles},          Target{"tokens", &Tokens},
    Target{"requests", &Requests}};

}  // namespace

std::span<const Target> Targets() {
  return kTargets;
}

}  // namespace lawtrace::fuzz
