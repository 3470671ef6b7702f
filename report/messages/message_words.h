// The words and numbers of one language, as messages write them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/day.h"
#include "model/partial_date.h"
#include "model/result.h"

namespace lawtrace::report {

class MessageWords {
 public:
  // Reads lines `name = words`; blank ones and those that begin with # are passed over.
  // `place` names the file.  kInvalidInput, one line per fault with its place: a line that is not
  // of this form, an unknown, repeated or missing name.  Names of bands are free.
  [[nodiscard]] static Result<MessageWords> Parse(std::string_view text, const std::string& place);

  const std::string& language() const { return Of("language"); }
  // REQUIRES: a name of docs/channels.md, "Words".
  const std::string& Of(std::string_view name) const;
  // The name of a band in this language; `name` itself if the file does not translate it.
  std::string Band(std::string_view name) const;

  std::string Date(Day day) const;                  // "6 July 2018".
  std::string Date(const PartialDate& date) const;  // "6 July 2018", "July 2018", "2018".
  std::string When(const std::optional<PartialDate>& date) const;  // "on 6 July 2018"
  // One decimal, or as many as it takes to differ from 0, at most 3.
  std::string Number(double number) const;
  std::string Points(double points) const;       // "+2.1", "−0.4", with a sign.
  std::string WholePoints(double points) const;  // "+50", "+0.5".

 private:
  std::map<std::string, std::string, std::less<>> words_;
};

}  // namespace lawtrace::report
