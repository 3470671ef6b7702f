// Persons: who is who, however a name is written.
#pragma once

#include <string>
#include <string_view>

#include "model/result.h"

namespace lawtrace::service {

// The name as it is shown and kept: composed, in one line, without what cannot be seen.
// kInvalidInput: it has no letter, or is longer than 200 bytes.
[[nodiscard]] Result<std::string> PersonName(std::string_view text);

// Whether the names may be of one person: letters of either case, accents, blanks, punctuation and
// what cannot be seen make no difference, and neither do letters that look alike (UTS 39), such as
// those of Greek and Cyrillic.
bool IsSameName(std::string_view one, std::string_view other);

// The id of a person of whom nothing but the name was ever kept: equal for names that differ in
// case, accents, blanks and what cannot be seen.
std::string PersonIdOf(std::string_view name);

}  // namespace lawtrace::service
