#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "report/question/attribution_answer.h"
#include "report/question/difference_answers.h"
#include "report/question/history_answers.h"
#include "report/question/robustness_tables.h"
#include "report/question/score_answers.h"
#include "report/question/suggestion_answer.h"
#include "report/question/trend_answers.h"
#include "service/api/answering.h"
#include "service/api/api.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

using report::Answer;
using report::ArchiveOf;
using report::Question;

using Answerer = std::function<Result<Answer>(const Question&, const ArchiveOf&, const Asking&)>;

void AddQuestion(Router& router, const Service& service, Route route, Extent extent,
                 Answerer answerer) {
  route.method = "GET";
  route.parameters = WithPages(std::move(route.parameters));
  route.handler = [&service, extent, answerer = std::move(answerer)](const Call& call) {
    return AnswerFrom(service, call, [&](const Asking& asking) {
      return AnswerQuestion(asking, extent,
                            [&](const Question& question, const ArchiveOf& archive_of) {
                              return answerer(question, archive_of, asking);
                            });
    });
  };
  router.Add(std::move(route));
}

// An answer that needs only the question.
Answerer Plain(Result<Answer> (*answer)(const Question&)) {
  return [answer](const Question& question, const ArchiveOf&, const Asking&) {
    return answer(question);
  };
}

Parameter Text(std::string name, std::string description, std::string example = {}) {
  return {.name = std::move(name),
          .description = std::move(description),
          .example = std::move(example)};
}

Parameter List(std::string name, std::string description, std::string example = {}) {
  Parameter list = Text(std::move(name), std::move(description), std::move(example));
  list.is_list = true;
  return list;
}

Parameter Flag(std::string name, std::string description) {
  Parameter flag = Text(std::move(name), std::move(description));
  flag.type = "boolean";
  return flag;
}

Parameter Required(Parameter parameter) {
  parameter.is_required = true;
  return parameter;
}

std::vector<Parameter> operator+(std::vector<Parameter> some, std::vector<Parameter> more) {
  for (Parameter& parameter : more) some.push_back(std::move(parameter));
  return some;
}

void AddScores(Router& router, const Service& service) {
  AddQuestion(
      router, service,
      {.path = "/v1/scores",
       .id = "getScores",
       .tag = "Scores",
       .summary = "Scores of countries and means of groups on a day",
       .parameters =
           QuestionParameters({"country", "group", "node", "at", "known_at", "methodology"}),
       .response_schema = RowsSchema("country name node label score:number band answered:integer "
                                     "indicators:integer oldest_answer reason at known_at")},
      Extent::kWhole, Plain(&report::AnswerScore));
  AddQuestion(
      router, service,
      {.path = "/v1/profile",
       .id = "getProfile",
       .tag = "Scores",
       .summary = "The whole tree of one country, with its answers and their age",
       .parameters = std::vector{Required(QuestionParameters({"country"}).front())} +
                     QuestionParameters({"at", "known_at", "methodology"}),
       .response_schema = RowsSchema("depth:integer level code label score:number answer "
                                     "answered:integer indicators:integer effective earliest "
                                     "latest kind last_seen reason at known_at")},
      Extent::kWhole, Plain(&report::AnswerProfile));
  AddQuestion(
      router, service,
      {.path = "/v1/rank",
       .id = "getRank",
       .tag = "Scores",
       .summary = "The league table of a group or of all countries",
       .parameters =
           QuestionParameters({"country", "group", "node", "at", "known_at", "methodology"}),
       .response_schema = RowsSchema("rank:integer tied:boolean country name score:number band "
                                     "answered:integer indicators:integer oldest_answer reason "
                                     "at known_at")},
      Extent::kWhole, Plain(&report::AnswerRank));
}

void AddHistories(Router& router, const Service& service) {
  AddQuestion(router, service,
              {.path = "/v1/series",
               .id = "getSeries",
               .tag = "Change",
               .summary = "The steps of a node's score, or of an indicator's answer",
               .parameters = QuestionParameters(
                   {"country", "group", "node", "at", "known_at", "methodology"}),
               .response_schema = RowsSchema("country")},
              Extent::kWhole, Plain(&report::AnswerHistory));
  AddQuestion(router, service,
              {.path = "/v1/changes",
               .id = "getChanges",
               .tag = "Change",
               .summary = "The answers that changed between two days",
               .parameters = QuestionParameters({"country", "group", "node", "from", "at",
                                                 "known_at", "methodology", "codings"}),
               .response_schema = RowsSchema(
                   "country name indicator label old new old_score:number new_score:number "
                   "kind bounds effective earliest latest precision basis laws event:integer")},
              Extent::kWhole, Plain(&report::AnswerChanges));
}

