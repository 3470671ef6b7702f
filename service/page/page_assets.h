// The page's style, scripts and outlines: files that never change under their name.
#pragma once

#include <string>
#include <string_view>

#include "service/http/router.h"

namespace lawtrace::service {

// Where a file of service/page/web is served, e.g. "app.css": its path holds a digest of all of
// them, so that browsers may keep it for ever.  "charts.js" and "world.json" draw the figures of
// documents; they are empty in a build without npm.
// REQUIRES: there is such a file.
std::string AssetPath(std::string_view name);

void AddAssetRoutes(Router& router);

}  // namespace lawtrace::service
