// What the columns of answers and exports mean, by name: a name has one meaning everywhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lawtrace::report {

// Units and what an absent value says, where several columns say the same.
inline constexpr std::string_view kPoints = "points, on the scale of the methodology";
inline constexpr std::string_view kDay = "YYYY-MM-DD";
inline constexpr std::string_view kPartialDate = "YYYY-MM-DD, YYYY-MM or YYYY";
inline constexpr std::string_view kCount = "count";
inline constexpr std::string_view kSequence = "sequence in the log";
inline constexpr std::string_view kNotGiven = "not given";

struct ColumnWords {
  std::string_view name;
  std::string_view type;     // Of JSON Schema: "string", "number", "integer" or "boolean".
  std::string_view meaning;  // One line.
  std::string_view unit;     // Empty: it has none.
  std::string_view missing;  // What an absent value says; empty: it never is.
};

// Null if no column has that name.
const ColumnWords* FindColumn(std::string_view name);

// A column that a question declares, "score" or, if its type is not the name's, "answered:boolean".
struct DeclaredColumn {
  std::string name;
  std::string type;
  std::string meaning;  // Empty: the name has none.
};

// Those of a list between blanks.
std::vector<DeclaredColumn> DeclaredColumns(std::string_view columns);

}  // namespace lawtrace::report
