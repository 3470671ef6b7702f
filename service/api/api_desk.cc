#include "service/api/api_desk.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "model/law.h"
#include "report/question/history_tables.h"
#include "report/question/law_answers.h"
#include "report/question/law_tables.h"
#include "report/question/registry.h"
#include "service/api/answering.h"
#include "service/api/api_editing.h"
#include "service/core/recorded_events.h"
#include "service/dispatch/notices.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

using Json = nlohmann::ordered_json;
using report::Question;

std::string Text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

template <typename T>
Json OrNull(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json AnswerJson(const std::optional<Answer>& answer) {
  return answer ? Json(answer->ToString()) : Json(nullptr);
}

Json LevelJson(const alerts::LevelChange& level) {
  return {{"node", level.node},
          {"label", level.label},
          {"before", OrNull(level.before)},
          {"after", OrNull(level.after)},
          {"points", OrNull(level.points)},
          {"rank_before", OrNull(level.rank_before)},
          {"rank_after", OrNull(level.rank_after)},
          {"band_before", level.band_before},
          {"band_after", level.band_after}};
}

Json NoticeJson(const alerts::Notice& notice) {
  Json levels = Json::array();
  for (const alerts::LevelChange& level : notice.levels) levels.push_back(LevelJson(level));
  return {{"kind", Name(notice.trigger)},
          {"country", notice.country},
          {"country_name", notice.country_name},
          {"indicator", notice.indicator},
          {"question", notice.question},
          {"day", notice.day.ToString()},
          {"old_answer", AnswerJson(notice.old_answer)},
          {"new_answer", AnswerJson(notice.new_answer)},
          {"without_effect", notice.without_effect},
          {"levels", std::move(levels)}};
}

// The archive of the log with the transactions at its end.
Result<analysis::Archive> ArchiveWith(const store::EventLog& log, const Methodology& methodology,
                                      const std::vector<Transaction>& transactions) {
  analysis::ArchiveBuilder builder(methodology);
  const Sequence before = transactions.front().first;
  const Status read = log.Visit([&](const Transaction& transaction) -> Status {
    if (transaction.last() < before) builder.Add(transaction);
    return {};
  });
  if (!read) return Fail(read.error());
  for (const Transaction& transaction : transactions) builder.Add(transaction);
  return std::move(builder).Build();
}

// The named score; if none is, all of the headline's level: the headline has no value in years
// that lack an area.
std::vector<analysis::NodeId> ScoresToWeigh(const Question& question) {
  if (!question.words.nodes.empty()) return question.nodes;
  const Methodology& methodology = question.archive.methodology();
  const std::string& level = methodology.FindNode(methodology.headline)->level;
  std::vector<analysis::NodeId> nodes;
  for (const Node& node : methodology.nodes)
    if (const auto id = question.archive.evaluator().FindNode(node.code); id && node.level == level)
      nodes.push_back(*id);
  return nodes;
}

// The laws that nobody has looked at, those that moved a score most first; `points` sums what each
// moved it up or down, everywhere.
report::Answer RecognisedLaws(const Question& question) {
  struct Weighed {
    const Law* law;
    double points;
  };
  const analysis::Archive& archive = question.archive;
  const std::vector<analysis::NodeId> scores = ScoresToWeigh(question);
  std::vector<Weighed> weighed;
  for (const Law* law : archive.laws().All()) {
    if (law->status != LawStatus::kRecognised) continue;
    if (!question.words.countries.empty()) {
      const auto country = archive.FindCountry(law->country);
      if (!country || !std::ranges::binary_search(question.countries, *country)) continue;
    }
    double most = 0;
    for (const analysis::NodeId node : scores) {
      double points = 0;
      for (const analysis::LawEffect& effect : report::DescribeLaw(archive, *law, node).effects)
        points += std::abs(effect.points.value_or(0));
      most = std::max(most, points);
    }
    weighed.push_back({law, most});
  }
  std::ranges::stable_sort(weighed, std::greater{}, &Weighed::points);
  std::vector<const Law*> laws;
  for (const Weighed& one : weighed) laws.push_back(one.law);
  report::Table table = report::LawTable(archive, laws);
  table.columns.push_back({.name = "points", .decimals = 2});
  for (std::size_t i = 0; i < weighed.size(); ++i) table.rows[i].emplace_back(weighed[i].points);
  return {.table = std::move(table)};
}

class DeskRoutes {
 public:
  DeskRoutes(Service& service, const EditorialDesk& desk) : service_(service), desk_(desk) {}

  Response Me(const Call& call) const {
    const Result<Actor> actor = ActorOf(service_, call.request);
    if (!actor) return ActorProblem(actor.error());
    return JsonResponse(
               200,
               Text({{"person", actor->person},
                     {"person_id", actor->person_id},
                     {"role", Name(actor->role)},
                     {"may_submit", actor->role >= Role::kCoder},
                     {"may_decide", actor->role >= Role::kReviewer},
                     {"writes_alone", desk_.editors_write_alone && actor->role >= Role::kEditor},
                     {"log_position", service_.log().last().value}}))
        .With("Cache-Control", "no-store");
  }

  Response Preview(const Call& call) const {
    const Result<Actor> actor = ActorOf(service_, call.request);
    if (!actor) return ActorProblem(actor.error());
    const Result<ingest::Draft> draft = ingest::ParseDraft(call.request.body);
    if (!draft) return ProblemOf(draft.error());
    const Result<std::vector<Transaction>> planned =
        Rehearse(desk_, service_.log(), actor->person, *draft, service_.Now());
    if (!planned) return ProblemOf(planned.error());
    const Index& index = service_.index();
    const Result<analysis::Archive> archive =
        ArchiveWith(service_.log(), index.main_methodology(), *planned);
    if (!archive) return ProblemOf(archive.error());
    Notices notices(service_.log(), *archive, index);
    Json told = Json::array();
    std::size_t events = 0;
    std::size_t laws = 0;
    for (const Transaction& transaction : *planned) {
      events += transaction.events.size();
      laws += transaction.laws.size();
      for (const alerts::Notice& notice : notices.OfTransaction(transaction))
        told.push_back(NoticeJson(notice));
    }
    return JsonResponse(200,
                        Text({{"event_count", events}, {"law_count", laws}, {"changes", told}}))
        .With("Cache-Control", "no-store");
  }

  // One question of one country: its options, the answer in force, and all that is on record.
  Response AskQuestion(const Call& call) const {
    const Result<std::string> country =
        ResolveCell(service_.index(), call.Value("country"), call.Value("indicator"));
    if (!country) return ProblemOf(country.error());
    const auto snapshot = service_.snapshot();
    const auto archive = snapshot->ArchiveOf(service_.index().main_methodology());
    if (!archive) return ProblemOf(archive.error());
    const auto id = (*archive)->evaluator().FindIndicator(call.Value("indicator"));
    if (!id) return ProblemResponse(404, {"indicator: is not of the index's main methodology"});
    const Day today = service_.Now().day();
    const Indicator& indicator = (*archive)->methodology().indicators[id->value];
    Json options = Json::array();
    for (const Option& option : indicator.options)
      options.push_back(
          {{"answer", option.code}, {"label", option.label}, {"score", option.score}});
    std::optional<Answer> answer;
    if (const auto known = (*archive)->FindCountry(*country))
      answer = (*archive)->answers().AnswerOf(
          *id, (*archive)->Block(*known).AnswerAt(*id, {.effective = today}));
    const auto events = FindEvents(service_.log(), snapshot->last(), [&](const Event& event) {
      return event.country == *country && event.indicator == indicator.code;
    });
    if (!events) return ProblemOf(events.error());
    return JsonResponse(200, Text({{"country", *country},
                                   {"indicator", indicator.code},
                                   {"label", indicator.LabelOn(today)},
                                   {"options", options},
                                   {"answer", AnswerJson(answer)},
                                   {"events", Json::parse(Render(report::EventTable(*events),
                                                                 report::Format::kJson))}}));
  }

 private:
  Service& service_;
  EditorialDesk desk_;
};

report::QuestionEntry RecognisedQuestion() {
  return {.verb = {},
          .path = "/v1/desk/recognised",
          .operation = "listRecognised",
          .tag = "Editing",
          .summary = "Laws read out of comments that nobody confirmed, largest effect first",
          .parameters = report::Common({"country", "group", "node"}),
          .columns = {},
          .extent = report::Extent::kAsKnown,
          .answer = [](const report::Asked& asked) -> Result<report::Answer> {
            const Status nodes = report::RequireNodes(asked.question);
            if (!nodes) return Fail(nodes.error());
            return RecognisedLaws(asked.question);
          },
          .role = "coder"};
}

Route AskingRoute(const std::string& path, const std::string& id, const std::string& summary,
                  std::vector<Parameter> parameters) {
  return {.method = "GET",
          .path = path,
          .id = id,
          .tag = "Editing",
          .summary = summary,
          .parameters = std::move(parameters),
          .role = "coder"};
}

}  // namespace

