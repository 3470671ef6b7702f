#include "bench/workload.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>
#include <span>
#include <unordered_set>
#include <utility>

#include "bench/random.h"
#include "model/check.h"

namespace lawtrace::bench {
namespace {

constexpr std::uint32_t kMaxAnswersPerLaw = 24;
constexpr std::int32_t kMaxLagDays = 365;
constexpr double kMeanLagDays = 30;

// Scales of answers, by turns along the codebook; an option's code is its score.
constexpr std::array<int, 3> kThreePoints = {0, 50, 100};
constexpr std::array<int, 5> kFivePoints = {0, 25, 50, 75, 100};
constexpr std::array<int, 11> kTenths = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100};

std::span<const int> ScaleOf(std::uint32_t indicator) {
  if (indicator % 4 == 1) return kFivePoints;
  if (indicator % 4 == 3) return kTenths;
  return kThreePoints;
}

// Draws positions 0..count - 1, some up to three times as often as the mean.
class UnevenPick {
 public:
  UnevenPick(std::uint32_t count, Random& random) : cumulative_(count) {
    for (std::uint32_t i = 0; i < count; ++i) cumulative_[i] = 1.0 / std::sqrt(i + 5.0);
    for (std::uint32_t i = count - 1; i > 0; --i)
      std::swap(cumulative_[i], cumulative_[random.Below(i + 1)]);
    std::partial_sum(cumulative_.begin(), cumulative_.end(), cumulative_.begin());
  }

  std::uint32_t operator()(Random& random) const {
    const double drawn = random.Unit() * cumulative_.back();
    const auto it = std::ranges::upper_bound(cumulative_, drawn);
    return static_cast<std::uint32_t>(std::min(it, cumulative_.end() - 1) - cumulative_.begin());
  }

 private:
  std::vector<double> cumulative_;
};

std::string Padded(const std::string& prefix, std::size_t number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return prefix + std::string(digits - std::min(digits, text.size()), '0') + text;
}

std::string CountryCode(std::uint32_t country) {
  return {static_cast<char>('A' + country / 26), static_cast<char>('A' + country % 26)};
}

std::string IndicatorCode(std::uint32_t indicator) {
  return Padded("i", indicator + 1, 3);
}

Methodology MakeMethodology(std::uint32_t indicators) {
  Methodology methodology{.id = "bench",
                          .version = "1",
                          .title = "Made-up index",
                          .source = "bench/workload.h",
                          .headline = "overall"};
  Node overall{.code = "overall", .labels = {{.text = "Overall"}}, .level = "overall"};
  for (std::uint32_t area = 0; area < kAreaCount; ++area) {
    const std::string code = Padded("area", area + 1, 1);
    methodology.nodes.push_back({.code = code, .labels = {{.text = code}}, .level = "area"});
    overall.children.push_back(code);
  }
  for (std::uint32_t i = 0; i < indicators; ++i) {
    Indicator indicator{.code = IndicatorCode(i), .labels = {{.text = "Indicator"}}};
    for (const int score : ScaleOf(i))
      indicator.options.push_back({.code = std::to_string(score), .score = 1.0 * score});
    methodology.nodes[AreaOf(i, indicators)].children.push_back(indicator.code);
    methodology.indicators.push_back(std::move(indicator));
  }
  methodology.nodes.push_back(std::move(overall));
  return methodology;
}

// A transaction whose sequences are not assigned yet.  Events are known by the order in which they
// were made up.
struct Draft {
  std::int32_t recorded_day;
  Transaction transaction;
  std::size_t first_event;
  std::optional<std::size_t> corrects;  // What its only event supersedes.
};

class Generator {
 public:
  explicit Generator(const WorkloadSize& size)
      : size_(size),
        random_(size.seed),
        pick_country_(size.countries, random_),
        pick_indicator_(size.indicators, random_) {}

  std::vector<Transaction> Run() {
    const std::uint32_t late = size_.events / 20;
    for (std::uint32_t c = 0; c < size_.countries; ++c) AddFirstAnswers(c);
    Check(event_count_ + late <= size_.events, "workload: too few events for its first answers");
    while (event_count_ + late < size_.events) AddLaw(size_.events - late - event_count_);
    const std::size_t timely = drafts_.size();
    while (event_count_ < size_.events) AddLate(timely);
    return Sequenced();
  }

 private:
  std::int32_t DrawDay() {
    return kFirstDay.days_since_epoch() + static_cast<std::int32_t>(random_.Below(kDayCount));
  }

  std::int32_t RecordedAfter(std::int32_t effective) {
    const double lag = -kMeanLagDays * std::log(1.0 - random_.Unit());
    return effective + std::min(kMaxLagDays, static_cast<std::int32_t>(lag));
  }

  Event DrawEvent(EventKind kind, std::uint32_t country, std::uint32_t indicator,
                  std::int32_t effective) {
    Event event{.kind = kind,
                .country = CountryCode(country),
                .indicator = IndicatorCode(indicator),
                .answer = DrawAnswer(indicator),
                .effective = PartialDate(Day(effective), Precision::kDay)};
    if (kind == EventKind::kCoding) event.observed = Day(effective);
    return event;
  }

  Answer DrawAnswer(std::uint32_t indicator) {
    if (random_.Below(100) == 0) return Answer::NotAssessed();
    const std::span<const int> scale = ScaleOf(indicator);
    const std::uint32_t drawn = random_.Below(static_cast<std::uint32_t>(scale.size()));
    return Answer::Option(std::to_string(scale[drawn]));
  }

