// Tokens, submissions, audit entries and remembered answers <-> bytes of their rows
// (docs/format.md).
#pragma once

#include <string>
#include <string_view>

#include "model/access.h"
#include "model/audit.h"
#include "model/remembered_answer.h"
#include "model/result.h"
#include "model/submission.h"

namespace lawtrace::proto {

// kInvalidInput if it could not be read back: a text is not UTF-8, or a moment lies outside the
// years 1400 to 9999.
[[nodiscard]] Result<std::string> EncodeToken(const AccessToken& token);
[[nodiscard]] Result<std::string> EncodeSubmission(const Submission& submission);
[[nodiscard]] Result<std::string> EncodeAuditEntry(const AuditEntry& entry);
[[nodiscard]] Result<std::string> EncodeAnswer(const RememberedAnswer& answer);

// kCorruption if `bytes` is no such record, with the reason.
[[nodiscard]] Result<AccessToken> DecodeToken(std::string_view bytes);
[[nodiscard]] Result<Submission> DecodeSubmission(std::string_view bytes);
[[nodiscard]] Result<AuditEntry> DecodeAuditEntry(std::string_view bytes);
[[nodiscard]] Result<RememberedAnswer> DecodeAnswer(std::string_view bytes);

}  // namespace lawtrace::proto
