// Settings: what a service was told, from flags, environment, configuration file and defaults, in
// that order of precedence (docs/service.md).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"

namespace lawtrace::service {

// One setting "listen" is the flag --listen, the variable LAWTRACE_LISTEN, and the line
// "listen = ..." of the file; "max_body" is --max-body and LAWTRACE_MAX_BODY.
struct Setting {
  std::string name;
  std::string otherwise;  // The default.
  std::string help;
  std::string type;  // As a command's help calls its value: "ADDRESS:PORT".
};

class Settings {
 public:
  using Values = std::map<std::string, std::string, std::less<>>;
  using Environment = std::function<std::optional<std::string>(const std::string& name)>;

  // Reads the first of flag, environment and file that names each setting.  `file` is the content
  // of the configuration file `file_name`: lines "name = value", blank lines, and comments behind
  // '#' at the beginning of a line.
  //
  // kInvalidInput with a line per fault: an unknown name, one given twice, a line without '='.
  [[nodiscard]] static Result<Settings> Read(const std::vector<Setting>& known, const Values& flags,
                                             const Environment& environment,
                                             std::string_view file_name, std::string_view file);

  // REQUIRES of all: the setting is known.
  const std::string& Text(std::string_view name) const;
  // kInvalidInput if it is not a number from `least` to `most`.
  [[nodiscard]] Result<std::uint64_t> Number(std::string_view name, std::uint64_t least,
                                             std::uint64_t most) const;
  // kInvalidInput if it is neither "true" nor "false".
  [[nodiscard]] Result<bool> Truth(std::string_view name) const;
  // The parts between commas, without blanks around them.
  std::vector<std::string> List(std::string_view name) const;

 private:
  Values values_;
};

// Those of `lawtrace serve`; those of its channels are among them, with '_' for '-'.
const std::vector<Setting>& ServeSettings();

}  // namespace lawtrace::service
