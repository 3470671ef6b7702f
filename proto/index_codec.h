// Index codec: reads an index from its folder of text files (schema: proto/index.proto).
//
// A reader gets a sound index or every fault of every file: one line each, in the form
// "methodology-x.textproto:41: what is wrong; what to write".
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "model/index.h"
#include "model/result.h"

namespace lawtrace::proto {

struct SourceFile {
  std::string name;  // Without its folder; says what the file holds, e.g. "editions.textproto".
  std::string text;
};

// The index that `files` describe: index.textproto, editions.textproto, countries.textproto, at
// least one methodology-*.textproto and, optionally, groups.textproto and workbook.textproto.
//
// What holds of a returned index, beyond its types: codes, ids and aliases are unique in their
// kind; every reference names something that exists; each tree is free of cycles, its nodes are in
// an order with children before parents and its headline is a node; it has at most 10,000
// indicators and nodes and at most 100 levels of nodes; scores lie on their scales, weights are >
// 0, table rows match their children, and no child of a geometric mean can be negative.
//
// kInvalidInput with all faults otherwise.  A file with a syntax error is left out of the checks
// between files.
[[nodiscard]] Result<Index> ParseIndex(std::span<const SourceFile> files);

// ParseIndex on the *.textproto files of `directory`.
//
// kNotFound if there is no such folder or it holds no such file; kUnavailable if one cannot be
// read.
[[nodiscard]] Result<Index> LoadIndex(const std::filesystem::path& directory);

}  // namespace lawtrace::proto
