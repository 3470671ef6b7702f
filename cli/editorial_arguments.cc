// Arguments of token, submission, audit.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/arguments.h"
#include "cli/editorial_verbs.h"

namespace lawtrace::cli {
namespace {

template <typename Options>
void RunWith(CLI::App& verb, std::shared_ptr<Options> options, Result<int> (*run)(const Options&),
             Chosen& chosen) {
  verb.callback([options, run, &chosen] { chosen.run = [options, run] { return run(*options); }; });
}

void AddToken(CLI::App& app, Chosen& chosen) {
  CLI::App* family = app.add_subcommand("token", "Make and revoke the tokens that the API takes");
  family->require_subcommand(1);
  family->footer("Example: lawtrace token add --store DIR --role coder --person 'Ana Lima'");

  auto add = std::make_shared<TokenOptions>();
  CLI::App* verb = family->add_subcommand("add", "Make a token and print it, once");
  AddCommon(*verb, add->common);
  AddServer(*verb, add->server);
  verb->add_option("--role", add->role, "reader, coder, reviewer, editor or admin")
      ->required()
      ->type_name("ROLE");
  verb->add_option("--person", add->person, "Whose it is; nobody approves what they submitted")
      ->required()
      ->type_name("NAME");
  verb->add_option("--person-id", add->person_id,
                   "Who it is if the name has changed (default: whoever has the name already)")
      ->type_name("ID");
  verb->add_option("--expires", add->expires, "Worth nothing from then on (default: never)")
      ->type_name("MOMENT");
  verb->footer("Example: lawtrace token add --store DIR --role reviewer --person 'Rui Dias'");
  RunWith(*verb, add, &RunTokenAdd, chosen);

  auto list = std::make_shared<TokenOptions>();
  verb = family->add_subcommand("list", "Whose tokens there are, without their secrets");
  AddCommon(*verb, list->common);
  verb->footer("Example: lawtrace token list --store DIR");
  RunWith(*verb, list, &RunTokenList, chosen);

  auto revoke = std::make_shared<TokenOptions>();
  verb = family->add_subcommand("revoke", "Make a token worthless at once");
  AddCommon(*verb, revoke->common);
  AddServer(*verb, revoke->server);
  verb->add_option("id", revoke->id, "As 'lawtrace token list' prints it")
      ->required()
      ->type_name("ID");
  verb->footer("Example: lawtrace token revoke --store DIR 0123456789abcdef");
  RunWith(*verb, revoke, &RunTokenRevoke, chosen);
}

void AddSubmission(CLI::App& app, Chosen& chosen) {
  CLI::App* family =
      app.add_subcommand("submission", "Look at what waits for a second person, and decide it");
  family->require_subcommand(1);
  family->footer("Example: lawtrace submission list --store DIR --state submitted");

  auto list = std::make_shared<SubmissionOptions>();
  CLI::App* verb = family->add_subcommand("list", "All submissions, or those in one state");
  AddCommon(*verb, list->common);
  verb->add_option("--state", list->state,
                   "submitted, approved, published, rejected, withdrawn or obsolete")
      ->type_name("STATE");
  verb->footer("Example: lawtrace submission list --store DIR --state submitted");
  RunWith(*verb, list, &RunSubmissionList, chosen);

  auto show = std::make_shared<SubmissionOptions>();
  verb = family->add_subcommand("show", "One submission with its statements");
  AddCommon(*verb, show->common);
  verb->add_option("number", show->number, "As 'lawtrace submission list' prints it")
      ->required()
      ->type_name("NUMBER");
  verb->footer("Example: lawtrace submission show --store DIR 7");
  RunWith(*verb, show, &RunSubmissionShow, chosen);

  for (const auto& [action, description] :
       {std::pair("approve", "Let what another person submitted into the log"),
        std::pair("reject", "Keep what another person submitted out of the log"),
        std::pair("withdraw", "Take back one's own submission")}) {
    auto decide = std::make_shared<SubmissionOptions>();
    decide->action = action;
    verb = family->add_subcommand(action, description);
    AddCommon(*verb, decide->common);
    AddServer(*verb, decide->server);
    verb->add_option("number", decide->number, "As 'lawtrace submission list' prints it")
        ->required()
        ->type_name("NUMBER");
    verb->add_option("--remark", decide->remark, "Why")->type_name("TEXT");
    verb->footer(std::string("Example: lawtrace submission ") + action +
                 " --store DIR --token-file my-token 7");
    RunWith(*verb, decide, &RunSubmissionDecide, chosen);
  }
}

}  // namespace

void AddEditorialVerbs(CLI::App& app, Chosen& chosen) {
  AddToken(app, chosen);
  AddSubmission(app, chosen);
  auto options = std::make_shared<CommonOptions>();
  CLI::App* verb = app.add_subcommand("audit", "Who did what, when; and whether that is whole");
  AddCommon(*verb, *options);
  verb->footer("Example: lawtrace audit --store DIR --format csv");
  RunWith(*verb, options, &RunAudit, chosen);
}

}  // namespace lawtrace::cli
