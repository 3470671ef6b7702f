// Tree: whether the nodes of a methodology form a tree that can be scored.
#pragma once

#include <vector>

#include "model/methodology.h"
#include "proto/internal/place.h"

namespace lawtrace::proto {

// Reports codes that are taken twice, unknown or repeated children, cycles, indicators and nodes
// that no node has as a child (except those at the headline's level), weights and tables that do
// not fit the children, geometric means of what may be negative, a tree that is too deep, and a
// headline that is not a node.
// REQUIRES: at `file` stands the v1::MethodologyFile that `methodology` was read from.
void CheckTree(const Methodology& methodology, const Place& file);

// `nodes` in the order of Descend.
// REQUIRES: no cycles and no code twice.
std::vector<Node> ChildrenFirst(std::vector<Node> nodes);

}  // namespace lawtrace::proto
