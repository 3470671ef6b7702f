// Routes of the editorial desk: writing with tokens, submissions, the audit trail.
// docs/editing.md tells them from outside.
#pragma once

#include "service/core/service.h"
#include "service/desk/submissions.h"
#include "service/http/router.h"

namespace lawtrace::service {

// REQUIRES: what `desk` points to and `service` outlive the router; AccessGuard is its guard.
void AddEditingRoutes(Router& router, Service& service, const EditorialDesk& desk);

// Routes by which an admin makes, lists and revokes tokens.  REQUIRES: as above.
void AddTokenRoutes(Router& router, Service& service);

// Who sent a request that AccessGuard let through.  kInvalidInput if the token has lost its worth
// since; ActorProblem then answers 401.
[[nodiscard]] Result<Actor> ActorOf(Service& service, const Request& request);
Response ActorProblem(const Error& error);

// A submission as JSON, with its statements or without.
std::string SubmissionJson(const Submission& submission);
std::string SubmissionsJson(const std::vector<Submission>& submissions);

}  // namespace lawtrace::service
