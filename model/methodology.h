// Methodology: how answers become scores.  Read from data (proto/index_codec.h), never written in
// code.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/day.h"
#include "model/sequence.h"

namespace lawtrace {

// A label that held from a day on; codes are stable, labels are dated.
struct DatedLabel {
  std::string text;
  std::optional<Day> from;  // Absent: from the beginning.
};

// The label that holds on `day`: the last one with from <= day.
// REQUIRES: `labels` is not empty, is ordered by `from`, and its first has no `from`.
const std::string& LabelOn(const std::vector<DatedLabel>& labels, Day day);

// The number in [0, 100] that `text` is, whole; absent if it is none.
std::optional<double> NumberOnScale(std::string_view text);

struct Option {
  std::string code;   // As recorded: "50", "2G".
  double score;       // In [0, 100].
  std::string label;  // May be empty.
};

struct Indicator {
  std::string code;  // Stable codebook identifier, e.g. "ba21".
  std::vector<DatedLabel> labels;
  std::vector<Option> options;  // Empty exactly when `is_numeric`.
  bool is_numeric = false;      // Any number in [0, 100] is an answer and its own score.

  const Option* Find(std::string_view option_code) const;  // Null if there is none.
  const std::string& LabelOn(Day day) const { return lawtrace::LabelOn(labels, day); }
};

enum class Aggregation : std::uint8_t {
  kMean,          // Arithmetic mean of the children.
  kWeightedMean,  // Mean with `weights`.
  kTable,         // First row of `table` that matches the children's answers.
};

enum class MissingRule : std::uint8_t {
  kSkip,        // An absent child drops out, with its weight; none present: absent.
  kRequireAll,  // One absent child makes the node absent.
};

// A row of a lookup table; parallel to the node's children, which are indicators.
struct TableRow {
  std::vector<std::optional<std::string>> when;  // Option code; absent matches anything, even none.
  double score;                                  // In [0, 100].
};

// An inner node of the tree.  Its children are indicators or other nodes.
struct Node {
  std::string code;
  std::vector<DatedLabel> labels;
  std::string level;  // The edition's word for this depth: "overall", "area", "dimension", ...
  Aggregation aggregation = Aggregation::kMean;
  MissingRule missing = MissingRule::kSkip;
  std::vector<std::string> children;  // Codes, in summation order.
  std::vector<double> weights;        // Parallel to children if kWeightedMean, else empty; > 0.
  std::vector<TableRow> table;        // Not empty exactly if kTable.

  const std::string& LabelOn(Day day) const { return lawtrace::LabelOn(labels, day); }
};

// A word for a range of printed scores, e.g. "favourable" from 80 on.
struct Band {
  std::string name;
  double from;  // Smallest printed score in the band; the next higher band ends it.
};

struct Methodology {
  std::string id;       // "mipex-core".
  std::string version;  // Changes whenever a score could.
  std::string title;
  std::string source;    // Where the rules are published.
  std::string headline;  // Code of the node that a reader means by "the score".
  int decimals = 0;      // Printed decimals of a score.
  // An option that is not listed but is a number in [0, 100] scores that number.  Such answers
  // occur in published workbooks; a person cannot record one.
  bool scores_unlisted_numbers = false;
  std::vector<Indicator> indicators;  // In codebook order.
  std::vector<Node> nodes;            // Children before parents.
  std::vector<Band> bands;            // Highest first.

  const Indicator* FindIndicator(std::string_view code) const;  // Null if there is none.
  const Node* FindNode(std::string_view code) const;            // Null if there is none.
  // `score` rounded as the edition prints it: half away from zero at `decimals`.
  double Rounded(double score) const;
  // The band of the printed score; empty if the methodology has no bands.
  std::string_view BandOf(double score) const;
};

}  // namespace lawtrace
