// Foreign JSON: the one way by which JSON that others wrote is read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/result.h"

namespace lawtrace {

// How deep lists and objects may nest.  Libraries write nested values by recursion, so that what
// has no bound would end the process once it is written out again.
inline constexpr std::size_t kMaxJsonDepth = 64;

// How many members one object may have.  Libraries that keep their order look for each new one
// among all before it.
inline constexpr std::size_t kMaxJsonMembers = 1'000;

// What the text has too much of, to stand behind its name; absent if it keeps to the two limits.
// What stands inside texts does not count.
std::optional<std::string> ExcessOfJson(std::string_view text);

// The value that the text holds.  `Json` is the library's type, which headers do not name;
// `options` are what its parser takes behind the text and before the wish for exceptions.
//
// kInvalidInput: "is not JSON" or what else is wrong, to stand behind the name of the text.
template <typename Json, typename... Options>
[[nodiscard]] Result<Json> ParseForeignJson(std::string_view text, Options&&... options) {
  if (std::optional<std::string> excess = ExcessOfJson(text))
    return Fail(ErrorCode::kInvalidInput, *std::move(excess));
  Json json;
  if constexpr (sizeof...(Options) == 0) {
    json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  } else {
    json = Json::parse(text, std::forward<Options>(options)..., /*allow_exceptions=*/false);
  }
  if (json.is_discarded()) return Fail(ErrorCode::kInvalidInput, "is not JSON");
  return json;
}

}  // namespace lawtrace
