// Arguments of law and citations.
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/verbs.h"

namespace lawtrace::cli {
namespace {

// The options of every change of the register.
void AddRecording(Command verb, LawEditOptions& options) {
  AddCommon(verb, options.common);
  verb.Add("--author", options.author, "Who records it").Type("NAME");
  verb.Add("--recorded-at", options.recorded_at, "When it became known (default: now)")
      .Type("MOMENT");
  verb.AddFlag("--dry-run", options.is_dry_run, "Check it and write nothing");
  AddServer(verb, options.server);
}

// An option that fills a column of the exchange file; each of several is one item of a list.
void AddField(Command verb, const std::shared_ptr<LawEditOptions>& options,
              const std::string& option, const std::string& column, const std::string& words,
              const std::string& type) {
  verb.AddEach(
          option,
          [options, column](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) options->fields.emplace_back(column, text);
          },
          words)
      .Type(type)
      .OneEach();
}

void AddFields(Command verb, const std::shared_ptr<LawEditOptions>& options) {
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

void AddLawChanges(Command law) {
  for (const bool is_new : {true, false}) {
    auto options = std::make_shared<LawEditOptions>();
    Command verb = is_new ? law.Sub("add", "Enter a law")
                          : law.Sub("edit", "Change what the register says of a law; lists grow");
    AddRecording(verb, *options);
    verb.Add("law", options->laws, "Id: a-z, 0-9 and -, e.g. pt-lei-23-2007")
        .Required()
        .Expect(1)
        .Type("LAW");
    AddFields(verb, options);
    if (!is_new)
      verb.Add("--clear", options->cleared,
               "Fields to empty first, by their column, e.g. links,repealed")
          .Split()
          .Type("FIELD");
    verb.Footer(is_new ? "Example: lawtrace law add --store DIR pt-lei-23-2007 --country PT "
                         "--type act --number 23/2007 --in-force 2007-08-03"
                       : "Example: lawtrace law edit --store DIR pt-lei-23-2007 --repealed 2030");
    verb.Runs([options, is_new] { return is_new ? RunLawAdd(*options) : RunLawEdit(*options); });
  }
}

void AddLink(Command law) {
  struct Link {
    LawEditOptions options;
    std::string law;
    std::string kind;
    std::string other;
  };
  auto link = std::make_shared<Link>();
  Command verb = law.Sub("link", "Say what a law does to another one");
  AddRecording(verb, link->options);
  verb.Add("law", link->law, "Id of the law").Required().Type("LAW");
  verb.Add("kind", link->kind, "amends, repeals, implements or corrects").Required().Type("KIND");
  verb.Add("other", link->other, "Id of the other law").Required().Type("LAW");
  verb.Footer("Example: lawtrace law link --store DIR pt-lei-29-2012 amends pt-lei-23-2007");
  verb.Runs([link] {
    link->options.laws = {link->law};
    link->options.fields = {{"links", link->kind + ":" + link->other}};
    return RunLawEdit(link->options);
  });
}

void AddConfirm(Command law) {
  auto options = std::make_shared<LawEditOptions>();
  Command verb = law.Sub("confirm", "Confirm laws that were recognised in comments");
  AddRecording(verb, *options);
  verb.Add("law", options->laws, "Ids of laws").Required().Type("LAW");
  verb.Footer("Example: lawtrace law confirm --store DIR dk-act-1199-2018 dk-act-2012");
  verb.Runs([options] { return RunLawConfirm(*options); });
}

void AddLaw(Command app) {
  Command verb = app.Sub("law", "The law register, and what each law has done");
  verb.RequireSub();
  verb.Footer("Example: lawtrace law show --store DIR pt-lo-2-2018");
  AddLawChanges(verb);
  AddLink(verb);
  AddConfirm(verb);
}

void AddCitations(Command app) {
  auto options = std::make_shared<CitationsOptions>();
  Command verb = app.Sub("citations", "The laws that comments name, and the dates they state");
  Option file = verb.Add("file", options->file,
                         "Comments as JSON Lines {id, country, year, comment}, or - for standard "
                         "input")
                    .Type("FILE");
  verb.Add("--text", options->text, "One comment").Excludes(file);
  verb.Add("--country", options->country, "Country of --text").Type("CODE");
  verb.Add("--year", options->year, "Year that --text is coded for").Between(1900, 2199);
  verb.Add("--styles", options->styles, "Folder of citation styles (default: bundled)")
      .Variable("LAWTRACE_STYLES")
      .Type("DIR");
  verb.Add("--format", options->format, "table, csv, or json and jsonl: one line per comment")
      .ShowDefault();
  verb.Footer(
      "Example: lawtrace citations --country PT --year 2018 --text 'Organic Law n.º 2/2018'");
  verb.Runs([options] { return RunCitations(*options); });
}

}  // namespace

void AddLawVerbs(Command app) {
  AddLaw(app);
  AddCitations(app);
}

}  // namespace lawtrace::cli
