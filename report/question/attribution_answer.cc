#include "report/question/attribution_answer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/attribution.h"
#include "analysis/league.h"
#include "report/question/attribution_table.h"
#include "report/question/reference.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::CountryId;
using analysis::NodeId;

// Both ends of the change in the terms of the archives that score them.
struct Ends {
  const Archive& to_archive;
  const Archive* from_archive;  // Null: the methodology is the same.
  AttributedChange::End from;
  AttributedChange::End to;

  analysis::MomentRange range() const { return {.from = from.moment.as_of, .to = to.moment.as_of}; }
};

// The moment of `day`; `known` if given, else the question, says as known when.
Result<Moment> MomentOf(Day day, const std::string& known, std::string_view field,
                        const Question& question) {
  Moment moment{.as_of = {.effective = day}, .known_at = std::nullopt};
  const std::string& text = known.empty() ? question.words.known_at : known;
  if (text.empty()) return moment;
  const Result<Day> known_at = ParsePoint(text, question.index, question.today);
  if (!known_at) return Fail(Error(known_at.error()).At(known.empty() ? "known_at" : field));
  moment.known_at = *known_at;
  moment.as_of.known = question.archive.KnownAt(*known_at);
  return moment;
}

Result<Ends> ParseEnds(const AttributionWords& words, const Question& question,
                       const Archive* from_archive) {
  if (question.words.from.empty())
    return Fail(ErrorCode::kInvalidInput,
                "attribute splits a change; give its start with " + Phrase(Field{"from"}));
  const Result<Day> from_day = ParsePointFor(question.words.from, question);
  if (!from_day) return Fail(Error(from_day.error()).At("from"));
  const Day to_day = question.moment.as_of.effective;
  if (*from_day > to_day)
    return Fail(ErrorCode::kInvalidInput, Phrase(Field{"from"}) + " " + from_day->ToString() +
                                              " is after " + Field{"at"} + " " + to_day.ToString() +
                                              "; swap them");
  const Result<Moment> from = MomentOf(*from_day, words.from_known_at, "from_known_at", question);
  if (!from) return Fail(from.error());
  const Result<Moment> to = MomentOf(to_day, words.to_known_at, "to_known_at", question);
  if (!to) return Fail(to.error());
  const Archive& scores_from = from_archive == nullptr ? question.archive : *from_archive;
  return Ends{.to_archive = question.archive,
              .from_archive = from_archive,
              .from = {.moment = *from, .methodology = scores_from.methodology().id},
              .to = {.moment = *to, .methodology = question.archive.methodology().id}};
}

// The archive of the start's methodology; null if that is the other end's.
Result<const Archive*> FindFromArchive(const AttributionWords& words, const Question& question,
                                       const ArchiveOf& archive_of) {
  const std::string& id = words.from_methodology;
  if (id.empty() || id == question.archive.methodology().id) return nullptr;
  const Result<const Methodology*> methodology = ChooseMethodology(question.index, id);
  if (!methodology) return Fail(Error(methodology.error()).At("from_methodology"));
  std::string missing;
  std::string shared;
  for (const Node& node : question.archive.methodology().nodes)
    if ((*methodology)->FindNode(node.code) != nullptr)
      shared += (shared.empty() ? "" : ", ") + node.code;
  for (const NodeId node : question.nodes) {
    const std::string& code = question.archive.methodology().nodes[node.value].code;
    if ((*methodology)->FindNode(code) == nullptr)
      missing +=
          (missing.empty() ? "" : "\n") +
          ("node '" + code + "' is not in methodology " + id + ", which scores the start; ") +
          (shared.empty() ? "no node is in both" : "in both are " + shared);
  }
  if (!missing.empty()) return Fail(ErrorCode::kInvalidInput, missing);
  return archive_of(**methodology);
}

// The countries that are named, and those of the groups if each member is wanted; all if neither is
// named.
std::vector<CountryId> CountriesOf(const AttributionWords& words, const Question& question) {
  return question.groups.empty() || words.with_members ? question.countries
                                                       : NamedCountries(question);
}

AttributedChange SplitCountry(const Ends& ends, CountryId country, NodeId node) {
  const std::string& code = ends.to_archive.countries()[country.value];
  AttributedChange change{
      .country = code,
      .group = {},
      .node = ends.to_archive.methodology().nodes[node.value].code,
      .from = ends.from,
      .to = ends.to,
      .attribution = analysis::Attribute(ends.to_archive, country, node, ends.range())};
  if (ends.from_archive == nullptr) return change;
  const Archive& former = *ends.from_archive;
  std::optional<double> score;
  if (const auto id = former.FindCountry(code))
    score = former.Block(*id)
                .ScoreAt(*former.evaluator().FindNode(change.node), ends.from.moment.as_of)
                .score;
  change.attribution = analysis::AfterMethodology(score, std::move(change.attribution));
  return change;
}

