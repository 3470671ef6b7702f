// lawtrace score, profile, rank.
#include "analysis/league.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "report/score_tables.h"

namespace lawtrace::cli {
namespace {

// The line above a table for people; programs find the same in the columns at and known_at.
std::string Heading(const Question& question, const std::string& what) {
  if (question.format != report::Format::kText) return {};
  std::string line = what + ", law in force on " + question.moment.as_of.effective.ToString();
  if (question.moment.known_at) line += ", as known at " + question.moment.known_at->ToString();
  return line + " (" + question.archive.methodology().id + ")\n\n";
}

std::string LabelOf(const Question& question, analysis::NodeId node) {
  const Node& shape = question.archive.methodology().nodes[node.value];
  return shape.LabelOn(question.moment.as_of.effective) + " [" + shape.code + "]";
}

}  // namespace

Result<int> RunScore(const QuestionOptions& options) {
  const Result<Question> question = AskOfNodes(options);
  if (!question) return Fail(question.error());
  report::Table table = report::ScoreTable(question->archive, question->session.index(),
                                           question->countries, question->nodes, question->moment);
  const Day day = question->moment.as_of.effective;
  for (const Group* group : question->groups)
    for (const analysis::NodeId node : question->nodes)
      report::AppendGroupMean(
          *group,
          analysis::MeanOf(question->archive, node, MembersOn(*group, question->archive, day),
                           group->MembersOn(day).size(), question->moment.as_of),
          question->archive, node, question->moment, table);
  const Status printed =
      Print(Heading(*question, "Scores") + report::Render(table, question->format));
  if (!printed) return Fail(printed.error());
  return 0;
}

Result<int> RunProfile(const QuestionOptions& options) {
  const Result<Question> question = AskOfNodes(options);
  if (!question) return Fail(question.error());
  if (question->countries.size() != 1)
    return Fail(ErrorCode::kInvalidInput, "profile shows one country; name it with --country");
  const analysis::CountryId country = question->countries.front();
  const std::string& code = question->archive.countries()[country.value];
  const Country* known = question->session.index().FindCountry(code);
  const Status printed =
      Print(Heading(*question, "Profile of " + (known == nullptr ? code : known->name)) +
            report::Render(report::ProfileTable(question->archive, country, question->moment),
                           question->format));
  if (!printed) return Fail(printed.error());
  return 0;
}

Result<int> RunRank(const QuestionOptions& options) {
  const Result<Question> question = AskOfNodes(options);
  if (!question) return Fail(question.error());
  if (question->nodes.size() != 1)
    return Fail(ErrorCode::kInvalidInput, "rank orders by one node; name one with --node");
  const analysis::NodeId node = question->nodes.front();
  const analysis::League league =
      analysis::RankCountries(question->archive, node, question->countries, question->moment.as_of);
  const Status printed =
      Print(Heading(*question, "League table of " + LabelOf(*question, node)) +
            report::Render(report::LeagueTable(question->archive, question->session.index(), league,
                                               node, question->moment),
                           question->format));
  if (!printed) return Fail(printed.error());
  return 0;
}

}  // namespace lawtrace::cli
