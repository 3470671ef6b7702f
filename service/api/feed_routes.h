// Routes of feeds, and the page of one event.
#pragma once

#include "service/channels/channels.h"
#include "service/core/service.h"
#include "service/http/router.h"

namespace lawtrace::service {

// GET /feeds/{file}: "all.atom", "country-PT.atom", "node-f-2.atom", with ETag.
// GET /events/{event}: what an event did, as a page.
// REQUIRES: all outlive the router.
void AddFeedRoutes(Router& router, Service& service, const Channels& channels);

}  // namespace lawtrace::service
