// Answer: what a question is answered with, ready for every form.  A command prints it, the service
// sends it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/result.h"
#include "report/render/table.h"

namespace lawtrace::report {

struct Answer {
  Table table;
  std::string heading;  // Before the table in its text form, final newline included; so `footer`.
  Phrase footer;
  std::optional<Phrase> written;  // Stands for all of the above in the asked form.
};

// The answer in the form that it was asked in; `spelling` writes the parameters that it names.
std::string Render(const Answer& answer, Format format, const Spelling& spelling);

// "8,123": grouped by thousands.
std::string Grouped(std::size_t count);
// "1 event", "8,123 events".
std::string Counted(std::size_t count, std::string_view noun);

}  // namespace lawtrace::report
