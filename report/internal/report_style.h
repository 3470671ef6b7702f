// The style sheet of HTML reports: report/web/report.css.
#pragma once

#include <string_view>

namespace lawtrace::report {

std::string_view ReportStyle();

}  // namespace lawtrace::report
