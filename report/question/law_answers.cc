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
  return {ErrorCode::kNotFound, "law '" + id + "' is not in the register" + DidYouMean(id, ids)};
}

Result<const Law*> FindLaw(const analysis::LawRegister& laws, const std::string& id) {
  if (const Law* law = laws.Find(id)) return law;
  return Fail(UnknownLaw(laws.All(), id));
}

Result<Answer> AnswerLawList(const Question& question, const std::string& status_words) {
  std::optional<LawStatus> status;
  if (!status_words.empty()) {
    const Result<LawStatus> parsed = ParseLawStatus(status_words);
    if (!parsed) return Fail(Error(parsed.error()).At("status"));
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
                          " without a law; name it in a correction of the event.\n"};
}

std::vector<QuestionEntry> LawQuestions() {
  QuestionParameter node = Common("node");
  node.help = "Node whose points are told (default: the headline)";
  return {{.verb = "law list",
           .path = "/v1/laws",
           .operation = "listLaws",
           .tag = "Laws",
           .summary = "The register of laws, with their dates",
           .parameters = Common({"country", "group", "at", "known_at"}) +
                         std::vector{QuestionParameter{
                             .name = "status",
                             .help = "Only laws that a person confirmed, or only those "
                                     "that a comment named",
                             .value_name = "STATUS",
                             .choices = {"confirmed", "recognised"}}},
           .columns = "law status country type number title title_en identifier adopted published "
                      "in_force repealed url aliases links commencements follow_through changes",
           .extent = Extent::kAsKnown,
           .answer =
               [](const Asked& asked) {
                 return AnswerLawList(asked.question, asked.values.Text("status"));
               },
           .examples = "--country DK --status recognised"},
          {.verb = "law show",
           .path = "/v1/laws/{law}",
           .operation = "getLaw",
           .tag = "Laws",
           .summary = "One law: its dates and links, what it changed, everywhere and since when",
           .parameters = std::vector{Required({.name = "law",
                                               .help = "Id of the law, or an alias",
                                               .value_name = "LAW",
                                               .example = "pt-act-2-2018",
                                               .option = "law"}),
                                     node} +
                         Common({"known_at", "methodology"}),
           .columns = {},
           .extent = Extent::kAsKnown,
           .answer =
               [](const Asked& asked) {
                 return AnswerLawShow(asked.question, asked.values.Text("law"), asked.format);
               },
           .examples = "pt-lo-2-2018 --node f"},
          {.verb = "law missing",
           .path = "/v1/desk/unattributed",
           .operation = "listUnattributed",
           .tag = "Editing",
           .summary = "Amendments that name no law, largest effect first",
           .parameters = Common({"country", "group"}) + std::vector{node} + Common({"known_at"}),
           .columns = {},
           .extent = Extent::kAsKnown,
           .answer = [](const Asked& asked) { return AnswerLawMissing(asked.question); },
           .role = "coder",
           .examples = "--country DK"}};
}

}  // namespace lawtrace::report
