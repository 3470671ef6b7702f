// lawtrace law list, show, missing.
#include <algorithm>
#include <optional>

#include "analysis/attribution.h"
#include "cli/find_law.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/verbs.h"
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

bool IsOfCountries(const QuestionOptions& options, const Question& question,
                   const std::string& country) {
  if (options.countries.empty() && options.groups.empty()) return true;
  return std::ranges::any_of(question.countries, [&](analysis::CountryId id) {
    return question.archive.countries()[id.value] == country;
  });
}

}  // namespace

Result<int> RunLawList(const LawListOptions& options) {
  std::optional<LawStatus> status;
  if (!options.status.empty()) {
    const Result<LawStatus> parsed = ParseLawStatus(options.status);
    if (!parsed) return Fail(Error(parsed.error()).WithContext("--status"));
    status = *parsed;
  }
  const Result<Question> question = Ask(options.question, Extent::kAsKnown);
  if (!question) return Fail(question.error());
  std::vector<const Law*> laws;
  for (const Law* law : question->archive.laws().All())
    if (law->status == status.value_or(law->status) &&
        IsOfCountries(options.question, *question, law->country))
      laws.push_back(law);
  return PrintTable(report::LawTable(question->archive, laws), question->format,
                    Counted(laws.size(), "law") + ".");
}

Result<int> RunLawShow(const LawShowOptions& options) {
  const Result<Question> question = AskOfNodes(options.question, Extent::kAsKnown);
  if (!question) return Fail(question.error());
  const analysis::Archive& archive = question->archive;
  const Result<const Law*> law = FindLaw(archive.laws(), options.law);
  if (!law) return Fail(law.error());
  const report::LawReport shown = report::DescribeLaw(archive, **law, question->nodes.front());
  std::string text;
  if (question->format == report::Format::kText) {
    text = report::RenderLawCard(archive, shown);
  } else if (question->format == report::Format::kCsv) {
    text = report::Render(report::LawEffectTable(archive, shown.node, shown.effects),
                          question->format);
  } else {
    text = report::RenderLawJson(archive, shown);
  }
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  return 0;
}

Result<int> RunLawMissing(const QuestionOptions& options) {
  const Result<Question> question = AskOfNodes(options, Extent::kAsKnown);
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
