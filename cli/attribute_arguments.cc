// Arguments of attribute.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/attribute_verbs.h"

namespace lawtrace::cli {
namespace {

void AddEnds(CLI::App& verb, AttributeOptions& options) {
  verb.add_option("--from", options.question.from,
                  "Start of the change: YYYY-MM-DD, YYYY (its 31 December) or an edition")
      ->type_name("DATE");
  verb.add_option("--to,--at", options.question.at, "End of the change (default: today)")
      ->type_name("DATE");
  AddKnownAt(verb, options.question.known_at);
  verb.add_option("--from-known-at", options.from_known_at,
                  "The same for the start alone (default: as --known-at)")
      ->type_name("DATE");
  verb.add_option("--to-known-at", options.to_known_at,
                  "The same for the end alone (default: as --known-at)")
      ->type_name("DATE");
  verb.add_option("--methodology", options.question.methodology, "Score by another methodology")
      ->type_name("ID");
  verb.add_option("--from-methodology", options.from_methodology,
                  "Score the start by another methodology (default: as --methodology)")
      ->type_name("ID");
}

}  // namespace

void AddAttributeVerb(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<AttributeOptions>();
  CLI::App* verb = app.add_subcommand(
      "attribute", "Which law moved a score between two points, by how many points");
  AddCommon(*verb, options->question.common);
  verb->add_option("--country", options->question.countries,
                   "Country codes or aliases (default: all, unless a group is named)")
      ->delimiter(',')
      ->type_name("CODE");
  verb->add_option("--group", options->question.groups,
                   "Groups: the mean of each, over the members of each day")
      ->delimiter(',')
      ->type_name("GROUP");
  verb->add_option("--fixed-composition", options->fixed_composition,
                   "The members of that day make the mean throughout")
      ->type_name("DATE");
  verb->add_flag("--members", options->with_members,
                 "Each member of the groups at the end, instead of their mean");
  verb->add_option("--node", options->question.nodes,
                   "Nodes of the tree (default: the headline score)")
      ->delimiter(',')
      ->type_name("CODE");
  AddEnds(*verb, *options);
  verb->footer(
      "Examples: lawtrace attribute --store DIR --country DK --from 2009 --to 2016\n"
      "          lawtrace attribute --store DIR --group EU --from mipex-2015 --to mipex-2020\n"
      "          lawtrace attribute --store DIR --country PT --from 2020 --from-known-at 2021 "
      "--to 2024");
  verb->callback([options, &chosen] { chosen.run = [options] { return RunAttribute(*options); }; });
}

}  // namespace lawtrace::cli
