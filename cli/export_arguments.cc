// Arguments of verify and export.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

void AddVerify(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* verb = app.add_subcommand(
      "verify", "Recompute every figure that a workbook or a file of scores publishes");
  AddCommon(*verb, options->common);
  verb->add_option("file", options->file, "Workbook (.xlsx), or scores (.csv, .jsonl)")
      ->required()
      ->type_name("FILE");
  AddKnownAt(*verb, options->known_at);
  verb->footer(
      "Exit status 1 if a figure differs.\n"
      "Example: lawtrace verify --store DIR workbook.xlsx");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunVerify(*options); }; });
}

void AddExportOf(CLI::App& parent, const std::string& name, const std::string& description,
                 Result<int> (*run)(const ExportOptions&), Chosen& chosen) {
  auto options = std::make_shared<ExportOptions>();
  QuestionOptions& question = options->question;
  CLI::App* verb = parent.add_subcommand(name, description);
  AddCommon(*verb, question.common);
  question.common.format = "csv";
  if (run == &RunExportScores || run == &RunExportAnswers) {
    verb->add_option("--country", question.countries, "Country codes (default: all)")
        ->delimiter(',');
    verb->add_option("--group", question.groups, "Groups, with their members on the day asked for")
        ->delimiter(',');
    verb->add_option("--at", question.at, "Law in force on that day (default: today)")
        ->type_name("DATE");
    AddKnownAt(*verb, question.known_at);
    verb->add_option("--methodology", question.methodology, "Score by another methodology");
  }
  if (run == &RunExportScores)
    verb->add_option("--node", question.nodes, "Nodes (default: all)")->delimiter(',');
  verb->add_option("--output", options->output, "File to write (default: standard output)")
      ->type_name("FILE");
  verb->footer("Example: lawtrace export " + name + " --store DIR --format csv --output " + name +
               ".csv");
  verb->callback(
      [options, run, &chosen] { chosen.run = [options, run] { return run(*options); }; });
}

void AddExport(CLI::App& app, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("export", "Write what import reads");
  verb->require_subcommand(1);
  verb->footer("Example: lawtrace export events --store DIR --output events.csv");
  AddExportOf(*verb, "events", "Every event of the log", &RunExportEvents, chosen);
  AddExportOf(*verb, "laws", "Every entry of the law register", &RunExportLaws, chosen);
  AddExportOf(*verb, "answers", "Every answer in force on a day", &RunExportAnswers, chosen);
  AddExportOf(*verb, "scores", "Every score on a day", &RunExportScores, chosen);
}

}  // namespace

void AddExportVerbs(CLI::App& app, Chosen& chosen) {
  AddVerify(app, chosen);
  AddExport(app, chosen);
}

}  // namespace lawtrace::cli
