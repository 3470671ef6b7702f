// Arguments of import and record.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

void AddImportOf(CLI::App& parent, const std::string& name, const std::string& description,
                 const std::string& example, Result<int> (*run)(const ImportOptions&),
                 Chosen& chosen) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* verb = parent.add_subcommand(name, description);
  AddCommon(*verb, options->common);
  const bool is_workbook = run == &RunImportWorkbook;
  verb->add_option("file", options->file,
                   is_workbook ? "Workbook (.xlsx)" : "CSV or JSON Lines; - reads standard input")
      ->required()
      ->type_name("FILE");
  if (run == &RunImportEvents)
    verb->add_option("--laws", options->laws, "File of the laws that the events name")
        ->type_name("FILE");
  verb->add_option("--recorded-at", options->recorded_at,
                   "When this became known: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ (default: now)")
      ->type_name("MOMENT");
  verb->add_option("--author", options->author, "Who records it")->type_name("NAME");
  if (is_workbook || run == &RunImportAnswers) {
    verb->add_option("--source", options->source,
                     "Name of the document whose edition this is (default: the file's name; its "
                     "ending and marks such as v2 or a date do not count)")
        ->type_name("NAME");
    verb->add_flag("--withdraw", options->withdraws,
                   "What the source stated before and leaves blank becomes not_assessed");
    verb->add_option("--styles", options->styles,
                     "Folder of the citation styles that comments are read with (default: bundled)")
        ->envname("LAWTRACE_STYLES")
        ->type_name("DIR");
  }
  verb->add_flag("--dry-run", options->is_dry_run, "Say what would be recorded, write nothing");
  verb->add_option("--raise-limits", options->limits_times,
                   "Times the limits on bytes, rows, columns and fields of files (default: 1)")
      ->check(CLI::Range(1, 1'000))
      ->type_name("FACTOR");
  AddAcceptLoss(*verb, options->common);
  if (run == &RunImportEvents || run == &RunImportLaws) AddServer(*verb, options->server);
  verb->footer("Example: lawtrace import " + name + " --store DIR " + example);
  verb->callback(
      [options, run, &chosen] { chosen.run = [options, run] { return run(*options); }; });
}

void AddImport(CLI::App& app, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("import", "Add a workbook or a file of records to the log");
  verb->require_subcommand(1);
  verb->footer("Example: lawtrace import events --store DIR events.csv --laws laws.csv");
  AddImportOf(*verb, "workbook", "A published workbook of the index",
              "core-2007-2019.xlsx --recorded-at 2020-12-09", &RunImportWorkbook, chosen);
  AddImportOf(*verb, "answers", "Answers at reference days, as a workbook holds them",
              "answers.csv --dry-run", &RunImportAnswers, chosen);
  AddImportOf(*verb, "events", "Amendments and other events", "events.csv --laws laws.csv",
              &RunImportEvents, chosen);
  AddImportOf(*verb, "laws", "Entries of the law register", "laws.csv", &RunImportLaws, chosen);
}

void AddRecordOf(CLI::App& parent, const std::string& kind, const std::string& description,
                 const std::string& example, Chosen& chosen) {
  auto options = std::make_shared<RecordOptions>();
  options->kind = kind;
  CLI::App* verb = parent.add_subcommand(kind, description);
  AddCommon(*verb, options->common);
  const bool replaces = kind == "correction" || kind == "retraction";
  const bool may_replace = kind == "amendment";  // cli/record_verb.cc asks for what is missing.
  verb->add_option("--country", options->country, "Country code or alias")
      ->required(!replaces && !may_replace)
      ->type_name("CODE");
  verb->add_option("--indicator", options->indicator, "Indicator code")
      ->required(!replaces && !may_replace)
      ->type_name("CODE");
  if (replaces)
    verb->add_option("--supersedes", options->supersedes, "Sequence of the event that was wrong")
        ->required()
        ->type_name("NUMBER");
  if (may_replace)
    verb->add_option("--supersedes", options->supersedes,
                     "Sequence of a recoding that this amendment explains: it is retracted, and "
                     "what is not given is taken from it")
        ->type_name("NUMBER");
  if (kind != "retraction") {
    verb->add_option("--answer", options->answer, "Option code, not_assessed or not_applicable")
        ->required(!replaces && !may_replace)
        ->type_name("OPTION");
    verb->add_option("--effective", options->effective,
                     "In force from: YYYY-MM-DD, YYYY-MM, YYYY, or unknown")
        ->required(!replaces)
        ->type_name("DATE");
    verb->add_option("--basis", options->basis,
                     "stated by the source, or convention of the edition");
    verb->add_option("--observed", options->observed,
                     "Reference day at which a coder saw it, or none")
        ->type_name("DATE");
    verb->add_option("--law", options->laws, "id, id:role or id:role:provision; may be repeated")
        ->type_name("LAW");
  }
  if (kind == "correction")
    verb->add_option("--counts-as", options->counts_as,
                     "Kind that the event should have had: coding, confirmation, amendment or "
                     "recoding")
        ->type_name("KIND");
  if (kind == "amendment" || kind == "correction")
    verb->add_option("--until", options->until,
                     "First day on which the answer before holds again; records that, too")
        ->type_name("DATE");
  if (kind != "proposal")
    verb->add_flag("--correct-observations", options->corrects_observations,
                   "What coders saw later and this contradicts was wrong, too, and is corrected "
                   "with it");
  verb->add_option("--comment", options->comment, "Evidence in words");
  verb->add_option("--url", options->url, "Evidence on the web");
  verb->add_option("--author", options->author, "Who records it")->type_name("NAME");
  verb->add_option("--recorded-at", options->recorded_at, "When it became known (default: now)")
      ->type_name("MOMENT");
  verb->add_flag("--dry-run", options->is_dry_run, "Check it and write nothing");
  AddAcceptLoss(*verb, options->common);
  AddServer(*verb, options->server);
  verb->footer("Example: lawtrace record " + kind + " --store DIR " + example);
  verb->callback([options, &chosen] { chosen.run = [options] { return RunRecord(*options); }; });
}

void AddRecord(CLI::App& app, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("record", "Record one event");
  verb->require_subcommand(1);
  verb->footer(
      "Example: lawtrace record amendment --store DIR --country PT --indicator fa98 "
      "--answer 100 --effective 2018-07-06");
  AddRecordOf(*verb, "amendment", "A law changed the answer",
              "--country PT --indicator fa98 --answer 100 --effective 2018-07-06 "
              "--law pt-lo-2-2018",
              chosen);
  AddRecordOf(*verb, "correction", "An earlier event was wrong; what is not given stays as it was",
              "--supersedes 4711 --effective 2018-07-06", chosen);
  AddRecordOf(*verb, "retraction", "An earlier event was wrong and nothing takes its place",
              "--supersedes 4711 --comment 'entered twice'", chosen);
  AddRecordOf(*verb, "proposal", "A bill; it never counts outside a scenario",
              "--country PT --indicator fa98 --answer 0 --effective unknown", chosen);
}

}  // namespace

void AddRecordingVerbs(CLI::App& app, Chosen& chosen) {
  AddImport(app, chosen);
  AddRecord(app, chosen);
}

}  // namespace lawtrace::cli
