#include "proto/internal/descent.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace lawtrace::proto {
namespace {

constexpr std::size_t kMostLoops = 10;

enum class Visit : std::uint8_t { kNone, kOpen, kDone };

class Descender {
 public:
  explicit Descender(const std::vector<Node>& nodes)
      : nodes_(nodes), visits_(nodes.size(), Visit::kNone) {
    for (std::size_t i = 0; i < nodes.size(); ++i) positions_.emplace(nodes[i].code, i);
  }

  Descent Run() {
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (visits_[i] == Visit::kNone) DescendFrom(i);
    return std::move(descent_);
  }

 private:
  struct Open {
    std::size_t node;
    std::size_t next_child = 0;
  };

  void DescendFrom(std::size_t first) {
    Enter(first);
    while (!path_.empty()) {
      Open& open = path_.back();
      const std::vector<std::string>& children = nodes_[open.node].children;
      if (open.next_child == children.size()) {
        visits_[open.node] = Visit::kDone;
        descent_.order.push_back(open.node);
        path_.pop_back();
        continue;
      }
      const std::size_t child = open.next_child++;
      const auto below = positions_.find(children[child]);
      if (below == positions_.end()) continue;  // An indicator.
      if (visits_[below->second] == Visit::kNone) {
        Enter(below->second);
      } else if (visits_[below->second] == Visit::kOpen) {
        NoteLoop(below->second, child);
      }
    }
  }

  void Enter(std::size_t node) {
    visits_[node] = Visit::kOpen;
    path_.push_back({.node = node});
  }

  void NoteLoop(std::size_t top, std::size_t child) {
    if (descent_.loops.size() == kMostLoops) return;
    Loop& loop = descent_.loops.emplace_back(Loop{.path = {}, .child = child});
    for (auto step = std::ranges::find(path_, top, &Open::node); step != path_.end(); ++step)
      loop.path.push_back(step->node);
  }

  const std::vector<Node>& nodes_;
  std::unordered_map<std::string_view, std::size_t> positions_;
  std::vector<Visit> visits_;  // Parallel to the nodes.
  std::vector<Open> path_;     // From a first node down.
  Descent descent_;
};

}  // namespace

Descent Descend(const std::vector<Node>& nodes) {
  return Descender(nodes).Run();
}

}  // namespace lawtrace::proto
