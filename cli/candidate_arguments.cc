// Arguments of law candidates.
#include <memory>

#include "cli/arguments.h"
#include "cli/candidate_verbs.h"

namespace lawtrace::cli {

void AddCandidateVerbs(Command app) {
  auto options = std::make_shared<CandidatesOptions>();
  Command verb = app.Sub("law", {}).Sub(
      "candidates", "Recodings whose comment names a law of that year, largest effect first");
  AddCommon(verb, options->question.common);
  verb.Add("--country", options->question.countries, "Country codes or aliases (default: all)")
      .Split()
      .Type("CODE");
  verb.Add("--node", options->question.nodes, "Node whose points are told (default: the headline)")
      .Type("CODE");
  verb.Add("--styles", options->styles,
           "Folder of the citation styles that comments are read with (default: bundled)")
      .Variable("LAWTRACE_STYLES")
      .Type("DIR");
  verb.Footer("Example: lawtrace law candidates --store DIR --country ES");
  verb.Runs([options] { return RunLawCandidates(*options); });
}

}  // namespace lawtrace::cli
