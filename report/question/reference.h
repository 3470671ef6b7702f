// Reference: the day of a question for each of its countries, which an edition may set apart.
#pragma once

#include <string_view>

#include "analysis/league.h"
#include "model/index.h"
#include "report/question/question.h"

namespace lawtrace::report {

// The edition of which the question's moment is the reference day, if it sets days apart for some
// countries; else null.
const Edition* EditionWithOwnDays(const Question& question);

// The question's moment for the country.
Moment MomentFor(const Question& question, analysis::CountryId country);

// Each with the moment of each country.
analysis::League RankCountries(const Question& question, analysis::NodeId node);
analysis::GroupMean MeanOf(const Question& question, const Group& group, analysis::NodeId node);

// As ParsePoint; an edition's reference day is the one that it has for the country asked about, if
// that is one.
[[nodiscard]] Result<Day> ParsePointFor(std::string_view text, const Question& question);

}  // namespace lawtrace::report
