#include "report/question/answer.h"

namespace lawtrace::report {

std::string Render(const Answer& answer, Format format, const Spelling& spelling) {
  if (answer.written) return answer.written->Spelled(spelling);
  if (format != Format::kText) return Render(answer.table, format);
  return answer.heading + Render(answer.table, format) + answer.footer.Spelled(spelling);
}

std::string Grouped(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string Counted(std::size_t count, std::string_view noun) {
  return Grouped(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace lawtrace::report
