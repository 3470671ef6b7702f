// Problem: an error as RFC 9457 tells it, application/problem+json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"
#include "service/http/http_message.h"

namespace lawtrace::service {

// The title is that of the status.  `faults` name what is wrong and what to send instead; `detail`
// is their first line unless one is given.
Response ProblemResponse(int status, const std::vector<std::string>& faults,
                         std::string_view detail = {});

// The faults of an error of the project, in the words of the API; kInvalidInput is 400, kNotFound
// 404, kConflict 409, kUnavailable 503, kCorruption 500.
Response ProblemOf(const Error& error);

// What the message of a command says, in the words of the API: an option "--known-at" is the
// parameter "known_at".  What stands between quotes stays.
std::string ApiWords(std::string_view message);

// "Not Found"; "Status" if the code has none.
std::string_view ReasonOf(int status);

}  // namespace lawtrace::service
