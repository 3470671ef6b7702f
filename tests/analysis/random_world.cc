#include "tests/analysis/random_world.h"

#include <algorithm>
#include <array>
#include <ostream>

#include "tests/analysis/toy_index.h"

namespace lawtrace::analysis {
namespace {

// Deals out bytes as choices; 0 when they are used up.
class Dealer {
 public:
  explicit Dealer(const Choices& bytes) : bytes_(bytes) {}

  // In [0, count).
  int Pick(int count) {
    if (next_ >= bytes_.size() || count < 2) return 0;
    return bytes_[next_++] % count;
  }
  template <typename T>
  const T& PickFrom(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(Pick(static_cast<int>(all.size())))];
  }

 private:
  const Choices& bytes_;
  std::size_t next_ = 0;
};

MissingRule PickMissing(Dealer& deal) {
  return deal.Pick(4) == 3 ? MissingRule::kRequireAll : MissingRule::kSkip;
}

std::vector<double> PickWeights(Dealer& deal, std::size_t count) {
  std::vector<double> weights;
  for (std::size_t i = 0; i < count; ++i) weights.push_back(0.1 * (1 + deal.Pick(9)));
  return weights;
}

// Makes of a mean what other indices have: other ways to put scores together, weights that change
// within the days of the log, a least share of answered children.
void Vary(Dealer& deal, Node& node) {
  if (node.aggregation == Aggregation::kMean) {
    constexpr std::array kOthers = {Aggregation::kMean, Aggregation::kGeometricMean,
                                    Aggregation::kMinimum, Aggregation::kMaximum};
    node.aggregation = kOthers[static_cast<std::size_t>(deal.Pick(4))];
    if (node.aggregation == Aggregation::kGeometricMean && deal.Pick(2) == 1)
      node.weights = {{.weights = PickWeights(deal, node.children.size())}};
  }
  if (!node.weights.empty())
    for (int more = deal.Pick(3); more > 0; --more)
      node.weights.push_back({.weights = PickWeights(deal, node.children.size()),
                              .from = Day::Of(2020, 1, 1).plus_days(39 - 12 * more)});
  if (deal.Pick(4) == 3) {
    node.missing = MissingRule::kAtLeast;
    node.minimum_share = 0.1 * (1 + deal.Pick(10));
  }
}

// A mean, weighted mean or table (of indicators only) over some of `candidates`.
Node PickNode(Dealer& deal, const std::string& code, const Methodology& methodology,
              const std::vector<std::string>& candidates) {
  std::vector<std::string> children;
  for (int i = 1 + deal.Pick(4); i > 0; --i) {
    const std::string& child = deal.PickFrom(candidates);
    if (std::ranges::find(children, child) == children.end()) children.push_back(child);
  }
  const int shape = deal.Pick(3);
  if (shape == 1) {
    const std::vector<double> weights = PickWeights(deal, children.size());
    return WeightedOf(code, children, weights, PickMissing(deal));
  }
  const bool can_look_up = std::ranges::all_of(children, [&](const std::string& child) {
    const Indicator* indicator = methodology.FindIndicator(child);
    return indicator != nullptr && !indicator->is_numeric;
  });
  if (shape == 0 || !can_look_up) return MeanOf(code, children, PickMissing(deal));
  std::vector<TableRow> table;
  for (int rows = 1 + deal.Pick(4); rows > 0; --rows) {
    TableRow& row = table.emplace_back(TableRow{.score = 3.3 * deal.Pick(30)});
    for (const std::string& child : children) {
      const int option = deal.Pick(5) - 1;
      const std::vector<Option>& options = methodology.FindIndicator(child)->options;
      row.when.push_back(option < 0 || option >= static_cast<int>(options.size())
                             ? std::nullopt
                             : std::optional(options[static_cast<std::size_t>(option)].code));
    }
  }
  return TableOf(code, children, table, PickMissing(deal));
}

Methodology MakeMethodology(const Choices& choices) {
  Dealer deal(choices);
  Methodology methodology{
      .id = "random",
      .version = "1",
      .headline = "top",
      .scores_unlisted_numbers = deal.Pick(2) == 1,
      .indicators = {OptionsOf("i0", {0, 50, 100}), OptionsOf("i1", {0, 33, 67, 100}),
                     OptionsOf("i2", {0, 50, 100}), OptionsOf("i3", {0, 100}), NumericOf("i4")}};
  methodology.indicators[2].options[1].score = 12.3;  // An option need not score its own code.
  std::vector<std::string> candidates = {"i0", "i1", "i2", "i3", "i4"};
  std::vector<std::string> upper = candidates;
  for (const char* code : {"n0", "n1", "n2", "m0", "m1", "top"}) {
    if (code[0] != 'n') candidates = upper;
    methodology.nodes.push_back(PickNode(deal, code, methodology, candidates));
    if (deal.Pick(2) == 1) Vary(deal, methodology.nodes.back());
    upper.emplace_back(code);
  }
  methodology.nodes.back().children = {"n0", "m0", "m1", "i0"};  // Shared leaves at the top.
  methodology.nodes.back().aggregation = Aggregation::kMean;
  methodology.nodes.back().missing = PickMissing(deal);
  methodology.nodes.back().weights.clear();
  methodology.nodes.back().table.clear();
  return methodology;
}

PartialDate PickDate(Dealer& deal) {
  const Day day = Day::Of(2020, 1, 1).plus_days(deal.Pick(50));
  const int precision = deal.Pick(8);
  return {day, precision == 7   ? Precision::kYear
               : precision == 6 ? Precision::kMonth
                                : Precision::kDay};
}

Event MakeEvent(Dealer& deal, const std::vector<Event>& earlier, Sequence next) {
  static const std::vector<EventKind> kKinds = {
      EventKind::kAmendment,  EventKind::kCoding,      EventKind::kRecoding,
      EventKind::kAmendment,  EventKind::kCorrection,  EventKind::kCorrection,
      EventKind::kCorrection, EventKind::kRetraction,  EventKind::kRetraction,
      EventKind::kProposal,   EventKind::kConfirmation};
  static const std::vector<std::string> kIndicators = {"i0", "i1", "i2", "i3", "i4", "other"};
  static const std::vector<std::string> kAnswers = {
      "100", "0", "50", "33", "not_assessed", "67", "not_applicable", "12.5", "2G"};
  Event event{.kind = deal.PickFrom(kKinds)};
  event.country = deal.PickFrom(kCountries);
  event.indicator = deal.PickFrom(kIndicators);
  const Answer answer = Answer::FromText(deal.PickFrom(kAnswers));
  if (event.kind != EventKind::kRetraction) event.answer = answer;
  if (deal.Pick(8) != 7) event.effective = PickDate(deal);
  const int observed = deal.Pick(100);
  if (observed >= 50) event.observed = Day::Of(2020, 1, 1).plus_days(observed - 50);
  for (int laws = deal.Pick(4) % 3; laws > 0; --laws)
    event.laws.push_back({.law = deal.PickFrom(std::vector<std::string>{"law-a", "law-b"})});
  const bool is_fix = event.kind == EventKind::kCorrection || event.kind == EventKind::kRetraction;
  if (!is_fix || earlier.empty()) {
    if (is_fix) event.supersedes = next.plus(3);  // Nothing that is there.
    return event;
  }
  const Event& target = earlier[earlier.size() - 1 -
                                static_cast<std::size_t>(deal.Pick(
                                    std::min<int>(static_cast<int>(earlier.size()), 20)))];
  event.supersedes = target.sequence;
  const int as = deal.Pick(6);
  if (event.kind == EventKind::kCorrection && as < 3)
    event.counts_as = kKinds[static_cast<std::size_t>(as)];
  if (event.kind == EventKind::kCorrection && as == 3) event.counts_as = EventKind::kConfirmation;
  if (deal.Pick(6) != 5) {  // Else it moves to another country or indicator.
    event.country = target.country;
    event.indicator = target.indicator;
  }
  return event;
}

}  // namespace

