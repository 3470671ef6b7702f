// The parts of the scenario page that change with every answer.
#pragma once

#include <string>

#include "report/render/html_writer.h"
#include "service/page/scenario_view.h"

namespace lawtrace::service {

// "With 2 bills Portugal would score 83.2 instead of 81.0 (+2.2): rank 1 of 56 instead of 3."
std::string SummaryOf(const ScenarioView& view, const std::string& country);
// "67 → 72", or "67" where nothing changes.
std::string AreaWords(const ScenarioView& view, analysis::NodeId area);

// The bills from the ground up with what each adds, and links that change the stack.
void WriteStack(const ScenarioWish& wish, const ScenarioView& view, report::HtmlWriter& html);
// Standings, contributions, and where bills disagree.
void WriteOutcome(const ScenarioView& view, report::HtmlWriter& html);

// Asks for a goal; shows the fewest changes that reach it from the law in force, as a bill to take.
void WriteGoalForm(const ScenarioWish& wish, const ScenarioView& view, report::HtmlWriter& html);
void WriteSuggestion(const PageQuestion& asked, const ScenarioWish& wish, const ScenarioView& view,
                     report::HtmlWriter& html);

}  // namespace lawtrace::service
