#include "cli/editorial_verbs.h"

#include <charconv>
#include <memory>
#include <utility>

#include "cli/output.h"
#include "cli/server_client.h"
#include "cli/session.h"
#include "report/render/table.h"
#include "service/api/api_editing.h"
#include "service/api/api_words.h"
#include "service/desk/access.h"
#include "service/desk/audit.h"
#include "service/desk/submissions.h"
#include "store/sha256.h"

namespace lawtrace::cli {
namespace {

using service::Decision;

report::Cell CellOf(const std::optional<Instant>& moment) {
  return moment ? report::Cell(moment->ToString()) : report::Cell();
}

report::Cell CellOf(const std::optional<Sequence>& sequence) {
  return sequence ? report::Cell(static_cast<std::int64_t>(sequence->value)) : report::Cell();
}

Result<int> PrintTable(const report::Table& table, const std::string& format_name,
                       const std::string& if_empty) {
  const Result<report::Format> format = report::ParseFormat(format_name);
  if (!format) return Fail(format.error());
  const bool says_so = *format == report::Format::kText && table.rows.empty();
  const Status printed = Print(says_so ? if_empty : report::Render(table, *format));
  if (!printed) return Fail(printed.error());
  return 0;
}

report::Table TokenTable(const std::vector<AccessToken>& tokens, Instant now) {
  report::Table table{.columns = {{.name = "id"},
                                  {.name = "role"},
                                  {.name = "person"},
                                  {.name = "person_id", .is_detail = true},
                                  {.name = "is_valid"},
                                  {.name = "created_at"},
                                  {.name = "expires_at"},
                                  {.name = "revoked_at"}},
                      .rows = {}};
  for (const AccessToken& token : tokens)
    table.rows.push_back({token.id, std::string(Name(token.role)), token.person, token.person_id,
                          token.IsValidAt(now), token.created_at.ToString(),
                          CellOf(token.expires_at), CellOf(token.revoked_at)});
  return table;
}

report::Table SubmissionTable(const std::vector<Submission>& submissions) {
  report::Table table{.columns = {{.name = "number"},
                                  {.name = "state"},
                                  {.name = "author"},
                                  {.name = "submitted_at"},
                                  {.name = "event_count"},
                                  {.name = "law_count"},
                                  {.name = "embargo_until"},
                                  {.name = "note"},
                                  {.name = "decided_by"},
                                  {.name = "decided_at", .is_detail = true},
                                  {.name = "remark"},
                                  {.name = "first_sequence"},
                                  {.name = "last_sequence"}},
                      .rows = {}};
  for (const Submission& one : submissions)
    table.rows.push_back(
        {static_cast<std::int64_t>(one.number), std::string(Name(one.state)), one.author,
         one.submitted_at.ToString(), static_cast<std::int64_t>(one.events.rows.size()),
         static_cast<std::int64_t>(one.laws.rows.size()), CellOf(one.embargo_until), one.note,
         one.decided_by, CellOf(one.decided_at), one.remark, CellOf(one.first), CellOf(one.last)});
  return table;
}

// Statements as people read them: a line for each, with what is given.
std::string StatementWords(const StatedRows& rows) {
  std::string words;
  for (const std::vector<std::string>& row : rows.rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      if (!row[i].empty()) line += (line.empty() ? "  " : ", ") + rows.columns[i] + " " + row[i];
    words += line + "\n";
  }
  return words;
}

Result<std::uint64_t> ParseNumber(const std::string& text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, number);
  if (fault == std::errc{} && stop == end && number > 0) return number;
  return Fail(ErrorCode::kInvalidInput, "'" + text +
                                            "' is not the number of a submission; 'lawtrace "
                                            "submission list' lists them");
}

Decision DecisionOf(const std::string& action) {
  if (action == "approve") return Decision::kApprove;
  return action == "reject" ? Decision::kReject : Decision::kWithdraw;
}

// A writer on a store that no service has open.
struct LocalDesk {
  explicit LocalDesk(Session opened)
      : session(std::move(opened)), writer(session.log(), [] { return Status(); }) {}

