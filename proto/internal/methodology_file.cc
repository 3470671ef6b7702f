#include "proto/internal/methodology_file.h"

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "proto/index.pb.h"
#include "proto/index_codec.h"
#include "proto/internal/fields.h"
#include "proto/internal/place.h"
#include "proto/internal/tree.h"

namespace lawtrace::proto {
namespace {

constexpr std::string_view kAnything = "*";
constexpr int kMostDecimals = 9;

// `owner` is "indicator 'ba21'" or "node 'b'".
std::vector<DatedLabel> ReadLabels(
    const google::protobuf::RepeatedPtrField<v1::DatedLabel>& messages,
    const std::vector<Place>& places, const Place& owner_place, const std::string& owner) {
  if (messages.empty()) owner_place.Report(owner + " has no label; write labels { text: \"...\" }");
  std::vector<DatedLabel> labels;
  for (int i = 0; i < messages.size(); ++i) {
    const v1::DatedLabel& message = messages[i];
    const Place& place = places[static_cast<std::size_t>(i)];
    const Place from_place = place.At(v1::DatedLabel::kFromFieldNumber);
    RequireText(message.text(), place, "text of a label of " + owner);
    const auto from = ReadOptionalDay(message.from(), from_place, "from of a label of " + owner);
    if (i == 0 && from)
      from_place.Report("first label of " + owner + " holds from the beginning; remove its from");
    if (i > 0 && message.from().empty())
      place.Report("later label of " + owner + " has no from; write its first day");
    const std::optional<Day> before = i > 1 ? labels.back().from : std::nullopt;
    if (from && before && *from <= *before)
      from_place.Report("labels of " + owner + " are out of order; write the earliest first");
    labels.push_back({.text = message.text(), .from = from});
  }
  return labels;
}

// Places of the values of the repeated field `number`.
std::vector<Place> PlacesOf(const Place& parent, int number, int count) {
  std::vector<Place> places;
  places.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) places.push_back(parent.At(number, i));
  return places;
}

void CheckScore(bool has_score, double score, const Place& place, const std::string& owner) {
  if (!has_score) {
    place.Report(owner + " has no score; write a number from 0 to 100");
  } else if (!IsScore(score)) {
    place.Report(owner + " scores " + NumberText(score) + "; write a number from 0 to 100");
  }
}

void CheckOptionCode(const std::string& code, const Place& place, const std::string& owner) {
  RequireCode(code, place, "code of an option of " + owner);
  if (code == kAnything || code == "not_assessed" || code == "not_applicable")
    place.Report("option " + Quoted(code) + " of " + owner +
                 " is a reserved word; choose another code");
}

Indicator ReadIndicator(const v1::Indicator& message, const Place& place) {
  const std::string owner = "indicator " + Quoted(message.code());
  RequireCode(message.code(), place.At(v1::Indicator::kCodeFieldNumber), "code of an indicator");
  Indicator indicator{
      .code = message.code(),
      .labels = ReadLabels(
          message.labels(),
          PlacesOf(place, v1::Indicator::kLabelsFieldNumber, message.labels_size()), place, owner),
      .options = {},
      .is_numeric = message.is_numeric()};
  UniqueNames codes(LetterCase::kMatters);
  for (int i = 0; i < message.options_size(); ++i) {
    const v1::Option& option = message.options(i);
    const Place at = place.At(v1::Indicator::kOptionsFieldNumber, i);
    const Place code_place = at.At(v1::Option::kCodeFieldNumber);
    CheckOptionCode(option.code(), code_place, owner);
    codes.Add(option.code(), code_place, "option of " + owner);
    CheckScore(option.has_score(), option.score(), at.At(v1::Option::kScoreFieldNumber),
               "option " + Quoted(option.code()) + " of " + owner);
    indicator.options.push_back(
        {.code = option.code(), .score = option.score(), .label = option.label()});
  }
  if (indicator.is_numeric && !indicator.options.empty())
    place.At(v1::Indicator::kOptionsFieldNumber)
        .Report(owner + " is numeric but has options; remove one of the two");
  if (!indicator.is_numeric && indicator.options.empty())
    place.Report(owner + " has no options; list them or write is_numeric: true");
  return indicator;
}

Aggregation FromProto(v1::Node::Aggregation aggregation) {
  switch (aggregation) {
    case v1::Node::WEIGHTED_MEAN:
      return Aggregation::kWeightedMean;
    case v1::Node::TABLE:
      return Aggregation::kTable;
    default:
      return Aggregation::kMean;
  }
}

TableRow ReadRow(const v1::TableRow& message) {
  TableRow row{.when = {}, .score = message.score()};
  for (const std::string& code : message.when())
    row.when.push_back(code == kAnything ? std::nullopt : std::optional(code));
  return row;
}

Node ReadNode(const v1::Node& message, const Place& place) {
  const std::string owner = "node " + Quoted(message.code());
  RequireCode(message.code(), place.At(v1::Node::kCodeFieldNumber), "code of a node");
  RequireText(message.level(), place.At(v1::Node::kLevelFieldNumber), "level of " + owner);
  Node node{.code = message.code(),
            .labels = ReadLabels(
                message.labels(),
                PlacesOf(place, v1::Node::kLabelsFieldNumber, message.labels_size()), place, owner),
            .level = message.level(),
            .aggregation = FromProto(message.aggregation()),
            .missing = message.missing() == v1::Node::REQUIRE_ALL ? MissingRule::kRequireAll
                                                                  : MissingRule::kSkip,
            .children = {message.children().begin(), message.children().end()},
            .weights = {message.weights().begin(), message.weights().end()},
            .table = {}};
  for (int i = 0; i < message.table_size(); ++i) {
    const Place row = place.At(v1::Node::kTableFieldNumber, i);
    CheckScore(message.table(i).has_score(), message.table(i).score(),
               row.At(v1::TableRow::kScoreFieldNumber), "row of " + owner);
    node.table.push_back(ReadRow(message.table(i)));
  }
  return node;
}

std::vector<Band> ReadBands(const v1::MethodologyFile& message, const Place& place) {
  std::vector<Band> bands;
  for (int i = 0; i < message.bands_size(); ++i) {
    const v1::Band& band = message.bands(i);
    const Place at = place.At(v1::MethodologyFile::kBandsFieldNumber, i);
    const Place from_place = at.At(v1::Band::kFromFieldNumber);
    RequireText(band.name(), at, "name of a band");
    if (!band.has_from() || !std::isfinite(band.from())) {
      from_place.Report("band " + Quoted(band.name()) + " has no smallest score; write its from");
    } else if (!bands.empty() && band.from() >= bands.back().from) {
      from_place.Report("band " + Quoted(band.name()) + " starts at " + NumberText(band.from()) +
                        ", not below the band before it; write the highest band first");
    }
    bands.push_back({.name = band.name(), .from = band.from()});
  }
  return bands;
}

void CheckHead(const v1::MethodologyFile& message, const Place& place) {
  using File = v1::MethodologyFile;
  RequireCode(message.id(), place.At(File::kIdFieldNumber), "id of the methodology");
  RequireText(message.version(), place.At(File::kVersionFieldNumber), "version of the methodology");
  RequireText(message.title(), place.At(File::kTitleFieldNumber), "title of the methodology");
  if (message.decimals() > kMostDecimals)
    place.At(File::kDecimalsFieldNumber)
        .Report("decimals is " + std::to_string(message.decimals()) + "; write at most " +
                std::to_string(kMostDecimals));
}

}  // namespace

std::optional<Methodology> ReadMethodology(const SourceFile& file, Faults& faults) {
  v1::MethodologyFile message;
  const std::optional<Place> place = ParseText(file, faults, message);
  if (!place) return std::nullopt;
  CheckHead(message, *place);
  Methodology methodology{.id = message.id(),
                          .version = message.version(),
                          .title = message.title(),
                          .source = message.source(),
                          .headline = message.headline(),
                          .decimals = static_cast<int>(message.decimals()),
                          .scores_unlisted_numbers = message.scores_unlisted_numbers(),
                          .indicators = {},
                          .nodes = {},
                          .bands = ReadBands(message, *place)};
  for (int i = 0; i < message.indicators_size(); ++i)
    methodology.indicators.push_back(ReadIndicator(
        message.indicators(i), place->At(v1::MethodologyFile::kIndicatorsFieldNumber, i)));
  for (int i = 0; i < message.nodes_size(); ++i)
    methodology.nodes.push_back(
        ReadNode(message.nodes(i), place->At(v1::MethodologyFile::kNodesFieldNumber, i)));
  CheckTree(methodology, *place);
  return methodology;
}

}  // namespace lawtrace::proto
