// Arguments of token, submission, audit.
#include <memory>

#include "cli/arguments.h"
#include "cli/editorial_verbs.h"

namespace lawtrace::cli {
namespace {

template <typename Options>
void RunWith(Command verb, std::shared_ptr<Options> options, Result<int> (*run)(const Options&)) {
  verb.Runs([options, run] { return run(*options); });
}

void AddToken(Command app) {
  Command family = app.Sub("token", "Make and revoke the tokens that the API takes");
  family.RequireSub();
  family.Footer("Example: lawtrace token add --store DIR --role coder --person 'Ana Lima'");

  auto add = std::make_shared<TokenOptions>();
  Command verb = family.Sub("add", "Make a token and print it, once");
  AddCommon(verb, add->common);
  AddServer(verb, add->server);
  verb.Add("--role", add->role, "reader, coder, reviewer, editor or admin").Required().Type("ROLE");
  verb.Add("--person", add->person, "Whose it is; nobody approves what they submitted")
      .Required()
      .Type("NAME");
  verb.Add("--person-id", add->person_id,
           "Who it is if the name has changed (default: whoever has the name already)")
      .Type("ID");
  verb.Add("--expires", add->expires, "Worth nothing from then on (default: never)").Type("MOMENT");
  verb.Footer("Example: lawtrace token add --store DIR --role reviewer --person 'Rui Dias'");
  RunWith(verb, add, &RunTokenAdd);

  auto list = std::make_shared<TokenOptions>();
  verb = family.Sub("list", "Whose tokens there are, without their secrets");
  AddCommon(verb, list->common);
  verb.Footer("Example: lawtrace token list --store DIR");
  RunWith(verb, list, &RunTokenList);

  auto revoke = std::make_shared<TokenOptions>();
  verb = family.Sub("revoke", "Make a token worthless at once");
  AddCommon(verb, revoke->common);
  AddServer(verb, revoke->server);
  verb.Add("id", revoke->id, "As 'lawtrace token list' prints it").Required().Type("ID");
  verb.Footer("Example: lawtrace token revoke --store DIR 0123456789abcdef");
  RunWith(verb, revoke, &RunTokenRevoke);
}

void AddSubmission(Command app) {
  Command family = app.Sub("submission", "Look at what waits for a second person, and decide it");
  family.RequireSub();
  family.Footer("Example: lawtrace submission list --store DIR --state submitted");

  auto list = std::make_shared<SubmissionOptions>();
  Command verb = family.Sub("list", "All submissions, or those in one state");
  AddCommon(verb, list->common);
  verb.Add("--state", list->state,
           "submitted, approved, published, rejected, withdrawn or obsolete")
      .Type("STATE");
  verb.Footer("Example: lawtrace submission list --store DIR --state submitted");
  RunWith(verb, list, &RunSubmissionList);

  auto show = std::make_shared<SubmissionOptions>();
  verb = family.Sub("show", "One submission with its statements");
  AddCommon(verb, show->common);
  verb.Add("number", show->number, "As 'lawtrace submission list' prints it")
      .Required()
      .Type("NUMBER");
  verb.Footer("Example: lawtrace submission show --store DIR 7");
  RunWith(verb, show, &RunSubmissionShow);

  for (const auto& [action, description] :
       {std::pair("approve", "Let what another person submitted into the log"),
        std::pair("reject", "Keep what another person submitted out of the log"),
        std::pair("withdraw", "Take back one's own submission")}) {
    auto decide = std::make_shared<SubmissionOptions>();
    decide->action = action;
    verb = family.Sub(action, description);
    AddCommon(verb, decide->common);
    AddServer(verb, decide->server);
    verb.Add("number", decide->number, "As 'lawtrace submission list' prints it")
        .Required()
        .Type("NUMBER");
    verb.Add("--remark", decide->remark, "Why").Type("TEXT");
    verb.Footer(std::string("Example: lawtrace submission ") + action +
                " --store DIR --token-file my-token 7");
    RunWith(verb, decide, &RunSubmissionDecide);
  }
}

}  // namespace

void AddEditorialVerbs(Command app) {
  AddToken(app);
  AddSubmission(app);
  auto options = std::make_shared<CommonOptions>();
  Command verb = app.Sub("audit", "Who did what, when; and whether that is whole");
  AddCommon(verb, *options);
  verb.Footer("Example: lawtrace audit --store DIR --format csv");
  RunWith(verb, options, &RunAudit);
}

}  // namespace lawtrace::cli
