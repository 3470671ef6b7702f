#include "cli/find_law.h"

#include <vector>

#include "model/nearest.h"

namespace lawtrace::cli {

Error UnknownLaw(std::span<const Law* const> known, const std::string& id) {
  std::vector<std::string> ids;
  for (const Law* law : known) ids.push_back(law->id);
  return {.code = ErrorCode::kNotFound,
          .message = "law '" + id + "' is not in the register" + DidYouMean(id, ids) +
                     " ('lawtrace law list' lists them)"};
}

Result<const Law*> FindLaw(const analysis::LawRegister& laws, const std::string& id) {
  if (const Law* law = laws.Find(id)) return law;
  return Fail(UnknownLaw(laws.All(), id));
}

}  // namespace lawtrace::cli
