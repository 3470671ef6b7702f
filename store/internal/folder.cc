#include "store/internal/folder.h"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

namespace lawtrace::store {
namespace {

Error Unavailable(const std::filesystem::path& directory, const std::error_code& error) {
  return {ErrorCode::kUnavailable, "store " + directory.string() + ": " + error.message()};
}

// Whether the name is a number with this ending, as RocksDB names its files.
bool IsNumbered(const std::string& name, std::string_view ending) {
  return name.ends_with(ending) && name.size() > ending.size() &&
         name.find_first_not_of("0123456789") == name.size() - ending.size();
}

bool HoldsData(const std::string& name) {
  return IsNumbered(name, ".sst") || IsNumbered(name, ".log") ||
         (name.starts_with("MANIFEST-") && name != "MANIFEST-000001");
}

// What RocksDB and the store make before the first data.
bool IsOfCreation(const std::string& name) {
  return name == "HEAD" || name == "LOCK" || name == "IDENTITY" || name == "MANIFEST-000001" ||
         name.starts_with("LOG") || name.ends_with(".dbtmp");
}

}  // namespace

Result<FolderContent> ContentOf(const std::filesystem::path& directory) {
  const std::string where = "store " + directory.string();
  std::error_code error;
  const bool is_present = std::filesystem::exists(directory, error);
  if (error) return Fail(Unavailable(directory, error));
  if (!is_present) return FolderContent::kNothing;
  if (!std::filesystem::is_directory(directory, error))
    return Fail(ErrorCode::kInvalidInput,
                where + ": is a file; name a folder with " + Phrase(Field{"store"}));
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator file(directory, error), end; !error && file != end;
       file.increment(error))
    names.push_back(file->path().filename().string());
  if (error) return Fail(Unavailable(directory, error));
  if (std::ranges::find(names, "CURRENT") != names.end()) return FolderContent::kStore;
  if (names.empty()) return FolderContent::kNothing;
  if (std::ranges::any_of(names, &HoldsData))
    return Fail(ErrorCode::kCorruption,
                where + ": damaged: its file CURRENT is missing; restore it from a backup");
  if (std::ranges::all_of(names, &IsOfCreation)) return FolderContent::kCutShort;
  return FolderContent::kOther;
}

Status MakeFolder(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return Fail(Unavailable(directory, error));
  // A folder that belongs to somebody else keeps what that one gave it.
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  return {};
}

TableList TableList::Of(const std::filesystem::path& directory) {
  TableList list;
  std::ifstream current(directory / "CURRENT");
  std::getline(current, list.name);
  std::error_code error;
  list.size = std::filesystem::file_size(directory / list.name, error);
  if (error) list.size = 0;
  return list;
}

}  // namespace lawtrace::store