void AddAttribution(Router& router, const Service& service) {
  AddQuestion(
      router, service,
      {.path = "/v1/attribution",
       .id = "getAttribution",
       .tag = "Change",
       .summary = "Which law moved a score or a group's mean between two points, by how much",
       .parameters =
           QuestionParameters({"country", "group", "node"}) +
           std::vector{
               Required(Text("from", "Where the change begins, written like `to`", "2009")),
               Text("to", "Where it ends: YYYY-MM-DD, YYYY, an edition, or today", "2016"),
               Text("from_known_at", "The start as known then; by default as `known_at`"),
               Text("to_known_at", "The end as known then; by default as `known_at`"),
               Text("from_methodology", "The start by another methodology"),
               Text("fixed_composition", "Groups have the members of that day at both ends"),
               Flag("members", "Each member of a group instead of the group's mean")} +
           QuestionParameters({"known_at", "methodology"})},
      Extent::kWhole,
      [](const Question& question, const ArchiveOf& archive_of, const Asking& asking) {
        const Call& call = asking.call;
        return report::AnswerAttribution(question,
                                         {.from_known_at = call.Value("from_known_at"),
                                          .to_known_at = call.Value("to_known_at"),
                                          .from_methodology = call.Value("from_methodology"),
                                          .fixed_composition = call.Value("fixed_composition"),
                                          .with_members = call.Value("members") == "true"},
                                         archive_of, asking.format);
      });
}

void AddDifferences(Router& router, const Service& service) {
  AddQuestion(
      router, service,
      {.path = "/v1/diff",
       .id = "getDiff",
       .tag = "Change",
       .summary = "Which answers differ between two points, and why",
       .parameters =
           std::vector{Required(Text("a",
                                     "A point, alone or with the date by which it was known: "
                                     "2019@2021-01-01",
                                     "2020@2021")),
                       Required(Text("b", "The other point, written alike", "2020"))} +
           QuestionParameters({"country", "group", "node", "methodology"})},
      Extent::kWhole, [](const Question& question, const ArchiveOf&, const Asking& asking) {
        return report::AnswerDifference(question, asking.call.Value("a"), asking.call.Value("b"),
                                        asking.format);
      });
  AddQuestion(
      router, service,
      {.path = "/v1/revisions",
       .id = "getRevisions",
       .tag = "Change",
       .summary = "What became known between two recorded dates",
       .parameters = std::vector{Required(Text("after", "Recorded after that day", "2020")),
                                 Required(Text("until", "Recorded up to that day", "today")),
                                 Flag("confirmations", "List answers that were seen again, too")} +
                     QuestionParameters({"country", "group", "node", "at", "methodology"})},
      Extent::kWhole, [](const Question& question, const ArchiveOf&, const Asking& asking) {
        const Call& call = asking.call;
        return report::AnswerRevisions(
            question,
            {.between = {call.Value("after"), call.Value("until")},
             .with_confirmations = call.Value("confirmations") == "true"},
            asking.format);
      });
}

void AddTrends(Router& router, const Service& service) {
  AddQuestion(router, service,
              {.path = "/v1/trends",
               .id = "getTrends",
               .tag = "Change",
               .summary = "What moved between editions or any days: areas, ranks, laws, spread",
               .parameters =
                   QuestionParameters({"country", "group", "node"}) +
                   std::vector{List("days", "Days to compare, written like `at`", "2010,2014,2019"),
                               List("editions", "Editions whose reference days to compare"),
                               Text("fixed_composition", "Groups keep the members of that day"),
                               Text("part",
                                    "One table: summary, groups, areas, ranks, movers, indicators, "
                                    "laws, reversals, convergence or coverage; all by default")} +
                   QuestionParameters({"known_at", "methodology"})},
              Extent::kAsKnown,
              [](const Question& question, const ArchiveOf&, const Asking& asking) {
                const Call& call = asking.call;
                return report::AnswerTrend(question,
                                           {.at = call.Values("days"),
                                            .editions = call.Values("editions"),
                                            .fixed_composition = call.Value("fixed_composition"),
                                            .part = call.Value("part")},
                                           asking.format);
              });
}

