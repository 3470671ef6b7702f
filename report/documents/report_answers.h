// Documents that answer a question: which days and which score they speak of, when the reader left
// that open.
//
// REQUIRES of all: the archive holds only what was known at the question's moment; it has a
// country.
#pragma once

#include <string>
#include <vector>

#include "report/question/question.h"
#include "report/render/document.h"

namespace lawtrace::report {

// Of the question's first country.
[[nodiscard]] Result<Document> AnswerCountryReport(const Question& question);
// REQUIRES: the question's moment is in words the edition's.
[[nodiscard]] Result<Document> AnswerEditionReport(const Question& question,
                                                   const std::string& edition);
// `subjects` are the countries and groups in words, as the question names them.
[[nodiscard]] Result<Document> AnswerComparisonReport(const Question& question,
                                                      const std::vector<std::string>& subjects);
[[nodiscard]] Result<Document> AnswerLawReport(const Question& question, const std::string& law);

// Puts each subject among the groups of the words, or else among the countries.
void AddSubjects(const std::vector<std::string>& subjects, const Index& index,
                 QuestionWords& words);

}  // namespace lawtrace::report
