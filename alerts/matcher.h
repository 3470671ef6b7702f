// Matcher: which of many filters want a notice, in time that depends on the hits and not on the
// number of filters.
//
// Filters lie in buckets by place (a country, a group, any) and node (an indicator, a node, any),
// and there by the least change that they ask for, so that a notice reads a few runs of them.
// What else a filter asks is checked one by one, for those filters only that ask more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alerts/filter.h"
#include "alerts/notice.h"

namespace lawtrace::alerts {

// Positions of filters, in the order of Matcher::Add.
struct Matches {
  std::vector<std::span<const std::uint32_t>> runs;  // Owned by the matcher.
  std::vector<std::uint32_t> checked;

  std::size_t size() const;
  std::vector<std::uint32_t> Sorted() const;  // All, ascending; each is there once.
};

class Matcher {
 public:
  // REQUIRES: fewer than 2^32 filters.
  void Add(const Filter& filter);
  // To be called after the last Add and before the first Match.
  void Build();

  std::size_t size() const { return count_; }
  // Sets `matches` to the filters that want the notice (Wants), each once.
  void Match(const Notice& notice, Matches& matches) const;
  // Bytes of what grows with the number of filters.
  std::size_t MemoryUsed() const;

 private:
  // Filters that ask for a change of the same node, or for none.
  struct Run {
    std::uint32_t gauge = 0;  // The node; 0: none.
    // By least change; `least` is parallel and empty if `gauge` is 0.
    std::vector<double> least;
    std::vector<std::uint32_t> filters;  // In Bucket::checked: positions in `checked_`.

    void Add(double least_change, std::uint32_t filter);
    void SortByLeast();
    std::span<const std::uint32_t> Within(double change) const;
  };
  struct Bucket {
    std::vector<Run> whole;    // Of filters that ask nothing more.
    std::vector<Run> checked;  // Of the others.
  };
  // What a filter asks beyond its bucket; equal ones are kept once.
  struct Rest {
    Filter filter;
    bool may_repeat = false;  // The filter lies in several buckets that one notice may read.
  };
  struct Checked {
    std::uint32_t filter = 0;
    std::uint32_t rest = 0;
  };
  // What a notice reads: its places and nodes, and the points at them.
  struct Reading {
    std::vector<std::uint32_t> places;
    std::vector<std::uint32_t> nodes;
    std::vector<std::pair<std::uint32_t, double>> changes;  // By node; absolute.

    const double* ChangeAt(std::uint32_t node) const;
  };
  // From 1 on; 0 stands for any.
  using Numbers = std::map<std::string, std::uint32_t, std::less<>>;

  static std::uint32_t NumberOf(Numbers& numbers, std::uint32_t& count, const std::string& name);
  std::uint32_t RestOf(Rest rest);
  Reading Read(const Notice& notice) const;

  std::uint32_t count_ = 0;
  std::uint32_t place_count_ = 1;
  std::uint32_t node_count_ = 1;
  Numbers countries_;   // Share the numbers of places
  Numbers groups_;      // with these.
  Numbers nodes_;       // Share the numbers of nodes
  Numbers indicators_;  // with these.
  std::map<std::pair<std::uint32_t, std::uint32_t>, Bucket> buckets_;  // By place and node.
  std::vector<const Bucket*> table_;  // Place by place; null: no filter.
  std::vector<Rest> rests_;
  std::map<std::string, std::uint32_t> rest_numbers_;
  std::vector<Checked> checked_;
};

}  // namespace lawtrace::alerts
