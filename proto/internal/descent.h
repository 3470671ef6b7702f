// Descent: the nodes of a methodology from the leaves up.
#pragma once

#include <cstddef>
#include <vector>

#include "model/methodology.h"

namespace lawtrace::proto {

// A child that leads back to its node: `path` runs from the child down to the node, positions of
// nodes.
struct Loop {
  std::vector<std::size_t> path;
  std::size_t child = 0;  // Position among the children of the last node of the path.
};

struct Descent {
  // Every node's position: in the order given, save that a node that stands after its parent comes
  // right before it.  Children before parents, if there are no loops.
  std::vector<std::size_t> order;
  std::vector<Loop> loops;  // The first few.
};

// REQUIRES: no code twice.  Takes no more of the stack for a deep tree than for a flat one.
Descent Descend(const std::vector<Node>& nodes);

}  // namespace lawtrace::proto
