// What a request and a response say in their heads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/http/http_message.h"

namespace lawtrace::service {

// Status line and headers, with the blank line that ends them.  What keeps a browser from being
// used against its reader stands in every answer: nothing in it runs, no other site frames or reads
// it, unless a header of the response says otherwise.
std::string HeadOf(const Response& response, bool keep_alive);

// The peer's address; behind a trusted proxy, the one that it names last in `forwarded`, what
// X-Forwarded-For says.
std::string ClientOf(const std::string& peer, std::string_view forwarded,
                     const std::vector<std::string>& trusted_proxies);

std::string LowerCase(std::string_view text);

}  // namespace lawtrace::service
