// Result<T>: the value of an operation that may fail for reasons outside the program (bad input,
// missing data, disk).  Broken invariants are not errors; see model/check.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace lawtrace {

enum class ErrorCode : std::uint8_t {
  kInvalidInput,  // The caller's data is wrong; the message names the place and the remedy.
  kNotFound,      // A well-formed request for something that is not there.
  kCorruption,    // Stored bytes break an invariant of the format.
  kUnavailable,   // Disk, lock or space; retrying may help.
  kConflict,      // The log moved on since the caller read it; read again and retry.
};

struct Error {
  ErrorCode code;
  std::string message;  // One line per fault; each names the thing, the place and the remedy.

  // Prefixes `where` to the message: "where: message".
  Error WithContext(std::string_view where) &&;
};

template <typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> Fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}
inline tl::unexpected<Error> Fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace lawtrace
