#include "model/foreign_json.h"

#include <array>

namespace lawtrace {

std::optional<std::string> ExcessOfJson(std::string_view text) {
  std::array<std::size_t, kMaxJsonDepth + 1> members{};  // Of what is open at each depth.
  std::size_t depth = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_quoted) {
      if (c == '\\') ++i;
      if (c == '"') is_quoted = false;
    } else if (c == '"') {
      is_quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxJsonDepth)
        return "nests lists and objects more than " + std::to_string(kMaxJsonDepth) + " deep";
      members[depth] = 0;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    } else if (c == ':' && ++members[depth] > kMaxJsonMembers) {
      return "has an object of more than " + std::to_string(kMaxJsonMembers) + " members";
    }
  }
  return std::nullopt;
}

}  // namespace lawtrace
