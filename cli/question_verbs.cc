// The verbs of the questions, made from the registry.
#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "cli/session.h"
#include "report/question/registry.h"

namespace lawtrace::cli {
namespace {

using report::ParameterType;
using report::QuestionEntry;
using report::QuestionParameter;

// What the command line said of one option, whose values belong to parameters that stand side by
// side.
struct Given {
  std::vector<const QuestionParameter*> parameters;
  std::string text;                // Of one parameter with one value.
  std::vector<std::string> texts;  // Of all others.
  bool is_set = false;
};

struct AskOptions {
  CommonOptions common;
  std::deque<Given> given;  // At their addresses, which the parser writes to.
};

std::string OptionNames(const QuestionParameter& parameter) {
  return parameter.option.empty() ? OptionOf(std::string(parameter.name))
                                  : std::string(parameter.option);
}

bool HasPlace(const QuestionParameter& parameter) {
  return !OptionNames(parameter).starts_with("-");
}

void AddParameter(Command verb, bool has_places, Given& given) {
  const QuestionParameter& parameter = *given.parameters.front();
  const std::string names = OptionNames(parameter);
  const std::string help(parameter.help);
  if (parameter.type == ParameterType::kFlag) {
    verb.AddFlag(names, given.is_set, help);
    return;
  }
  const std::string type(parameter.value_name);
  const bool has_one = given.parameters.size() == 1 && !parameter.is_list;
  if (has_one) {
    verb.Add(names, given.text, help).Type(type).Required(HasPlace(parameter));
    return;
  }
  Option option = verb.Add(names, given.texts, help);
  option.Type(type);
  if (parameter.is_list) {
    option.Split();
    if (has_places) option.OneEach();
  } else {
    option.Expect(static_cast<int>(given.parameters.size())).Required(parameter.is_required);
  }
}

report::AskedValues ValuesOf(const AskOptions& options) {
  report::AskedValues values;
  for (const Given& given : options.given) {
    const std::string_view name = given.parameters.front()->name;
    if (given.is_set) values.Add(name, "true");
    if (!given.text.empty()) values.Add(name, given.text);
    for (std::size_t i = 0; i < given.texts.size(); ++i)
      values.Add(given.parameters[std::min(i, given.parameters.size() - 1)]->name, given.texts[i]);
  }
  return values;
}

// "Examples: lawtrace trend --store DIR --group EU", each on a line.
std::string Footer(const QuestionEntry& entry) {
  const bool has_several = entry.examples.find('\n') != std::string_view::npos;
  const std::string begin = has_several ? "Examples: " : "Example: ";
  std::string footer;
  std::string_view rest = entry.examples;
  while (!rest.empty()) {
    const std::string_view example = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(example.size() + 1, rest.size()));
    footer += footer.empty() ? begin : "\n" + std::string(begin.size(), ' ');
    footer += "lawtrace " + std::string(entry.verb) + " --store DIR " + std::string(example);
  }
  return footer;
}

Command VerbOf(Command app, const QuestionEntry& entry) {
  const std::string words(entry.verb);
  const std::string summary(entry.summary);
  const std::size_t blank = words.find(' ');
  if (blank == std::string::npos) return app.Sub(words, summary);
  return app.Sub(words.substr(0, blank), {}).Sub(words.substr(blank + 1), summary);
}

void AddQuestionVerb(Command app, const QuestionEntry& entry) {
  Command verb = VerbOf(app, entry);
  auto options = std::make_shared<AskOptions>();
  AddCommon(verb, options->common);
  for (const QuestionParameter& parameter : entry.parameters) {
    const bool continues = !options->given.empty() && !parameter.option.empty() &&
                           options->given.back().parameters.front()->option == parameter.option;
    if (!continues) options->given.emplace_back();
    options->given.back().parameters.push_back(&parameter);
  }
  const bool has_places = std::ranges::any_of(entry.parameters, &HasPlace);
  for (Given& given : options->given) AddParameter(verb, has_places, given);
  verb.Footer(Footer(entry));
  verb.Runs([options, &entry] { return AskAndPrint(options->common, entry, ValuesOf(*options)); });
}

}  // namespace

void AddQuestionVerbs(Command app) {
  for (const QuestionEntry& entry : report::Questions())
    if (!entry.verb.empty()) AddQuestionVerb(app, entry);
}

}  // namespace lawtrace::cli