AttributedChange SplitGroup(const Ends& ends, const Group& group, NodeId node) {
  AttributedChange change{
      .country = {},
      .group = group.id,
      .node = ends.to_archive.methodology().nodes[node.value].code,
      .from = ends.from,
      .to = ends.to,
      .attribution = analysis::AttributeMean(ends.to_archive, group, node, ends.range())};
  if (ends.from_archive == nullptr) return change;
  const Archive& former = *ends.from_archive;
  const AsOf from = ends.from.moment.as_of;
  const std::vector<CountryId> members = MembersOn(group, former, from.effective);
  const analysis::GroupMean mean = analysis::MeanOf(
      former, *former.evaluator().FindNode(change.node), members, members.size(), from);
  change.attribution = analysis::AfterMethodology(mean.mean, std::move(change.attribution));
  return change;
}

// The groups whose means are asked for, with the composition that is.
Result<std::vector<Group>> MeansOf(const AttributionWords& words, const Question& question) {
  std::vector<Group> groups;
  std::optional<Day> fixed;
  if (!words.fixed_composition.empty()) {
    if (question.groups.empty() || words.with_members)
      return Fail(ErrorCode::kInvalidInput, Phrase(Field{"fixed_composition"}) +
                                                " is about the mean of a group; name one with " +
                                                Field{"group"} + ", without " + Field{"members"});
    const Result<Day> day = ParsePoint(words.fixed_composition, question.index, question.today);
    if (!day) return Fail(Error(day.error()).At("fixed_composition"));
    fixed = *day;
  }
  if (words.with_members) return groups;
  for (const Group* group : question.groups)
    groups.push_back(fixed ? analysis::WithCompositionOf(*group, *fixed) : *group);
  return groups;
}

}  // namespace

Result<Answer> AnswerAttribution(const Question& question, const AttributionWords& words,
                                 const ArchiveOf& archive_of, Format format) {
  if (words.with_members && question.groups.empty())
    return Fail(ErrorCode::kInvalidInput,
                Phrase(Field{"members"}) + " are those of a group; name it with " + Field{"group"});
  if (const Status nodes = RequireNodes(question); !nodes) return Fail(nodes.error());
  const Result<std::vector<Group>> groups = MeansOf(words, question);
  if (!groups) return Fail(groups.error());
  const Result<const Archive*> from_archive = FindFromArchive(words, question, archive_of);
  if (!from_archive) return Fail(from_archive.error());
  const Result<Ends> ends = ParseEnds(words, question, *from_archive);
  if (!ends) return Fail(ends.error());

  std::vector<AttributedChange> changes;
  for (const Group& group : *groups)
    for (const NodeId node : question.nodes) changes.push_back(SplitGroup(*ends, group, node));
  for (const CountryId country : CountriesOf(words, question))
    for (const NodeId node : question.nodes) changes.push_back(SplitCountry(*ends, country, node));
  Answer answer;
  if (format == Format::kJson || format == Format::kJsonLines) {
    answer.written = RenderAttributions(question.archive, changes, format == Format::kJsonLines);
    return answer;
  }
  answer.table = AttributionTable(question.archive, changes);
  if (std::ranges::any_of(changes, [](const auto& change) { return !change.attribution.change; }))
    answer.footer =
        "\nWhere a score is blank there is no change to split; 'lawtrace score' says why.\n";
  return answer;
}

std::vector<QuestionEntry> AttributionQuestions() {
  const auto date = [](std::string_view name, std::string_view help) {
    return QuestionParameter{.name = name, .help = help, .value_name = "DATE"};
  };
  QuestionParameter from = Required(Common("from"));
  from.help = "Where the change begins: YYYY-MM-DD, YYYY (its 31 December), an edition or today";
  QuestionParameter to = date("to", "Where it ends, written like `from` (default: today)");
  to.example = "2016";
  to.option = "--to,--at";
  QuestionParameter by = Common("methodology");
  by.name = "from_methodology";
  by.help = "Score the start by another methodology (default: as the end)";
  return {{.verb = "attribute",
           .path = "/v1/attribution",
           .operation = "getAttribution",
           .tag = "Change",
           .summary = "Which law moved a score, or a group's mean, between two points, by how many "
                      "points",
           .parameters =
               Common({"country", "group", "node"}) +
               std::vector{
                   from, to, date("from_known_at", "The start as known then (default: as the end)"),
                   date("to_known_at", "The end as known then (default: as `known_at`)"), by,
                   date("fixed_composition", "Groups have the members of that day at both ends"),
                   QuestionParameter{
                       .name = "members",
                       .help = "Each member of the groups at the end, instead of their mean",
                       .type = ParameterType::kFlag}} +
               Common({"known_at", "methodology"}),
           .columns = {},
           .answer =
               [](const Asked& asked) {
                 const AskedValues& values = asked.values;
                 return AnswerAttribution(asked.question,
                                          {.from_known_at = values.Text("from_known_at"),
                                           .to_known_at = values.Text("to_known_at"),
                                           .from_methodology = values.Text("from_methodology"),
                                           .fixed_composition = values.Text("fixed_composition"),
                                           .with_members = values.IsSet("members")},
                                          asked.archive_of, asked.format);
               },
           .examples = "--country DK --from 2009 --to 2016\n"
                       "--group EU --from mipex-2015 --to mipex-2020\n"
                       "--country PT --from 2020 --from-known-at 2021 --to 2024"}};
}

}  // namespace lawtrace::report
