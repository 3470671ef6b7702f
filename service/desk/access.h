// Access: tokens, and who stands behind a request.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/access.h"
#include "model/day.h"
#include "model/result.h"
#include "service/desk/writer.h"
#include "service/http/router.h"
#include "store/records.h"

namespace lawtrace::service {

// Who does something.
struct Actor {
  std::string person;
  std::string person_id;  // Empty: nobody, the service itself.
  std::string token;      // AccessToken::id; empty: none was used.
  Role role = Role::kReader;
};

struct IssuedToken {
  AccessToken token;
  std::string text;  // What is sent with requests; it cannot be made again.
};

// A new token, made by `by`, with a secret of 256 random bits; of which only the digest is stored.
// It is bound to the person `person_id`, whatever the name; or, if that is empty, to whoever has a
// token under the same name (IsSameName), or else to a new person.
// kInvalidInput: the name is none (PersonName), nobody has that id, or `expires_at` is past.
[[nodiscard]] Result<IssuedToken> AddToken(Writer& writer, Role role, const std::string& person,
                                           std::optional<Instant> expires_at, Instant now,
                                           const Actor& by = {}, const std::string& person_id = {});

// Whether it is the person of that id or name; names of versions without ids are compared as they
// look.
bool IsPerson(const Actor& actor, const std::string& id, const std::string& name);

// kNotFound: no such id.  A token that was revoked before stays so.
[[nodiscard]] Result<AccessToken> RevokeToken(Writer& writer, const std::string& id, Instant now,
                                              const Actor& by = {});

// By id.
[[nodiscard]] Result<std::vector<AccessToken>> ListTokens(const store::Records& records);

// Who the text of a token speaks for; absent if it is unknown, of another store, revoked or
// expired.  Takes the same time whatever the secret.
[[nodiscard]] Result<std::optional<Actor>> FindActor(const store::Records& records,
                                                     std::string_view token, Instant now);

// The token of an Authorization header; empty if there is none.
std::string_view BearerToken(const Request& request);

// Refuses who may not use the route: 401 without a valid token - also where none is needed, if a
// bad one was sent - and 403 with too low a role.  Credentials of other schemes are somebody
// else's, such as a proxy's, and count as none.
// REQUIRES: the router outlives the guard.
Router::Guard AccessGuard(const Router& router, store::Records records,
                          std::function<Instant()> clock);

// A stream that a token opened ends when the token does; any other response as it is.
Response EndingWithToken(store::Records records, std::function<Instant()> clock,
                         const Request& request, Response response);

}  // namespace lawtrace::service
