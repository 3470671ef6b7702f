#include "analysis/internal/supersession.h"

#include <algorithm>

#include "model/check.h"

namespace lawtrace::analysis {
namespace {

// The statement of that sequence on the answer; null if there is none.
const Statement* Find(std::span<const Statement> cell, Sequence sequence) {
  const auto found = std::ranges::find(cell, sequence.value, &Statement::sequence);
  return found == cell.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Corrected> CorrectedBy(const Archive& archive, const CountryBlock& block,
                                     const Statement& statement, Sequence known) {
  const Supersession* link = archive.FindSupersession(Sequence{statement.sequence});
  while (link != nullptr && link->of > known) link = archive.FindSupersession(link->of);
  if (link == nullptr) return std::nullopt;
  if (const Statement* corrected = Find(block.StatementsOn(statement.indicator), link->of))
    return Corrected{.statement = corrected};
  const Supersession* target = archive.FindSupersession(link->of);
  if (target == nullptr || !target->is_retraction) return std::nullopt;
  return Corrected{};
}

Successor SuccessorOf(const Archive& archive, const CountryBlock& block, const Statement& statement,
                      Sequence known) {
  Check(IsSupersededAt(statement, known), "SuccessorOf: not superseded");
  const Supersession* last = archive.FindSuperseder(Sequence{statement.sequence});
  for (const Supersession* next = last; next != nullptr && next->by <= known;
       next = archive.FindSuperseder(next->by))
    last = next;
  return {.event = last->by,
          .statement = Find(block.StatementsOn(statement.indicator), last->by),
          .is_retraction = last->is_retraction};
}

}  // namespace lawtrace::analysis
