// The text files of an index, methodologies aside.
#pragma once

#include "model/index.h"
#include "proto/internal/faults.h"

namespace lawtrace::proto {

struct SourceFile;

struct Reading {
  Index index;
  Faults faults;
  // Whether every methodology, and the country file, parsed.  If not, an unknown name proves
  // nothing and is not reported.
  bool has_all_methodologies = true;
  bool has_all_countries = true;
};

// Each adds to `reading.index` what `file` states and reports what is wrong with it.
// REQUIRES: the methodologies are read and, for ReadEditions and ReadGroups, the countries.
void ReadHead(const SourceFile& file, Reading& reading);       // index.textproto
void ReadEditions(const SourceFile& file, Reading& reading);   // By reference day.
void ReadCountries(const SourceFile& file, Reading& reading);  // By code.
void ReadGroups(const SourceFile& file, Reading& reading);
void ReadWorkbook(const SourceFile& file, Reading& reading);

}  // namespace lawtrace::proto
