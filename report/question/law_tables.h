// Tables of the law register: what `lawtrace law list`, `show` and `missing` print.
#pragma once

#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "model/law.h"
#include "model/sequence.h"
#include "report/render/table.h"

namespace lawtrace::report {

// One row per law: law, status, country, type, number, title, title_en, identifier, adopted,
// published, in_force, repealed, url, aliases, links, commencements, follow_through, changes
// (answers that it changed, as far as they stand).
Table LawTable(const analysis::Archive& archive, const std::vector<const Law*>& laws);

// A law with all that the log says of it.
struct LawReport {
  Law law;
  std::vector<std::string> merged;   // Ids of entries that it declares as aliases.
  std::vector<LawLink> links_to;     // What other laws do to it.
  std::vector<Sequence> statements;  // Where in the log it is stated, in order.
  analysis::NodeId node;             // Whose points the effects tell.
  std::vector<analysis::LawEffect> effects;
};

LawReport DescribeLaw(const analysis::Archive& archive, const Law& law, analysis::NodeId node);

// For people: the entry line by line, then its effects.
std::string RenderLawCard(const analysis::Archive& archive, const LawReport& report);
// One JSON object: the columns of LawTable, merged, links_to: [{kind, law}], statements:
// [sequence], node, effects: [columns of LawEffectTable].
std::string RenderLawJson(const analysis::Archive& archive, const LawReport& report);

// One row per country and day on which the law took effect: country, day, bounds, node, points,
// changed (indicators with old -> new answer), events.
Table LawEffectTable(const analysis::Archive& archive, analysis::NodeId node,
                     const std::vector<analysis::LawEffect>& effects);

// One row per amendment without a law: country, indicator, label, old, new, bounds, area,
// area_points, node, points, event.
Table UnattributedTable(const analysis::Archive& archive, analysis::NodeId node,
                        const std::vector<analysis::UnattributedChange>& changes);

}  // namespace lawtrace::report
