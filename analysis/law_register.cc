#include "analysis/law_register.h"

#include <algorithm>
#include <utility>

namespace lawtrace::analysis {

void LawRegister::Add(const Law& law, Sequence sequence) {
  std::vector<LawStatement>& statements = laws_[law.id];
  if (!statements.empty())
    for (const std::string& alias : statements.back().law.aliases)
      if (const auto it = merged_into_.find(alias);
          it != merged_into_.end() && it->second == law.id)
        merged_into_.erase(it);
  for (const std::string& alias : law.aliases) merged_into_.insert_or_assign(alias, law.id);
  statements.push_back({.sequence = sequence, .law = law});
}

LawRegister LawRegister::KnownAt(Sequence known) const {
  std::vector<const LawStatement*> statements;
  for (const auto& [id, of_id] : laws_)
    for (const LawStatement& statement : of_id)
      if (statement.sequence <= known) statements.push_back(&statement);
  std::ranges::sort(statements, {}, [](const LawStatement* s) { return s->sequence; });
  LawRegister earlier;
  for (const LawStatement* statement : statements) earlier.Add(statement->law, statement->sequence);
  return earlier;
}

const Law* LawRegister::Find(std::string_view id) const {
  const auto it = laws_.find(CanonicalId(id));
  return it == laws_.end() ? nullptr : &it->second.back().law;
}

std::string LawRegister::CanonicalId(std::string_view id) const {
  std::string canonical(id);
  // Two entries cannot merge each other (ingest/admission.h), but a longer ring must still end.
  for (std::size_t steps = 0; steps < merged_into_.size(); ++steps) {
    const auto it = merged_into_.find(canonical);
    if (it == merged_into_.end()) break;
    canonical = it->second;
  }
  return canonical;
}

std::vector<const Law*> LawRegister::All() const {
  std::vector<const Law*> all;
  for (const auto& [id, statements] : laws_)
    if (!merged_into_.contains(id)) all.push_back(&statements.back().law);
  return all;
}

std::span<const LawStatement> LawRegister::StatementsOf(std::string_view id) const {
  const auto it = laws_.find(id);
  if (it == laws_.end()) return {};
  return it->second;
}

std::vector<LawLink> LawRegister::LinksTo(std::string_view id) const {
  const std::string target = CanonicalId(id);
  std::vector<LawLink> links;
  for (const Law* other : All())
    for (const LawLink& link : other->links)
      if (CanonicalId(link.law) == target) links.push_back({.kind = link.kind, .law = other->id});
  return links;
}

std::vector<std::string> LawRegister::MergedInto(std::string_view id) const {
  std::vector<std::string> merged;
  for (const auto& [alias, into] : merged_into_)
    if (into == id && laws_.contains(alias)) merged.push_back(alias);
  return merged;
}

}  // namespace lawtrace::analysis
