// Random worlds for RapidCheck.
//
// RapidCheck prints the seed of a failure; RC_PARAMS="seed=N max_success=M" sets it.
#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <vector>

#include "tests/analysis/random_world.h"

namespace lawtrace::analysis {

inline rc::Gen<RandomWorld> AnyWorld() {
  const auto choices = [](int count) {
    return rc::gen::container<Choices>(
        static_cast<std::size_t>(count),
        rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>()));
  };
  return rc::gen::apply(MakeWorld, choices(kChoicesPerMethodology),
                        rc::gen::container<std::vector<Choices>>(choices(kChoicesPerStep)));
}

}  // namespace lawtrace::analysis
