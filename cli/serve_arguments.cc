// Arguments of serve.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/serve_verbs.h"

namespace lawtrace::cli {

void AddServeVerb(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* verb = app.add_subcommand(
      "serve", "Answer questions over HTTP: JSON API, event streams, metrics, the page");
  verb->add_option("--config", options->config,
                   "File of settings, lines 'name = value'; flags and LAWTRACE_NAME come first")
      ->type_name("FILE");
  for (const service::Setting& setting : service::ServeSettings()) {
    std::string flag = "--" + setting.name;
    std::ranges::replace(flag, '_', '-');
    std::string help = setting.help;
    if (!setting.otherwise.empty()) help += " (default: " + setting.otherwise + ")";
    verb->add_option_function<std::string>(
            flag,
            [options, name = setting.name](const std::string& value) {
              options->flags[name] = value;
            },
            help)
        ->type_name(setting.type);
  }
  verb->footer("Example: lawtrace serve --store DIR --listen 127.0.0.1:8080");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunServe(*options); }; });
}

}  // namespace lawtrace::cli
