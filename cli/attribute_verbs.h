// lawtrace attribute.
#pragma once

#include "cli/options.h"
#include "model/result.h"
#include "report/question/attribution_answer.h"

namespace lawtrace::cli {

struct AttributeOptions : report::AttributionWords {
  QuestionOptions question;
};

[[nodiscard]] Result<int> RunAttribute(const AttributeOptions& options);

}  // namespace lawtrace::cli
