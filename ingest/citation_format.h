// The text forms of comments and of the citations found in them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/citations.h"
#include "model/result.h"

namespace lawtrace::ingest {

struct Comment {
  std::string id;
  CommentContext context;
  std::string text;
};

// JSON Lines, or a list: {"id", "country", "year", "comment"} in each; other keys are ignored,
// blank lines skipped; in a list the line is the place in it.  A missing country or year is not
// known; a missing or null comment is empty.
//
// kInvalidInput with one line per fault, each "name:line: what; remedy".
[[nodiscard]] Result<std::vector<Comment>> ParseComments(std::string_view name,
                                                         std::string_view text);

// One line of JSON, with its newline: {id, laws: [{text, start, number, year, type, title, role,
// confidence, reason}], effective_date, effective_text}.  What is not known is null.
std::string CitationsLine(const std::string& id, const Citations& citations);

}  // namespace lawtrace::ingest
