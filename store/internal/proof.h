// Whether a database holds all that was acknowledged, as the file HEAD says.
#pragma once

#include <optional>
#include <string_view>

#include "model/result.h"
#include "store/internal/head.h"
#include "store/internal/rocks.h"

namespace lawtrace::store {

// A part of a store that is gone.  Items `from` to `to`; both 0 if only rows beside the log are.
struct Loss {
  Sequence from;
  Sequence to;
  std::uint64_t write_count = 0;  // How many writes are gone.
};

// What `rocks` lacks of what the file said before it was opened; absent: nothing.
[[nodiscard]] Result<std::optional<Loss>> LossOf(const Rocks& rocks,
                                                 const std::optional<Head>& said);

// The loss in words: "items 12 to 15 are gone: ...".
std::string Describe(const Loss& loss);

// Fails, and says what to do, unless the database holds all that the file said.
[[nodiscard]] Status CheckReaches(const Rocks& rocks, const Result<std::optional<Head>>& said);

// A loss that was accepted, as a row of the family `default`.
std::string LossKey(std::uint64_t write_count);
std::string EncodeLoss(const Loss& loss);
std::optional<Loss> DecodeLoss(std::string_view bytes);

}  // namespace lawtrace::store
