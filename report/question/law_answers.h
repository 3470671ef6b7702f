// Answers about the law register.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/law_register.h"
#include "report/question/ask.h"

namespace lawtrace::report {

// That no law of `known` has the id, with the nearest that one has.
Error UnknownLaw(std::span<const Law* const> known, const std::string& id);

// The law of that id or alias.  kNotFound: there is none; the error names the nearest.
[[nodiscard]] Result<const Law*> FindLaw(const analysis::LawRegister& laws, const std::string& id);

// The laws of the countries; `status` is "confirmed" or "recognised", or empty for all.
// REQUIRES of all three: the archive holds only what was known at the question's moment.
[[nodiscard]] Result<Answer> AnswerLawList(const Question& question, const std::string& status);
// One law and all that it did to the first node.
[[nodiscard]] Result<Answer> AnswerLawShow(const Question& question, const std::string& id,
                                           Format format);
// Amendments that name no law, largest effect on the first node first.
[[nodiscard]] Result<Answer> AnswerLawMissing(const Question& question);

// law list, law show, law missing.
std::vector<QuestionEntry> LawQuestions();

}  // namespace lawtrace::report
