// Routes of the editor's desk, beside those of api_editing.h: who I am, what waits to be named or
// confirmed, what a statement would do before it is handed in.
#pragma once

#include "service/core/service.h"
#include "service/desk/submissions.h"
#include "service/http/router.h"

namespace lawtrace::service {

// GET /v1/desk; GET /v1/desk/unattributed, /recognised, /question; POST /v1/previews.
// REQUIRES: what `desk` points to and `service` outlive the router; AccessGuard is its guard.
void AddDeskRoutes(Router& router, Service& service, const EditorialDesk& desk);

}  // namespace lawtrace::service
