#include "cli/attribute_verbs.h"

#include <optional>

#include "cli/session.h"

namespace lawtrace::cli {

Result<int> RunAttribute(const AttributeOptions& options) {
  return AskAndPrint(options.question, [&](const Question& question) -> Result<report::Answer> {
    std::optional<analysis::Archive> other;
    const report::ArchiveOf read =
        [&](const Methodology& methodology) -> Result<const analysis::Archive*> {
      Result<analysis::Archive> archive = question.session.ReadArchive(methodology);
      if (!archive) return Fail(archive.error());
      return &other.emplace(*std::move(archive));
    };
    return report::AnswerAttribution(question, options, read, question.format);
  });
}

}  // namespace lawtrace::cli
