#include "service/channels/template_folder.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

namespace lawtrace::service {
namespace {

Status AppendFiles(const std::filesystem::path& folder, std::vector<report::TemplateFile>& files) {
  std::error_code fault;
  std::vector<std::filesystem::path> paths;
  for (const auto& language : std::filesystem::directory_iterator(folder, fault)) {
    if (!language.is_directory()) continue;
    for (const auto& entry : std::filesystem::directory_iterator(language.path()))
      if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  if (fault)
    return Fail(ErrorCode::kNotFound,
                "templates " + folder.string() + ": " + fault.message() +
                    "; name a folder with one folder per language, such as data/templates");
  std::ranges::sort(paths);
  for (const std::filesystem::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    files.push_back({.language = path.parent_path().filename().string(),
                     .name = path.filename().string(),
                     .place = path.string(),
                     .text = {std::istreambuf_iterator<char>(in), {}}});
  }
  return {};
}

}  // namespace

Result<report::MessageTemplates> ReadTemplates(const std::filesystem::path& bundled,
                                               const std::filesystem::path& own) {
  std::vector<report::TemplateFile> files;
  for (const std::filesystem::path& folder : {bundled, own}) {
    if (folder.empty()) continue;
    if (Status status = AppendFiles(folder, files); !status) return Fail(std::move(status).error());
  }
  return report::MessageTemplates::Parse(std::move(files));
}

}  // namespace lawtrace::service
