// Which arguments each verb takes.  One source file per family of verbs fills its options from the
// command line and says what is to be run.
#pragma once

#include <string>

#include "cli/command.h"
#include "cli/options.h"

namespace lawtrace::cli {

struct ScenarioOptions;

void AddRecordingVerbs(Command app);     // import, record.
void AddShowVerb(Command app);           // show.
void AddLawVerbs(Command app);           // law, citations.
void AddCandidateVerbs(Command app);     // law candidates; after AddLawVerbs.
void AddScenarioVerbs(Command app);      // scenario.
void AddQuestionVerbs(Command app);      // Those of the registry; after those that have families.
void AddExportVerbs(Command app);        // verify, export, cite.
void AddReportVerbs(Command app);        // report.
void AddServeVerb(Command app);          // serve.
void AddSubscriptionVerbs(Command app);  // subscribe, subscription, dispatch, ...
void AddChannelVerbs(Command app);       // feed, bounce.
void AddEditorialVerbs(Command app);     // token, submission, audit.
void AddOperationVerbs(Command app);     // backup, restore, check.

// Options that many verbs share.
void AddCommon(Command verb, CommonOptions& options);
void AddKnownAt(Command verb, std::string& known_at);
// The scenario that a verb is about, and what is asked of it.
void AddScenarioQuestion(Command verb, const std::string& nodes, ScenarioOptions& options);
void AddServer(Command verb, ServerOptions& options);
void AddAcceptLoss(Command verb, CommonOptions& options);

}  // namespace lawtrace::cli
