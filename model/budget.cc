#include "model/budget.h"

#include <string>
#include <utility>

namespace lawtrace {
namespace {

thread_local Budget* budget_of_thread = nullptr;

}  // namespace

Budget::Budget(std::function<bool()> is_late, std::size_t bytes)
    : is_late_(std::move(is_late)),
      allowed_bytes_(bytes),
      bytes_left_(bytes),
      former_(std::exchange(budget_of_thread, this)) {}

Budget::~Budget() {
  budget_of_thread = former_;
}

void SpendStep(unsigned weight) {
  Budget* const budget = budget_of_thread;
  if (budget == nullptr || (budget->steps_ += weight) < kStepsBetweenLooks) return;
  budget->steps_ = 0;
  if (budget->is_late_())
    throw BudgetSpent({ErrorCode::kUnavailable,
                       "this takes longer than one question may; ask for fewer countries, nodes or "
                       "days at a time"});
}

void SpendBytes(std::size_t bytes) {
  Budget* const budget = budget_of_thread;
  if (budget == nullptr) return;
  if (bytes > budget->bytes_left_)
    throw BudgetSpent({ErrorCode::kInvalidInput,
                       "the answer has more than " + std::to_string(budget->allowed_bytes_) +
                           " bytes; ask for fewer countries, nodes or days at a time"});
  budget->bytes_left_ -= bytes;
}

}  // namespace lawtrace
