// Compresses answers for clients that accept it.
#pragma once

#include "service/http/http_message.h"

namespace lawtrace::service {

// Replaces a body of 1 KiB or more by its gzip form if the request accepts that and the type is
// text.
void CompressIfAccepted(const Request& request, Response& response);

}  // namespace lawtrace::service
