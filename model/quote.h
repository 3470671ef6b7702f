// Quote: text of an stranger, made fit for one line of a message.
#pragma once

#include <string>
#include <string_view>

namespace lawtrace {

// 'text' between quotes; control characters become blanks, and what is longer than 60 bytes is cut
// at a character and ends in "...".
std::string Quote(std::string_view text);

}  // namespace lawtrace
