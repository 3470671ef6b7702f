// Small methodologies and logs, written in few words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "model/methodology.h"
#include "model/transaction.h"

namespace lawtrace::analysis {

inline Day DayOf(std::string_view text) {
  return Day::Parse(text).value();
}

// An indicator whose options are the numbers given, each scoring itself.
inline Indicator OptionsOf(std::string code, const std::vector<int>& options) {
  Indicator indicator{.code = code, .labels = {{.text = code}}};
  for (const int option : options)
    indicator.options.push_back(
        {.code = std::to_string(option), .score = static_cast<double>(option)});
  return indicator;
}

inline Indicator NumericOf(std::string code) {
  return {.code = code, .labels = {{.text = code}}, .is_numeric = true};
}

inline Node MeanOf(std::string code, std::vector<std::string> children,
                   MissingRule missing = MissingRule::kSkip) {
  return {.code = std::move(code),
          .aggregation = Aggregation::kMean,
          .missing = missing,
          .children = std::move(children)};
}

inline Node WeightedOf(std::string code, std::vector<std::string> children,
                       std::vector<double> weights, MissingRule missing = MissingRule::kSkip) {
  return {.code = std::move(code),
          .aggregation = Aggregation::kWeightedMean,
          .missing = missing,
          .children = std::move(children),
          .weights = {{.weights = std::move(weights)}}};
}

// A geometric mean, minimum or maximum.
inline Node FoldOf(Aggregation aggregation, std::string code, std::vector<std::string> children,
                   MissingRule missing = MissingRule::kSkip) {
  Node node = MeanOf(std::move(code), std::move(children), missing);
  node.aggregation = aggregation;
  return node;
}

inline Node TableOf(std::string code, std::vector<std::string> children,
                    std::vector<TableRow> table, MissingRule missing = MissingRule::kSkip) {
  return {.code = std::move(code),
          .aggregation = Aggregation::kTable,
          .missing = missing,
          .children = std::move(children),
          .table = std::move(table)};
}

// Indicators "a", "b", "c" (0, 50, 100) and "n" (numeric); "ab", "cn" their means, "all" the mean
// of both.
inline Methodology ToyMethodology() {
  return {
      .id = "toy",
      .version = "1",
      .headline = "all",
      .indicators = {OptionsOf("a", {0, 50, 100}), OptionsOf("b", {0, 50, 100}),
                     OptionsOf("c", {0, 50, 100}), NumericOf("n")},
      .nodes = {MeanOf("ab", {"a", "b"}), MeanOf("cn", {"c", "n"}), MeanOf("all", {"ab", "cn"})}};
}

// An event on PT's indicator "a" unless told otherwise.
struct EventWords {
  EventKind kind = EventKind::kAmendment;
  std::string country = "PT";
  std::string indicator = "a";
  std::string answer;          // Empty: none.
  std::string effective = "";  // As PartialDate::Parse; empty: unknown.
  std::string observed = "";   // Empty: not.
  std::optional<Sequence> supersedes = std::nullopt;
  std::vector<LawReference> laws = {};
  std::optional<EventKind> counts_as = std::nullopt;
};

inline Event EventOf(const EventWords& words) {
  Event event{.kind = words.kind, .country = words.country, .indicator = words.indicator};
  if (!words.answer.empty()) event.answer = Answer::FromText(words.answer);
  if (!words.effective.empty()) event.effective = PartialDate::Parse(words.effective).value();
  if (!words.observed.empty()) event.observed = DayOf(words.observed);
  event.supersedes = words.supersedes;
  event.laws = words.laws;
  event.counts_as = words.counts_as;
  return event;
}

// A log in memory.
class ToyLog {
 public:
  // Appends a transaction recorded on `day` and returns the sequence of its first item.
  Sequence RecordAll(std::string_view day, std::vector<Event> events, std::vector<Law> laws = {}) {
    Transaction transaction{.first = last_.plus(1),
                            .recorded_at = Instant::Parse(day).value(),
                            .laws = std::move(laws),
                            .events = std::move(events)};
    for (std::size_t i = 0; i < transaction.events.size(); ++i)
      transaction.events[i].sequence = transaction.first.plus(transaction.laws.size() + i);
    last_ = transaction.last();
    transactions_.push_back(std::move(transaction));
    return transactions_.back().first;
  }
  // As RecordAll, with one event.
  Sequence Record(std::string_view day, const EventWords& words) {
    return RecordAll(day, {EventOf(words)});
  }

  Archive Build(const Methodology& methodology) const {
    ArchiveBuilder builder(methodology);
    for (const Transaction& transaction : transactions_) builder.Add(transaction);
    return std::move(builder).Build();
  }

  const std::vector<Transaction>& transactions() const { return transactions_; }

 private:
  Sequence last_;
  std::vector<Transaction> transactions_;
};

// The answer as text; "-" for none.
inline std::string AnswerText(const Archive& archive, std::string_view country,
                              std::string_view indicator, std::string_view effective,
                              Sequence known = kLatest) {
  const std::optional<CountryId> id = archive.FindCountry(country);
  if (!id) return "-";
  const IndicatorId position = archive.evaluator().FindIndicator(indicator).value();
  const AnswerId answer =
      archive.Block(*id).AnswerAt(position, {.effective = DayOf(effective), .known = known});
  const std::optional<Answer>& found = archive.answers().AnswerOf(position, answer);
  return found ? found->ToString() : "-";
}

inline NodeScore ScoreOf(const Archive& archive, std::string_view country, std::string_view node,
                         std::string_view effective, Sequence known = kLatest) {
  return archive.Block(archive.FindCountry(country).value())
      .ScoreAt(archive.evaluator().FindNode(node).value(),
               {.effective = DayOf(effective), .known = known});
}

}  // namespace lawtrace::analysis
