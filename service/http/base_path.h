// A service below a path of a host that serves other things, too: https://host/lawtrace.
//
// Inside, every path is that of a service at the top: routes, links and forms do not know of it.
// HtmlWriter and the pages' scripts put it before what a browser is to follow, BelowPath before
// what the headers of an answer name.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "service/http/http_message.h"

namespace lawtrace::service {

// The path of an address, without a final slash: "/lawtrace" of "https://host/lawtrace/"; empty if
// it has none.
std::string BasePathOf(std::string_view address);

// Tells `handler` under which path it is seen (Request::base).  The proxy may leave that path in
// what it passes on, or take it out.
std::function<Response(const Request&)> BelowPath(std::string base,
                                                  std::function<Response(const Request&)> handler);

}  // namespace lawtrace::service
