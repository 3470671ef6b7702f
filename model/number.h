// Figures as people read them: one rounding for tables, sentences, charts and messages
// (docs/method.md, "Rounding").
#pragma once

#include <string>

namespace lawtrace {

// `value` with so many decimals, half away from zero; never a minus before nothing but noughts.
//
// A half is told by the decimal number that people see, not by the bits that stand for it: by 15
// significant digits and no more than 12 decimals, which leaves out what sums and differences of
// scores add in their last bits.  So 62.125 is "62.13", and 0.1 + 0.185 is "0.29".
// A value that is not finite is "inf", "-inf" or "nan".
// REQUIRES: 0 <= decimals <= 12.
std::string FixedText(double value, int decimals);

// The same with a plus unless there is a minus: "+1.20", "-0.30", "+0.00".
std::string SignedFixedText(double value, int decimals);

// The number that FixedText prints.
double Rounded(double value, int decimals);

// Whole numbers without a point, else the shortest digits that read back the same; 0 for -0.  With
// an exponent below 0.0001 and from 1e16 on.
std::string ShortestText(double value);

}  // namespace lawtrace