void AddDeskRoutes(Router& router, Service& service, const EditorialDesk& desk) {
  const auto routes = std::make_shared<const DeskRoutes>(service, desk);
  const auto add = [&](Route route, std::function<Response(const Call&)> handler) {
    route.handler = std::move(handler);
    router.Add(std::move(route));
  };
  Route me = AskingRoute("/v1/desk", "getDesk", "Whose the token is, and what it allows", {});
  me.role = "reader";
  add(std::move(me), [routes](const Call& call) { return routes->Me(call); });
  for (const report::QuestionEntry& entry : report::Questions())
    if (!entry.role.empty()) router.Add(RouteOf(service, entry));
  router.Add(RouteOf(service, RecognisedQuestion()));
  add(AskingRoute(
          "/v1/desk/question", "getQuestion",
          "One question of one country: options, the answer in force, all that is on record",
          {{.name = "country",
            .description = "Code or alias",
            .example = "PT",
            .is_required = true},
           {.name = "indicator", .description = "Code", .example = "ba21", .is_required = true}}),
      [routes](const Call& call) { return routes->AskQuestion(call); });
  add({.method = "POST",
       .path = "/v1/previews",
       .id = "previewStatements",
       .tag = "Editing",
       .summary = "What statements would do to every score above them; nothing is kept",
       .request_schema = R"({"type": "object", "properties": {
         "events": {"type": "array", "items": {"type": "object"}},
         "laws": {"type": "array", "items": {"type": "object"}}}})",
       .response_schema = R"({"type": "object"})",
       .role = "coder"},
      [routes](const Call& call) { return routes->Preview(call); });
}

}  // namespace lawtrace::service
