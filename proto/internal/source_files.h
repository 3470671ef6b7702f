// The text files of one folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"

namespace lawtrace::proto {

struct SourceFile;

struct FolderOf {
  std::string_view content;  // "index".
  std::string_view remedy;   // "give the folder that holds index.textproto".
};

// The *.textproto files of `directory`, by name.
//
// kNotFound if there is no such folder or it holds no such file; kUnavailable if one cannot be
// read.
[[nodiscard]] Result<std::vector<SourceFile>> ReadSourceFiles(
    const std::filesystem::path& directory, FolderOf folder);

}  // namespace lawtrace::proto
