// A tiny index and archive for tests of tables.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "model/index.h"
#include "report/question/score_tables.h"

namespace lawtrace::report {

// The overall score needs a (mean of x, y) and b (z).  Options of all indicators: 0 and 100.
// Bands: high from 50, low.  Countries NO and SE; group "north" of both and of a country that the
// log is silent about.
Index TinyIndex();

// SE: x 100, y 0, z 100 in 2010 (items 1 to 3), y amended to 100 on 2015-06-01 by the law se-1
// (items 4, 5), y seen again at the end of 2018 (6).  NO: x 0 in 2010 (7).  Item n is recorded on
// day n of January 2020.
// REQUIRES: `index` outlives the archive.
analysis::Archive TinyArchive(const Index& index);

// All that is recorded, in force on that day.
Moment MomentOn(int year, int month, int day);

// The row's cells by column, as CSV has them: "column=value".
std::vector<std::string> ShowRow(const Table& table, std::size_t row);

}  // namespace lawtrace::report
