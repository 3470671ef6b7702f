// Which arguments each verb takes.  One source file per family of verbs fills its options from the
// command line and leaves in `Chosen` what is to be run.
#pragma once

#include <functional>
#include <string>

#include "cli/options.h"
#include "model/result.h"

namespace CLI {
class App;
}

namespace lawtrace::cli {

struct ScenarioOptions;

struct Chosen {
  std::function<Result<int>()> run;
};

void AddRecordingVerbs(CLI::App& app, Chosen& chosen);  // import, record.
void AddQuestionVerbs(CLI::App& app, Chosen& chosen);   // score, profile, rank, history, ...
void AddAttributeVerb(CLI::App& app, Chosen& chosen);
void AddLawVerbs(CLI::App& app, Chosen& chosen);           // law, citations.
void AddCandidateVerbs(CLI::App& app, Chosen& chosen);     // law candidates; after AddLawVerbs.
void AddTrendVerbs(CLI::App& app, Chosen& chosen);         // trend, robustness.
void AddScenarioVerbs(CLI::App& app, Chosen& chosen);      // scenario.
void AddExportVerbs(CLI::App& app, Chosen& chosen);        // verify, export, cite.
void AddReportVerbs(CLI::App& app, Chosen& chosen);        // report.
void AddServeVerb(CLI::App& app, Chosen& chosen);          // serve.
void AddSubscriptionVerbs(CLI::App& app, Chosen& chosen);  // subscribe, subscription, dispatch, ...
void AddChannelVerbs(CLI::App& app, Chosen& chosen);       // feed, bounce.

void AddEditorialVerbs(CLI::App& app, Chosen& chosen);   // token, submission, audit.
void AddOperationVerbs(CLI::App& app, Chosen& chosen);   // backup, restore, check.
void AddDifferenceVerbs(CLI::App& app, Chosen& chosen);  // diff, revisions.

// Options that many verbs share.
void AddCommon(CLI::App& verb, CommonOptions& options);
void AddKnownAt(CLI::App& verb, std::string& known_at);
// The scenario that a verb is about, and what is asked of it.
void AddScenarioQuestion(CLI::App& verb, const std::string& nodes, ScenarioOptions& options);
void AddServer(CLI::App& verb, ServerOptions& options);
void AddAcceptLoss(CLI::App& verb, CommonOptions& options);

}  // namespace lawtrace::cli
