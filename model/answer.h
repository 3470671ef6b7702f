// Answer: what a country's law says on one indicator.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace lawtrace {

// An option of the indicator's scale, by its code ("50", "2G"), or a reason why there is none.
// What an option scores is the methodology's business, not the answer's.
class Answer {
 public:
  // Stored in the log: DO NOT CHANGE THESE ENUM VALUES (docs/format.md).
  enum class State : std::uint8_t { kOption = 0, kNotAssessed = 1, kNotApplicable = 2 };

  // REQUIRES: `code` is not empty.
  static Answer Option(std::string code);
  static Answer NotAssessed() { return Answer(State::kNotAssessed, {}); }
  static Answer NotApplicable() { return Answer(State::kNotApplicable, {}); }

  // The words "not_assessed" and "not_applicable", else the option of that code.
  // REQUIRES: `text` is not empty.
  static Answer FromText(std::string_view text);

  State state() const { return state_; }
  bool is_option() const { return state_ == State::kOption; }
  const std::string& code() const { return code_; }  // Empty unless is_option().
  std::string ToString() const;                      // What FromText reads back.

  friend auto operator<=>(const Answer&, const Answer&) = default;

 private:
  Answer(State state, std::string code) : state_(state), code_(std::move(code)) {}

  State state_;
  std::string code_;
};

}  // namespace lawtrace
