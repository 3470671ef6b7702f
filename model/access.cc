#include "model/access.h"

#include <array>
#include <utility>

namespace lawtrace {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 5> kRoles = {{{Role::kReader, "reader"},
                                                                      {Role::kCoder, "coder"},
                                                                      {Role::kReviewer, "reviewer"},
                                                                      {Role::kEditor, "editor"},
                                                                      {Role::kAdmin, "admin"}}};

}  // namespace

std::string_view Name(Role role) {
  for (const auto& [one, name] : kRoles)
    if (one == role) return name;
  return {};
}

Result<Role> ParseRole(std::string_view text) {
  for (const auto& [role, name] : kRoles)
    if (name == text) return role;
  return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                            "' is not a role; write reader, coder, reviewer, "
                                            "editor or admin");
}

}  // namespace lawtrace
