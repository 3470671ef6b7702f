// Tables of the law register: what `lawtrace law list`, `show` and `missing` print.
#pragma once

#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "report/table.h"

namespace lawtrace::report {

// One row per law, by id: law, country, type, number, title, title_en, identifier, adopted,
// published, in_force, repealed, url, changes (answers that it changed, as far as they stand).
Table LawTable(const analysis::Archive& archive, const std::vector<const Law*>& laws);

// One row per country and day on which the law took effect: country, day, node, points, changed
// (indicators with old -> new answer), events.
Table LawEffectTable(const analysis::Archive& archive, analysis::NodeId node,
                     const std::vector<analysis::LawEffect>& effects);

// One row per amendment without a law: country, indicator, label, old, new, bounds, area,
// area_points, node, points, event.
Table UnattributedTable(const analysis::Archive& archive, analysis::NodeId node,
                        const std::vector<analysis::UnattributedChange>& changes);

}  // namespace lawtrace::report
