// Result<T>: the value of an operation that may fail for reasons outside the program (bad input,
// missing data, disk).  Broken invariants are not errors; see model/check.h.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace lawtrace {

enum class ErrorCode : std::uint8_t {
  kInvalidInput,  // The caller's data is wrong; the faults name the place and the remedy.
  kNotFound,      // A well-formed request for something that is not there.
  kCorruption,    // Stored bytes break an invariant of the format.
  kUnavailable,   // Disk, lock or space; retrying may help.
  kConflict,      // The log moved on since the caller read it; read again and retry.
};

// A parameter of what was asked, by its name: "known_at".  A command writes it as an option, a
// route as a parameter, a page as the label of a field.
struct Field {
  std::string name;
};

// How an edge of the program writes the name of a field.
using Spelling = std::function<std::string(const std::string& name)>;

// Words in which fields are named.
class Phrase {
 public:
  Phrase() = default;
  Phrase(std::string text);       // NOLINT(google-explicit-constructor): words are phrases.
  Phrase(std::string_view text);  // NOLINT(google-explicit-constructor): the same.
  Phrase(const char* text);       // NOLINT(google-explicit-constructor): the same.
  Phrase(Field field);            // NOLINT(google-explicit-constructor): the same.

  Phrase& operator+=(Phrase more);
  friend Phrase operator+(Phrase some, Phrase more) { return some += std::move(more); }

  std::string Spelled(const Spelling& spelling) const;

 private:
  struct Piece {
    std::string text;
    bool is_field = false;
  };
  std::vector<Piece> pieces_;
};

// One thing that is wrong: where, and what to write instead.
struct Fault {
  std::string field;  // The name of the field that holds it; empty: it is of none.
  Phrase words;       // They name what they speak of, be it by the field.
};

struct Error {
  Error(ErrorCode error_code, std::vector<Fault> list)
      : code(error_code), faults(std::move(list)) {}
  Error(ErrorCode error_code, Phrase words)
      : code(error_code), faults{Fault{.field = {}, .words = std::move(words)}} {}
  // A fault a line.
  template <std::convertible_to<std::string_view> Lines>
  Error(ErrorCode error_code, const Lines& lines) : code(error_code) {
    AddLines(lines);
  }

  // The faults, a line each.
  std::string Message() const;
  std::string Message(const Spelling& spelling) const;

  // Prefixes `where` to the first fault: "where: message".
  Error WithContext(std::string_view where) &&;
  // The faults that are of no field are of this one: "field: message".
  Error At(std::string_view field) &&;
  // The same faults in the words of an edge.
  Error Spelled(const Spelling& spelling) const;

  ErrorCode code;
  std::vector<Fault> faults;

 private:
  void AddLines(std::string_view lines);
};

template <typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> Fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}
// A fault a line.
template <std::convertible_to<std::string_view> Lines>
tl::unexpected<Error> Fail(ErrorCode code, const Lines& lines) {
  return tl::unexpected<Error>(Error(code, lines));
}
inline tl::unexpected<Error> Fail(ErrorCode code, Phrase words) {
  return tl::unexpected<Error>(Error(code, std::move(words)));
}
// kInvalidInput in the field of that name: "field: words".
inline tl::unexpected<Error> FailAt(std::string_view field, Phrase words) {
  return tl::unexpected<Error>(Error(ErrorCode::kInvalidInput, std::move(words)).At(field));
}

}  // namespace lawtrace
