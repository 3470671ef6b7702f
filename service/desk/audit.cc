#include "service/desk/audit.h"

#include <optional>
#include <string_view>
#include <utility>

#include "proto/editing_codec.h"
#include "store/sha256.h"

namespace lawtrace::service {
namespace {

// The row behind all entries: number and digest of the last one.
constexpr std::string_view kEndKey = "end";
constexpr std::size_t kNumberSize = 8;

// Calls `visit` with the number and the bytes of every entry.
Status VisitEntries(const store::Records& records,
                    const std::function<Status(std::string_view, std::string_view)>& visit) {
  return records.Scan(store::Family::kAudit, {.from = {}, .to = std::string(kEndKey)},
                      [&](std::string_view key, std::string_view value) -> Result<bool> {
                        if (const Status visited = visit(key, value); !visited)
                          return Fail(visited.error());
                        return true;
                      });
}

}  // namespace

Result<AuditTrail> AuditTrail::AtEnd(const store::Records& records) {
  const Result<std::optional<std::string>> end = records.Get(store::Family::kAudit, kEndKey);
  if (!end) return Fail(end.error());
  AuditTrail trail;
  if (!*end) return trail;
  const std::string_view bytes = **end;
  const std::optional<std::uint64_t> last = store::NumberOfKey(bytes.substr(0, kNumberSize));
  if (!last) return Fail(ErrorCode::kCorruption, "the end of the audit trail is not readable");
  trail.last_ = *last;
  trail.digest_ = bytes.substr(kNumberSize);
  return trail;
}

Status AuditTrail::Add(AuditEntry entry, std::vector<store::RecordChange>& changes) {
  entry.number = last_ + 1;
  entry.previous_digest = digest_;
  const Result<std::string> bytes = proto::EncodeAuditEntry(entry);
  if (!bytes) return Fail(bytes.error());
  last_ = entry.number;
  digest_ = store::Sha256Of(*bytes);
  changes.push_back({store::Family::kAudit, store::NumberKey(last_), *bytes});
  changes.push_back(
      {store::Family::kAudit, std::string(kEndKey), store::NumberKey(last_) + digest_});
  return {};
}

Result<std::vector<AuditEntry>> ReadAudit(const store::Records& records) {
  std::vector<AuditEntry> entries;
  const Status read =
      VisitEntries(records, [&](std::string_view, std::string_view value) -> Status {
        Result<AuditEntry> entry = proto::DecodeAuditEntry(value);
        if (!entry) return Fail(entry.error());
        entries.push_back(*std::move(entry));
        return {};
      });
  if (!read) return Fail(read.error());
  return entries;
}

Result<AuditCheck> CheckAudit(const store::Records& records) {
  AuditCheck check;
  std::uint64_t last = 0;
  std::string digest;
  const Status read =
      VisitEntries(records, [&](std::string_view key, std::string_view value) -> Status {
        const std::string where = "audit entry " + std::to_string(last + 1) + ": ";
        const Result<AuditEntry> entry = proto::DecodeAuditEntry(value);
        if (!entry) {
          check.faults.push_back(where + entry.error().Message());
        } else if (entry->number != last + 1 || store::NumberOfKey(key) != entry->number) {
          check.faults.push_back(where + "is missing; the next is " +
                                 std::to_string(entry->number));
        } else if (entry->previous_digest != digest) {
          check.faults.push_back(where +
                                 "does not carry the digest of the one before, which is "
                                 "not what it was");
        }
        last = entry ? entry->number : last + 1;
        digest = store::Sha256Of(value);
        ++check.entry_count;
        return {};
      });
  if (!read) return Fail(read.error());
  const Result<std::optional<std::string>> end = records.Get(store::Family::kAudit, kEndKey);
  if (!end) return Fail(end.error());
  const std::string expected = last == 0 ? std::string() : store::NumberKey(last) + digest;
  if (end->value_or("") != expected)
    check.faults.push_back("the audit trail does not end as it did: entry " + std::to_string(last) +
                           " was changed, or those after it are missing");
  check.digest = store::Hex(digest);
  return check;
}

}  // namespace lawtrace::service
