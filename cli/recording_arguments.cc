// Arguments of import and record.
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

void AddImportOf(Command parent, const std::string& name, const std::string& description,
                 const std::string& example, Result<int> (*run)(const ImportOptions&)) {
  auto options = std::make_shared<ImportOptions>();
  Command verb = parent.Sub(name, description);
  AddCommon(verb, options->common);
  const bool is_workbook = run == &RunImportWorkbook;
  verb.Add("file", options->file,
           is_workbook ? "Workbook (.xlsx)" : "CSV or JSON Lines; - reads standard input")
      .Required()
      .Type("FILE");
  if (run == &RunImportEvents)
    verb.Add("--laws", options->laws, "File of the laws that the events name").Type("FILE");
  verb.Add("--recorded-at", options->recorded_at,
           "When this became known: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ (default: now)")
      .Type("MOMENT");
  verb.Add("--author", options->author, "Who records it").Type("NAME");
  if (is_workbook || run == &RunImportAnswers) {
    verb.Add("--source", options->source,
             "Name of the document whose edition this is (default: the file's name; its "
             "ending and marks such as v2 or a date do not count)")
        .Type("NAME");
    verb.AddFlag("--withdraw", options->withdraws,
                 "What the source stated before and leaves blank becomes not_assessed");
    verb.Add("--styles", options->styles,
             "Folder of the citation styles that comments are read with (default: bundled)")
        .Variable("LAWTRACE_STYLES")
        .Type("DIR");
  }
  verb.AddFlag("--dry-run", options->is_dry_run, "Say what would be recorded, write nothing");
  verb.Add("--raise-limits", options->limits_times,
           "Times the limits on bytes, rows, columns and fields of files (default: 1)")
      .Between(1, 1'000)
      .Type("FACTOR");
  AddAcceptLoss(verb, options->common);
  if (run == &RunImportEvents || run == &RunImportLaws) AddServer(verb, options->server);
  verb.Footer("Example: lawtrace import " + name + " --store DIR " + example);
  verb.Runs([options, run] { return run(*options); });
}

void AddImport(Command app) {
  Command verb = app.Sub("import", "Add a workbook or a file of records to the log");
  verb.RequireSub();
  verb.Footer("Example: lawtrace import events --store DIR events.csv --laws laws.csv");
  AddImportOf(verb, "workbook", "A published workbook of the index",
              "core-2007-2019.xlsx --recorded-at 2020-12-09", &RunImportWorkbook);
  AddImportOf(verb, "answers", "Answers at reference days, as a workbook holds them",
              "answers.csv --dry-run", &RunImportAnswers);
  AddImportOf(verb, "events", "Amendments and other events", "events.csv --laws laws.csv",
              &RunImportEvents);
  AddImportOf(verb, "laws", "Entries of the law register", "laws.csv", &RunImportLaws);
}

void AddRecordOf(Command parent, const std::string& kind, const std::string& description,
                 const std::string& example) {
  auto options = std::make_shared<RecordOptions>();
  options->kind = kind;
  Command verb = parent.Sub(kind, description);
  AddCommon(verb, options->common);
  const bool replaces = kind == "correction" || kind == "retraction";
  const bool may_replace = kind == "amendment";  // cli/record_verb.cc asks for what is missing.
  verb.Add("--country", options->country, "Country code or alias")
      .Required(!replaces && !may_replace)
      .Type("CODE");
  verb.Add("--indicator", options->indicator, "Indicator code")
      .Required(!replaces && !may_replace)
      .Type("CODE");
  if (replaces)
    verb.Add("--supersedes", options->supersedes, "Sequence of the event that was wrong")
        .Required()
        .Type("NUMBER");
  if (may_replace)
    verb.Add("--supersedes", options->supersedes,
             "Sequence of a recoding that this amendment explains: it is retracted, and "
             "what is not given is taken from it")
        .Type("NUMBER");
  if (kind != "retraction") {
    verb.Add("--answer", options->answer, "Option code, not_assessed or not_applicable")
        .Required(!replaces && !may_replace)
        .Type("OPTION");
    verb.Add("--effective", options->effective,
             "In force from: YYYY-MM-DD, YYYY-MM, YYYY, or unknown")
        .Required(!replaces)
        .Type("DATE");
    verb.Add("--basis", options->basis, "stated by the source, or convention of the edition");
    verb.Add("--observed", options->observed, "Reference day at which a coder saw it, or none")
        .Type("DATE");
    verb.Add("--law", options->laws, "id, id:role or id:role:provision; may be repeated")
        .Type("LAW");
  }
  if (kind == "correction")
    verb.Add("--counts-as", options->counts_as,
             "Kind that the event should have had: coding, confirmation, amendment or "
             "recoding")
        .Type("KIND");
  if (kind == "amendment" || kind == "correction")
    verb.Add("--until", options->until,
             "First day on which the answer before holds again; records that, too")
        .Type("DATE");
  if (kind != "proposal")
    verb.AddFlag("--correct-observations", options->corrects_observations,
                 "What coders saw later and this contradicts was wrong, too, and is corrected "
                 "with it");
  verb.Add("--comment", options->comment, "Evidence in words");
  verb.Add("--url", options->url, "Evidence on the web");
  verb.Add("--author", options->author, "Who records it").Type("NAME");
  verb.Add("--recorded-at", options->recorded_at, "When it became known (default: now)")
      .Type("MOMENT");
  verb.AddFlag("--dry-run", options->is_dry_run, "Check it and write nothing");
  AddAcceptLoss(verb, options->common);
  AddServer(verb, options->server);
  verb.Footer("Example: lawtrace record " + kind + " --store DIR " + example);
  verb.Runs([options] { return RunRecord(*options); });
}

void AddRecord(Command app) {
  Command verb = app.Sub("record", "Record one event");
  verb.RequireSub();
  verb.Footer(
      "Example: lawtrace record amendment --store DIR --country PT --indicator fa98 "
      "--answer 100 --effective 2018-07-06");
  AddRecordOf(verb, "amendment", "A law changed the answer",
              "--country PT --indicator fa98 --answer 100 --effective 2018-07-06 "
              "--law pt-lo-2-2018");
  AddRecordOf(verb, "correction", "An earlier event was wrong; what is not given stays as it was",
              "--supersedes 4711 --effective 2018-07-06");
  AddRecordOf(verb, "retraction", "An earlier event was wrong and nothing takes its place",
              "--supersedes 4711 --comment 'entered twice'");
  AddRecordOf(verb, "proposal", "A bill; it never counts outside a scenario",
              "--country PT --indicator fa98 --answer 0 --effective unknown");
}

}  // namespace

void AddRecordingVerbs(Command app) {
  AddImport(app);
  AddRecord(app);
}

}  // namespace lawtrace::cli
