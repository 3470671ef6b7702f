#include "bench/questions.h"

#include <span>

#include "bench/random.h"

namespace lawtrace::bench {
namespace {

double WeightedSum(std::span<const std::optional<double>> scores) {
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    sum += Checksum(scores[i]) * (1.0 + static_cast<double>(i));
  return sum;
}

}  // namespace

std::vector<Question> DrawQuestions(const WorkloadSize& size, Sequence last, std::size_t count) {
  Random random(size.seed + 1);
  std::vector<Question> questions;
  questions.reserve(count);
  for (std::size_t q = 0; q < count; ++q) {
    const auto country = static_cast<std::uint16_t>(random.Below(size.countries));
    const auto indicator = static_cast<std::uint16_t>(random.Below(size.indicators));
    const auto days = static_cast<std::int32_t>(random.Below(kDayCount));
    const Sequence known{1U + random.Below(static_cast<std::uint32_t>(last.value))};
    questions.push_back({.country = {country},
                         .indicator = {indicator},
                         .as_of = {.effective = kFirstDay.plus_days(days), .known = known}});
  }
  return questions;
}

double Checksum(const std::optional<double>& score) {
  return score.value_or(-1.0);
}
double Checksum(const ProfileScores& scores) {
  return WeightedSum(scores);
}
double Checksum(const LeagueScores& scores) {
  return WeightedSum(scores);
}

}  // namespace lawtrace::bench
