// What the API answered, for people at a command line.
#pragma once

#include <string>
#include <string_view>

namespace lawtrace::service {

// The faults of a problem document, a line each; the status if the answer is none.
std::string FaultsIn(std::string_view answer, int status);

// "Submission 7 is submitted and waits for another person's approval.", from its JSON.
std::string OutcomeWords(std::string_view submission);

}  // namespace lawtrace::service
