#include "cli/serve_verbs.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "cli/channel_verbs.h"
#include "cli/output.h"
#include "cli/session.h"
#include "ingest/record_reader.h"
#include "service/server/server_process.h"

namespace lawtrace::cli {
namespace {

Instant Now() {
  using std::chrono::duration_cast;
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Instant(duration_cast<std::chrono::seconds>(since_epoch).count());
}

std::optional<std::string> Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace

Result<int> RunServe(const ServeOptions& options) {
  std::string file = options.config;
  if (file.empty()) file = Variable("LAWTRACE_CONFIG").value_or("");
  std::string text;
  if (!file.empty()) {
    Result<std::string> read = ingest::ReadText(file);
    if (!read) return Fail(std::move(read).error().WithContext("--config"));
    text = *std::move(read);
  }
  const Result<service::Settings> settings =
      service::Settings::Read(service::ServeSettings(), options.flags, &Variable, file, text);
  if (!settings) return Fail(settings.error());
  if (settings->Text("store").empty())
    return Fail(ErrorCode::kInvalidInput,
                "no store is named; give --store DIR or set LAWTRACE_STORE");
  Result<Index> index = OpenIndex(settings->Text("index"));
  if (!index) return Fail(index.error());
  const std::string& web = settings->Text("web");
  const Status served = service::RunServer(
      {.settings = *settings,
       .web = web.empty() ? BundledFolder("web", "service/page/web") : std::filesystem::path(web),
       .templates = BundledTemplates(),
       .clock = &Now},
      *std::move(index), [](const service::Addresses& addresses) {
        std::string words = "Serving at " + addresses.service + "\n";
        if (!addresses.metrics.empty()) words += "Metrics at " + addresses.metrics + "/metrics\n";
        // What it says is a courtesy; the service runs without a terminal, too.
        if (const Status printed = Print(words); !printed) return;
      });
  if (!served) return Fail(served.error());
  return 0;
}

}  // namespace lawtrace::cli
