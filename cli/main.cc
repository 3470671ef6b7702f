// lawtrace: the command line.  Fills the options of each verb, runs it, prints errors, exits.
//
// Exit status: 0 done; 1 a negative finding (verify); 2 an error, with one line per fault.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

using Run = std::function<Result<int>()>;

// Where a parsed verb leaves what is to be run.
struct Chosen {
  Run run;
};

Instant Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Instant(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

void AddCommon(CLI::App& verb, CommonOptions& options) {
  options.now = Now();
  verb.add_option("--store", options.store, "Folder of the event log")
      ->envname("LAWTRACE_STORE")
      ->type_name("DIR");
  verb.add_option("--index", options.index, "Folder of the index (default: the bundled MIPEX)")
      ->envname("LAWTRACE_INDEX")
      ->type_name("DIR");
  verb.add_option("--format", options.format, "table, csv, json or jsonl")->capture_default_str();
}

void AddKnownAt(CLI::App& verb, std::string& known_at) {
  verb.add_option("--known-at", known_at,
                  "As the log knew it by the end of that day: YYYY-MM-DD, YYYY or an edition")
      ->type_name("DATE");
}

// The options of a question; `verb` answers it with `answer`.
void AddQuestion(CLI::App& verb, Result<int> (*answer)(const QuestionOptions&), Chosen& chosen) {
  auto options = std::make_shared<QuestionOptions>();
  AddCommon(verb, options->common);
  verb.add_option("--country", options->countries, "Country codes or aliases (default: all)")
      ->delimiter(',')
      ->type_name("CODE");
  verb.add_option("--group", options->groups, "Groups, with their members on the day asked for")
      ->delimiter(',')
      ->type_name("GROUP");
  verb.add_option("--node", options->nodes, "Nodes of the tree (default: the headline score)")
      ->delimiter(',')
      ->type_name("CODE");
  verb.add_option("--at", options->at,
                  "Law in force on that day: YYYY-MM-DD, YYYY (its 31 December) or an edition "
                  "(default: today)")
      ->type_name("DATE");
  AddKnownAt(verb, options->known_at);
  verb.add_option("--methodology", options->methodology, "Score by another methodology")
      ->type_name("ID");
  if (answer == &RunChanges || answer == &RunAttribute) {
    verb.add_option("--from", options->from, "Changes after that day (default: the beginning)")
        ->type_name("DATE");
    verb.add_option("--to", options->at, "Changes up to that day (the same as --at)")
        ->type_name("DATE");
  }
  if (answer == &RunChanges) {
    verb.add_flag("--codings", options->with_codings, "Count first answers as changes, too");
  }
  verb.callback(
      [options, answer, &chosen] { chosen.run = [options, answer] { return answer(*options); }; });
}

void AddQuestions(CLI::App& app, Chosen& chosen) {
  CLI::App* score = app.add_subcommand("score", "Scores of countries and groups on any day");
  score->footer(
      "Example: lawtrace score --store DIR --group EU --node a,overall_without_health "
      "--at 2019");
  AddQuestion(*score, &RunScore, chosen);
  CLI::App* profile = app.add_subcommand("profile", "The whole tree of one country on any day");
  profile->footer("Example: lawtrace profile --store DIR --country PT --at 2018-07-06");
  AddQuestion(*profile, &RunProfile, chosen);
  CLI::App* rank = app.add_subcommand("rank", "League table of a group, or of all countries");
  rank->footer("Example: lawtrace rank --store DIR --group EU --node f --at mipex-2020");
  AddQuestion(*rank, &RunRank, chosen);
  CLI::App* history =
      app.add_subcommand("history", "Series of a node or an indicator, one row per change");
  history->footer(
      "Example: lawtrace history --store DIR --country GR --node overall_without_health");
  AddQuestion(*history, &RunHistory, chosen);
  CLI::App* changes = app.add_subcommand("changes", "Which answers changed between two days");
  changes->footer("Example: lawtrace changes --store DIR --country PT --from 2019 --to 2024");
  AddQuestion(*changes, &RunChanges, chosen);
  CLI::App* attribute = app.add_subcommand(
      "attribute", "Which law moved a score between two days, by how many points");
  attribute->footer("Example: lawtrace attribute --store DIR --country DK --from 2009 --to 2016");
  AddQuestion(*attribute, &RunAttribute, chosen);
}

void AddLaw(CLI::App& app, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("law", "The law register, and what each law has done");
  verb->require_subcommand(1);
  const auto add = [&](CLI::App& of, QuestionOptions& options) {
    AddCommon(of, options.common);
    of.add_option("--country", options.countries, "Country codes or aliases (default: all)")
        ->delimiter(',')
        ->type_name("CODE");
    of.add_option("--node", options.nodes, "Node whose points are told (default: the headline)")
        ->type_name("CODE");
  };
  for (const bool wants_missing : {false, true}) {
    auto options = std::make_shared<QuestionOptions>();
    const std::string name = wants_missing ? "missing" : "list";
    CLI::App* of = verb->add_subcommand(
        name, wants_missing ? "Amendments that name no law, largest effect first"
                            : "Every law with its dates");
    add(*of, *options);
    of->footer("Example: lawtrace law " + name + " --store DIR --country DK");
    of->callback([options, wants_missing, &chosen] {
      chosen.run = [options, wants_missing] {
        return wants_missing ? RunLawMissing(*options) : RunLawList(*options);
      };
    });
  }
  auto options = std::make_shared<LawShowOptions>();
  CLI::App* show = verb->add_subcommand("show", "One law, and what it changed where and when");
  add(*show, options->question);
  show->add_option("law", options->law, "Id of the law")->required()->type_name("LAW");
  show->footer("Example: lawtrace law show --store DIR pt-lo-2-2018 --node f");
  show->callback([options, &chosen] { chosen.run = [options] { return RunLawShow(*options); }; });
}

void AddShow(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* verb = app.add_subcommand(
      "show", "One event, or one answer's whole life with evidence and former beliefs");
  AddCommon(*verb, options->common);
  verb->add_option("event", options->sequence, "Sequence of an event")->type_name("NUMBER");
  verb->add_option("--country", options->country, "Country code or alias")->type_name("CODE");
  verb->add_option("--indicator", options->indicator, "Indicator code")->type_name("CODE");
  verb->footer(
      "Examples: lawtrace show --store DIR 4711\n"
      "          lawtrace show --store DIR --country PT --indicator fa98");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunShow(*options); }; });
}

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
  verb->add_flag("--dry-run", options->is_dry_run, "Say what would be recorded, write nothing");
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
  verb->add_option("--country", options->country, "Country code or alias")
      ->required(!replaces)
      ->type_name("CODE");
  verb->add_option("--indicator", options->indicator, "Indicator code")
      ->required(!replaces)
      ->type_name("CODE");
  if (replaces)
    verb->add_option("--supersedes", options->supersedes, "Sequence of the event that was wrong")
        ->required()
        ->type_name("NUMBER");
  if (kind != "retraction") {
    verb->add_option("--answer", options->answer, "Option code, not_assessed or not_applicable")
        ->required(!replaces)
        ->type_name("OPTION");
    verb->add_option("--effective", options->effective,
                     "In force from: YYYY-MM-DD, YYYY-MM, YYYY, or unknown")
        ->required(!replaces)
        ->type_name("DATE");
    verb->add_option("--basis", options->basis,
                     "stated by the source, or convention of the edition");
    verb->add_option("--observed", options->observed, "Reference day at which a coder saw it")
        ->type_name("DATE");
    verb->add_option("--law", options->laws, "id, id:role or id:role:provision; may be repeated")
        ->type_name("LAW");
  }
  verb->add_option("--comment", options->comment, "Evidence in words");
  verb->add_option("--url", options->url, "Evidence on the web");
  verb->add_option("--author", options->author, "Who records it")->type_name("NAME");
  verb->add_option("--recorded-at", options->recorded_at, "When it became known (default: now)")
      ->type_name("MOMENT");
  verb->add_flag("--dry-run", options->is_dry_run, "Check it and write nothing");
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

