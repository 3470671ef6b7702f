// Arguments of law and citations.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

void AddLawQuestion(CLI::App& verb, QuestionOptions& options) {
  AddCommon(verb, options.common);
  verb.add_option("--country", options.countries, "Country codes or aliases (default: all)")
      ->delimiter(',')
      ->type_name("CODE");
  verb.add_option("--node", options.nodes, "Node whose points are told (default: the headline)")
      ->type_name("CODE");
  AddKnownAt(verb, options.known_at);
}

void AddLawQuestions(CLI::App& law, Chosen& chosen) {
  auto listed = std::make_shared<LawListOptions>();
  CLI::App* list = law.add_subcommand("list", "Every law with its dates");
  AddLawQuestion(*list, listed->question);
  list->add_option("--status", listed->status, "Only confirmed, or only recognised laws");
  list->footer("Example: lawtrace law list --store DIR --country DK --status recognised");
  list->callback([listed, &chosen] { chosen.run = [listed] { return RunLawList(*listed); }; });

  auto shown = std::make_shared<LawShowOptions>();
  CLI::App* show = law.add_subcommand("show", "One law, and what it changed where and when");
  AddLawQuestion(*show, shown->question);
  show->add_option("law", shown->law, "Id of the law, or an alias")->required()->type_name("LAW");
  show->footer("Example: lawtrace law show --store DIR pt-lo-2-2018 --node f");
  show->callback([shown, &chosen] { chosen.run = [shown] { return RunLawShow(*shown); }; });

  auto question = std::make_shared<QuestionOptions>();
  CLI::App* missing =
      law.add_subcommand("missing", "Amendments that name no law, largest effect first");
  AddLawQuestion(*missing, *question);
  missing->footer("Example: lawtrace law missing --store DIR --country DK");
  missing->callback(
      [question, &chosen] { chosen.run = [question] { return RunLawMissing(*question); }; });
}

// The options of every change of the register.
void AddRecording(CLI::App& verb, LawEditOptions& options) {
  AddCommon(verb, options.common);
  verb.add_option("--author", options.author, "Who records it")->type_name("NAME");
  verb.add_option("--recorded-at", options.recorded_at, "When it became known (default: now)")
      ->type_name("MOMENT");
  verb.add_flag("--dry-run", options.is_dry_run, "Check it and write nothing");
  AddServer(verb, options.server);
}

// An option that fills a column of the exchange file; each of several is one item of a list.
void AddField(CLI::App& verb, const std::shared_ptr<LawEditOptions>& options,
              const std::string& option, const std::string& column, const std::string& words,
              const std::string& type) {
  verb.add_option_function<std::vector<std::string>>(
          option,
          [options, column](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) options->fields.emplace_back(column, text);
          },
          words)
      ->type_name(type)
      ->allow_extra_args(false);
}

void AddFields(CLI::App& verb, const std::shared_ptr<LawEditOptions>& options) {
  AddField(verb, options, "--country", "country",
           "Country code or alias; none for an instrument above any one country", "CODE");
  AddField(verb, options, "--type", "type", "act, decree, regulation, directive, ...", "TYPE");
  AddField(verb, options, "--number", "number", "In the national numbering, e.g. 23/2007", "TEXT");
  AddField(verb, options, "--title", "title", "In the language of publication", "TEXT");
  AddField(verb, options, "--title-en", "title_en", "English title", "TEXT");
  AddField(verb, options, "--identifier", "identifier", "ELI, CELEX or ECLI", "TEXT");
  AddField(verb, options, "--adopted", "adopted", "YYYY-MM-DD, YYYY-MM or YYYY", "DATE");
  AddField(verb, options, "--published", "published", "In the official gazette", "DATE");
  AddField(verb, options, "--in-force", "in_force", "Entry into force", "DATE");
  AddField(verb, options, "--repealed", "repealed", "No longer in force from", "DATE");
  AddField(verb, options, "--url", "url", "Official publication", "URL");
  AddField(verb, options, "--alias", "aliases",
           "Another name, or the id of an entry that is this very law; may be repeated", "NAME");
  AddField(verb, options, "--link", "links",
           "amends:ID, repeals:ID, implements:ID or corrects:ID; may be repeated", "LINK");
  AddField(verb, options, "--commencement", "commencements",
           "A provision with a date of its own, e.g. 'art. 98:2019-01-01'; may be repeated",
           "PROVISION:DATE");
  AddField(verb, options, "--follow-through", "follow_through",
           "based_on_evidence, funded, implemented, evaluated or improved, with a note, e.g. "
           "funded:no; may be repeated",
           "QUESTION:NOTE");
}

