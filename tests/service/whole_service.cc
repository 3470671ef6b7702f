#include "tests/service/whole_service.h"

#include "service/channels/settings.h"
#include "service/desk/access.h"

namespace lawtrace::service {

void WholeServiceTest::SetUp() {
  ApiTest::SetUp();
  const auto settings = Settings::Read(
      ServeSettings(), {{"public_url", "https://example.org"}},
      [](const std::string&) { return std::optional<std::string>(); }, "", "");
  ASSERT_TRUE(settings.has_value());
  auto alerting = Alerting::Open(*service_, *settings, LAWTRACE_SOURCE_DIR "/data/templates");
  ASSERT_TRUE(alerting.has_value()) << alerting.error().Message();
  alerting_ = *std::move(alerting);
  desk_ = {.index = &service_->index(), .writer = &service_->writer()};
  const auto clock = [this] { return service_->Now(); };
  AddAllRoutes(routes_, *service_, *alerting_, desk_,
               {.web = LAWTRACE_SOURCE_DIR "/service/page/web", .clock = clock});
  handler_ = HandlerOf(routes_, *service_, clock);
}

Response WholeServiceTest::Do(const std::string& method, const std::string& target,
                              const std::string& token) const {
  auto parsed = ParseTarget(target);
  Request request{.method = method,
                  .path = std::move(parsed->first),
                  .query = std::move(parsed->second),
                  .client = "192.0.2.1"};
  if (!token.empty())
    request.headers.push_back({.name = "authorization", .value = "Bearer " + token});
  return Do(request);
}

std::string WholeServiceTest::ExamplePath(const Route& route) {
  std::string path = route.path;
  for (std::size_t begin = 0; (begin = path.find('{')) != std::string::npos;) {
    const std::size_t end = path.find('}', begin);
    std::string name = path.substr(begin + 1, end - begin - 1);
    if (name.ends_with("...")) name.resize(name.size() - 3);
    const auto example = route.path_examples.find(name);
    path.replace(begin, end - begin + 1,
                 example != route.path_examples.end() ? example->second
                 : name == "country"                  ? "PT"
                 : name == "indicator"                ? "fa98"
                 : name == "edition"                  ? "mipex-2020"
                                                      : "1");
  }
  return path;
}

IssuedToken WholeServiceTest::NewToken(Role role) {
  return AddToken(service_->writer(), role, "Ada", std::nullopt, service_->Now()).value();
}

}  // namespace lawtrace::service
