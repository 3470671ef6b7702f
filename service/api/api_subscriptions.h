// The routes of subscriptions and of the delivery log, for programs and for administrators.  People
// without an account follow by service/page/subscription_routes.h.
#pragma once

#include "service/core/service.h"
#include "service/dispatch/enrolment.h"
#include "service/http/router.h"

namespace lawtrace::service {

// GET /v1/alerts for everybody; for administrators GET and POST /v1/subscriptions,
// GET /v1/subscriptions/{number}, POST .../pause, resume and end, GET /v1/deliveries.  REQUIRES:
// all outlive the router.
void AddSubscriptionApi(Router& router, Service& service, Enrolment& enrolment);

}  // namespace lawtrace::service
