// SourceName: which documents are editions of one source.
#pragma once

#include <string>
#include <string_view>

namespace lawtrace::ingest {

// What a source is called, by the name of its document: without folders, ending and marks of an
// edition at its end, such as "v2", "(1)", "2021-03-01", "revised"; in small letters.  So
// "core-2007-2019_v2.xlsx" and "Core-2007-2019 (1).csv" are both "core-2007-2019".  A name of
// nothing but marks is that of a source without a name, "-".  Empty only if `document` is.
std::string SourceName(std::string_view document);

}  // namespace lawtrace::ingest
