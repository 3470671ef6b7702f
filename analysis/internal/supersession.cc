#include "analysis/internal/supersession.h"

#include <algorithm>

#include "model/check.h"

namespace lawtrace::analysis {

const Statement* CorrectedStatement(const CountryBlock& block, const Statement& statement,
                                    Sequence known) {
  const auto cell = block.StatementsOn(statement.indicator);
  const Statement* corrected = &statement;
  do {
    if (!corrected->is_correction) return nullptr;
    const auto target = std::ranges::find(cell, corrected->sequence, &Statement::superseded_by);
    if (target == cell.end()) return nullptr;
    corrected = &*target;
  } while (corrected->sequence > known.value);
  return corrected;
}

Successor SuccessorOf(const CountryBlock& block, const Statement& statement, Sequence known) {
  Check(IsSupersededAt(statement, known), "SuccessorOf: not superseded");
  const auto cell = block.StatementsOn(statement.indicator);
  std::uint32_t event = statement.superseded_by;
  while (true) {
    const auto next = std::ranges::find(cell, event, &Statement::sequence);
    if (next == cell.end()) return {.event = event};
    if (next->IsLiveAt(known)) return {.event = event, .statement = &*next};
    event = next->superseded_by;
  }
}

}  // namespace lawtrace::analysis
