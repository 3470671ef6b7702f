#include "proto/internal/source_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "model/text.h"
#include "proto/index_codec.h"

namespace lawtrace::proto {
namespace {

constexpr std::string_view kExtension = ".textproto";

Result<std::string> ReadWholeFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) return Fail(ErrorCode::kUnavailable, "cannot read '" + path.string() + "'");
  return text;
}

}  // namespace

Result<std::vector<SourceFile>> ReadSourceFiles(const std::filesystem::path& directory,
                                                FolderOf folder) {
  const std::string content(folder.content);
  const std::string remedy(folder.remedy);
  std::error_code failure;
  std::vector<std::filesystem::path> paths;
  for (std::filesystem::directory_iterator entry(directory, failure), end; !failure && entry != end;
       entry.increment(failure))
    if (entry->path().extension() == kExtension) paths.push_back(entry->path());
  if (failure)
    return Fail(ErrorCode::kNotFound, "cannot open the " + content + " folder '" +
                                          directory.string() + "' (" + failure.message() + "); " +
                                          remedy);
  if (paths.empty())
    return Fail(ErrorCode::kNotFound,
                "the folder '" + directory.string() + "' holds no " + content + "; " + remedy);
  std::ranges::sort(paths);
  std::vector<SourceFile> files;
  for (const std::filesystem::path& path : paths) {
    Result<std::string> text = ReadWholeFile(path);
    if (!text) return Fail(std::move(text).error());
    if (!IsUtf8(*text))
      return Fail(ErrorCode::kInvalidInput,
                  "'" + path.string() + "' is not UTF-8; save it as UTF-8");
    files.push_back({.name = path.filename().string(), .text = NormalText(*text)});
  }
  return files;
}

}  // namespace lawtrace::proto
