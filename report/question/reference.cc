#include "report/question/reference.h"

#include <utility>
#include <vector>

namespace lawtrace::report {

using analysis::CountryId;
using analysis::NodeId;

const Edition* EditionWithOwnDays(const Question& question) {
  const Edition* edition = question.index.FindEdition(question.words.at);
  return edition == nullptr || edition->own_references.empty() ? nullptr : edition;
}

Moment MomentFor(const Question& question, CountryId country) {
  Moment moment = question.moment;
  if (const Edition* edition = EditionWithOwnDays(question))
    moment.as_of.effective = edition->ReferenceFor(question.archive.countries()[country.value]);
  return moment;
}

analysis::League RankCountries(const Question& question, NodeId node) {
  std::vector<analysis::RankedCountry> scored;
  std::vector<CountryId> unranked;
  for (const CountryId country : question.countries) {
    const analysis::NodeScore score =
        question.archive.Block(country).ScoreAt(node, MomentFor(question, country).as_of);
    if (score.score) {
      scored.push_back({.country = country, .score = score});
    } else {
      unranked.push_back(country);
    }
  }
  return analysis::RankScores(std::move(scored), std::move(unranked));
}

analysis::GroupMean MeanOf(const Question& question, const Group& group, NodeId node) {
  const Day day = question.moment.as_of.effective;
  analysis::GroupMean mean{.members = group.MembersOn(day).size()};
  double sum = 0;
  for (const CountryId country : MembersOn(group, question.archive, day)) {
    const auto score =
        question.archive.Block(country).ScoreAt(node, MomentFor(question, country).as_of).score;
    if (!score) continue;
    sum += *score;
    ++mean.scored;
  }
  if (mean.scored > 0) mean.mean = sum / static_cast<double>(mean.scored);
  return mean;
}

Result<Day> ParsePointFor(std::string_view text, const Question& question) {
  const bool is_one = question.words.groups.empty() && question.countries.size() == 1;
  const Edition* edition = is_one ? question.index.FindEdition(text) : nullptr;
  if (edition == nullptr) return ParsePoint(text, question.index, question.today);
  return edition->ReferenceFor(question.archive.countries()[question.countries.front().value]);
}

}  // namespace lawtrace::report
