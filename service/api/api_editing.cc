#include "service/api/api_editing.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "model/foreign_json.h"
#include "model/remembered_answer.h"
#include "proto/editing_codec.h"
#include "service/desk/audit.h"
#include "service/http/problem.h"
#include "store/sha256.h"

namespace lawtrace::service {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxKeySize = 255;

std::string Text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

template <typename T>
Json OrNull(const std::optional<T>& value, const auto& form) {
  return value ? Json(form(*value)) : Json(nullptr);
}

Json MomentJson(const std::optional<Instant>& moment) {
  return OrNull(moment, [](Instant at) { return at.ToString(); });
}

Json SequenceJson(std::optional<Sequence> sequence) {
  return OrNull(sequence, [](Sequence s) { return s.value; });
}

Json HeadJson(const Submission& submission) {
  return {{"number", submission.number},
          {"state", Name(submission.state)},
          {"author", submission.author},
          {"author_id", submission.author_id},
          {"submitted_at", submission.submitted_at.ToString()},
          {"note", submission.note},
          {"embargo_until", MomentJson(submission.embargo_until)},
          {"event_count", submission.events.rows.size()},
          {"law_count", submission.laws.rows.size()},
          {"decided_by", submission.decided_by},
          {"decided_at", MomentJson(submission.decided_at)},
          {"remark", submission.remark},
          {"first_sequence", SequenceJson(submission.first)},
          {"last_sequence", SequenceJson(submission.last)},
          {"recorded_at", MomentJson(submission.recorded_at)}};
}

Json RowsJson(const StatedRows& rows) {
  Json list = Json::array();
  for (const std::vector<std::string>& row : rows.rows) {
    Json& object = list.emplace_back(Json::object());
    for (std::size_t i = 0; i < row.size(); ++i)
      if (!row[i].empty()) object[rows.columns[i]] = row[i];
  }
  return list;
}

std::string LocationOf(const Submission& submission) {
  return "/v1/submissions/" + std::to_string(submission.number);
}

std::optional<std::uint64_t> NumberIn(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

// The sequence that the If-Match header names, with or without quotes.
Result<std::optional<Sequence>> IfMatch(const Request& request) {
  std::string_view text = request.HeaderOf("if-match");
  if (text.empty()) return std::nullopt;
  if (text.size() > 1 && text.starts_with('"') && text.ends_with('"'))
    text = text.substr(1, text.size() - 2);
  if (const std::optional<std::uint64_t> number = NumberIn(text)) return Sequence{*number};
  return Fail(ErrorCode::kInvalidInput,
              "If-Match: is not a sequence; send the number of the log's last item");
}

// What a request with an idempotency key is kept under, and how it is told from another one.
struct RequestMark {
  std::string key;  // Row of Family::kSubmissions; empty: the request has no key.
  std::string digest;
};

RequestMark MarkOf(const Request& request, const Actor& actor) {
  const std::string_view key = request.HeaderOf("idempotency-key");
  if (key.empty()) return {};
  store::Sha256 digest;
  digest.AddField(request.method);
  digest.AddField(request.path);
  digest.AddField(request.body);
  return {.key = "answer/" + actor.token + "/" + std::string(key), .digest = digest.Digest()};
}

class EditingRoutes {
 public:
  EditingRoutes(Service& service, const EditorialDesk& desk) : service_(service), desk_(desk) {}

  // Hands in what the body states.
  Response Post(const Request& request, const std::string& kind) const {
    const Result<Actor> actor = ActorOf(service_, request);
    if (!actor) return ActorProblem(actor.error());
    if (request.HeaderOf("idempotency-key").size() > kMaxKeySize)
      return ProblemResponse(400,
                             {"Idempotency-Key: is longer than 255 bytes; send a shorter one"});
    const RequestMark mark = MarkOf(request, *actor);
    if (std::optional<Response> before = AnsweredBefore(mark)) return *std::move(before);
    Result<ingest::Draft> draft = ingest::ParseDraft(request.body, kind);
    if (!draft) return ProblemOf(draft.error());
    if (std::optional<Response> refused = CheckPrecondition(request)) return *std::move(refused);
    if (const auto expected = IfMatch(request); expected && *expected)
      draft->expected_last = *expected;
    Response answer;
    const auto beside = [&](const Submission& submission,
                            Instant now) -> Result<std::vector<store::RecordChange>> {
      if (AnsweredBefore(mark))
        return Fail(ErrorCode::kConflict, "a request with this key was first");
      answer = AnswerOf(submission);
      return Remember(mark, answer, now);
    };
    const Result<Submission> submission = Submit(desk_, *actor, *draft, clock(), beside);
    if (submission) return answer;
    // A request with the same key may have been first.
    if (std::optional<Response> before = AnsweredBefore(mark)) return *std::move(before);
    return WithSequence(ProblemOf(submission.error()), submission.error());
  }

  Response Decided(const Call& call, Decision decision) const {
    const Result<Actor> actor = ActorOf(service_, call.request);
    if (!actor) return ActorProblem(actor.error());
    const std::optional<std::uint64_t> number = NumberIn(call.path.at("number"));
    if (!number)
      return ProblemResponse(404, {"submissions have numbers; /v1/submissions lists them"});
    if (std::optional<Response> refused = CheckPrecondition(call.request))
      return *std::move(refused);
    std::string remark;
    if (!call.request.body.empty()) {
      const Json body = ParseForeignJson<Json>(call.request.body).value_or(Json());
      const bool is_sound =
          body.is_object() && (body.empty() || (body.size() == 1 && body.contains("remark") &&
                                                body["remark"].is_string()));
      if (!is_sound) return ProblemResponse(400, {"the body is not {\"remark\": \"...\"}"});
      if (!body.empty()) remark = body["remark"].get<std::string>();
    }
    const Result<std::optional<Sequence>> expected = IfMatch(call.request);
    if (!expected) return ProblemOf(expected.error());
    const Result<Submission> found = FindSubmission(desk_.writer->records(), *number);
    if (!found) return ProblemOf(found.error());
    if (const Status may = CheckMayDecide(*found, *actor, decision); !may)
      return ProblemResponse(403, {may.error().Message()});
    const Result<Submission> decided =
        Decide(desk_, *actor, *number, decision, remark, clock(), *expected);
    if (!decided) return WithSequence(ProblemOf(decided.error()), decided.error());
    return JsonResponse(200, Text(HeadJson(*decided)));
  }

  Response List(const Call& call) const {
    const Result<Actor> actor = ActorOf(service_, call.request);
    if (!actor) return ActorProblem(actor.error());
    std::optional<SubmissionState> state;
    if (const std::string text = call.Value("state"); !text.empty()) {
      const Result<SubmissionState> parsed = ParseSubmissionState(text);
      if (!parsed) return ProblemOf(parsed.error());
      state = *parsed;
    }
    Result<std::vector<Submission>> all = ListSubmissions(desk_.writer->records(), state);
    if (!all) return ProblemOf(all.error());
    std::erase_if(*all, [&](const Submission& one) { return !MaySee(*actor, one); });
    return JsonResponse(200, SubmissionsJson(*all));
  }

  Response Show(const Call& call) const {
    const Result<Actor> actor = ActorOf(service_, call.request);
    if (!actor) return ActorProblem(actor.error());
    const std::uint64_t number = NumberIn(call.path.at("number")).value_or(0);
    const Result<Submission> found = FindSubmission(desk_.writer->records(), number);
    if (!found) return ProblemOf(found.error());
    if (!MaySee(*actor, *found))
      return ProblemResponse(404, {"there is no submission " + std::to_string(number) +
                                   " of yours; /v1/submissions lists them"});
    return JsonResponse(200, SubmissionJson(*found));
  }

  Response Audit() const {
    const Result<std::vector<AuditEntry>> entries = ReadAudit(desk_.writer->records());
    if (!entries) return ProblemOf(entries.error());
    Json list = Json::array();
    for (const AuditEntry& entry : *entries)
      list.push_back({{"number", entry.number},
                      {"at", entry.at.ToString()},
                      {"person", entry.person},
                      {"token", entry.token},
                      {"action", entry.action},
                      {"subject", entry.subject},
                      {"detail", entry.detail},
                      {"previous_digest", store::Hex(entry.previous_digest)}});
    return JsonResponse(200, Text(list));
  }

 private:
  Moments clock() const {
    return [this] { return service_.Now(); };
  }

  static bool MaySee(const Actor& actor, const Submission& submission) {
    return actor.role >= Role::kReviewer ||
           IsPerson(actor, submission.author_id, submission.author);
  }

  // 412 if the log has moved on from what If-Match names.
  std::optional<Response> CheckPrecondition(const Request& request) const {
    const Result<std::optional<Sequence>> expected = IfMatch(request);
    if (!expected) return ProblemOf(expected.error());
    const Sequence last = service_.log().last();
    if (!*expected || **expected == last) return std::nullopt;
    return ProblemResponse(412, {"the log has moved on from " + (*expected)->ToString() + " to " +
                                 last.ToString() + "; read it again and retry"})
        .With("ETag", '"' + last.ToString() + '"');
  }

  // A conflict says where the log stands.
  Response WithSequence(Response response, const Error& error) const {
    if (error.code != ErrorCode::kConflict) return response;
    return response.With("ETag", '"' + service_.log().last().ToString() + '"');
  }

  static Response AnswerOf(const Submission& submission) {
    const int status = submission.state == SubmissionState::kPublished ? 201 : 202;
    return JsonResponse(status, Text(HeadJson(submission)))
        .With("Location", LocationOf(submission));
  }

  static Result<std::vector<store::RecordChange>> Remember(const RequestMark& mark,
                                                           const Response& answer, Instant now) {
    std::vector<store::RecordChange> changes;
    if (mark.key.empty()) return changes;
    std::string location;
    for (const Header& header : answer.headers)
      if (header.name == "Location") location = header.value;
    const Result<std::string> row = proto::EncodeAnswer({.at = now,
                                                         .request_digest = mark.digest,
                                                         .status = answer.status,
                                                         .location = location,
                                                         .body = answer.text()});
    if (!row) return Fail(row.error());
    changes.push_back({store::Family::kSubmissions, mark.key, *row});
    return changes;
  }

  std::optional<Response> AnsweredBefore(const RequestMark& mark) const {
    if (mark.key.empty()) return std::nullopt;
    const auto row = desk_.writer->records().Get(store::Family::kSubmissions, mark.key);
    if (!row) return ProblemOf(row.error());
    if (!*row) return std::nullopt;
    const Result<RememberedAnswer> answer = proto::DecodeAnswer(**row);
    if (!answer) return ProblemOf(answer.error());
    if (answer->request_digest != mark.digest)
      return ProblemResponse(422, {"Idempotency-Key: was sent with another request; send a key of "
                                   "its own with each"});
    return JsonResponse(answer->status, answer->body).With("Location", answer->location);
  }

  Service& service_;
  EditorialDesk desk_;
};

Route Posting(const std::string& path, const std::string& id, const std::string& summary) {
  return {.method = "POST",
          .path = path,
          .id = id,
          .tag = "Editing",
          .summary = summary,
          .request_schema = R"({"type": "object"})",
          .response_schema = R"({"type": "object"})",
          .role = "coder"};
}

Route Deciding(const std::string& action, const std::string& summary, const std::string& role) {
  Route route = Posting("/v1/submissions/{number}/" + action, action + "Submission", summary);
  route.role = role;
  route.path_examples = {{"number", "1"}};
  return route;
}

Route ToRead(const std::string& path, const std::string& id, const std::string& summary,
             const std::string& role) {
  return {
      .method = "GET", .path = path, .id = id, .tag = "Editing", .summary = summary, .role = role};
}

}  // namespace

std::string SubmissionJson(const Submission& submission) {
  Json json = HeadJson(submission);
  json["events"] = RowsJson(submission.events);
  json["laws"] = RowsJson(submission.laws);
  return Text(json);
}

std::string SubmissionsJson(const std::vector<Submission>& submissions) {
  Json list = Json::array();
  for (const Submission& submission : submissions) list.push_back(HeadJson(submission));
  return Text(list);
}

void AddEditingRoutes(Router& router, Service& service, const EditorialDesk& desk) {
  const auto routes = std::make_shared<const EditingRoutes>(service, desk);
  const auto add = [&](Route route, std::function<Response(const Call&)> handler) {
    route.handler = std::move(handler);
    router.Add(std::move(route));
  };
  struct Kind {
    const char* path;
    const char* kind;
    const char* id;
    const char* summary;
  };
  for (const Kind& kind :
       {Kind{"amendments", "amendment", "submitAmendment", "State that a law changed an answer"},
        Kind{"corrections", "correction", "submitCorrection", "Replace an event that was wrong"},
        Kind{"retractions", "retraction", "submitRetraction", "Withdraw an event that was wrong"},
        Kind{"proposals", "proposal", "submitProposal", "State what a bill would do"},
        Kind{"laws", "law", "submitLaw", "Enter or change a law of the register"},
        Kind{"submissions", "", "submit", "State several events and laws at once"}})
    add(Posting(std::string("/v1/") + kind.path, kind.id, kind.summary),
        [routes, name = std::string(kind.kind)](const Call& call) {
          return routes->Post(call.request, name);
        });
  add(Deciding("approve", "Approve what another person submitted", "reviewer"),
      [routes](const Call& call) { return routes->Decided(call, Decision::kApprove); });
  add(Deciding("reject", "Reject what another person submitted", "reviewer"),
      [routes](const Call& call) { return routes->Decided(call, Decision::kReject); });
  add(Deciding("withdraw", "Take back one's own submission", "coder"),
      [routes](const Call& call) { return routes->Decided(call, Decision::kWithdraw); });
  Route list = ToRead("/v1/submissions", "listSubmissions",
                      "Submissions: one's own, or all for reviewers and above", "coder");
  list.parameters = {
      {.name = "state",
       .description = "Only those in this state",
       .choices = {"submitted", "approved", "published", "rejected", "withdrawn", "obsolete"}}};
  add(std::move(list), [routes](const Call& call) { return routes->List(call); });
  Route show = ToRead("/v1/submissions/{number}", "showSubmission",
                      "One submission with its statements", "coder");
  show.path_examples = {{"number", "1"}};
  add(std::move(show), [routes](const Call& call) { return routes->Show(call); });
  add(ToRead("/v1/audit", "readAudit", "Who did what, when", "admin"),
      [routes](const Call&) { return routes->Audit(); });
}

}  // namespace lawtrace::service
