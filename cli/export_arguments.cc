// Arguments of verify, export and cite.
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/export_verb.h"
#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

constexpr int kMostDecimals = 9;

void AddVerify(Command app) {
  auto options = std::make_shared<VerifyOptions>();
  Command verb =
      app.Sub("verify", "Recompute every figure that a workbook or a file of scores publishes");
  AddCommon(verb, options->common);
  verb.Add("file", options->file, "Workbook (.xlsx), or scores (.csv, .jsonl)")
      .Required()
      .Type("FILE");
  AddKnownAt(verb, options->known_at);
  verb.Add("--decimals", options->decimals,
           "Compare as printed with so many decimals, half away from zero (default: "
           "within 1e-9)")
      .Between(0, kMostDecimals)
      .Type("N");
  verb.Footer(
      "Exit status 1 if a figure differs.\n"
      "Example: lawtrace verify --store DIR workbook.xlsx\n"
      "Example: lawtrace verify --store DIR --decimals 0 scores.csv");
  verb.Runs([options] { return RunVerify(*options); });
}

void AddFiles(Command verb, std::string& output, std::string& codebook) {
  verb.Add("--output", output, "File to write (default: standard output)").Type("FILE");
  verb.Add("--codebook", codebook,
           "Write what the columns mean and the citation beside it: .md or .csv")
      .Type("FILE");
}

// Options of scores, answers and changes.
void AddChoices(Command verb, report::ExportKind kind, ExportOptions& options) {
  QuestionOptions& question = options.question;
  const bool of_changes = kind == report::ExportKind::kChanges;
  verb.Add("--country", question.countries, "Country codes (default: all)").Split();
  verb.Add("--group", question.groups, "Groups, with their members on the day asked for").Split();
  verb.Add("--at", question.at,
           of_changes ? "Up to that day (default: today)"
                      : "Law in force on that day (default: today)")
      .Type("DATE");
  verb.Add("--from", question.from,
           of_changes ? "After that day (default: from the beginning)"
                      : "With --series: days after that one")
      .Type("DATE");
  if (of_changes) {
    verb.AddFlag("--codings", question.with_codings, "First answers count as changes, too");
  } else {
    verb.AddFlag("--series", options.is_series,
                 "One row for every day up to --at on which something changed");
  }
  if (kind != report::ExportKind::kAnswers)
    verb.Add("--node", question.nodes,
             of_changes ? "Nodes or indicators (default: all)" : "Nodes (default: all)")
        .Split();
  verb.Add("--methodology", question.methodology, "Score by another methodology");
}

void AddExportOf(Command parent, report::ExportKind kind, const std::string& description) {
  auto options = std::make_shared<ExportOptions>();
  const std::string name(report::Name(kind));
  Command verb = parent.Sub(name, description);
  AddCommon(verb, options->question.common);
  options->question.common.format = "csv";
  const bool has_sdmx = report::ParseExportFormat("sdmx-csv", kind).has_value();
  verb.Find("--format")
      .Help(has_sdmx ? "csv, spreadsheet-csv, json, jsonl, xlsx or sdmx-csv"
                     : "csv, spreadsheet-csv, json, jsonl or xlsx")
      .Default("csv");
  if (report::IsOfMethodology(kind)) AddChoices(verb, kind, *options);
  AddKnownAt(verb, options->question.known_at);
  verb.Add("--updated-after", options->updated_after,
           "Only what differs because of something recorded on that day, or at that "
           "moment, or later")
      .Type("DATE");
  AddFiles(verb, options->output, options->codebook);
  verb.Footer("Example: lawtrace export " + name + " --store DIR --format csv --output " + name +
              ".csv --codebook " + name + ".md");
  verb.Runs([options, kind] { return RunExport(kind, *options); });
}

void AddExport(Command app) {
  Command verb = app.Sub("export", "Write the log, or figures for research, as files");
  verb.RequireSub();
  verb.Footer("Example: lawtrace export scores --store DIR --series --output scores.csv");
  using report::ExportKind;
  AddExportOf(verb, ExportKind::kEvents, "Every event of the log, as import reads it");
  AddExportOf(verb, ExportKind::kLaws, "Every entry of the law register, as import reads it");
  AddExportOf(verb, ExportKind::kAnswers, "Answers in force on a day, or on every day of change");
  AddExportOf(verb, ExportKind::kScores, "Scores on a day, or on every day of change");
  AddExportOf(verb, ExportKind::kChanges, "Every changed answer, with its laws");
}

void AddCite(Command app) {
  auto options = std::make_shared<CiteOptions>();
  Command verb =
      app.Sub("cite", "Write an exported file again, byte for byte, from its citation token");
  AddCommon(verb, options->common);
  verb.Remove("--format");  // The token says it.
  verb.Add("token", options->token, "What the file's column citation or codebook holds")
      .Required()
      .Type("TOKEN");
  AddFiles(verb, options->output, options->codebook);
  verb.Footer("Example: lawtrace cite --store DIR lawtrace:scores/index=mipex/... --output f.csv");
  verb.Runs([options] { return RunCite(*options); });
}

}  // namespace

void AddExportVerbs(Command app) {
  AddVerify(app);
  AddExport(app);
  AddCite(app);
}

}  // namespace lawtrace::cli