  Session session;
  service::Writer writer;
};

Result<std::unique_ptr<LocalDesk>> OpenDesk(const CommonOptions& options, store::Access access) {
  if (const auto format = report::ParseFormat(options.format); !format) return Fail(format.error());
  Result<Session> session = Session::Open(options, access);
  if (!session) return Fail(session.error());
  return std::make_unique<LocalDesk>(*std::move(session));
}

Result<service::Actor> LocalActor(const SubmissionOptions& options, const LocalDesk& desk) {
  const Result<std::string> token = ReadToken(options.server);
  if (!token) return Fail(token.error());
  const auto actor = service::FindActor(desk.writer.records(), *token, options.common.now);
  if (!actor) return Fail(actor.error());
  if (*actor) return **actor;
  return Fail(ErrorCode::kInvalidInput,
              "the token is not valid here: unknown, revoked or expired; 'lawtrace token list' "
              "lists those of this store");
}

Result<int> DecideAtServer(const SubmissionOptions& options, std::uint64_t number) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  const Result<std::string> answer = SendToServer(
      options.server, "POST", "/v1/submissions/" + std::to_string(number) + "/" + options.action,
      options.remark.empty() ? std::string()
                             : report::RenderObject({{"remark", options.remark}}, {}));
  if (!answer) return Fail(answer.error());
  const Status printed =
      Print(*format == report::Format::kText ? service::OutcomeWords(*answer) : *answer);
  if (!printed) return Fail(printed.error());
  return 0;
}

// What the server answered, as it is.
Result<int> PrintAnswer(const Result<std::string>& answer) {
  if (!answer) return Fail(answer.error());
  const Status printed = Print(*answer);
  if (!printed) return Fail(printed.error());
  return 0;
}

}  // namespace

Result<int> RunTokenAdd(const TokenOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  const Result<Role> role = ParseRole(options.role);
  if (!role) return Fail(Error(role.error()).WithContext("--role"));
  std::optional<Instant> expires_at;
  if (!options.expires.empty()) {
    const Result<Instant> moment = Instant::Parse(options.expires);
    if (!moment) return Fail(Error(moment.error()).WithContext("--expires"));
    expires_at = *moment;
  }
  if (!options.server.url.empty()) {
    std::vector<std::pair<std::string, report::Cell>> fields = {{"role", options.role},
                                                                {"person", options.person}};
    if (!options.person_id.empty()) fields.emplace_back("person_id", options.person_id);
    if (expires_at) fields.emplace_back("expires", expires_at->ToString());
    return PrintAnswer(
        SendToServer(options.server, "POST", "/v1/tokens", report::RenderObject(fields, {})));
  }
  const Result<std::unique_ptr<LocalDesk>> desk = OpenDesk(options.common, store::Access::kWrite);
  if (!desk) return Fail(desk.error());
  const Result<service::IssuedToken> issued =
      service::AddToken((*desk)->writer, *role, options.person, expires_at, options.common.now, {},
                        options.person_id);
  if (!issued) return Fail(issued.error());
  const std::string words =
      "Token " + issued->token.id + " of " + issued->token.person + " (person " +
      issued->token.person_id + "), role " + std::string(Name(*role)) +
      ". It is shown once; keep it as you keep a password:\n" + issued->text + "\n";
  const report::Table row{.columns = {{.name = "id"}, {.name = "token"}},
                          .rows = {{issued->token.id, issued->text}}};
  const Status printed =
      Print(*format == report::Format::kText ? words : report::Render(row, *format));
  if (!printed)
    return Fail(Error(printed.error()).WithContext("the token was made, but not shown; revoke it"));
  return 0;
}

Result<int> RunTokenList(const TokenOptions& options) {
  const Result<std::unique_ptr<LocalDesk>> desk = OpenDesk(options.common, store::Access::kRead);
  if (!desk) return Fail(desk.error());
  const auto tokens = service::ListTokens((*desk)->writer.records());
  if (!tokens) return Fail(tokens.error());
  return PrintTable(TokenTable(*tokens, options.common.now), options.common.format,
                    "There are no tokens; 'lawtrace token add' makes one.\n");
}

Result<int> RunTokenRevoke(const TokenOptions& options) {
  if (!options.server.url.empty())
    return PrintAnswer(
        SendToServer(options.server, "POST", "/v1/tokens/" + options.id + "/revoke", ""));
  const Result<std::unique_ptr<LocalDesk>> desk = OpenDesk(options.common, store::Access::kWrite);
  if (!desk) return Fail(desk.error());
  const Result<AccessToken> token =
      service::RevokeToken((*desk)->writer, options.id, options.common.now);
  if (!token) return Fail(token.error());
  return PrintTable(TokenTable({*token}, options.common.now), options.common.format, {});
}

