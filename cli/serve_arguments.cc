// Arguments of serve.
#include <algorithm>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/serve_verbs.h"

namespace lawtrace::cli {

void AddServeVerb(Command app) {
  auto options = std::make_shared<ServeOptions>();
  Command verb =
      app.Sub("serve", "Answer questions over HTTP: JSON API, event streams, metrics, the page");
  verb.Add("--config", options->config,
           "File of settings, lines 'name = value'; flags and LAWTRACE_NAME come first")
      .Type("FILE");
  for (const service::Setting& setting : service::ServeSettings()) {
    std::string flag = "--" + setting.name;
    std::ranges::replace(flag, '_', '-');
    std::string help = setting.help;
    if (!setting.otherwise.empty()) help += " (default: " + setting.otherwise + ")";
    verb.AddOne(
            flag,
            [options, name = setting.name](const std::string& value) {
              options->flags[name] = value;
            },
            help)
        .Type(setting.type);
  }
  verb.Footer("Example: lawtrace serve --store DIR --listen 127.0.0.1:8080");
  verb.Runs([options] { return RunServe(*options); });
}

}  // namespace lawtrace::cli
