// Random: a seeded stream of numbers that is the same on every platform, unlike the standard
// distributions.
#pragma once

#include <cstdint>
#include <random>

namespace lawtrace::bench {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // In [0, bound).  REQUIRES: bound > 0.
  std::uint32_t Below(std::uint32_t bound) { return static_cast<std::uint32_t>(engine_() % bound); }
  // In [0, 1).
  double Unit() { return static_cast<double>(engine_() >> 11U) * 0x1p-53; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace lawtrace::bench
