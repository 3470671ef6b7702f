#include "model/answer.h"

#include <utility>

#include "model/check.h"

namespace lawtrace {
namespace {

constexpr std::string_view kNotAssessedWord = "not_assessed";
constexpr std::string_view kNotApplicableWord = "not_applicable";

}  // namespace

Answer Answer::Option(std::string code) {
  Check(!code.empty(), "Answer::Option: empty code");
  return {State::kOption, std::move(code)};
}

Answer Answer::FromText(std::string_view text) {
  if (text == kNotAssessedWord) return NotAssessed();
  if (text == kNotApplicableWord) return NotApplicable();
  return Option(std::string(text));
}

std::string Answer::ToString() const {
  switch (state_) {
    case State::kNotAssessed:
      return std::string(kNotAssessedWord);
    case State::kNotApplicable:
      return std::string(kNotApplicableWord);
    case State::kOption:
      break;
  }
  return code_;
}

}  // namespace lawtrace
