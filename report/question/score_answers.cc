#include "report/question/score_answers.h"

#include "analysis/league.h"
#include "report/question/score_tables.h"

namespace lawtrace::report {
namespace {

using analysis::NodeId;

// The line above a table for people; programs find the same in the columns at and known_at.
std::string Heading(const Question& question, const std::string& what) {
  std::string line = what + ", law in force on " + question.moment.as_of.effective.ToString();
  if (question.moment.known_at) line += ", as known at " + question.moment.known_at->ToString();
  return line + " (" + question.archive.methodology().id + ")\n\n";
}

}  // namespace

Result<Answer> AnswerScore(const Question& question) {
  if (const Status nodes = RequireNodes(question); !nodes) return Fail(nodes.error());
  Answer answer{.table = ScoreTable(question.archive, question.index, question.countries,
                                    question.nodes, question.moment),
                .heading = Heading(question, "Scores")};
  const Day day = question.moment.as_of.effective;
  for (const Group* group : question.groups)
    for (const NodeId node : question.nodes)
      AppendGroupMean(
          *group,
          analysis::MeanOf(question.archive, node, MembersOn(*group, question.archive, day),
                           group->MembersOn(day).size(), question.moment.as_of),
          question.archive, node, question.moment, answer.table);
  return answer;
}

Result<Answer> AnswerProfile(const Question& question) {
  if (const Status nodes = RequireNodes(question); !nodes) return Fail(nodes.error());
  if (question.countries.size() != 1)
    return Fail(ErrorCode::kInvalidInput, "profile shows one country; name it with --country");
  const analysis::CountryId country = question.countries.front();
  const std::string& code = question.archive.countries()[country.value];
  const Country* known = question.index.FindCountry(code);
  return Answer{
      .table = ProfileTable(question.archive, country, question.moment),
      .heading = Heading(question, "Profile of " + (known == nullptr ? code : known->name))};
}

Result<Answer> AnswerRank(const Question& question) {
  if (const Status one = RequireOneNode(question, "rank orders by"); !one) return Fail(one.error());
  const NodeId node = question.nodes.front();
  const Node& shape = question.archive.methodology().nodes[node.value];
  const analysis::League league =
      analysis::RankCountries(question.archive, node, question.countries, question.moment.as_of);
  return Answer{
      .table = LeagueTable(question.archive, question.index, league, node, question.moment),
      .heading =
          Heading(question, "League table of " + shape.LabelOn(question.moment.as_of.effective) +
                                " [" + shape.code + "]")};
}

}  // namespace lawtrace::report
