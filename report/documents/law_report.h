// What one law did, everywhere: the facts, and the document that tells them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/archive.h"
#include "analysis/attribution.h"
#include "model/index.h"
#include "report/question/report_scope.h"
#include "report/render/document.h"

namespace lawtrace::report {

// An answer whose statement names the law.
struct LawMention {
  analysis::CountryId country;
  analysis::Change change;  // Its statement is owned by the archive.
  LawRole role = LawRole::kCause;
  std::string provision;
};

struct LawEffectReport {
  const Law* law = nullptr;
  ReportScope scope;                         // Of the range, only the last day counts, for labels.
  std::vector<analysis::LawEffect> effects;  // As a cause, by day, then country.
  std::vector<LawMention> mentions;          // In every role; by country, then day.
  std::size_t countries = 0;                 // In which it changed an answer.
  std::size_t changed = 0;                   // Answers that it changed.
  std::optional<double> points;              // Sum over its effects; absent without any.
};

// The score that tells most of a law: of the headline and its like, the one that the first country
// that the law changed had on the day of the change and on the day before.
analysis::NodeId TellingNode(const analysis::Archive& archive, const Law& law,
                             const ReportScope& scope);

// REQUIRES: the law is in the archive's register.
LawEffectReport MakeLawEffectReport(const analysis::Archive& archive, const Law& law,
                                    const ReportScope& scope);

// Parts: law, effects, answers.
Document DocumentOf(const LawEffectReport& report, const analysis::Archive& archive,
                    const Index& index);

}  // namespace lawtrace::report
