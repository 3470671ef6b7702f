#include "cli/command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

namespace lawtrace::cli {

Option& Option::Type(const std::string& name) {
  option_->type_name(name);
  return *this;
}

Option& Option::Help(const std::string& text) {
  option_->description(text);
  return *this;
}

Option& Option::Default(const std::string& text) {
  option_->default_str(text);
  return *this;
}

Option& Option::ShowDefault() {
  option_->capture_default_str();
  return *this;
}

Option& Option::Required(bool is_required) {
  option_->required(is_required);
  return *this;
}

Option& Option::Split() {
  option_->delimiter(',');
  return *this;
}

Option& Option::OneEach() {
  option_->allow_extra_args(false);
  return *this;
}

Option& Option::Expect(int count) {
  option_->expected(count);
  return *this;
}

Option& Option::Between(int least, int most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option& Option::Variable(const std::string& name) {
  option_->envname(name);
  return *this;
}

Option& Option::Excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

Command Command::Sub(const std::string& name, const std::string& summary) {
  for (CLI::App* known : app_->get_subcommands([](CLI::App*) { return true; }))
    if (known->get_name() == name) return {*known, *chosen_};
  return {*app_->add_subcommand(name, summary), *chosen_};
}

void Command::RequireSub() {
  app_->require_subcommand(1);
}

void Command::Footer(const std::string& text) {
  app_->footer(text);
}

template <typename T>
Option Command::Add(const std::string& names, T& target, const std::string& help) {
  return Option(*app_->add_option(names, target, help));
}
template Option Command::Add(const std::string&, std::string&, const std::string&);
template Option Command::Add(const std::string&, std::vector<std::string>&, const std::string&);
template Option Command::Add(const std::string&, int&, const std::string&);
template Option Command::Add(const std::string&, std::int64_t&, const std::string&);
template Option Command::Add(const std::string&, std::uint32_t&, const std::string&);
template Option Command::Add(const std::string&, std::size_t&, const std::string&);
template Option Command::Add(const std::string&, std::optional<int>&, const std::string&);
template Option Command::Add(const std::string&, std::optional<std::string>&, const std::string&);

Option Command::AddFlag(const std::string& names, bool& target, const std::string& help) {
  return Option(*app_->add_flag(names, target, help));
}

Option Command::AddEach(const std::string& names,
                        std::function<void(const std::vector<std::string>&)> take,
                        const std::string& help) {
  return Option(*app_->add_option_function<std::vector<std::string>>(names, std::move(take), help));
}

Option Command::AddOne(const std::string& names, std::function<void(const std::string&)> take,
                       const std::string& help) {
  return Option(*app_->add_option_function<std::string>(names, take, help));
}

Option Command::Find(const std::string& name) {
  return Option(*app_->get_option(name));
}

void Command::Remove(const std::string& name) {
  app_->remove_option(app_->get_option(name));
}

void Command::Runs(Run run) {
  app_->callback([run = std::move(run), chosen = chosen_] { *chosen = run; });
}

CommandLine::CommandLine(const std::string& name, const std::string& about,
                         const std::string& version)
    : app_(std::make_unique<CLI::App>(about)) {
  app_->name(name);
  app_->set_version_flag("--version", version);
  app_->require_subcommand(1);
}

CommandLine::~CommandLine() = default;

tl::expected<Command::Run, int> CommandLine::Parse(int argc, char** argv) {
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return tl::unexpected(app_->exit(error) == 0 ? 0 : 2);
  }
  return chosen_;
}

std::string OptionOf(const std::string& name) {
  std::string option = "--" + name;
  std::ranges::replace(option, '_', '-');
  return option;
}

}  // namespace lawtrace::cli
