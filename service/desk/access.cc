#include "service/desk/access.h"

#include <algorithm>
#include <utility>

#include "model/quote.h"
#include "proto/editing_codec.h"
#include "service/desk/audit.h"
#include "service/desk/person.h"
#include "service/http/problem.h"
#include "store/sha256.h"

namespace lawtrace::service {
namespace {

constexpr std::string_view kTokenPrefix = "lawtrace_";
constexpr std::string_view kKeyPrefix = "token/";
constexpr std::string_view kScheme = "bearer";
constexpr std::size_t kIdBytes = 8;
constexpr std::size_t kSecretBytes = 32;

std::string KeyOf(std::string_view id) {
  return std::string(kKeyPrefix) + std::string(id);
}

Result<std::optional<AccessToken>> FindToken(const store::Records& records, std::string_view id) {
  const Result<std::optional<std::string>> row = records.Get(store::Family::kAccess, KeyOf(id));
  if (!row) return Fail(row.error());
  if (!*row) return std::nullopt;
  Result<AccessToken> token = proto::DecodeToken(**row);
  if (!token) return Fail(token.error());
  return *std::move(token);
}

// The token's row and what the trail says of it.
Result<Batch> Store(const store::Records& records, const AccessToken& token,
                    const std::string& action, Instant now, const Actor& by) {
  const Result<std::string> row = proto::EncodeToken(token);
  if (!row) return Fail(row.error());
  Batch batch;
  batch.beside.push_back({store::Family::kAccess, KeyOf(token.id), *row});
  Result<AuditTrail> trail = AuditTrail::AtEnd(records);
  if (!trail) return Fail(trail.error());
  const Status added = trail->Add({.at = now,
                                   .person = by.person,
                                   .token = by.token,
                                   .action = action,
                                   .subject = "token " + token.id,
                                   .detail = std::string(Name(token.role)) + " " + token.person},
                                  batch.beside);
  if (!added) return Fail(added.error());
  return batch;
}

std::string IdOf(const AccessToken& token) {
  return token.person_id.empty() ? PersonIdOf(token.person) : token.person_id;
}

// Whose a token under that name is.
Result<std::string> ChoosePerson(const store::Records& records, const std::string& name,
                                 const std::string& wanted) {
  const Result<std::vector<AccessToken>> tokens = ListTokens(records);
  if (!tokens) return Fail(tokens.error());
  for (const AccessToken& token : *tokens)
    if (wanted.empty() ? IsSameName(token.person, name) : IdOf(token) == wanted) return IdOf(token);
  if (wanted.empty()) return PersonIdOf(name);
  return FailAt("person_id",
                "nobody has the id " + Quote(wanted) + "; the list of tokens names persons' ids");
}

bool HasBearerToken(const Request& request) {
  const std::string_view header = request.HeaderOf("authorization");
  return header.size() >= kScheme.size() &&
         std::ranges::equal(header.substr(0, header.find(' ')), kScheme, [](char one, char other) {
           return (one >= 'A' && one <= 'Z' ? one - 'A' + 'a' : one) == other;
         });
}

Response Unauthorized(const std::string& fault, std::string_view challenge) {
  return ProblemResponse(401, {fault}).With("WWW-Authenticate", std::string(challenge));
}

}  // namespace

Result<IssuedToken> AddToken(Writer& writer, Role role, const std::string& person,
                             std::optional<Instant> expires_at, Instant now, const Actor& by,
                             const std::string& person_id) {
  const Result<std::string> name = PersonName(person);
  if (!name) return Fail(name.error());
  if (expires_at && *expires_at <= now)
    return FailAt("expires",
                  expires_at->ToString() + " is past; give a later moment or leave it out");
  const std::string secret = store::Hex(store::RandomBytes(kSecretBytes));
  IssuedToken issued{.token = {.id = store::Hex(store::RandomBytes(kIdBytes)),
                               .secret_digest = store::Sha256Of(secret),
                               .role = role,
                               .person = *name,
                               .created_at = now,
                               .expires_at = expires_at}};
  issued.text = std::string(kTokenPrefix) + issued.token.id + "_" + secret;
  const auto stored = writer.Append([&](const store::EventLog& log) -> Result<Batch> {
    Result<std::string> bound = ChoosePerson(log.records(), *name, person_id);
    if (!bound) return Fail(bound.error());
    issued.token.person_id = *std::move(bound);
    return Store(log.records(), issued.token, "token.add", now, by);
  });
  if (!stored) return Fail(stored.error());
  return issued;
}

Result<AccessToken> RevokeToken(Writer& writer, const std::string& id, Instant now,
                                const Actor& by) {
  AccessToken revoked;
  const auto stored = writer.Append([&](const store::EventLog& log) -> Result<Batch> {
    const Result<std::optional<AccessToken>> token = FindToken(log.records(), id);
    if (!token) return Fail(token.error());
    if (!*token)
      return Fail(ErrorCode::kNotFound,
                  "there is no token '" + id + "'; 'lawtrace token list' lists them");
    revoked = **token;
    if (revoked.revoked_at) return Batch{};
    revoked.revoked_at = now;
    return Store(log.records(), revoked, "token.revoke", now, by);
  });
  if (!stored) return Fail(stored.error());
  return revoked;
}

Result<std::vector<AccessToken>> ListTokens(const store::Records& records) {
  std::vector<AccessToken> tokens;
  const Status read = records.Scan(store::Family::kAccess, store::KeysWith(kKeyPrefix),
                                   [&](std::string_view, std::string_view row) -> Result<bool> {
                                     Result<AccessToken> token = proto::DecodeToken(row);
                                     if (!token) return Fail(token.error());
                                     tokens.push_back(*std::move(token));
                                     return true;
                                   });
  if (!read) return Fail(read.error());
  return tokens;
}

Result<std::optional<Actor>> FindActor(const store::Records& records, std::string_view token,
                                       Instant now) {
  constexpr std::size_t kIdDigits = 2 * kIdBytes;
  if (!token.starts_with(kTokenPrefix)) return std::nullopt;
  token.remove_prefix(kTokenPrefix.size());
  if (token.size() != kIdDigits + 1 + 2 * kSecretBytes || token[kIdDigits] != '_')
    return std::nullopt;
  const Result<std::optional<AccessToken>> found = FindToken(records, token.substr(0, kIdDigits));
  if (!found) return Fail(found.error());
  const std::string digest = store::Sha256Of(token.substr(kIdDigits + 1));
  const AccessToken known = found->value_or(AccessToken{.secret_digest = std::string(32, '\0')});
  const bool is_same = store::IsSameSecret(digest, known.secret_digest);
  if (!is_same || !*found || !known.IsValidAt(now)) return std::nullopt;
  return Actor{
      .person = known.person, .person_id = IdOf(known), .token = known.id, .role = known.role};
}

bool IsPerson(const Actor& actor, const std::string& id, const std::string& name) {
  return (!id.empty() && id == actor.person_id) || IsSameName(name, actor.person);
}

std::string_view BearerToken(const Request& request) {
  if (!HasBearerToken(request)) return {};
  std::string_view header = request.HeaderOf("authorization");
  header.remove_prefix(kScheme.size());
  return header.substr(std::min(header.find_first_not_of(' '), header.size()));
}

Router::Guard AccessGuard(const Router& router, store::Records records,
                          std::function<Instant()> clock) {
  return [&router, records, clock = std::move(clock)](
             const Route& route, const Request& request) -> std::optional<Response> {
    const std::string& needed = router.RoleOf(route);
    if (!HasBearerToken(request)) {
      if (needed.empty()) return std::nullopt;
      return Unauthorized("this needs a token of role " + needed +
                              " or above; send it as 'Authorization: Bearer TOKEN' ('lawtrace "
                              "token add' makes one)",
                          "Bearer realm=\"lawtrace\"");
    }
    const Result<std::optional<Actor>> actor = FindActor(records, BearerToken(request), clock());
    if (!actor) return ProblemOf(actor.error());
    if (!*actor)
      return Unauthorized(
          "the token is not valid here: unknown, revoked or expired; ask for a new one, or send "
          "none where none is needed",
          "Bearer realm=\"lawtrace\", error=\"invalid_token\"");
    const Result<Role> least = needed.empty() ? Role::kReader : ParseRole(needed);
    if (!least || (*actor)->role < *least)
      return ProblemResponse(403, {"your role is " + std::string(Name((*actor)->role)) +
                                   "; this needs " + needed + " or above"});
    return std::nullopt;
  };
}

Response EndingWithToken(store::Records records, std::function<Instant()> clock,
                         const Request& request, Response response) {
  if (!response.stream || !HasBearerToken(request)) return response;
  response.stream = [records, clock = std::move(clock), token = std::string(BearerToken(request)),
                     said = std::move(response.stream)]() -> std::optional<std::string> {
    const Result<std::optional<Actor>> actor = FindActor(records, token, clock());
    if (!actor || !*actor) return std::nullopt;
    return said();
  };
  return response;
}

}  // namespace lawtrace::service