constexpr std::int64_t kMostDraws = 100'000;  // About 0.2 s of one thread.

// The number; absent if there is none, for the words' own default.  The router has checked digits.
std::optional<std::int64_t> NumberOf(const Call& call, std::string_view name) {
  const std::string text = call.Value(name);
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} ? std::optional(number) : std::nullopt;
}

Result<Answer> Robustness(const Question& question, const Asking& asking) {
  report::RobustnessWords words{.part = asking.call.Value("part")};
  const std::int64_t draws = NumberOf(asking.call, "draws").value_or(words.draws);
  const std::int64_t seed = NumberOf(asking.call, "seed").value_or(words.seed);
  if (draws < 1 || draws > kMostDraws)
    return Fail(ErrorCode::kInvalidInput, "draws: " + std::to_string(draws) +
                                              " is not a number from 1 to 100000; for more, "
                                              "run 'lawtrace robustness' over a copy of the log");
  if (seed > std::numeric_limits<std::uint32_t>::max())
    return Fail(ErrorCode::kInvalidInput,
                "seed: " + std::to_string(seed) + " is not a number up to 4294967295");
  words.draws = draws;
  words.seed = static_cast<std::uint32_t>(seed);
  if (const std::string weights = asking.call.Value("weights"); !weights.empty())
    words.weights = weights;
  return report::AnswerRobustness(question, words, asking.format);
}

void AddRobustness(Router& router, const Service& service) {
  Parameter draws = Text("draws", "How often weights are drawn: up to 100000, by default 10000");
  Parameter seed = Text("seed", "Same seed, same draws, on every machine; by default 1");
  Parameter weights = Text("weights", "What gets random weights: areas (by default) or indicators");
  draws.type = seed.type = "integer";
  weights.choices = {"areas", "indicators"};
  Parameter part = Text("part", "One table: ranks, drops or shifts; all by default");
  part.choices = report::RobustnessPartNames();
  AddQuestion(
      router, service,
      {.path = "/v1/robustness",
       .id = "getRobustness",
       .tag = "Scores",
       .summary = "How far ranks depend on the weights and on single indicators",
       .parameters =
           std::vector{std::move(draws), std::move(seed), std::move(weights), std::move(part)} +
           QuestionParameters({"country", "group", "node", "at", "known_at", "methodology"})},
      Extent::kWhole, [](const Question& question, const ArchiveOf&, const Asking& asking) {
        return Robustness(question, asking);
      });
}

void AddSuggestions(Router& router, const Service& service) {
  AddQuestion(
      router, service,
      {.path = "/v1/suggestions",
       .id = "getSuggestions",
       .tag = "Scenarios",
       .summary = "The fewest changes that reach a score, a rank or a band",
       .parameters =
           std::vector{Required(QuestionParameters({"country"}).front()),
                       Text("target", "A score to reach", "75"),
                       Text("rank", "A rank to reach", "5"), Text("band", "A band to reach"),
                       List("exclude", "Indicators, or nodes with all below, that may not change"),
                       Text("max_changes", "At most so many changes"),
                       Flag("fill_missing", "Indicators without an answer may change, too")} +
           QuestionParameters({"group", "node", "at", "known_at", "methodology"})},
      Extent::kWhole, [](const Question& question, const ArchiveOf&, const Asking& asking) {
        const Call& call = asking.call;
        return report::AnswerSuggestion(question,
                                        {.target = call.Value("target"),
                                         .rank = call.Value("rank"),
                                         .band = call.Value("band"),
                                         .excluded = call.Values("exclude"),
                                         .max_changes = call.Value("max_changes"),
                                         .may_fill_missing = call.Value("fill_missing") == "true"},
                                        asking.format);
      });
}

}  // namespace

void AddQuestionRoutes(Router& router, Service& service) {
  AddScores(router, service);
  AddHistories(router, service);
  AddAttribution(router, service);
  AddDifferences(router, service);
  AddTrends(router, service);
  AddRobustness(router, service);
  AddSuggestions(router, service);
}

}  // namespace lawtrace::service
