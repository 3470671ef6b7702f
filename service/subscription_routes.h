// Routes by which people follow and leave without an account: their subscription's token is all
// that they need.
#pragma once

#include "service/enrolment.h"
#include "service/router.h"
#include "service/service.h"

namespace lawtrace::service {

// POST /subscribe (a form: mail, where, cadence, zone, language): a mail asks to confirm; the
// answer does not tell whether the address is known. GET /s/{token}: what this address follows,
// with buttons. GET /s/{token}/confirm and /s/{token}/unsubscribe: a page with a button; mail
// programs that open links in advance change nothing. POST /s/{token}/confirm, /unsubscribe,
// /pause, /resume.  Unsubscribing ends every subscription of the address (RFC 8058). REQUIRES: all
// outlive the router.
void AddSubscriptionRoutes(Router& router, Service& service, Enrolment& enrolment);

}  // namespace lawtrace::service