RandomWorld MakeWorld(const Choices& methodology, const std::vector<Choices>& steps) {
  RandomWorld world{.methodology = MakeMethodology(methodology)};
  std::vector<Event> events;
  Sequence next{1};
  for (const Choices& step : steps) {
    Dealer deal(step);
    const int boundary = deal.Pick(4);  // 0: same transaction; else a new one.
    if (world.log.empty() || boundary != 0) {
      const Instant before = world.log.empty() ? Instant(0) : world.log.back().recorded_at;
      world.log.push_back(
          {.first = next,
           .recorded_at = Instant(before.seconds_since_epoch() + (boundary - 1) * 40'000)});
      if (boundary == 0) world.log.back().recorded_at = before;
    }
    Transaction& transaction = world.log.back();
    if (transaction.events.empty() && deal.Pick(8) == 7) {
      transaction.laws.push_back({.id = "law-" + next.ToString()});
    } else {
      Event event = MakeEvent(deal, events, next);
      event.sequence = next;
      events.push_back(event);
      transaction.events.push_back(std::move(event));
    }
    next = next.plus(1);
  }
  return world;
}

void showValue(const RandomWorld& world, std::ostream& out) {
  for (const Node& node : world.methodology.nodes) {
    out << "\n" << node.code << " of";
    for (const std::string& child : node.children) out << " " << child;
  }
  for (const Transaction& transaction : world.log) {
    out << "\nrecorded " << transaction.recorded_at.ToString();
    if (!transaction.laws.empty()) out << " with a law";
    for (const Event& event : transaction.events) {
      out << "\n  " << event.sequence.value << " " << Name(event.kind) << " " << event.country
          << " " << event.indicator << " " << (event.answer ? event.answer->ToString() : "-")
          << " from " << (event.effective ? event.effective->ToString() : "-");
      if (event.observed) out << " observed " << event.observed->ToString();
      if (event.supersedes) out << " supersedes " << event.supersedes->value;
      if (event.counts_as) out << " as " << Name(*event.counts_as);
      for (const LawReference& law : event.laws) out << " by " << law.law;
    }
  }
}

std::vector<Transaction> Truncated(const std::vector<Transaction>& log, Sequence known) {
  std::vector<Transaction> kept;
  for (const Transaction& transaction : log) {
    if (transaction.first > known) break;
    Transaction part = transaction;
    const std::uint64_t size =
        std::min<std::uint64_t>(part.size(), known.value - part.first.value + 1);
    const std::uint64_t laws = std::min<std::uint64_t>(part.laws.size(), size);
    part.laws.resize(laws);
    part.events.resize(size - laws);
    kept.push_back(std::move(part));
  }
  return kept;
}

}  // namespace lawtrace::analysis
