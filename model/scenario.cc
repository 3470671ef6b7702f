#include "model/scenario.h"

namespace lawtrace {

std::string_view Name(OnConflict rule) {
  switch (rule) {
    case OnConflict::kFirst:
      return "first";
    case OnConflict::kLast:
      return "last";
    case OnConflict::kRefuse:
      break;
  }
  return "refuse";
}

Result<OnConflict> ParseOnConflict(std::string_view text) {
  for (const OnConflict rule : {OnConflict::kRefuse, OnConflict::kFirst, OnConflict::kLast})
    if (text == Name(rule)) return rule;
  return Fail(
      ErrorCode::kInvalidInput,
      "'" + std::string(text) + "' does not decide a conflict; write refuse, first or last");
}

}  // namespace lawtrace
