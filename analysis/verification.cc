#include "analysis/verification.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "model/check.h"
#include "model/number.h"

namespace lawtrace::analysis {
namespace {

// Whether two figures are the same: as printed with so many decimals, or within kFigureTolerance.
class Comparison {
 public:
  explicit Comparison(std::optional<int> decimals) : decimals_(decimals) {}

  bool AreEqual(const std::optional<double>& a, const std::optional<double>& b) const {
    if (!a || !b) return false;
    if (decimals_) return FixedText(*a, *decimals_) == FixedText(*b, *decimals_);
    return std::abs(*a - *b) <= kFigureTolerance;
  }

 private:
  std::optional<int> decimals_;
};

// The answer seen at exactly that reference day; kNoAnswer if none was.
AnswerId SeenOn(const CountryBlock& block, IndicatorId indicator, AsOf as_of) {
  AnswerId seen = kNoAnswer;
  for (const Sighting& sighting : block.SightingsOf(indicator)) {
    if (sighting.IsLiveAt(as_of.known) && sighting.day == as_of.effective.days_since_epoch())
      seen = sighting.answer;
  }
  return seen;
}

// All figures of one country at one reference day, and what the archive says of them.
class Sheet {
 public:
  Sheet(const Archive& archive, std::optional<CountryId> country, AsOf as_of, Comparison comparison)
      : archive_(archive), country_(country), as_of_(as_of), comparison_(comparison) {}

  void Add(const PublishedFigure& figure) { figures_.push_back(&figure); }

  void VerifyInto(Verification& verification) const {
    for (const PublishedFigure* figure : figures_) {
      const NodeId node = NodeOf(*figure);
      if (!figure->value) {
        const std::optional<double> computed = ScoreOfSeen(node);
        if (computed) verification.unpublished.push_back({*figure, *computed});
        continue;
      }
      ++verification.published;
      const std::optional<double> computed = Computed(node);
      if (comparison_.AreEqual(figure->value, computed)) {
        ++verification.equal;
      } else {
        verification.disagreements.push_back({*figure, computed, CauseOf(*figure, node)});
      }
    }
  }

 private:
  NodeId NodeOf(const PublishedFigure& figure) const {
    const std::optional<NodeId> node = archive_.evaluator().FindNode(figure.node);
    Check(node.has_value(), "Verify: figure of an unknown node");
    return *node;
  }

  std::optional<double> Computed(NodeId node) const {
    if (!country_) return std::nullopt;
    return archive_.Block(*country_).ScoreAt(node, as_of_).score;
  }

  // The score from the answers of this reference day alone, none carried over from before.
  std::optional<double> ScoreOfSeen(NodeId node) const {
    if (!country_) return std::nullopt;
    const CountryBlock& block = archive_.Block(*country_);
    Evaluator::State state(archive_.evaluator(), archive_.answers(), as_of_.effective);
    for (const IndicatorId indicator : archive_.evaluator().IndicatorsBelow(node))
      state.Set(indicator, SeenOn(block, indicator, as_of_));
    state.Refresh();
    return state.ScoreOf(node).score;
  }

  std::optional<double> PublishedOf(std::string_view node) const {
    for (const PublishedFigure* figure : figures_)
      if (figure->node == node) return figure->value;
    return std::nullopt;
  }

  // The node's children as the archive scores them.
  std::vector<std::optional<double>> ChildScores(NodeId node) const {
    const Evaluator::State state = archive_.Block(*country_).StateAt(as_of_);
    std::vector<std::optional<double>> scores;
    for (const std::string& child : archive_.methodology().nodes[node.value].children) {
      if (const auto below = archive_.evaluator().FindNode(child)) {
        scores.push_back(state.ScoreOf(*below).score);
      } else {
        const IndicatorId leaf = *archive_.evaluator().FindIndicator(child);
        scores.push_back(archive_.answers().ScoreOf(leaf, state.answer(leaf)));
      }
    }
    return scores;
  }

  std::string CauseOf(const PublishedFigure& figure, NodeId node) const {
    if (!country_) return "the log holds nothing on this country";
    for (const std::string& cause :
         {CauseInLog(node), CauseInChildren(figure, node), CauseInFormula(figure, node)})
      if (!cause.empty()) return cause;
    return "no cause found";
  }

  // The log has moved on from what the coder saw.
  std::string CauseInLog(NodeId node) const {
    const CountryBlock& block = archive_.Block(*country_);
    std::string moved;
    for (const IndicatorId indicator : archive_.evaluator().IndicatorsBelow(node)) {
      const AnswerId seen = SeenOn(block, indicator, as_of_);
      const Standing standing = block.StandingAt(indicator, as_of_);
      if (seen == kNoAnswer || seen == standing.answer || standing.statement == nullptr) continue;
      if (!moved.empty()) moved += ", ";
      moved += archive_.methodology().indicators[indicator.value].code + " (event " +
               std::to_string(standing.statement->sequence) + ")";
    }
    return moved.empty() ? moved : "the log states another answer than the workbook on " + moved;
  }

  // The published figures of the children, put together by the rule, give this one.
  std::string CauseInChildren(const PublishedFigure& figure, NodeId node) const {
    std::vector<std::optional<double>> scores = ChildScores(node);
    const std::vector<std::string>& children = archive_.methodology().nodes[node.value].children;
    std::string differing;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const std::optional<double> published = PublishedOf(children[i]);
      if (!published || comparison_.AreEqual(published, scores[i])) continue;
      scores[i] = published;
      differing += (differing.empty() ? "" : ", ") + children[i];
    }
    const bool explains =
        !differing.empty() &&
        comparison_.AreEqual(archive_.evaluator().Combine(node, scores, as_of_.effective),
                             figure.value);
    return explains ? "follows from the published " + differing : std::string();
  }

  // The workbook's formula passes over one child.
  std::string CauseInFormula(const PublishedFigure& figure, NodeId node) const {
    const std::vector<std::optional<double>> scores = ChildScores(node);
    const std::vector<std::string>& children = archive_.methodology().nodes[node.value].children;
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (!scores[i]) continue;
      std::vector<std::optional<double>> without = scores;
      without[i].reset();
      if (comparison_.AreEqual(archive_.evaluator().Combine(node, without, as_of_.effective),
                               figure.value))
        return "the published figure is the mean without " + children[i] +
               ": the workbook's formula passes over that answer";
    }
    return {};
  }

  const Archive& archive_;
  std::optional<CountryId> country_;
  AsOf as_of_;
  Comparison comparison_;
  std::vector<const PublishedFigure*> figures_;
};

}  // namespace

Verification Verify(const Archive& archive, std::span<const PublishedFigure> figures,
                    const VerificationRules& rules) {
  std::map<std::pair<std::string_view, Day>, Sheet> sheets;
  for (const PublishedFigure& figure : figures) {
    const auto [it, is_new] = sheets.try_emplace(
        {figure.country, figure.reference}, archive, archive.FindCountry(figure.country),
        AsOf{.effective = figure.reference, .known = rules.known}, Comparison(rules.decimals));
    it->second.Add(figure);
  }
  Verification verification{.decimals = rules.decimals};
  for (const auto& [key, sheet] : sheets) sheet.VerifyInto(verification);
  return verification;
}

}  // namespace lawtrace::analysis
