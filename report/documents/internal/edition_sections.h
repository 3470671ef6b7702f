// The sections of an edition's report.
#pragma once

#include <vector>

#include "report/documents/edition_report.h"

namespace lawtrace::report {

std::vector<Section> EditionSections(const EditionReport& report, const analysis::Archive& archive,
                                     const Index& index);

}  // namespace lawtrace::report
