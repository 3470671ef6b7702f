// Arguments of backup, restore, check.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/arguments.h"
#include "cli/operation_verbs.h"

namespace lawtrace::cli {
namespace {

void AddCopy(CLI::App& app, const std::string& name, const std::string& description,
             const std::string& folder, const std::string& example,
             Result<int> (*run)(const CopyOptions&), Chosen& chosen) {
  auto options = std::make_shared<CopyOptions>();
  CLI::App* verb = app.add_subcommand(name, description);
  AddCommon(*verb, options->common);
  verb->add_option("folder", options->folder, folder)->required()->type_name("DIR");
  verb->footer("Example: lawtrace " + name + " --store " + example);
  verb->callback(
      [options, run, &chosen] { chosen.run = [options, run] { return run(*options); }; });
}

}  // namespace

void AddOperationVerbs(CLI::App& app, Chosen& chosen) {
  AddCopy(app, "backup", "Copy a store, also while the service writes to it, and check the copy",
          "Folder to be made", "/var/lib/lawtrace /var/backups/lawtrace-2024-05-01", &RunBackup,
          chosen);
  AddCopy(app, "restore", "Make a store from a backup, after checking it",
          "Folder that 'lawtrace backup' made",
          "/var/lib/lawtrace-restored /var/backups/lawtrace-2024-05-01", &RunRestore, chosen);
  auto options = std::make_shared<CommonOptions>();
  CLI::App* verb =
      app.add_subcommand("check", "Read every byte of a store and say what is damaged");
  AddCommon(*verb, *options);
  AddAcceptLoss(*verb, *options);
  verb->footer("Example: lawtrace check --store DIR");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunCheck(*options); }; });
}

}  // namespace lawtrace::cli
