// Budget: how long the work for one asker may take, and how much it may write.  Whoever asks on
// behalf of a stranger holds one; loops that can be long spend from the one of their thread.
//
// Thread safety: a budget belongs to the thread that makes it.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <string>
#include <utility>

#include "model/result.h"

namespace lawtrace {

// What ends work whose budget is spent.  Only the holder of the budget catches it: nothing between
// keeps what is half done.
class BudgetSpent : public std::exception {
 public:
  explicit BudgetSpent(Error error) : error_(std::move(error)), message_(error_.Message()) {}
  const Error& error() const { return error_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  Error error_;
  std::string message_;
};

class Budget {
 public:
  // The budget of this thread until it goes out of scope; then the former one, if any, holds again.
  // `is_late` says whether time is up; it is asked by every few steps.
  Budget(std::function<bool()> is_late, std::size_t bytes);
  ~Budget();
  Budget(const Budget&) = delete;
  Budget& operator=(const Budget&) = delete;

 private:
  friend void SpendStep(unsigned weight);
  friend void SpendBytes(std::size_t bytes);

  const std::function<bool()> is_late_;
  const std::size_t allowed_bytes_;
  std::size_t bytes_left_;
  unsigned steps_ = 0;  // Since the last look.
  Budget* const former_;
};

// A step worth kStepsBetweenLooks others: whether time is up is asked now.
inline constexpr unsigned kStepsBetweenLooks = 64;

// A step of a loop is done, worth `weight` of the cheapest.  Throws BudgetSpent of kUnavailable if
// time is up; without a budget nothing is counted.  Costs about a nanosecond.
// REQUIRES: no frame of a C library is between the caller and the holder of the budget.
void SpendStep(unsigned weight = 1);

// So many bytes of an answer are written.  Throws BudgetSpent of kInvalidInput, which names the
// limit, if they are more than allowed.
void SpendBytes(std::size_t bytes);

}  // namespace lawtrace
