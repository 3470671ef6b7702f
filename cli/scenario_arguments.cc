// Arguments of scenario run, save and suggest.
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/scenario_verbs.h"

namespace lawtrace::cli {
namespace {

constexpr const char* kChangeFiles =
    "Files of changes (CSV or JSON: country, indicator, answer, effective, law, comment), stacked "
    "in this order; - reads standard input";

// What every verb of scenarios asks about.
void AddQuestion(Command verb, QuestionOptions& question, const std::string& countries,
                 const std::string& at) {
  AddCommon(verb, question.common);
  verb.Add("--country", question.countries, countries).Split().OneEach().Type("CODE");
  verb.Add("--group", question.groups,
           "Rank within that group, with its members on the day (default: all countries)")
      .OneEach()
      .Type("GROUP");
  verb.Add("--at", question.at,
           "Law in force on that day: YYYY-MM-DD, YYYY (its 31 December) or an edition "
           "(default: " +
               at + ")")
      .Type("DATE");
  AddKnownAt(verb, question.known_at);
  verb.Add("--methodology", question.methodology, "Score by another methodology").Type("ID");
}

void AddScenario(Command parent, bool saves) {
  auto options = std::make_shared<ScenarioOptions>();
  Command verb = parent.Sub(saves ? "save" : "run",
                            saves ? "Keep a scenario with the log position and the methodology "
                                    "that its figures rest on"
                                  : "Scores, ranks and contributions under a scenario");
  AddScenarioQuestion(verb, "Nodes of the tree (default: every node)", *options);
  if (saves) verb.Find("file").Help(kChangeFiles);
  if (saves) {
    verb.Add("--output", options->output, "File to write").Required().Type("FILE");
    verb.Footer(
        "Example: lawtrace scenario save reform.csv --store DIR --group EU --output reform.json");
  } else {
    verb.Add("--part", options->part,
             "One table only: scores, contributions, changes or conflicts (default: all in "
             "table and json, scores in csv and jsonl)")
        .Type("PART");
    verb.Footer(
        "Example: lawtrace scenario run reform.csv --store DIR --group EU\n"
        "Example: lawtrace scenario run --proposal 4711@2027-01-01 --store DIR --part changes");
  }
  verb.Runs([options, saves] { return saves ? SaveScenario(*options) : RunScenario(*options); });
}

}  // namespace

void AddScenarioQuestion(Command verb, const std::string& nodes, ScenarioOptions& options) {
  verb.Add("file", options.files, std::string(kChangeFiles) + "; or one saved scenario")
      .Type("FILE");
  verb.Add("--proposal", options.proposals,
           "Recorded proposals, above the files; NUMBER@DATE states when they take effect")
      .Split()
      .OneEach()
      .Type("NUMBER");
  verb.Add("--against", options.against, "Files of another scenario to compare with")
      .Split()
      .OneEach()
      .Type("FILE");
  verb.Add("--on-conflict", options.on_conflict,
           "Whose answer holds where the stack states several: first, last or refuse "
           "(default: refuse)")
      .Type("RULE");
  AddQuestion(verb, options.question,
              "Countries whose scores are told (default: those that the files name)",
              "today, or the last day on which a change takes effect if that is later");
  verb.Add("--node", options.question.nodes, nodes).Split().OneEach().Type("CODE");
}

void AddScenarioVerbs(Command app) {
  Command verb = app.Sub("scenario", "What would follow if answers changed");
  verb.RequireSub();
  verb.Footer("Example: lawtrace scenario run reform.csv --store DIR --group EU");
  AddScenario(verb, /*saves=*/false);
  AddScenario(verb, /*saves=*/true);
}

}  // namespace lawtrace::cli
