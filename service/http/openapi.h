// The OpenAPI 3.1 document of the routes.
#pragma once

#include <string>

#include "service/http/router.h"

namespace lawtrace::service {

std::string OpenApiDocument(const Router& router);

}  // namespace lawtrace::service