  void Add(std::int32_t recorded_day, Transaction transaction,
           std::optional<std::size_t> corrects = {}) {
    const std::size_t first = event_count_;
    event_count_ += static_cast<std::uint32_t>(transaction.events.size());
    drafts_.push_back({recorded_day, std::move(transaction), first, corrects});
  }

  // Nine in ten answers stand from the first day on; a few are first given later or by a law.
  void AddFirstAnswers(std::uint32_t country) {
    const std::int32_t first_day = kFirstDay.days_since_epoch();
    Transaction round;
    for (std::uint32_t i = 0; i < size_.indicators; ++i) {
      const std::uint32_t drawn = random_.Below(100);
      if (drawn < 90) {
        round.events.push_back(DrawEvent(EventKind::kCoding, country, i, first_day));
      } else if (drawn < 97) {
        const std::int32_t day = DrawDay();
        Transaction later;
        later.events.push_back(DrawEvent(EventKind::kCoding, country, i, day));
        Add(RecordedAfter(day), std::move(later));
      }
    }
    Add(RecordedAfter(first_day), std::move(round));
  }

  void AddLaw(std::uint32_t most_answers) {
    const std::uint32_t country = pick_country_(random_);
    const std::int32_t effective = DrawDay();
    const PartialDate in_force(Day(effective), Precision::kDay);
    std::uint32_t answers = 1;
    while (answers < std::min(kMaxAnswersPerLaw, most_answers) && random_.Below(4) != 0) ++answers;
    std::vector<std::uint32_t> touched;
    for (std::uint32_t a = 0; a < answers; ++a) touched.push_back(pick_indicator_(random_));
    std::ranges::sort(touched);
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    const std::string number = std::to_string(++law_count_);
    const std::string code = CountryCode(country);
    Transaction transaction;
    transaction.laws.push_back({.id = Padded("law-", law_count_, 6),
                                .country = code,
                                .type = "act",
                                .number = number,
                                .title = "Act " + number + " on the rights of migrants",
                                .in_force = in_force});
    for (const std::uint32_t indicator : touched) {
      Event event = DrawEvent(EventKind::kAmendment, country, indicator, effective);
      event.basis = Basis::kStated;
      event.laws.push_back({.law = transaction.laws.front().id});
      transaction.events.push_back(std::move(event));
    }
    Add(RecordedAfter(effective), std::move(transaction));
  }

  // What became known late about one event of the drafts before `timely`.
  void AddLate(std::size_t timely) {
    const Draft& draft = drafts_[random_.Below(static_cast<std::uint32_t>(timely))];
    const std::uint32_t row =
        random_.Below(static_cast<std::uint32_t>(draft.transaction.events.size()));
    Event event = draft.transaction.events[row];
    std::int32_t effective = event.effective->latest().days_since_epoch();
    if (random_.Below(2) == 0)
      effective = std::max(kFirstDay.days_since_epoch(),
                           effective - 1 - static_cast<std::int32_t>(random_.Below(200)));
    event.effective = PartialDate(Day(effective), Precision::kDay);
    const auto indicator = static_cast<std::uint32_t>(std::stoul(event.indicator.substr(1)) - 1);
    event.answer = DrawAnswer(indicator);
    event.observed.reset();
    std::optional<std::size_t> corrects;
    if (random_.Below(2) == 0) corrects = draft.first_event + row;
    // Nobody corrects what is corrected already.
    if (corrects && !corrected_.insert(*corrects).second) return;
    event.kind = corrects ? EventKind::kCorrection : EventKind::kAmendment;
    const std::int32_t recorded =
        draft.recorded_day + 30 + static_cast<std::int32_t>(random_.Below(1'500));
    Transaction transaction;
    transaction.events.push_back(std::move(event));
    Add(recorded, std::move(transaction), corrects);
  }

  std::vector<Transaction> Sequenced() {
    std::ranges::stable_sort(drafts_, {}, &Draft::recorded_day);
    std::vector<Sequence> sequences(event_count_);
    std::vector<Transaction> transactions;
    transactions.reserve(drafts_.size());
    Sequence next{1};
    for (Draft& draft : drafts_) {
      Transaction& transaction = draft.transaction;
      transaction.first = next;
      transaction.recorded_at = Instant::StartOf(Day(draft.recorded_day));
      next = next.plus(transaction.laws.size());
      for (std::size_t e = 0; e < transaction.events.size(); ++e) {
        transaction.events[e].sequence = sequences[draft.first_event + e] = next;
        next = next.plus(1);
      }
      if (draft.corrects) transaction.events.front().supersedes = sequences[*draft.corrects];
      transactions.push_back(std::move(transaction));
    }
    return transactions;
  }

  WorkloadSize size_;
  Random random_;
  UnevenPick pick_country_;
  UnevenPick pick_indicator_;
  std::vector<Draft> drafts_;
  std::unordered_set<std::size_t> corrected_;
  std::uint32_t event_count_ = 0;
  std::size_t law_count_ = 0;
};

}  // namespace

std::uint32_t AreaOf(std::uint32_t indicator, std::uint32_t indicator_count) {
  return indicator * kAreaCount / indicator_count;
}

Workload MakeWorkload(const WorkloadSize& size) {
  Check(size.countries >= 1 && size.countries <= 676, "workload: 1..676 countries");
  Check(size.indicators >= kAreaCount, "workload: too few indicators");
  Workload workload{.methodology = MakeMethodology(size.indicators)};
  for (std::uint32_t c = 0; c < size.countries; ++c) workload.countries.push_back(CountryCode(c));
  workload.transactions = Generator(size).Run();
  return workload;
}

}  // namespace lawtrace::bench
