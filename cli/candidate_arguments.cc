// Arguments of law candidates.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/arguments.h"
#include "cli/candidate_verbs.h"

namespace lawtrace::cli {

void AddCandidateVerbs(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<CandidatesOptions>();
  CLI::App* verb = app.get_subcommand("law")->add_subcommand(
      "candidates", "Recodings whose comment names a law of that year, largest effect first");
  AddCommon(*verb, options->question.common);
  verb->add_option("--country", options->question.countries,
                   "Country codes or aliases (default: all)")
      ->delimiter(',')
      ->type_name("CODE");
  verb->add_option("--node", options->question.nodes,
                   "Node whose points are told (default: the headline)")
      ->type_name("CODE");
  verb->add_option("--styles", options->styles,
                   "Folder of the citation styles that comments are read with (default: bundled)")
      ->envname("LAWTRACE_STYLES")
      ->type_name("DIR");
  verb->footer("Example: lawtrace law candidates --store DIR --country ES");
  verb->callback(
      [options, &chosen] { chosen.run = [options] { return RunLawCandidates(*options); }; });
}

}  // namespace lawtrace::cli
