#include "report/question/score_answers.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

#include "analysis/league.h"
#include "report/question/reference.h"
#include "report/question/score_tables.h"

namespace lawtrace::report {
namespace {

using analysis::CountryId;
using analysis::NodeId;

// The table that `make` gives for the countries and the question's moment; where an edition sets
// days apart, the rows that it gives for each country and its own moment.
template <typename Make>
Table OfEachDay(const Question& question, std::span<const CountryId> countries, Make make) {
  if (EditionWithOwnDays(question) == nullptr) return make(countries, question.moment);
  Table table = make(std::span<const CountryId>(), question.moment);
  for (const CountryId& country : countries)
    std::ranges::move(make(std::span(&country, 1), MomentFor(question, country)).rows,
                      std::back_inserter(table.rows));
  return table;
}

// The league's rows of the countries.
analysis::League Only(const analysis::League& league, std::span<const CountryId> countries) {
  analysis::League part;
  const auto is_meant = [&](CountryId country) {
    return std::ranges::find(countries, country) != countries.end();
  };
  for (const analysis::RankedCountry& ranked : league.ranked)
    if (is_meant(ranked.country)) part.ranked.push_back(ranked);
  for (const CountryId country : league.unranked)
    if (is_meant(country)) part.unranked.push_back(country);
  return part;
}

// The line above a table for people; programs find the same in the columns at and known_at.
std::string Heading(const Question& question, const std::string& what) {
  std::string line = what + ", law in force on " + question.moment.as_of.effective.ToString();
  if (question.moment.known_at) line += ", as known at " + question.moment.known_at->ToString();
  return line + " (" + question.archive.methodology().id + ")\n\n";
}

}  // namespace

Result<Answer> AnswerScore(const Question& question) {
  if (const Status nodes = RequireNodes(question); !nodes) return Fail(nodes.error());
  Answer answer{.table = OfEachDay(question, question.countries,
                                   [&](std::span<const CountryId> countries, const Moment& moment) {
                                     return ScoreTable(question.archive, question.index, countries,
                                                       question.nodes, moment);
                                   }),
                .heading = Heading(question, "Scores")};
  for (const Group* group : question.groups)
    for (const NodeId node : question.nodes)
      AppendGroupMean(*group, MeanOf(question, *group, node), question.archive, node,
                      question.moment, answer.table);
  return answer;
}

Result<Answer> AnswerProfile(const Question& question) {
  if (const Status nodes = RequireNodes(question); !nodes) return Fail(nodes.error());
  if (question.countries.size() != 1)
    return Fail(ErrorCode::kInvalidInput,
                "profile shows one country; name it with " + Phrase(Field{"country"}));
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
  const analysis::League league = RankCountries(question, node);
  std::vector<CountryId> order;
  for (const analysis::RankedCountry& ranked : league.ranked) order.push_back(ranked.country);
  order.insert(order.end(), league.unranked.begin(), league.unranked.end());
  return Answer{.table = OfEachDay(question, order,
                                   [&](std::span<const CountryId> countries, const Moment& moment) {
                                     return LeagueTable(question.archive, question.index,
                                                        Only(league, countries), node, moment);
                                   }),
                .heading = Heading(question, "League table of " +
                                                 shape.LabelOn(question.moment.as_of.effective) +
                                                 " [" + shape.code + "]")};
}

std::vector<QuestionEntry> ScoreQuestions() {
  const std::vector<QuestionParameter> subject =
      Common({"country", "group", "node", "at", "known_at", "methodology"});
  return {
      {.verb = "score",
       .path = "/v1/scores",
       .operation = "getScores",
       .tag = "Scores",
       .summary = "Scores of countries and means of groups on any day",
       .parameters = subject,
       .columns = "country name node label score band answered indicators oldest_answer reason at "
                  "known_at",
       .answer = [](const Asked& asked) { return AnswerScore(asked.question); },
       .examples = "--group EU --node a,overall_without_health --at 2019"},
      {.verb = "profile",
       .path = "/v1/profile",
       .operation = "getProfile",
       .tag = "Scores",
       .summary = "The whole tree of one country on any day, with its answers and their age",
       .parameters =
           std::vector{Required(Common("country"))} + Common({"at", "known_at", "methodology"}),
       .columns = "depth level code label score answer answered indicators effective earliest "
                  "latest kind last_seen reason at known_at",
       .answer = [](const Asked& asked) { return AnswerProfile(asked.question); },
       .examples = "--country PT --at 2018-07-06"},
      {.verb = "rank",
       .path = "/v1/rank",
       .operation = "getRank",
       .tag = "Scores",
       .summary = "League table of a group, or of all countries",
       .parameters = subject,
       .columns = "rank tied country name score band answered indicators oldest_answer reason at "
                  "known_at",
       .answer = [](const Asked& asked) { return AnswerRank(asked.question); },
       .examples = "--group EU --node f --at mipex-2020"}};
}

}  // namespace lawtrace::report
