// Arguments of verify, export and cite.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/export_verb.h"
#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

constexpr int kMostDecimals = 9;

void AddVerify(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* verb = app.add_subcommand(
      "verify", "Recompute every figure that a workbook or a file of scores publishes");
  AddCommon(*verb, options->common);
  verb->add_option("file", options->file, "Workbook (.xlsx), or scores (.csv, .jsonl)")
      ->required()
      ->type_name("FILE");
  AddKnownAt(*verb, options->known_at);
  verb->add_option("--decimals", options->decimals,
                   "Compare as printed with so many decimals, half away from zero (default: "
                   "within 1e-9)")
      ->check(CLI::Range(0, kMostDecimals))
      ->type_name("N");
  verb->footer(
      "Exit status 1 if a figure differs.\n"
      "Example: lawtrace verify --store DIR workbook.xlsx\n"
      "Example: lawtrace verify --store DIR --decimals 0 scores.csv");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunVerify(*options); }; });
}

void AddFiles(CLI::App& verb, std::string& output, std::string& codebook) {
  verb.add_option("--output", output, "File to write (default: standard output)")
      ->type_name("FILE");
  verb.add_option("--codebook", codebook,
                  "Write what the columns mean and the citation beside it: .md or .csv")
      ->type_name("FILE");
}

// Options of scores, answers and changes.
void AddChoices(CLI::App& verb, report::ExportKind kind, ExportOptions& options) {
  QuestionOptions& question = options.question;
  const bool of_changes = kind == report::ExportKind::kChanges;
  verb.add_option("--country", question.countries, "Country codes (default: all)")->delimiter(',');
  verb.add_option("--group", question.groups, "Groups, with their members on the day asked for")
      ->delimiter(',');
  verb.add_option("--at", question.at,
                  of_changes ? "Up to that day (default: today)"
                             : "Law in force on that day (default: today)")
      ->type_name("DATE");
  verb.add_option("--from", question.from,
                  of_changes ? "After that day (default: from the beginning)"
                             : "With --series: days after that one")
      ->type_name("DATE");
  if (of_changes) {
    verb.add_flag("--codings", question.with_codings, "First answers count as changes, too");
  } else {
    verb.add_flag("--series", options.is_series,
                  "One row for every day up to --at on which something changed");
  }
  if (kind != report::ExportKind::kAnswers)
    verb.add_option("--node", question.nodes,
                    of_changes ? "Nodes or indicators (default: all)" : "Nodes (default: all)")
        ->delimiter(',');
  verb.add_option("--methodology", question.methodology, "Score by another methodology");
}

void AddExportOf(CLI::App& parent, report::ExportKind kind, const std::string& description,
                 Chosen& chosen) {
  auto options = std::make_shared<ExportOptions>();
  const std::string name(report::Name(kind));
  CLI::App* verb = parent.add_subcommand(name, description);
  AddCommon(*verb, options->question.common);
  options->question.common.format = "csv";
  const bool has_sdmx = report::ParseExportFormat("sdmx-csv", kind).has_value();
  verb->get_option("--format")
      ->description(has_sdmx ? "csv, spreadsheet-csv, json, jsonl, xlsx or sdmx-csv"
                             : "csv, spreadsheet-csv, json, jsonl or xlsx")
      ->default_str("csv");
  if (report::IsOfMethodology(kind)) AddChoices(*verb, kind, *options);
  AddKnownAt(*verb, options->question.known_at);
  verb->add_option("--updated-after", options->updated_after,
                   "Only what differs because of something recorded on that day, or at that "
                   "moment, or later")
      ->type_name("DATE");
  AddFiles(*verb, options->output, options->codebook);
  verb->footer("Example: lawtrace export " + name + " --store DIR --format csv --output " + name +
               ".csv --codebook " + name + ".md");
  verb->callback([options, kind, &chosen] {
    chosen.run = [options, kind] { return RunExport(kind, *options); };
  });
}

void AddExport(CLI::App& app, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("export", "Write the log, or figures for research, as files");
  verb->require_subcommand(1);
  verb->footer("Example: lawtrace export scores --store DIR --series --output scores.csv");
  using report::ExportKind;
  AddExportOf(*verb, ExportKind::kEvents, "Every event of the log, as import reads it", chosen);
  AddExportOf(*verb, ExportKind::kLaws, "Every entry of the law register, as import reads it",
              chosen);
  AddExportOf(*verb, ExportKind::kAnswers, "Answers in force on a day, or on every day of change",
              chosen);
  AddExportOf(*verb, ExportKind::kScores, "Scores on a day, or on every day of change", chosen);
  AddExportOf(*verb, ExportKind::kChanges, "Every changed answer, with its laws", chosen);
}

void AddCite(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<CiteOptions>();
  CLI::App* verb = app.add_subcommand(
      "cite", "Write an exported file again, byte for byte, from its citation token");
  AddCommon(*verb, options->common);
  verb->remove_option(verb->get_option("--format"));  // The token says it.
  verb->add_option("token", options->token, "What the file's column citation or codebook holds")
      ->required()
      ->type_name("TOKEN");
  AddFiles(*verb, options->output, options->codebook);
  verb->footer("Example: lawtrace cite --store DIR lawtrace:scores/index=mipex/... --output f.csv");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunCite(*options); }; });
}

}  // namespace

void AddExportVerbs(CLI::App& app, Chosen& chosen) {
  AddVerify(app, chosen);
  AddExport(app, chosen);
  AddCite(app, chosen);
}

}  // namespace lawtrace::cli
