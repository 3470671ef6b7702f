#include "proto/index_codec.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "proto/internal/index_files.h"
#include "proto/internal/methodology_file.h"
#include "proto/internal/source_files.h"
#include "proto/internal/tree.h"

namespace lawtrace::proto {
namespace {

constexpr std::string_view kExtension = ".textproto";
constexpr std::string_view kMethodologyPrefix = "methodology-";

using FileReader = void (*)(const SourceFile& file, Reading& reading);

struct FileKind {
  std::string_view name;
  FileReader read;
  bool is_required;
};

// In the order of reading: each may refer to those before it, and all to the methodologies.
constexpr std::array kFileKinds = {FileKind{"index.textproto", ReadHead, true},
                                   FileKind{"countries.textproto", ReadCountries, true},
                                   FileKind{"editions.textproto", ReadEditions, true},
                                   FileKind{"groups.textproto", ReadGroups, false},
                                   FileKind{"workbook.textproto", ReadWorkbook, false}};

bool IsMethodology(std::string_view name) {
  return name.starts_with(kMethodologyPrefix) && name.ends_with(kExtension);
}

void ReadMethodologies(std::span<const SourceFile> files, Reading& reading) {
  bool has_file = false;
  for (const SourceFile& file : files) {
    if (!IsMethodology(file.name)) continue;
    has_file = true;
    std::optional<Methodology> methodology = ReadMethodology(file, reading.faults);
    if (!methodology) {
      reading.has_all_methodologies = false;
    } else if (reading.index.FindMethodology(methodology->id) != nullptr) {
      reading.faults.Add({.file = file.name,
                          .message = "id " + Quoted(methodology->id) +
                                     " is already taken by another methodology file"});
    } else {
      reading.index.methodologies.push_back(*std::move(methodology));
    }
  }
  if (has_file) return;
  reading.has_all_methodologies = false;
  reading.faults.Add({.file = "methodology-*.textproto",
                      .message = "missing; an index needs at least one methodology"});
}

void ReadKind(const FileKind& kind, std::span<const SourceFile> files, Reading& reading) {
  const auto file = std::ranges::find(files, kind.name, &SourceFile::name);
  if (file != files.end()) {
    kind.read(*file, reading);
  } else if (kind.is_required) {
    if (kind.read == ReadCountries) reading.has_all_countries = false;
    reading.faults.Add({.file = std::string(kind.name),
                        .message = "missing; an index needs index.textproto, editions.textproto, "
                                   "countries.textproto and at least one methodology-*.textproto"});
  }
}

void ReportStrangers(std::span<const SourceFile> files, Faults& faults) {
  std::vector<std::string> known;
  known.reserve(kFileKinds.size());
  for (const FileKind& kind : kFileKinds) known.emplace_back(kind.name);
  for (const SourceFile& file : files) {
    if (IsMethodology(file.name) || std::ranges::find(known, file.name) != known.end()) continue;
    faults.Add(
        {.file = file.name, .message = "not a file of an index" + DidYouMean(file.name, known)});
  }
}

}  // namespace

Result<Index> ParseIndex(std::span<const SourceFile> files) {
  Reading reading;
  ReportStrangers(files, reading.faults);
  ReadMethodologies(files, reading);
  for (const FileKind& kind : kFileKinds) ReadKind(kind, files, reading);
  if (!reading.faults.empty()) return Fail(reading.faults.ToError());
  for (Methodology& methodology : reading.index.methodologies)
    methodology.nodes = ChildrenFirst(std::move(methodology.nodes));
  return std::move(reading.index);
}

Result<Index> LoadIndex(const std::filesystem::path& directory) {
  const Result<std::vector<SourceFile>> files = ReadSourceFiles(
      directory, {.content = "index", .remedy = "give the folder that holds index.textproto"});
  if (!files) return Fail(files.error());
  return ParseIndex(*files);
}

}  // namespace lawtrace::proto
