#include "model/law.h"

namespace lawtrace {

std::string_view Name(LawRole role) {
  switch (role) {
    case LawRole::kContext:
      return "context";
    case LawRole::kPrior:
      return "prior";
    case LawRole::kCause:
      break;
  }
  return "cause";
}

Result<LawRole> ParseLawRole(std::string_view text) {
  for (const LawRole role : {LawRole::kCause, LawRole::kContext, LawRole::kPrior})
    if (text == Name(role)) return role;
  return Fail(ErrorCode::kInvalidInput,
              "'" + std::string(text) + "' is not a role; write cause, context or prior");
}

}  // namespace lawtrace
