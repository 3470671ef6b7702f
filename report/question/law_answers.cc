#include "report/question/law_answers.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/attribution.h"
#include "model/nearest.h"
#include "report/question/law_tables.h"

namespace lawtrace::report {
namespace {

bool IsOfCountries(const Question& question, const std::string& country) {
  if (question.words.countries.empty() && question.words.groups.empty()) return true;
  return std::ranges::any_of(question.countries, [&](analysis::CountryId id) {
    return question.archive.countries()[id.value] == country;
  });
}

}  // namespace

Error UnknownLaw(std::span<const Law* const> known, const std::string& id) {
  std::vector<std::string> ids;
  for (const Law* law : known) ids.push_back(law->id);
  return {.code = ErrorCode::kNotFound,
          .message = "law '" + id + "' is not in the register" + DidYouMean(id, ids) +
                     " ('lawtrace law list' lists them)"};
}

Result<const Law*> FindLaw(const analysis::LawRegister& laws, const std::string& id) {
  if (const Law* law = laws.Find(id)) return law;
  return Fail(UnknownLaw(laws.All(), id));
}

Result<Answer> AnswerLawList(const Question& question, const std::string& status_words) {
  std::optional<LawStatus> status;
  if (!status_words.empty()) {
    const Result<LawStatus> parsed = ParseLawStatus(status_words);
    if (!parsed) return Fail(Error(parsed.error()).WithContext("--status"));
    status = *parsed;
  }
  std::vector<const Law*> laws;
  for (const Law* law : question.archive.laws().All())
    if (law->status == status.value_or(law->status) && IsOfCountries(question, law->country))
      laws.push_back(law);
  return Answer{.table = LawTable(question.archive, laws),
                .footer = "\n" + Counted(laws.size(), "law") + ".\n"};
}

Result<Answer> AnswerLawShow(const Question& question, const std::string& id, Format format) {
  if (const Status nodes = RequireNodes(question); !nodes) return Fail(nodes.error());
  const Result<const Law*> law = FindLaw(question.archive.laws(), id);
  if (!law) return Fail(law.error());
  const LawReport shown = DescribeLaw(question.archive, **law, question.nodes.front());
  if (format == Format::kText) return Answer{.written = RenderLawCard(question.archive, shown)};
  if (IsCsv(format))
    return Answer{.table = LawEffectTable(question.archive, shown.node, shown.effects)};
  return Answer{.written = RenderLawJson(question.archive, shown)};
}

Result<Answer> AnswerLawMissing(const Question& question) {
  if (const Status nodes = RequireNodes(question); !nodes) return Fail(nodes.error());
  const analysis::NodeId node = question.nodes.front();
  std::vector<analysis::UnattributedChange> changes =
      analysis::UnattributedChanges(question.archive, node);
  std::erase_if(changes, [&](const analysis::UnattributedChange& change) {
    return !std::ranges::binary_search(question.countries, change.country);
  });
  return Answer{.table = UnattributedTable(question.archive, node, changes),
                .footer = "\n" + Counted(changes.size(), "amendment") +
                          " without a law; name it with 'lawtrace record correction --supersedes "
                          "EVENT --law LAW'.\n"};
}

}  // namespace lawtrace::report
