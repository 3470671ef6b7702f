// Arguments of score, profile, rank, history, changes, show.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

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
  if (answer == &RunChanges) {
    verb.add_option("--from", options->from, "Changes after that day (default: the beginning)")
        ->type_name("DATE");
    verb.add_option("--to", options->at, "Changes up to that day (the same as --at)")
        ->type_name("DATE");
    verb.add_flag("--codings", options->with_codings, "Count first answers as changes, too");
  }
  verb.callback(
      [options, answer, &chosen] { chosen.run = [options, answer] { return answer(*options); }; });
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

}  // namespace

void AddQuestionVerbs(CLI::App& app, Chosen& chosen) {
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
  AddShow(app, chosen);
}

}  // namespace lawtrace::cli
