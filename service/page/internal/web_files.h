// The files of service/page/web, as the build puts them into the program.
#pragma once

#include <string_view>

namespace lawtrace::service {

std::string_view AppStyle();
std::string_view AppScript();
std::string_view OverviewScript();
std::string_view DeskScript();
std::string_view FormsStyle();
std::string_view LiveScript();

}  // namespace lawtrace::service
