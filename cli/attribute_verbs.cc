#include "cli/attribute_verbs.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/attribution.h"
#include "analysis/league.h"
#include "cli/output.h"
#include "cli/session.h"
#include "model/nearest.h"
#include "report/attribution_table.h"

namespace lawtrace::cli {
namespace {

using analysis::Archive;
using analysis::CountryId;
using analysis::NodeId;
using report::AttributedChange;

// Both ends of the change in the terms of the archives that score them.
struct Ends {
  const Archive& to_archive;
  const Archive* from_archive;  // Null: the methodology is the same.
  AttributedChange::End from;
  AttributedChange::End to;

  analysis::MomentRange range() const { return {.from = from.moment.as_of, .to = to.moment.as_of}; }
};

// The moment of `day`; `known` if given, else `default_known`, says as known when.
Result<report::Moment> MomentOf(Day day, const std::string& known, const std::string& option,
                                const std::string& default_known, const Question& question,
                                Day today) {
  report::Moment moment{.as_of = {.effective = day}, .known_at = std::nullopt};
  const std::string& text = known.empty() ? default_known : known;
  if (text.empty()) return moment;
  const Result<Day> known_at = ParsePoint(text, question.session.index(), today);
  if (!known_at)
    return Fail(Error(known_at.error()).WithContext(known.empty() ? "--known-at" : option));
  moment.known_at = *known_at;
  moment.as_of.known = question.archive.KnownAt(*known_at);
  return moment;
}

Result<Ends> ParseEnds(const AttributeOptions& options, const Question& question,
                       const Archive* from_archive) {
  const QuestionOptions& words = options.question;
  const Day today = words.common.now.day();
  if (words.from.empty())
    return Fail(ErrorCode::kInvalidInput, "attribute splits a change; give its start with --from");
  const Result<Day> from_day = ParsePoint(words.from, question.session.index(), today);
  if (!from_day) return Fail(Error(from_day.error()).WithContext("--from"));
  const Day to_day = question.moment.as_of.effective;
  if (*from_day > to_day)
    return Fail(ErrorCode::kInvalidInput, "--from " + from_day->ToString() + " is after --to " +
                                              to_day.ToString() + "; swap them");
  const Result<report::Moment> from = MomentOf(*from_day, options.from_known_at, "--from-known-at",
                                               words.known_at, question, today);
  if (!from) return Fail(from.error());
  const Result<report::Moment> to =
      MomentOf(to_day, options.to_known_at, "--to-known-at", words.known_at, question, today);
  if (!to) return Fail(to.error());
  const Archive& scores_from = from_archive == nullptr ? question.archive : *from_archive;
  return Ends{.to_archive = question.archive,
              .from_archive = from_archive,
              .from = {.moment = *from, .methodology = scores_from.methodology().id},
              .to = {.moment = *to, .methodology = question.archive.methodology().id}};
}

// The archive of --from-methodology; absent if that is the other end's.
Result<std::optional<Archive>> ReadFromArchive(const AttributeOptions& options,
                                               const Question& question) {
  const std::string& id = options.from_methodology;
  if (id.empty() || id == question.archive.methodology().id) return std::optional<Archive>();
  const Index& index = question.session.index();
  const Methodology* methodology = index.FindMethodology(id);
  if (methodology == nullptr) {
    std::vector<std::string> known;
    for (const Methodology& each : index.methodologies) known.push_back(each.id);
    return Fail(ErrorCode::kInvalidInput,
                "--from-methodology: '" + id + "' is not in the index" + DidYouMean(id, known));
  }
  std::string missing;
  std::string shared;
  for (const Node& node : question.archive.methodology().nodes)
    if (methodology->FindNode(node.code) != nullptr)
      shared += (shared.empty() ? "" : ", ") + node.code;
  for (const NodeId node : question.nodes) {
    const std::string& code = question.archive.methodology().nodes[node.value].code;
    if (methodology->FindNode(code) == nullptr)
      missing +=
          (missing.empty() ? "" : "\n") +
          ("node '" + code + "' is not in methodology " + id + ", which scores the start; ") +
          (shared.empty() ? "no node is in both" : "in both are " + shared);
  }
  if (!missing.empty()) return Fail(ErrorCode::kInvalidInput, missing);
  Result<Archive> archive = question.session.ReadArchive(*methodology);
  if (!archive) return Fail(archive.error());
  return std::optional<Archive>(*std::move(archive));
}

// The countries of --country, and those of the groups if each member is wanted; all if neither is
// named.
std::vector<CountryId> CountriesOf(const AttributeOptions& options, const Question& question) {
  if (question.groups.empty() || options.with_members) return question.countries;
  std::vector<CountryId> countries;
  for (const std::string& name : options.question.countries) {
    const Country* country = question.session.index().FindCountry(name);
    const auto id = question.archive.FindCountry(country == nullptr ? name : country->code);
    if (id) countries.push_back(*id);
  }
  std::ranges::sort(countries);
  countries.erase(std::ranges::unique(countries).begin(), countries.end());
  return countries;
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
Result<std::vector<Group>> MeansOf(const AttributeOptions& options, const Question& question) {
  std::vector<Group> groups;
  std::optional<Day> fixed;
  if (!options.fixed_composition.empty()) {
    if (question.groups.empty() || options.with_members)
      return Fail(ErrorCode::kInvalidInput,
                  "--fixed-composition is about the mean of a group; name one with --group, "
                  "without --members");
    const Result<Day> day = ParsePoint(options.fixed_composition, question.session.index(),
                                       options.question.common.now.day());
    if (!day) return Fail(Error(day.error()).WithContext("--fixed-composition"));
    fixed = *day;
  }
  if (options.with_members) return groups;
  for (const Group* group : question.groups)
    groups.push_back(fixed ? analysis::WithCompositionOf(*group, *fixed) : *group);
  return groups;
}

std::string TextOf(const std::vector<AttributedChange>& changes, const Question& question) {
  if (question.format == report::Format::kJson || question.format == report::Format::kJsonLines)
    return report::RenderAttributions(question.archive, changes);
  std::string text =
      report::Render(report::AttributionTable(question.archive, changes), question.format);
  const bool has_blank = std::ranges::any_of(
      changes, [](const AttributedChange& change) { return !change.attribution.change; });
  if (question.format == report::Format::kText && has_blank)
    text += "\nWhere a score is blank there is no change to split; 'lawtrace score' says why.\n";
  return text;
}

}  // namespace

Result<int> RunAttribute(const AttributeOptions& options) {
  if (options.with_members && options.question.groups.empty())
    return Fail(ErrorCode::kInvalidInput, "--members are those of a group; name it with --group");
  const Result<Question> question = AskOfNodes(options.question);
  if (!question) return Fail(question.error());
  const Result<std::vector<Group>> groups = MeansOf(options, *question);
  if (!groups) return Fail(groups.error());
  const Result<std::optional<Archive>> from_archive = ReadFromArchive(options, *question);
  if (!from_archive) return Fail(from_archive.error());
  const Result<Ends> ends =
      ParseEnds(options, *question, *from_archive ? &**from_archive : nullptr);
  if (!ends) return Fail(ends.error());

  std::vector<AttributedChange> changes;
  for (const Group& group : *groups)
    for (const NodeId node : question->nodes) changes.push_back(SplitGroup(*ends, group, node));
  for (const CountryId country : CountriesOf(options, *question))
    for (const NodeId node : question->nodes) changes.push_back(SplitCountry(*ends, country, node));
  const Status printed = Print(TextOf(changes, *question));
  if (!printed) return Fail(printed.error());
  return 0;
}

}  // namespace lawtrace::cli
