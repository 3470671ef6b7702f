// Reads folders of templates: one folder per language, one file per template.
#pragma once

#include <filesystem>

#include "model/result.h"
#include "report/messages/message_text.h"

namespace lawtrace::service {

// The templates of `bundled`, file by file replaced and added to by those of `own`, which may be
// empty.  kNotFound: a folder is not there.  kInvalidInput: report::MessageTemplates::Parse.
[[nodiscard]] Result<report::MessageTemplates> ReadTemplates(const std::filesystem::path& bundled,
                                                             const std::filesystem::path& own);

}  // namespace lawtrace::service
