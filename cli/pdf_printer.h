// Prints HTML to PDF by the Chromium that is installed, if one is.
#pragma once

#include <string>
#include <string_view>

#include "model/result.h"

namespace lawtrace::cli {

// kNotFound, with what to install, if there is no Chromium; kUnavailable if it fails.
[[nodiscard]] Status PrintPdf(std::string_view html, const std::string& output);

}  // namespace lawtrace::cli
