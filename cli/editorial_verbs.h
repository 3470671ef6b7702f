// lawtrace token, submission, audit: who may write, and what waits for a second person.
#pragma once

#include <string>

#include "cli/options.h"
#include "model/result.h"

namespace lawtrace::cli {

struct TokenOptions {
  CommonOptions common;
  ServerOptions server;
  std::string role;
  std::string person;
  std::string person_id;  // Of `add`; empty: found by the name.
  std::string expires;    // Empty: never.
  std::string id;         // Of `token revoke`.
};

[[nodiscard]] Result<int> RunTokenAdd(const TokenOptions& options);
[[nodiscard]] Result<int> RunTokenList(const TokenOptions& options);
[[nodiscard]] Result<int> RunTokenRevoke(const TokenOptions& options);

struct SubmissionOptions {
  CommonOptions common;
  ServerOptions server;
  std::string number;
  std::string state;   // Of `submission list`; empty: all.
  std::string remark;  // Of a decision.
  std::string action;  // "approve", "reject" or "withdraw".
};

[[nodiscard]] Result<int> RunSubmissionList(const SubmissionOptions& options);
[[nodiscard]] Result<int> RunSubmissionShow(const SubmissionOptions& options);
// Needs a token, with a server and without.
[[nodiscard]] Result<int> RunSubmissionDecide(const SubmissionOptions& options);

// An error with every fault if the trail was tampered with.
[[nodiscard]] Result<int> RunAudit(const CommonOptions& options);

}  // namespace lawtrace::cli
