// Arguments of law and citations.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

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

}  // namespace

void AddLawVerbs(CLI::App& app, Chosen& chosen) {
  AddLaw(app, chosen);
  AddCitations(app, chosen);
}

}  // namespace lawtrace::cli
