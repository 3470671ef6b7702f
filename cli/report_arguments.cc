// Arguments of report.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/report_verbs.h"

namespace lawtrace::cli {
namespace {

// How a report is written; after AddCommon.
void AddForm(CLI::App& verb, std::string& format, std::string& part, std::string& output) {
  format.clear();
  verb.get_option("--format")
      ->description(
          "html, md, csv, xlsx, json, sdmx-csv or pdf (default: by the ending of --output, or "
          "html)")
      ->default_str("");
  verb.add_option("--output", output, "File to write (default: standard output)")
      ->type_name("FILE");
  verb.add_option("--part", part, "With csv: whose table, e.g. areas (default: the first)")
      ->type_name("NAME");
}

// A kind of report: `subject` is what it is about, and `run` writes it.
CLI::App* AddReport(CLI::App& reports, const std::string& name, const std::string& purpose,
                    const std::shared_ptr<ReportOptions>& options,
                    Result<int> (*run)(const ReportOptions&), Chosen& chosen) {
  CLI::App* verb = reports.add_subcommand(name, purpose);
  QuestionOptions& question = options->question;
  AddCommon(*verb, question.common);
  AddForm(*verb, question.common.format, options->part, options->output);
  verb->add_option("--node", question.nodes,
                   "Node of the tree (default: the overall score that is comparable on both days)")
      ->type_name("CODE");
  verb->callback(
      [options, run, &chosen] { chosen.run = [options, run] { return run(*options); }; });
  return verb;
}

void AddDays(CLI::App& verb, QuestionOptions& question) {
  verb.add_option("--at", question.at,
                  "Now: YYYY-MM-DD, YYYY (its 31 December) or an edition (default: today)")
      ->type_name("DATE");
  verb.add_option("--from", question.from, "Then (default: the last edition before --at)")
      ->type_name("DATE");
  AddKnownAt(verb, question.known_at);
}

void AddScenarioReport(CLI::App& reports, Chosen& chosen) {
  const auto options = std::make_shared<ScenarioOptions>();
  CLI::App* verb =
      reports.add_subcommand("scenario", "What bills, proposals or a saved scenario would do");
  AddScenarioQuestion(*verb, "Node of the tree (default: the overall score that they have)",
                      *options);
  AddForm(*verb, options->question.common.format, options->part, options->output);
  verb->callback(
      [options, &chosen] { chosen.run = [options] { return RunScenarioReport(*options); }; });
  verb->footer(
      "Example: lawtrace report scenario reform.csv --store DIR --group EU --output reform.html\n"
      "Example: lawtrace report scenario --proposal 4711@2027-01-01 --store DIR --output bill.pdf");
}

}  // namespace

void AddReportVerbs(CLI::App& app, Chosen& chosen) {
  CLI::App* reports = app.add_subcommand(
      "report",
      "Reports to print and share: one HTML file, or Markdown, PDF, XLSX, CSV, SDMX-CSV, JSON");
  reports->require_subcommand(1);
  reports->footer("Example: lawtrace report country --store DIR PT --output portugal.html");

  const auto country = std::make_shared<ReportOptions>();
  CLI::App* verb =
      AddReport(*reports, "country", "What moved one country", country, &RunCountryReport, chosen);
  verb->add_option("country", country->subjects, "Country code or alias")
      ->required()
      ->expected(1)
      ->type_name("CODE");
  AddDays(*verb, country->question);
  verb->footer("Example: lawtrace report country --store DIR PT --output portugal.html");

  const auto edition = std::make_shared<ReportOptions>();
  verb = AddReport(*reports, "edition", "What moved since the edition before, everywhere", edition,
                   &RunEditionReport, chosen);
  verb->add_option("edition", edition->subjects, "Id or alias of an edition")
      ->required()
      ->expected(1)
      ->type_name("EDITION");
  verb->add_option("--country", edition->question.countries, "Only these countries")
      ->delimiter(',')
      ->type_name("CODE");
  verb->add_option("--group", edition->question.groups,
                   "Only these groups, with their members on the edition's day")
      ->delimiter(',')
      ->type_name("GROUP");
  verb->add_option("--from", edition->question.from, "Then (default: the edition before)")
      ->type_name("DATE");
  AddKnownAt(*verb, edition->question.known_at);
  verb->footer("Example: lawtrace report edition --store DIR mipex-2020 --output 2020.html");

  const auto compare = std::make_shared<ReportOptions>();
  verb = AddReport(*reports, "compare", "Countries side by side", compare, &RunComparisonReport,
                   chosen);
  verb->add_option("subjects", compare->subjects, "Country codes or groups, two countries or more")
      ->required()
      ->type_name("CODE|GROUP...");
  AddDays(*verb, compare->question);
  verb->footer("Example: lawtrace report compare --store DIR PT ES IT --output iberia.html");

  const auto law = std::make_shared<ReportOptions>();
  verb = AddReport(*reports, "law", "What one law changed, everywhere", law, &RunLawReport, chosen);
  verb->add_option("law", law->subjects, "Id of the law in the register")
      ->required()
      ->expected(1)
      ->type_name("LAW");
  AddKnownAt(*verb, law->question.known_at);
  verb->footer("Example: lawtrace report law --store DIR pt-lo-2-2018 --output law.html");

  AddScenarioReport(*reports, chosen);
}

}  // namespace lawtrace::cli
