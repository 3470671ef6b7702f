// What is fuzzed: every reader of bytes that come from outside or from the disk.  A target takes
// any bytes and must neither crash nor run on; what it makes of them is thrown away, except that
// what a decoder accepts must encode to what decodes to the same.
#pragma once

#include <span>
#include <string_view>

namespace lawtrace::fuzz {

struct Target {
  std::string_view name;  // Also of its folder of inputs below tests/fixtures/fuzz.
  void (*run)(std::string_view bytes);
};

std::span<const Target> Targets();

}  // namespace lawtrace::fuzz