void AddCitations(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<CitationsOptions>();
  CLI::App* verb =
      app.add_subcommand("citations", "The laws that comments name, and the dates they state");
  CLI::Option* file =
      verb->add_option("file", options->file,
                       "Comments as JSON Lines {id, country, year, comment}, or - for standard "
                       "input")
          ->type_name("FILE");
  verb->add_option("--text", options->text, "One comment")->excludes(file);
  verb->add_option("--country", options->country, "Country of --text")->type_name("CODE");
  verb->add_option("--year", options->year, "Year that --text is coded for")
      ->check(CLI::Range(1900, 2199));
  verb->add_option("--styles", options->styles, "Folder of citation styles (default: bundled)")
      ->envname("LAWTRACE_STYLES")
      ->type_name("DIR");
  verb->add_option("--format", options->format,
                   "table, csv, or json and jsonl: one line per comment")
      ->capture_default_str();
  verb->footer(
      "Example: lawtrace citations --country PT --year 2018 --text 'Organic Law n.º 2/2018'");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunCitations(*options); }; });
}

// One line per fault, each with the program's name.
void PrintFaults(std::string_view faults) {
  while (!faults.empty()) {
    const std::string line(faults.substr(0, faults.find('\n')));
    std::fprintf(stderr, "lawtrace: %s\n", line.c_str());
    faults.remove_prefix(std::min(line.size() + 1, faults.size()));
  }
}

// Whoever closes a standard stream gives its number to the next file that is opened, which may be
// one of the store's, and printing would write into that.  A stream that is closed becomes one that
// refuses to be written to.
void HoldStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    // The lowest free number is this one, for those below it are held.
    if (open("/dev/null", O_RDONLY) != stream) std::abort();
  }
}

int Main(int argc, char** argv) {
  HoldStandardStreams();
  CLI::App app(
      "Lawtrace keeps every amendment to a country's answers on a policy index as a dated event,\n"
      "and rebuilds the score of any country on any day, as known at any day.");
  app.name("lawtrace");
  app.set_version_flag("--version", "lawtrace " LAWTRACE_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Example: lawtrace score --store DIR --country PT --at 2019\n"
      "'lawtrace VERB --help' shows the options of a verb, with an example.");
  Chosen chosen;
  AddImport(app, chosen);
  AddRecord(app, chosen);
  AddQuestions(app, chosen);
  AddLaw(app, chosen);
  AddShow(app, chosen);
  AddVerify(app, chosen);
  AddExport(app, chosen);
  AddCitations(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const Result<int> status = chosen.run();
  if (status) return *status;
  PrintFaults(status.error().message);
  return 2;
}

}  // namespace
}  // namespace lawtrace::cli

int main(int argc, char** argv) {
  try {
    return lawtrace::cli::Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lawtrace: unexpected: %s\n", error.what());
    return 2;
  }
}
