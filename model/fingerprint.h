// Fingerprint: tells whether a methodology is still the one that figures were computed by.
#pragma once

#include <string>

#include "model/methodology.h"

namespace lawtrace {

// Sixteen hexadecimal digits over everything that the methodology holds, labels included: 64-bit
// FNV-1a over its fields, each with its length.  Guards against mistakes, not against forgery.
std::string FingerprintOf(const Methodology& methodology);

}  // namespace lawtrace
