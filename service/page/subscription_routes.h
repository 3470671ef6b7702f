// Routes by which people follow and leave without an account: their subscription's token is all
// that they need.
#pragma once

#include <string>
#include <vector>

#include "service/core/service.h"
#include "service/dispatch/enrolment.h"
#include "service/http/router.h"

namespace lawtrace::service {

// GET /subscribe: the form (subscribe_form.h) and what it would have sent. POST /subscribe: a mail
// asks to confirm, and the answer does not tell whether the address is known; a webhook is asked
// for its consent. GET /s/{token}: what this address follows, with buttons. GET /s/{token}/confirm
// and /unsubscribe: a page with a button; mail programs that open links in advance change nothing.
// POST /s/{token}/confirm, /unsubscribe, /pause, /resume, /edit, /end.  Unsubscribing ends every
// subscription of the address (RFC 8058), /end this one.  Messages come in `languages`.  REQUIRES:
// all outlive the router.
void AddSubscriptionRoutes(Router& router, Service& service, Enrolment& enrolment,
                           std::vector<std::string> languages);

}  // namespace lawtrace::service