Result<int> RunSubmissionList(const SubmissionOptions& options) {
  std::optional<SubmissionState> state;
  if (!options.state.empty()) {
    const Result<SubmissionState> parsed = ParseSubmissionState(options.state);
    if (!parsed) return Fail(Error(parsed.error()).WithContext("--state"));
    state = *parsed;
  }
  const Result<std::unique_ptr<LocalDesk>> desk = OpenDesk(options.common, store::Access::kRead);
  if (!desk) return Fail(desk.error());
  const auto submissions = service::ListSubmissions((*desk)->writer.records(), state);
  if (!submissions) return Fail(submissions.error());
  return PrintTable(SubmissionTable(*submissions), options.common.format,
                    state ? "No submission is " + std::string(Name(*state)) + ".\n"
                          : std::string("There are no submissions.\n"));
}

Result<int> RunSubmissionShow(const SubmissionOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  const Result<std::uint64_t> number = ParseNumber(options.number);
  if (!number) return Fail(number.error());
  const Result<std::unique_ptr<LocalDesk>> desk = OpenDesk(options.common, store::Access::kRead);
  if (!desk) return Fail(desk.error());
  const Result<Submission> found = service::FindSubmission((*desk)->writer.records(), *number);
  if (!found) return Fail(found.error());
  std::string text = service::SubmissionJson(*found);
  if (*format == report::Format::kText) {
    text = report::RenderCard(SubmissionTable({*found}));
    if (!found->laws.rows.empty()) text += "Laws:\n" + StatementWords(found->laws);
    if (!found->events.rows.empty()) text += "Events:\n" + StatementWords(found->events);
  } else if (IsCsv(*format)) {
    text = report::Render(SubmissionTable({*found}), *format);
  }
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  return 0;
}

Result<int> RunSubmissionDecide(const SubmissionOptions& options) {
  const Result<std::uint64_t> number = ParseNumber(options.number);
  if (!number) return Fail(number.error());
  if (!options.server.url.empty()) return DecideAtServer(options, *number);
  const Result<std::unique_ptr<LocalDesk>> desk = OpenDesk(options.common, store::Access::kWrite);
  if (!desk) return Fail(desk.error());
  const Result<service::Actor> actor = LocalActor(options, **desk);
  if (!actor) return Fail(actor.error());
  const Result<Submission> decided = service::Decide(
      {.index = &(*desk)->session.index(), .writer = &(*desk)->writer}, *actor, *number,
      DecisionOf(options.action), options.remark, [&] { return options.common.now; });
  if (!decided) return Fail(decided.error());
  return PrintTable(SubmissionTable({*decided}), options.common.format, {});
}

Result<int> RunAudit(const CommonOptions& options) {
  const Result<std::unique_ptr<LocalDesk>> desk = OpenDesk(options, store::Access::kRead);
  if (!desk) return Fail(desk.error());
  const auto check = service::CheckAudit((*desk)->writer.records());
  if (!check) return Fail(check.error());
  std::string faults;
  for (const std::string& fault : check->faults) faults += (faults.empty() ? "" : "\n") + fault;
  if (!faults.empty()) return Fail(ErrorCode::kCorruption, faults);
  const auto entries = service::ReadAudit((*desk)->writer.records());
  if (!entries) return Fail(entries.error());
  report::Table table{.columns = {{.name = "number"},
                                  {.name = "at"},
                                  {.name = "person"},
                                  {.name = "token"},
                                  {.name = "action"},
                                  {.name = "subject"},
                                  {.name = "detail"},
                                  {.name = "previous_digest", .is_detail = true}},
                      .rows = {}};
  for (const AuditEntry& entry : *entries)
    table.rows.push_back({static_cast<std::int64_t>(entry.number), entry.at.ToString(),
                          entry.person, entry.token, entry.action, entry.subject, entry.detail,
                          store::Hex(entry.previous_digest)});
  return PrintTable(table, options.format, "Nothing was done yet.\n");
}

}  // namespace lawtrace::cli
