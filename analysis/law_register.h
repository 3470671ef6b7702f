// LawRegister: the laws that the log states, as known at one position of it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/law.h"
#include "model/sequence.h"

namespace lawtrace::analysis {

// One statement of a law in the log; the latest one of an id holds.
struct LawStatement {
  Sequence sequence;
  Law law;
};

class LawRegister {
 public:
  // REQUIRES: called in log order.
  void Add(const Law& law, Sequence sequence);

  // The register as a reader saw it who knew the log up to `known`.
  LawRegister KnownAt(Sequence known) const;

  // The law of that id, or the one that declares the id as an alias; null if there is none.
  const Law* Find(std::string_view id) const;
  // The id under which the law is to be counted: that of the entry into which declared aliases
  // merge it, over any number of steps; `id` itself if none does or the register does not hold it.
  std::string CanonicalId(std::string_view id) const;
  // The laws that are not merged into another one, by id.
  std::vector<const Law*> All() const;
  // Every statement of exactly that id, in log order; empty if there is none.
  std::span<const LawStatement> StatementsOf(std::string_view id) const;
  // What other laws do to the law, by the id of the other one: {kind, other law's id}.
  std::vector<LawLink> LinksTo(std::string_view id) const;
  // Ids of entries merged into the law, ascending.
  std::vector<std::string> MergedInto(std::string_view id) const;

 private:
  std::map<std::string, std::vector<LawStatement>, std::less<>> laws_;
  std::map<std::string, std::string, std::less<>> merged_into_;  // Alias -> who declares it.
};

}  // namespace lawtrace::analysis
