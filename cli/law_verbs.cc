// lawtrace law list, show, missing.
#include <algorithm>

#include "analysis/attribution.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "model/nearest.h"
#include "report/law_tables.h"

namespace lawtrace::cli {
namespace {

Result<int> PrintTable(const report::Table& table, report::Format format,
                       const std::string& footer) {
  std::string text = report::Render(table, format);
  if (format == report::Format::kText && !footer.empty()) text += "\n" + footer + "\n";
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  return 0;
}

// The law of that id; the error names the nearest.
Result<const Law*> FindLaw(const analysis::Archive& archive, const std::string& id) {
  if (const Law* law = archive.FindLaw(id)) return law;
  std::vector<std::string> ids;
  for (const auto& [known, law] : archive.laws()) ids.push_back(known);
  return Fail(ErrorCode::kNotFound, "law '" + id + "' is not in the register" +
                                        DidYouMean(id, ids) + " ('lawtrace law list' lists them)");
}

bool IsOfCountries(const Question& question, const std::string& country) {
  return std::ranges::any_of(question.countries, [&](analysis::CountryId id) {
    return question.archive.countries()[id.value] == country;
  });
}

}  // namespace

Result<int> RunLawList(const QuestionOptions& options) {
  const Result<Question> question = Ask(options);
  if (!question) return Fail(question.error());
  const bool wants_all = options.countries.empty() && options.groups.empty();
  std::vector<const Law*> laws;
  for (const auto& [id, law] : question->archive.laws())
    if (wants_all || IsOfCountries(*question, law.country)) laws.push_back(&law);
  return PrintTable(report::LawTable(question->archive, laws), question->format,
                    Counted(laws.size(), "law") + ".");
}

Result<int> RunLawShow(const LawShowOptions& options) {
  const Result<Question> question = AskOfNodes(options.question);
  if (!question) return Fail(question.error());
  const Result<const Law*> law = FindLaw(question->archive, options.law);
  if (!law) return Fail(law.error());
  const analysis::NodeId node = question->nodes.front();
  const report::Table effects = report::LawEffectTable(
      question->archive, node, analysis::EffectsOf(question->archive, options.law, node));
  if (question->format != report::Format::kText) return PrintTable(effects, question->format, "");
  const Status printed = Print(report::RenderCard(report::LawTable(question->archive, {*law})) +
                               "\n" + report::Render(effects, question->format));
  if (!printed) return Fail(printed.error());
  return 0;
}

Result<int> RunLawMissing(const QuestionOptions& options) {
  const Result<Question> question = AskOfNodes(options);
  if (!question) return Fail(question.error());
  const analysis::NodeId node = question->nodes.front();
  std::vector<analysis::UnattributedChange> changes =
      analysis::UnattributedChanges(question->archive, node);
  std::erase_if(changes, [&](const analysis::UnattributedChange& change) {
    return !std::ranges::binary_search(question->countries, change.country);
  });
  return PrintTable(report::UnattributedTable(question->archive, node, changes), question->format,
                    Counted(changes.size(), "amendment") +
                        " without a law; name it with 'lawtrace record correction --supersedes "
                        "EVENT --law LAW'.");
}

}  // namespace lawtrace::cli
