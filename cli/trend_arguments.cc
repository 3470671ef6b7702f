// Arguments of trend and robustness.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/trend_verbs.h"

namespace lawtrace::cli {
namespace {

// Whom and what both verbs are asked about.
void AddSubject(CLI::App& verb, const std::string& node_help, QuestionOptions& options) {
  AddCommon(verb, options.common);
  verb.add_option("--country", options.countries, "Country codes or aliases (default: all)")
      ->delimiter(',')
      ->type_name("CODE");
  verb.add_option("--group", options.groups, "Groups, with their members on the days asked for")
      ->delimiter(',')
      ->type_name("GROUP");
  verb.add_option("--node", options.nodes, node_help)->delimiter(',')->type_name("CODE");
  AddKnownAt(verb, options.known_at);
  verb.add_option("--methodology", options.methodology, "Score by another methodology")
      ->type_name("ID");
}

void AddTrend(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<TrendOptions>();
  CLI::App* verb = app.add_subcommand(
      "trend", "What moved between editions or any days: scores, ranks, areas, laws, spread");
  AddSubject(*verb, "Node to compare (default: the widest headline variant that is comparable)",
             options->question);
  verb->add_option("--at", options->at,
                   "Days to compare: YYYY-MM-DD, YYYY (its 31 December), editions or today "
                   "(default: all editions of which the log has scores)")
      ->delimiter(',')
      ->type_name("DATE");
  verb->add_option("--editions", options->editions, "Editions whose reference days to compare")
      ->delimiter(',')
      ->type_name("EDITION");
  verb->add_option("--fixed-composition", options->fixed_composition,
                   "Groups keep the members of that day (default: those of each day)")
      ->type_name("DATE");
  verb->add_option("--part", options->part,
                   "One table: summary, groups, areas, ranks, movers, indicators, laws, reversals, "
                   "convergence or coverage (default: an overview; all parts as JSON; summary as "
                   "CSV and JSON Lines)")
      ->type_name("PART");
  verb->footer(
      "Examples: lawtrace trend --store DIR --group EU --editions "
      "mipex-2014,mipex-2020,mipex-2025\n"
      "          lawtrace trend --store DIR --country PT --at 2010,2014,2019 --part areas");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunTrend(*options); }; });
}

void AddRobustness(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<RobustnessOptions>();
  CLI::App* verb = app.add_subcommand(
      "robustness", "How far ranks depend on the weights and on single indicators");
  AddSubject(*verb, "Node whose parts get random weights (default: the headline)",
             options->question);
  verb->add_option("--at", options->question.at,
                   "Law in force on that day: YYYY-MM-DD, YYYY (its 31 December) or an edition "
                   "(default: today)")
      ->type_name("DATE");
  verb->add_option("--draws", options->draws, "How often weights are drawn")
      ->capture_default_str()
      ->type_name("COUNT");
  verb->add_option("--weights", options->weights,
                   "What gets them: areas (the node's children) or indicators (all below it)")
      ->capture_default_str()
      ->type_name("PARTS");
  verb->add_option("--seed", options->seed, "Same seed, same draws, on every machine")
      ->capture_default_str()
      ->type_name("NUMBER");
  verb->add_option("--part", options->part,
                   "One table: ranks, drops or shifts (default: an overview; all parts as JSON; "
                   "ranks as CSV and JSON Lines)")
      ->type_name("PART");
  verb->footer("Example: lawtrace robustness --store DIR --group EU --at mipex-2020 --draws 10000");
  verb->callback(
      [options, &chosen] { chosen.run = [options] { return RunRobustness(*options); }; });
}

}  // namespace

void AddTrendVerbs(CLI::App& app, Chosen& chosen) {
  AddTrend(app, chosen);
  AddRobustness(app, chosen);
}

}  // namespace lawtrace::cli
