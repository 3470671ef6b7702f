// Arguments of diff and revisions.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/arguments.h"
#include "cli/difference_verbs.h"

namespace lawtrace::cli {
namespace {

// Whom and which node, for both verbs.
void AddWhom(CLI::App& verb, QuestionOptions& options) {
  AddCommon(verb, options.common);
  verb.add_option("--country", options.countries, "Country codes or aliases (default: all)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("CODE");
  verb.add_option("--group", options.groups, "Groups, with their members on the later day")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("GROUP");
  verb.add_option("--node", options.nodes,
                  "Node whose points are told; only what lies below it is listed (default: the "
                  "headline score, and everything)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("CODE");
  verb.add_option("--methodology", options.methodology, "Score by another methodology")
      ->type_name("ID");
}

void AddDifference(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<DifferenceOptions>();
  CLI::App* verb = app.add_subcommand(
      "diff", "Which answers differ between two points, which event did it, by how many points");
  AddWhom(*verb, options->question);
  verb->add_option("A", options->from,
                   "First point: YYYY-MM-DD, YYYY (its 31 December), an edition or today, each "
                   "alone (as known today) or with @ and the date by which it was known: "
                   "2019@2021-01-01; @2021 is today as known then")
      ->required()
      ->type_name("POINT");
  verb->add_option("B", options->to, "Second point, in the same words")
      ->required()
      ->type_name("POINT");
  verb->footer(
      "Examples: lawtrace diff --store DIR --country PT 2017 2019\n"
      "          lawtrace diff --store DIR --group EU --node f mipex-2020@2021 mipex-2020");
  verb->callback(
      [options, &chosen] { chosen.run = [options] { return RunDifference(*options); }; });
}

void AddRevisions(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<RevisionOptions>();
  CLI::App* verb = app.add_subcommand(
      "revisions", "What became known between two recorded dates, and what it did to scores");
  AddWhom(*verb, options->question);
  verb->add_option("--between", options->between,
                   "Two recorded dates: after the end of the first, by the end of the second; "
                   "each YYYY-MM-DD, YYYY, an edition or today")
      ->expected(2)
      ->required()
      ->type_name("DATE");
  verb->add_option("--at", options->question.at,
                   "Day of the score whose points are told (default: the second date)")
      ->type_name("DATE");
  verb->add_flag("--all", options->with_confirmations, "List confirmations, too");
  verb->footer("Example: lawtrace revisions --store DIR --country PT --between 2021 today");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunRevisions(*options); }; });
}

}  // namespace

void AddDifferenceVerbs(CLI::App& app, Chosen& chosen) {
  AddDifference(app, chosen);
  AddRevisions(app, chosen);
}

}  // namespace lawtrace::cli
