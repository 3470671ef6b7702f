// Arguments of backup, restore, check.
#include <memory>

#include "cli/arguments.h"
#include "cli/operation_verbs.h"

namespace lawtrace::cli {
namespace {

void AddCopy(Command app, const std::string& name, const std::string& description,
             const std::string& folder, const std::string& example,
             Result<int> (*run)(const CopyOptions&)) {
  auto options = std::make_shared<CopyOptions>();
  Command verb = app.Sub(name, description);
  AddCommon(verb, options->common);
  verb.Add("folder", options->folder, folder).Required().Type("DIR");
  verb.Footer("Example: lawtrace " + name + " --store " + example);
  verb.Runs([options, run] { return run(*options); });
}

}  // namespace

void AddOperationVerbs(Command app) {
  AddCopy(app, "backup", "Copy a store, also while the service writes to it, and check the copy",
          "Folder to be made", "/var/lib/lawtrace /var/backups/lawtrace-2024-05-01", &RunBackup);
  AddCopy(app, "restore", "Make a store from a backup, after checking it",
          "Folder that 'lawtrace backup' made",
          "/var/lib/lawtrace-restored /var/backups/lawtrace-2024-05-01", &RunRestore);
  auto options = std::make_shared<CommonOptions>();
  Command verb = app.Sub("check", "Read every byte of a store and say what is damaged");
  AddCommon(verb, *options);
  AddAcceptLoss(verb, *options);
  verb.Footer("Example: lawtrace check --store DIR");
  verb.Runs([options] { return RunCheck(*options); });
}

}  // namespace lawtrace::cli
