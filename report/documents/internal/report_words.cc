#include "report/documents/internal/report_words.h"

#include <fmt/format.h>

#include <cmath>

#include "model/number.h"

namespace lawtrace::report {
namespace {

constexpr int kSentenceDecimals = 1;

std::string PointsWords(double points) {
  const std::string text = FixedText(points, kSentenceDecimals);
  return text + (text == "1.0" ? " point" : " points");
}

}  // namespace

std::string WhenWords(const PartialDate& date) {
  switch (date.precision()) {
    case Precision::kYear:
      return fmt::format("in {}", date.latest().year());
    case Precision::kMonth:
      return fmt::format("in {} {}", MonthName(date.latest()), date.latest().year());
    case Precision::kDay:
      break;
  }
  return "on " + LongDate(date.latest());
}

std::string SignedPoints(double points) {
  return SignedFixedText(points, kSentenceDecimals).substr(0, 1) + PointsWords(std::abs(points));
}

std::string ChangeWords(double change) {
  if (Rounded(change, kSentenceDecimals) == 0) return "unchanged";
  return (change < 0 ? "down " : "up ") + PointsWords(std::abs(change));
}

std::string CountWords(std::size_t count, std::string_view noun) {
  std::string plural(noun);
  if (count != 1) {
    if (plural.ends_with('y')) {
      plural.replace(plural.size() - 1, 1, "ies");
    } else {
      plural += 's';
    }
  }
  return fmt::format("{} {}", count, plural);
}

std::string Listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

std::string LawName(const analysis::Archive& archive, std::string_view id) {
  const Law* law = archive.laws().Find(id);
  if (law == nullptr) return std::string(id);
  std::string name = law->title_en.empty() ? law->title : law->title_en;
  if (name.empty() && !law->type.empty() && !law->number.empty()) {
    name = law->type + " " + law->number;
    if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  }
  if (name.empty()) name = law->id;
  if (!law->number.empty() && name.find(law->number) == std::string::npos)
    name += " (" + law->number + ")";
  return name;
}

std::string CauseNames(const analysis::Archive& archive, const analysis::Statement& statement) {
  std::string names;
  for (const LawReference& reference : archive.LawsOf(statement)) {
    if (reference.role != LawRole::kCause) continue;
    names += (names.empty() ? "" : "; ") + LawName(archive, reference.law);
  }
  return names;
}

const std::string& NodeLabel(const analysis::Archive& archive, const ReportScope& scope) {
  return archive.methodology().nodes[scope.node.value].LabelOn(scope.range.until);
}

std::string IndexWords(const analysis::Archive& archive, const Index& index,
                       const ReportScope& scope) {
  const Methodology& methodology = archive.methodology();
  if (methodology.nodes[scope.node.value].code == methodology.headline) return index.name;
  return index.name + " (" + NodeLabel(archive, scope) + ")";
}

std::string SourceWords(const analysis::Archive& archive, const Index& index,
                        const ReportScope& scope, Sequence last) {
  const Methodology& methodology = archive.methodology();
  std::string words =
      fmt::format("Source: {}. Law in force on {}", index.name, LongDate(scope.range.until));
  if (!scope.from_name.empty()) words += ", compared with " + scope.from_name;
  words += fmt::format("; {} [{}], methodology {}", NodeLabel(archive, scope),
                       methodology.nodes[scope.node.value].code, methodology.id);
  if (!methodology.version.empty()) words += " version " + methodology.version;
  words += fmt::format("; log up to item {}", last.ToString());
  if (scope.known_at) words += ", as known on " + LongDate(*scope.known_at);
  return words + ". Years without a stated day count from their last day.";
}

std::string SourceWords(const analysis::Archive& archive, const Index& index,
                        const ReportScope& scope) {
  return SourceWords(archive, index, scope, archive.last());
}

const Edition* LastEditionBefore(const Index& index, Day day) {
  const Edition* last = nullptr;
  for (const Edition& edition : index.editions)
    if (edition.reference < day) last = &edition;
  return last;
}

std::string PointName(const Index& index, Day day) {
  for (const Edition& edition : index.editions)
    if (edition.reference == day) return edition.title + " (" + LongDate(day) + ")";
  return LongDate(day);
}

}  // namespace lawtrace::report
