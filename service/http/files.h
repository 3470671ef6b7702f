// Files of a folder, for browsers.
#pragma once

#include <filesystem>

#include "service/http/http_message.h"

namespace lawtrace::service {

// The file that the path names below `folder`; of a folder, its index.html.  404 for a path that
// leads outside, to a hidden file or to none.
Response FileResponse(const std::filesystem::path& folder, const Request& request);

// Headers that keep a page to what comes from this service.
void AddPageHeaders(Response& response);

}  // namespace lawtrace::service
