#include "service/page/pages.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "model/foreign_json.h"
#include "service/page/page_assets.h"
#include "service/page/page_frame.h"

namespace lawtrace::service {

void AddPageRoutes(Router& router, Service& service) {
  AddAssetRoutes(router);
  AddOverviewPage(router, service);
  AddDocumentPages(router, service);
  AddAnswerPage(router, service);
  AddChangesPage(router, service);
  AddListPages(router, service);
  AddScenarioPage(router, service);
  AddDeskPage(router, service);
  AddCardPictures(router, service);
}

Response ForBrowser(const Request& request, Response answer, const Service& service) {
  if (answer.status < 400 || !WantsPage(request)) return answer;
  for (const Header& header : answer.headers)
    if (header.name == "Content-Type" && header.value.starts_with("text/html")) return answer;
  const std::string title = answer.status == 404   ? "There is no such page"
                            : answer.status == 410 ? "This link has expired"
                            : answer.status == 429 ? "Too many requests"
                                                   : "This cannot be answered";
  std::vector<std::string> words;
  const auto problem = ParseForeignJson<nlohmann::json>(answer.text()).value_or(nlohmann::json());
  if (problem.is_object() && problem.contains("detail") && problem["detail"].is_string())
    words.push_back(problem["detail"].get<std::string>());
  if (answer.status == 410)
    words.emplace_back(
        "Links in messages work for a limited time, and some of them once only. Ask for a new "
        "one.");
  Response page =
      ProblemPage(answer.status, title, words, service.index().name, service.public_url());
  page.route = answer.route;
  for (Header& header : answer.headers)
    if (header.name != "Content-Type") page.headers.push_back(std::move(header));
  return page;
}

}  // namespace lawtrace::service
