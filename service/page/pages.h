// The page: every view that a browser shows, each with its data as CSV and JSON.
#pragma once

#include "service/core/service.h"
#include "service/http/http_message.h"
#include "service/http/router.h"

namespace lawtrace::service {

// "/", "/country/{country}", "/country/{country}/{indicator}", "/law/{law}", "/laws", "/compare",
// "/edition/{edition}", "/changes", "/scenario", "/desk", "/about", their pictures below "/card"
// and files below "/assets"; and the data of the overview, "/v1/overview".
void AddPageRoutes(Router& router, Service& service);

// The answer as a browser should see it: an error becomes a page that says what to do.
Response ForBrowser(const Request& request, Response answer, const Service& service);

// Families of the above.
void AddOverviewPage(Router& router, Service& service);
void AddDocumentPages(Router& router, Service& service);
void AddAnswerPage(Router& router, Service& service);
void AddChangesPage(Router& router, Service& service);
void AddListPages(Router& router, Service& service);
void AddScenarioPage(Router& router, Service& service);
void AddDeskPage(Router& router, Service& service);
void AddCardPictures(Router& router, Service& service);

}  // namespace lawtrace::service
