// The answer to what changes that no law has made would do.
#pragma once

#include <string>
#include <vector>

#include "model/scenario.h"
#include "report/question/answer.h"
#include "report/question/question.h"

namespace lawtrace::report {

// A scenario with nothing left to the clock or to the defaults: ranks within the question's group,
// scores of its countries (by default those that the layers change) and nodes, on its day (by
// default the last on which a change takes effect).  `on_conflict` is empty for "refuse".
[[nodiscard]] Result<Scenario> ComposeScenario(const Question& question,
                                               std::vector<ScenarioLayer> layers,
                                               std::vector<ScenarioLayer> against,
                                               const std::string& on_conflict);

// "scores", "contributions", "changes" or "conflicts"; empty: all that a form can hold.
[[nodiscard]] Status CheckScenarioPart(const std::string& part);

[[nodiscard]] Result<Answer> AnswerScenario(const analysis::Archive& archive,
                                            const Scenario& scenario, const std::string& part,
                                            Format format);

}  // namespace lawtrace::report
