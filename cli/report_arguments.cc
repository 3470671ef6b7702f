// Arguments of report.
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/report_verbs.h"

namespace lawtrace::cli {
namespace {

// How a report is written; after AddCommon.
void AddForm(Command verb, std::string& format, std::string& part, std::string& output) {
  format.clear();
  verb.Find("--format")
      .Help(
          "html, md, csv, xlsx, json, sdmx-csv or pdf (default: by the ending of --output, or "
          "html)")
      .Default("");
  verb.Add("--output", output, "File to write (default: standard output)").Type("FILE");
  verb.Add("--part", part, "With csv: whose table, e.g. areas (default: the first)").Type("NAME");
}

// A kind of report: `subject` is what it is about, and `run` writes it.
Command AddReport(Command reports, const std::string& name, const std::string& purpose,
                  const std::shared_ptr<ReportOptions>& options,
                  Result<int> (*run)(const ReportOptions&)) {
  Command verb = reports.Sub(name, purpose);
  QuestionOptions& question = options->question;
  AddCommon(verb, question.common);
  AddForm(verb, question.common.format, options->part, options->output);
  verb.Add("--node", question.nodes,
           "Node of the tree (default: the overall score that is comparable on both days)")
      .Type("CODE");
  verb.Runs([options, run] { return run(*options); });
  return verb;
}

void AddDays(Command verb, QuestionOptions& question) {
  verb.Add("--at", question.at,
           "Now: YYYY-MM-DD, YYYY (its 31 December) or an edition (default: today)")
      .Type("DATE");
  verb.Add("--from", question.from, "Then (default: the last edition before --at)").Type("DATE");
  AddKnownAt(verb, question.known_at);
}

void AddScenarioReport(Command reports) {
  const auto options = std::make_shared<ScenarioOptions>();
  Command verb = reports.Sub("scenario", "What bills, proposals or a saved scenario would do");
  AddScenarioQuestion(verb, "Node of the tree (default: the overall score that they have)",
                      *options);
  AddForm(verb, options->question.common.format, options->part, options->output);
  verb.Runs([options] { return RunScenarioReport(*options); });
  verb.Footer(
      "Example: lawtrace report scenario reform.csv --store DIR --group EU --output reform.html\n"
      "Example: lawtrace report scenario --proposal 4711@2027-01-01 --store DIR --output bill.pdf");
}

}  // namespace

void AddReportVerbs(Command app) {
  Command reports = app.Sub(
      "report",
      "Reports to print and share: one HTML file, or Markdown, PDF, XLSX, CSV, SDMX-CSV, JSON");
  reports.RequireSub();
  reports.Footer("Example: lawtrace report country --store DIR PT --output portugal.html");

  const auto country = std::make_shared<ReportOptions>();
  Command verb =
      AddReport(reports, "country", "What moved one country", country, &RunCountryReport);
  verb.Add("country", country->subjects, "Country code or alias").Required().Expect(1).Type("CODE");
  AddDays(verb, country->question);
  verb.Footer("Example: lawtrace report country --store DIR PT --output portugal.html");

  const auto edition = std::make_shared<ReportOptions>();
  verb = AddReport(reports, "edition", "What moved since the edition before, everywhere", edition,
                   &RunEditionReport);
  verb.Add("edition", edition->subjects, "Id or alias of an edition")
      .Required()
      .Expect(1)
      .Type("EDITION");
  verb.Add("--country", edition->question.countries, "Only these countries").Split().Type("CODE");
  verb.Add("--group", edition->question.groups,
           "Only these groups, with their members on the edition's day")
      .Split()
      .Type("GROUP");
  verb.Add("--from", edition->question.from, "Then (default: the edition before)").Type("DATE");
  AddKnownAt(verb, edition->question.known_at);
  verb.Footer("Example: lawtrace report edition --store DIR mipex-2020 --output 2020.html");

  const auto compare = std::make_shared<ReportOptions>();
  verb = AddReport(reports, "compare", "Countries side by side", compare, &RunComparisonReport);
  verb.Add("subjects", compare->subjects, "Country codes or groups, two countries or more")
      .Required()
      .Type("CODE|GROUP...");
  AddDays(verb, compare->question);
  verb.Footer("Example: lawtrace report compare --store DIR PT ES IT --output iberia.html");

  const auto law = std::make_shared<ReportOptions>();
  verb = AddReport(reports, "law", "What one law changed, everywhere", law, &RunLawReport);
  verb.Add("law", law->subjects, "Id of the law in the register").Required().Expect(1).Type("LAW");
  AddKnownAt(verb, law->question.known_at);
  verb.Footer("Example: lawtrace report law --store DIR pt-lo-2-2018 --output law.html");

  AddScenarioReport(reports);
}

}  // namespace lawtrace::cli
