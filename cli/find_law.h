// Laws as people name them.
#pragma once

#include <span>
#include <string>

#include "analysis/law_register.h"
#include "model/law.h"
#include "model/result.h"

namespace lawtrace::cli {

// That no law of `known` has the id, with the nearest that one has.
Error UnknownLaw(std::span<const Law* const> known, const std::string& id);

// The law of that id or alias.
[[nodiscard]] Result<const Law*> FindLaw(const analysis::LawRegister& laws, const std::string& id);

}  // namespace lawtrace::cli
