// Command: one verb of the command line, with its options and what it runs.
//
// cli/command.cc alone knows the library that parses them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace lawtrace::cli {

// What may be said of an option.  It belongs to its command.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  Option& Type(const std::string& name);  // What help calls its value: "DATE".
  Option& Help(const std::string& text);
  Option& Default(const std::string& text);  // As help shows it.
  Option& ShowDefault();                     // What its target holds.
  Option& Required(bool is_required = true);
  Option& Split();            // Values are separated by commas, or the option comes again.
  Option& OneEach();          // One argument for each time that it is given.
  Option& Expect(int count);  // So many arguments.
  Option& Between(int least, int most);
  Option& Variable(const std::string& name);  // Of the environment, if the option is not given.
  Option& Excludes(const Option& other);

 private:
  CLI::Option* option_;
};

class Command {
 public:
  using Run = std::function<Result<int>()>;

  // The command of that name below this one, made if there is none yet.
  Command Sub(const std::string& name, const std::string& summary);
  // The command needs one of those below it.
  void RequireSub();
  void Footer(const std::string& text);

  // An option, or an argument with a place if `names` begins without a hyphen.  `target` is a text,
  // a list of texts, a whole number, or an optional one; it outlives the parsing.
  template <typename T>
  Option Add(const std::string& names, T& target, const std::string& help);
  Option AddFlag(const std::string& names, bool& target, const std::string& help);
  // An option whose arguments, each time that it is given, `take` takes.
  Option AddEach(const std::string& names,
                 std::function<void(const std::vector<std::string>&)> take,
                 const std::string& help);
  // The same for one argument.
  Option AddOne(const std::string& names, std::function<void(const std::string&)> take,
                const std::string& help);

  // REQUIRES: there is one.
  Option Find(const std::string& name);
  void Remove(const std::string& name);

  // Runs `run` if the command is chosen.
  void Runs(Run run);

 private:
  friend class CommandLine;
  Command(CLI::App& app, Run& chosen) : app_(&app), chosen_(&chosen) {}

  CLI::App* app_;
  Run* chosen_;
};

// The whole command line of a program.
class CommandLine {
 public:
  CommandLine(const std::string& name, const std::string& about, const std::string& version);
  ~CommandLine();

  Command root() { return {*app_, chosen_}; }

  // The command that the arguments choose.  Otherwise the exit status, with help, the version or
  // the faults printed.
  tl::expected<Command::Run, int> Parse(int argc, char** argv);

 private:
  std::unique_ptr<CLI::App> app_;
  Command::Run chosen_;
};

// How the command line writes the name of a field: "known_at" as "--known-at".
std::string OptionOf(const std::string& name);

}  // namespace lawtrace::cli
