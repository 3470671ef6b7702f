// Arguments of scenario run, save and suggest.
#include <CLI/CLI.hpp>
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
void AddQuestion(CLI::App& verb, QuestionOptions& question, const std::string& countries,
                 const std::string& at) {
  AddCommon(verb, question.common);
  verb.add_option("--country", question.countries, countries)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("CODE");
  verb.add_option("--group", question.groups,
                  "Rank within that group, with its members on the day (default: all countries)")
      ->allow_extra_args(false)
      ->type_name("GROUP");
  verb.add_option("--at", question.at,
                  "Law in force on that day: YYYY-MM-DD, YYYY (its 31 December) or an edition "
                  "(default: " +
                      at + ")")
      ->type_name("DATE");
  AddKnownAt(verb, question.known_at);
  verb.add_option("--methodology", question.methodology, "Score by another methodology")
      ->type_name("ID");
}

void AddScenario(CLI::App& parent, bool saves, Chosen& chosen) {
  auto options = std::make_shared<ScenarioOptions>();
  CLI::App* verb = parent.add_subcommand(
      saves ? "save" : "run", saves ? "Keep a scenario with the log position and the methodology "
                                      "that its figures rest on"
                                    : "Scores, ranks and contributions under a scenario");
  AddScenarioQuestion(*verb, "Nodes of the tree (default: every node)", *options);
  if (saves) verb->get_option("file")->description(kChangeFiles);
  if (saves) {
    verb->add_option("--output", options->output, "File to write")->required()->type_name("FILE");
    verb->footer(
        "Example: lawtrace scenario save reform.csv --store DIR --group EU --output reform.json");
  } else {
    verb->add_option("--part", options->part,
                     "One table only: scores, contributions, changes or conflicts (default: all in "
                     "table and json, scores in csv and jsonl)")
        ->type_name("PART");
    verb->footer(
        "Example: lawtrace scenario run reform.csv --store DIR --group EU\n"
        "Example: lawtrace scenario run --proposal 4711@2027-01-01 --store DIR --part changes");
  }
  verb->callback([options, saves, &chosen] {
    chosen.run = [options, saves] {
      return saves ? SaveScenario(*options) : RunScenario(*options);
    };
  });
}

void AddSuggest(CLI::App& parent, Chosen& chosen) {
  auto options = std::make_shared<SuggestOptions>();
  CLI::App* verb = parent.add_subcommand(
      "suggest", "The fewest changes that reach a score, a rank or a band, and who has them");
  AddQuestion(*verb, options->question, "The country", "today");
  verb->add_option("--node", options->question.nodes, "Node of the tree (default: the headline)")
      ->type_name("CODE");
  verb->add_option("--target", options->target, "Score to reach, unrounded")->type_name("SCORE");
  verb->add_option("--rank", options->rank, "Rank to reach while all others stay")
      ->type_name("NUMBER");
  verb->add_option("--band", options->band, "Band to reach, or a better one")->type_name("NAME");
  verb->add_option("--exclude", options->excluded,
                   "Indicators whose answers stay; a node stands for all below it")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("CODE");
  verb->add_option("--max-changes", options->max_changes, "No more changes than these")
      ->type_name("NUMBER");
  verb->add_flag("--fill-missing", options->may_fill_missing,
                 "Let indicators without an answer that counts get one, too");
  verb->footer(
      "Example: lawtrace scenario suggest --store DIR --country IE --rank 5 --group EU\n"
      "Its csv is a scenario: ... --format csv > path.csv; lawtrace scenario run path.csv");
  verb->callback(
      [options, &chosen] { chosen.run = [options] { return SuggestChanges(*options); }; });
}

}  // namespace

void AddScenarioQuestion(CLI::App& verb, const std::string& nodes, ScenarioOptions& options) {
  verb.add_option("file", options.files, std::string(kChangeFiles) + "; or one saved scenario")
      ->type_name("FILE");
  verb.add_option("--proposal", options.proposals,
                  "Recorded proposals, above the files; NUMBER@DATE states when they take effect")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NUMBER");
  verb.add_option("--against", options.against, "Files of another scenario to compare with")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("FILE");
  verb.add_option("--on-conflict", options.on_conflict,
                  "Whose answer holds where the stack states several: first, last or refuse "
                  "(default: refuse)")
      ->type_name("RULE");
  AddQuestion(verb, options.question,
              "Countries whose scores are told (default: those that the files name)",
              "today, or the last day on which a change takes effect if that is later");
  verb.add_option("--node", options.question.nodes, nodes)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("CODE");
}

void AddScenarioVerbs(CLI::App& app, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("scenario", "What would follow if answers changed");
  verb->require_subcommand(1);
  verb->footer("Example: lawtrace scenario run reform.csv --store DIR --group EU");
  AddScenario(*verb, /*saves=*/false, chosen);
  AddScenario(*verb, /*saves=*/true, chosen);
  AddSuggest(*verb, chosen);
}

}  // namespace lawtrace::cli
