// The audit trail: who did what, when, as a chain of rows (model/audit.h, docs/format.md).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/audit.h"
#include "model/result.h"
#include "store/records.h"

namespace lawtrace::service {

// Adds entries to the end of the trail.  One write may add several.
class AuditTrail {
 public:
  // REQUIRES: nobody else writes to the trail until the changes are written.
  [[nodiscard]] static Result<AuditTrail> AtEnd(const store::Records& records);

  // Gives the entry its number and the digest of the one before, and adds the rows to `changes`.
  [[nodiscard]] Status Add(AuditEntry entry, std::vector<store::RecordChange>& changes);

 private:
  std::uint64_t last_ = 0;
  std::string digest_;  // Of the last entry; empty if there is none.
};

// In order.  kCorruption if one cannot be read.
[[nodiscard]] Result<std::vector<AuditEntry>> ReadAudit(const store::Records& records);

struct AuditCheck {
  std::size_t entry_count = 0;
  std::string digest;               // Of the last entry, in hexadecimal; empty: there is none.
  std::vector<std::string> faults;  // Entries that are missing, changed or not readable.
};
[[nodiscard]] Result<AuditCheck> CheckAudit(const store::Records& records);

}  // namespace lawtrace::service
