// Small pages without scripts.
#pragma once

#include <string>
#include <string_view>

#include "service/http/http_message.h"

namespace lawtrace::service {

// As text in HTML and in its attributes.
std::string HtmlEscaped(std::string_view text);

// A page of the title and the content, which is HTML.
Response HtmlPage(int status, std::string_view title, std::string_view content);

}  // namespace lawtrace::service
