#include "model/law.h"

#include <array>
#include <span>

namespace lawtrace {
namespace {

// The one of `all` with that name; the error lists them.
template <typename Enum>
Result<Enum> Parse(std::string_view text, std::string_view what, std::span<const Enum> all) {
  std::string names;
  for (const Enum one : all) {
    if (text == Name(one)) return one;
    if (!names.empty()) names += one == all.back() ? " or " : ", ";
    names += Name(one);
  }
  return Fail(ErrorCode::kInvalidInput,
              "'" + std::string(text) + "' is not a " + std::string(what) + "; write " + names);
}

}  // namespace

std::string_view Name(LawStatus status) {
  return status == LawStatus::kRecognised ? "recognised" : "confirmed";
}

Result<LawStatus> ParseLawStatus(std::string_view text) {
  constexpr std::array kAll = {LawStatus::kConfirmed, LawStatus::kRecognised};
  return Parse<LawStatus>(text, "status", kAll);
}

std::string_view Name(LawLinkKind kind) {
  switch (kind) {
    case LawLinkKind::kRepeals:
      return "repeals";
    case LawLinkKind::kImplements:
      return "implements";
    case LawLinkKind::kCorrects:
      return "corrects";
    case LawLinkKind::kAmends:
      break;
  }
  return "amends";
}

Result<LawLinkKind> ParseLawLinkKind(std::string_view text) {
  constexpr std::array kAll = {LawLinkKind::kAmends, LawLinkKind::kRepeals,
                               LawLinkKind::kImplements, LawLinkKind::kCorrects};
  return Parse<LawLinkKind>(text, "link", kAll);
}

std::string_view Name(FollowThrough question) {
  switch (question) {
    case FollowThrough::kFunded:
      return "funded";
    case FollowThrough::kImplemented:
      return "implemented";
    case FollowThrough::kEvaluated:
      return "evaluated";
    case FollowThrough::kImproved:
      return "improved";
    case FollowThrough::kBasedOnEvidence:
      break;
  }
  return "based_on_evidence";
}

Result<FollowThrough> ParseFollowThrough(std::string_view text) {
  constexpr std::array kAll = {FollowThrough::kBasedOnEvidence, FollowThrough::kFunded,
                               FollowThrough::kImplemented, FollowThrough::kEvaluated,
                               FollowThrough::kImproved};
  return Parse<FollowThrough>(text, "question of follow-through", kAll);
}

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
  constexpr std::array kAll = {LawRole::kCause, LawRole::kContext, LawRole::kPrior};
  return Parse<LawRole>(text, "role", kAll);
}

}  // namespace lawtrace
