// Methodology: how answers become scores.  Read from data (proto/index_codec.h), never written in
// code.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
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

// The numbers that scores may be; both ends included.
struct Scale {
  std::optional<double> minimum = 0;    // Absent: scores have no lowest number ...
  std::optional<double> maximum = 100;  // ... or no highest one.

  // Whether `score` lies between the ends; no scale holds what is beyond kFurthestScore.
  bool Holds(double score) const;
  bool is_bounded() const { return minimum.has_value() && maximum.has_value(); }
  // What a number on it is called: "a number from 0 to 100", "a number of 0 or more", "a number".
  std::string ToString() const;

  friend bool operator==(const Scale&, const Scale&) = default;
};

// No score is further from 0: a double tells its whole numbers apart.
inline constexpr double kFurthestScore = 1e15;

// The number on the scale that `text` is, whole; absent if it is none.
std::optional<double> NumberOnScale(std::string_view text, const Scale& scale);

struct Option {
  std::string code;   // As recorded: "50", "2G".
  double score;       // On the indicator's scale.
  std::string label;  // May be empty.
};

struct Indicator {
  std::string code;  // Stable codebook identifier, e.g. "ba21".
  std::vector<DatedLabel> labels;
  std::vector<Option> options;  // Empty exactly when `is_numeric`.
  bool is_numeric = false;      // Any number on `scale` is an answer and its own score.
  Scale scale;                  // Its own, or the methodology's.

  const Option* Find(std::string_view option_code) const;  // Null if there is none.
  const std::string& LabelOn(Day day) const { return lawtrace::LabelOn(labels, day); }
};

enum class Aggregation : std::uint8_t {
  kMean,           // Arithmetic mean of the children.
  kWeightedMean,   // Mean with `weights`.
  kTable,          // First row of `table` that matches the children's answers; no row: absent.
  kGeometricMean,  // Of scores that cannot be negative; with `weights`, if there are any.
  kMinimum,        // The lowest child's score ...
  kMaximum,        // ... or the highest one's.
};

enum class MissingRule : std::uint8_t {
  kSkip,        // An absent child drops out, with its weight; none present: absent, even in a
                // table whose row would match.
  kRequireAll,  // One absent child makes the node absent.
  kAtLeast,     // As kSkip, but absent if the present children make less than `minimum_share`.
};

// The names of the two in the index's files: "WEIGHTED_MEAN", "AT_LEAST".
std::string_view Name(Aggregation aggregation);
std::string_view Name(MissingRule rule);

// The children's weights from a day on.
struct DatedWeights {
  std::vector<double> weights;  // Parallel to the children; > 0.
  std::optional<Day> from;      // Absent: from the beginning.
};

// A row of a lookup table; parallel to the node's children, which are indicators.
struct TableRow {
  std::vector<std::optional<std::string>> when;  // Option code; absent matches any, and none.
  double score;                                  // On the methodology's scale.
};

// An inner node of the tree.  Its children are indicators or other nodes.
struct Node {
  std::string code;
  std::vector<DatedLabel> labels;
  std::string level;  // The edition's word for this depth: "overall", "area", "dimension", ...
  Aggregation aggregation = Aggregation::kMean;
  MissingRule missing = MissingRule::kSkip;
  // If kAtLeast, in (0, 1]: of the children's weight where they have weights, else of their number.
  double minimum_share = 0;
  std::vector<std::string> children;  // Codes, in summation order.
  // By `from`, the first without one; not empty if kWeightedMean, and only there and in a
  // geometric mean.
  std::vector<DatedWeights> weights;
  std::vector<TableRow> table;  // Not empty exactly if kTable.

  const std::string& LabelOn(Day day) const { return lawtrace::LabelOn(labels, day); }
  // The weights that hold on `day`, parallel to the children; empty where children have none.
  std::span<const double> WeightsOn(Day day) const;
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
  Scale scale;           // Of the nodes' scores.
  // An option that is not listed but is a number on the indicator's scale scores that number.  Such
  // answers occur in published workbooks; a person cannot record one.
  bool scores_unlisted_numbers = false;
  std::vector<Indicator> indicators;  // In codebook order.
  std::vector<Node> nodes;            // Children before parents.
  std::vector<Band> bands;            // Highest first.

  const Indicator* FindIndicator(std::string_view code) const;  // Null if there is none.
  const Node* FindNode(std::string_view code) const;            // Null if there is none.
  // `score` as it is printed: model/number.h with `decimals`.
  std::string Printed(double score) const;
  double Rounded(double score) const;
  // The band of the printed score; empty if the methodology has no bands.
  std::string_view BandOf(double score) const;
};

}  // namespace lawtrace
