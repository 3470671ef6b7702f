// libFuzzer's entry into the target LAWTRACE_FUZZ_TARGET; one program for each.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/targets.h"
#include "model/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const lawtrace::fuzz::Target* const target = [] {
    for (const lawtrace::fuzz::Target& one : lawtrace::fuzz::Targets())
      if (one.name == LAWTRACE_FUZZ_TARGET) return &one;
    lawtrace::FailCheck("fuzz: no such target", std::source_location::current());
  }();
  target->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
