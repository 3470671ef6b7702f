// RandomWorld: a methodology and a log made from bytes, so that any bytes give a valid world and
// fewer or smaller bytes give a simpler one.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "model/methodology.h"
#include "model/transaction.h"

namespace lawtrace::analysis {

using Choices = std::vector<std::uint8_t>;

struct RandomWorld {
  Methodology methodology;
  std::vector<Transaction> log;

  Sequence last() const { return log.empty() ? Sequence{} : log.back().last(); }
};

inline constexpr int kChoicesPerStep = 15;
inline constexpr int kChoicesPerMethodology = 140;
inline const std::vector<std::string> kCountries = {"AA", "BB"};

// Each element of `steps` becomes one item of the log.
RandomWorld MakeWorld(const Choices& methodology, const std::vector<Choices>& steps);

// One line per item, for RapidCheck.
void showValue(const RandomWorld& world, std::ostream& out);

// The log up to the item `known`, as a reader of that moment had it.
std::vector<Transaction> Truncated(const std::vector<Transaction>& log, Sequence known);

}  // namespace lawtrace::analysis
