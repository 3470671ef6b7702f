#include "model/submission.h"

#include <array>
#include <utility>

namespace lawtrace {
namespace {

constexpr std::array<std::pair<SubmissionState, std::string_view>, 6> kStates = {
    {{SubmissionState::kSubmitted, "submitted"},
     {SubmissionState::kApproved, "approved"},
     {SubmissionState::kPublished, "published"},
     {SubmissionState::kRejected, "rejected"},
     {SubmissionState::kWithdrawn, "withdrawn"},
     {SubmissionState::kObsolete, "obsolete"}}};

}  // namespace

std::string_view Name(SubmissionState state) {
  for (const auto& [one, name] : kStates)
    if (one == state) return name;
  return {};
}

Result<SubmissionState> ParseSubmissionState(std::string_view text) {
  for (const auto& [state, name] : kStates)
    if (name == text) return state;
  return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                            "' is not a state; write submitted, approved, "
                                            "published, rejected, withdrawn or obsolete");
}

}  // namespace lawtrace
