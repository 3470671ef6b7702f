#include "report/documents/internal/report_facts.h"

#include <algorithm>

#include "analysis/explanation.h"
#include "analysis/league.h"
#include "report/documents/internal/report_words.h"
#include "report/question/texts.h"

namespace lawtrace::report {

using analysis::Archive;
using analysis::Change;
using analysis::CountryBlock;
using analysis::CountryId;
using analysis::IndicatorId;
using analysis::NodeId;

std::vector<PartScore> PartScores(const Archive& archive, CountryId country,
                                  const ReportScope& scope) {
  const Methodology& methodology = archive.methodology();
  const CountryBlock& block = archive.Block(country);
  std::vector<PartScore> parts;
  for (const std::string& child : methodology.nodes[scope.node.value].children) {
    PartScore& part = parts.emplace_back();
    part.code = child;
    if (const auto node = archive.evaluator().FindNode(child)) {
      const analysis::NodeScore now = block.ScoreAt(*node, scope.now());
      part.label = methodology.nodes[node->value].LabelOn(scope.range.until);
      part.then = block.ScoreAt(*node, scope.then()).score;
      part.now = now.score;
      part.answered = now.answered;
      part.indicators = now.indicators;
      part.oldest = analysis::OldestAnswer(archive, country, *node, scope.now());
    } else {
      const IndicatorId indicator = *archive.evaluator().FindIndicator(child);
      const auto score = [&](AsOf as_of) {
        return archive.answers().ScoreOf(indicator, block.AnswerAt(indicator, as_of));
      };
      part.label = methodology.indicators[indicator.value].LabelOn(scope.range.until);
      part.then = score(scope.then());
      part.now = score(scope.now());
      part.answered = part.now ? 1 : 0;
      part.indicators = 1;
      part.oldest = block.LastSeen(indicator, scope.now());
    }
  }
  return parts;
}

PointsByKind ByKind(const analysis::Attribution& attribution) {
  PointsByKind points;
  for (const analysis::Contribution& contribution : attribution.contributions) {
    switch (contribution.kind) {
      case analysis::ContributionKind::kLaw:
        points.law += contribution.points;
        break;
      case analysis::ContributionKind::kUnattributed:
        points.unattributed += contribution.points;
        break;
      case analysis::ContributionKind::kRecoding:
      case analysis::ContributionKind::kCorrection:
        points.recoding += contribution.points;
        break;
      case analysis::ContributionKind::kMethodology:
      case analysis::ContributionKind::kCoverage:
        points.coverage += contribution.points;
        break;
    }
  }
  return points;
}

const analysis::Contribution* LargestLaw(const analysis::Attribution& attribution) {
  // Laws come first, by effect.
  if (attribution.contributions.empty()) return nullptr;
  const analysis::Contribution& first = attribution.contributions.front();
  return first.kind == analysis::ContributionKind::kLaw ? &first : nullptr;
}

std::map<CountryId, std::size_t> Ranks(const Archive& archive, std::span<const CountryId> countries,
                                       const ReportScope& scope, AsOf as_of) {
  std::map<CountryId, std::size_t> ranks;
  for (const analysis::RankedCountry& ranked :
       analysis::RankCountries(archive, scope.node, countries, as_of).ranked)
    ranks.emplace(ranked.country, ranked.rank);
  return ranks;
}

std::string PartOf(const Archive& archive, const ReportScope& scope, IndicatorId indicator) {
  const Methodology& methodology = archive.methodology();
  for (const std::string& child : methodology.nodes[scope.node.value].children) {
    const auto node = archive.evaluator().FindNode(child);
    if (node && std::ranges::binary_search(archive.evaluator().IndicatorsBelow(*node), indicator))
      return methodology.nodes[node->value].LabelOn(scope.range.until);
  }
  return {};
}

bool IsAmendment(const Change& change) {
  return change.statement->kind == EventKind::kAmendment;
}

bool IsRecoding(const Change& change) {
  return change.statement->kind == EventKind::kRecoding;
}

Table AnswerChangesTable(bool of_one_country) {
  return {.columns = {{.name = "country", .is_detail = true},
                      {.name = "name", .is_detail = of_one_country},
                      {.name = "area"},
                      {.name = "indicator", .is_detail = true},
                      {.name = "question"},
                      {.name = "old"},
                      {.name = "new"},
                      {.name = "took_effect"},
                      {.name = "earliest", .is_detail = true},
                      {.name = "latest", .is_detail = true},
                      {.name = "basis", .is_detail = true},
                      {.name = "laws"},
                      {.name = "event"}},
          .rows = {}};
}

void AppendAnswerChange(const Archive& archive, const Index& index, const ReportScope& scope,
                        CountryId country, const Change& change, Table& table) {
  const analysis::Statement& statement = *change.statement;
  const Indicator& indicator = archive.methodology().indicators[statement.indicator.value];
  const PartialDate effective = EffectiveDateOf(statement);
  const std::string& code = archive.countries()[country.value];
  table.rows.push_back({code, NameOf(index, code), PartOf(archive, scope, statement.indicator),
                        indicator.code, indicator.LabelOn(effective.latest()),
                        AnswerCell(archive, statement.indicator, change.old_answer),
                        AnswerCell(archive, statement.indicator, statement.answer),
                        BoundsText(effective), effective.earliest().ToString(),
                        effective.latest().ToString(), std::string(Name(statement.basis)),
                        CauseNames(archive, statement), std::int64_t{statement.sequence}});
}

namespace {

// Nodes that are nobody's child and of the headline's level, the headline first.
std::vector<NodeId> Headlines(const Archive& archive) {
  const Methodology& methodology = archive.methodology();
  const NodeId headline = *archive.evaluator().FindNode(methodology.headline);
  const std::string& level = methodology.nodes[headline.value].level;
  std::vector<NodeId> nodes = {headline};
  for (const NodeId node : analysis::IdsUpTo<NodeId>(methodology.nodes.size())) {
    const Node& candidate = methodology.nodes[node.value];
    const bool is_child = std::ranges::any_of(methodology.nodes, [&](const Node& parent) {
      return std::ranges::find(parent.children, candidate.code) != parent.children.end();
    });
    if (!is_child && candidate.level == level && node != headline) nodes.push_back(node);
  }
  return nodes;
}

}  // namespace

NodeId ComparableNode(const Archive& archive, std::span<const CountryId> countries,
                      const ReportScope& scope) {
  NodeId best;
  std::pair<std::size_t, std::size_t> most = {0, 0};
  bool is_first = true;
  for (const NodeId node : Headlines(archive)) {
    std::pair<std::size_t, std::size_t> counts = {0, 0};  // On both days, on the last day.
    for (const CountryId country : countries) {
      const CountryBlock& block = archive.Block(country);
      if (!block.ScoreAt(node, scope.now()).score) continue;
      ++counts.second;
      if (block.ScoreAt(node, scope.then()).score) ++counts.first;
    }
    if (is_first || counts > most) {
      best = node;
      most = counts;
      is_first = false;
    }
  }
  return best;
}

}  // namespace lawtrace::report