void AddLawChanges(CLI::App& law, Chosen& chosen) {
  for (const bool is_new : {true, false}) {
    auto options = std::make_shared<LawEditOptions>();
    CLI::App* verb =
        is_new ? law.add_subcommand("add", "Enter a law")
               : law.add_subcommand("edit", "Change what the register says of a law; lists grow");
    AddRecording(*verb, *options);
    verb->add_option("law", options->laws, "Id: a-z, 0-9 and -, e.g. pt-lei-23-2007")
        ->required()
        ->expected(1)
        ->type_name("LAW");
    AddFields(*verb, options);
    if (!is_new)
      verb->add_option("--clear", options->cleared,
                       "Fields to empty first, by their column, e.g. links,repealed")
          ->delimiter(',')
          ->type_name("FIELD");
    verb->footer(is_new ? "Example: lawtrace law add --store DIR pt-lei-23-2007 --country PT "
                          "--type act --number 23/2007 --in-force 2007-08-03"
                        : "Example: lawtrace law edit --store DIR pt-lei-23-2007 --repealed 2030");
    verb->callback([options, is_new, &chosen] {
      chosen.run = [options, is_new] {
        return is_new ? RunLawAdd(*options) : RunLawEdit(*options);
      };
    });
  }
}

void AddLink(CLI::App& law, Chosen& chosen) {
  struct Link {
    LawEditOptions options;
    std::string law;
    std::string kind;
    std::string other;
  };
  auto link = std::make_shared<Link>();
  CLI::App* verb = law.add_subcommand("link", "Say what a law does to another one");
  AddRecording(*verb, link->options);
  verb->add_option("law", link->law, "Id of the law")->required()->type_name("LAW");
  verb->add_option("kind", link->kind, "amends, repeals, implements or corrects")
      ->required()
      ->type_name("KIND");
  verb->add_option("other", link->other, "Id of the other law")->required()->type_name("LAW");
  verb->footer("Example: lawtrace law link --store DIR pt-lei-29-2012 amends pt-lei-23-2007");
  verb->callback([link, &chosen] {
    link->options.laws = {link->law};
    link->options.fields = {{"links", link->kind + ":" + link->other}};
    chosen.run = [link] { return RunLawEdit(link->options); };
  });
}

void AddConfirm(CLI::App& law, Chosen& chosen) {
  auto options = std::make_shared<LawEditOptions>();
  CLI::App* verb = law.add_subcommand("confirm", "Confirm laws that were recognised in comments");
  AddRecording(*verb, *options);
  verb->add_option("law", options->laws, "Ids of laws")->required()->type_name("LAW");
  verb->footer("Example: lawtrace law confirm --store DIR dk-act-1199-2018 dk-act-2012");
  verb->callback(
      [options, &chosen] { chosen.run = [options] { return RunLawConfirm(*options); }; });
}

void AddLaw(CLI::App& app, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("law", "The law register, and what each law has done");
  verb->require_subcommand(1);
  verb->footer("Example: lawtrace law show --store DIR pt-lo-2-2018");
  AddLawQuestions(*verb, chosen);
  AddLawChanges(*verb, chosen);
  AddLink(*verb, chosen);
  AddConfirm(*verb, chosen);
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
