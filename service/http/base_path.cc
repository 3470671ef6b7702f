#include "service/http/base_path.h"

#include <algorithm>
#include <utility>

namespace lawtrace::service {

std::string BasePathOf(std::string_view address) {
  if (const std::size_t scheme = address.find("://"); scheme != std::string_view::npos)
    address.remove_prefix(scheme + 3);
  address.remove_prefix(std::min(address.find('/'), address.size()));
  address = address.substr(0, address.find_first_of("?#"));
  while (address.ends_with('/')) address.remove_suffix(1);
  return std::string(address);
}

std::function<Response(const Request&)> BelowPath(std::string base,
                                                  std::function<Response(const Request&)> handler) {
  if (base.empty()) return handler;
  return [base = std::move(base), handler = std::move(handler)](const Request& given) {
    Request request = given;
    request.base = base;
    if (request.path == base)
      request.path = "/";
    else if (request.path.starts_with(base + "/"))
      request.path.erase(0, base.size());
    Response response = handler(request);
    for (Header& header : response.headers) {
      const bool is_local = header.value.starts_with('/') && !header.value.starts_with("//");
      if (header.name == "Location" && is_local) header.value.insert(0, base);
      if (header.name == "Link" && header.value.starts_with("</")) header.value.insert(1, base);
    }
    return response;
  };
}

}  // namespace lawtrace::service
