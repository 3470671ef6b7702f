// The text of a response's head.
#pragma once

#include <string>
#include <string_view>

#include "service/http_message.h"

namespace lawtrace::service {

// Status line and headers, with the blank line that ends them.
std::string HeadOf(const Response& response, bool keep_alive);

std::string LowerCase(std::string_view text);

}  // namespace lawtrace::service
