#include "proto/internal/methodology_file.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "model/number.h"
#include "proto/index.pb.h"
#include "proto/index_codec.h"
#include "proto/internal/fields.h"
#include "proto/internal/place.h"
#include "proto/internal/tree.h"

namespace lawtrace::proto {
namespace {

constexpr std::string_view kAnything = "*";
constexpr int kMostDecimals = 9;
constexpr Scale kAnyNumber{.minimum = std::nullopt, .maximum = std::nullopt};
constexpr int kMostParts = 10'000;  // Indicators and nodes; docs/method.md, "Nodes".

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

void CheckScore(std::optional<double> score, const Scale& scale, const Place& place,
                const std::string& owner) {
  if (score && scale.Holds(*score)) return;
  place.Report(owner + (score ? " scores " + ShortestText(*score) : " has no score") + "; write " +
               scale.ToString());
}

// The scale that `message` states within `outer`; `outer` if it states none.
template <typename Message>
Scale ReadScale(const Message& message, const Place& owner_place, const Scale& outer,
                const std::string& owner) {
  if (!message.has_scale()) return outer;
  const v1::Scale& stated = message.scale();
  const Place place = owner_place.At(Message::kScaleFieldNumber);
  Scale scale{.minimum = std::nullopt, .maximum = std::nullopt};
  if (stated.has_minimum()) scale.minimum = stated.minimum();
  if (stated.has_maximum()) scale.maximum = stated.maximum();
  if (scale.minimum && scale.maximum && !(*scale.minimum < *scale.maximum))
    place.Report("scale of " + owner + " has no room; write a maximum above its minimum");
  for (const std::optional<double>& end : {scale.minimum, scale.maximum})
    if (end && !outer.Holds(*end))
      place.Report("scale of " + owner + " ends at " + ShortestText(*end) + "; write " +
                   outer.ToString());
  if ((outer.minimum && !scale.minimum) || (outer.maximum && !scale.maximum))
    place.Report("scale of " + owner + " leaves that of the methodology; write both of its ends");
  return scale;
}

void CheckOptionCode(const std::string& code, const Place& place, const std::string& owner) {
  RequireCode(code, place, "code of an option of " + owner);
  if (code == kAnything || code == "not_assessed" || code == "not_applicable")
    place.Report("option " + Quoted(code) + " of " + owner +
                 " is a reserved word; choose another code");
}

Indicator ReadIndicator(const v1::Indicator& message, const Place& place, const Scale& scale) {
  const std::string owner = "indicator " + Quoted(message.code());
  RequireCode(message.code(), place.At(v1::Indicator::kCodeFieldNumber), "code of an indicator");
  Indicator indicator{
      .code = message.code(),
      .labels = ReadLabels(
          message.labels(),
          PlacesOf(place, v1::Indicator::kLabelsFieldNumber, message.labels_size()), place, owner),
      .options = {},
      .is_numeric = message.is_numeric(),
      .scale = ReadScale(message, place, scale, owner)};
  UniqueNames codes(LetterCase::kMatters);
  for (int i = 0; i < message.options_size(); ++i) {
    const v1::Option& option = message.options(i);
    const Place at = place.At(v1::Indicator::kOptionsFieldNumber, i);
    const Place code_place = at.At(v1::Option::kCodeFieldNumber);
    CheckOptionCode(option.code(), code_place, owner);
    codes.Add(option.code(), code_place, "option of " + owner);
    CheckScore(option.has_score() ? std::optional(option.score()) : std::nullopt, indicator.scale,
               at.At(v1::Option::kScoreFieldNumber),
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

constexpr std::array kAggregations = {Aggregation::kMean,    Aggregation::kWeightedMean,
                                      Aggregation::kTable,   Aggregation::kGeometricMean,
                                      Aggregation::kMinimum, Aggregation::kMaximum};
constexpr std::array kMissingRules = {MissingRule::kSkip, MissingRule::kRequireAll,
                                      MissingRule::kAtLeast};

// The one of `all` whose name stands at `place`; a number that has no name is reported.
template <typename T, std::size_t kCount>
T ReadWord(const std::string& written, const std::array<T, kCount>& all, const Place& place,
           const std::string& what) {
  std::string names;
  for (const T value : all) {
    if (Name(value) == written) return value;
    names += (names.empty() ? "" : ", ") + std::string(Name(value));
  }
  place.Report(what + " is a number without a name; write " + names);
  return all.front();
}

TableRow ReadRow(const v1::TableRow& message) {
  TableRow row{.when = {}, .score = message.score()};
  for (const std::string& code : message.when())
    row.when.push_back(code == kAnything ? std::nullopt : std::optional(code));
  return row;
}

std::vector<DatedWeights> ReadWeights(const v1::Node& message, const Place& place,
                                      const std::string& owner) {
  std::vector<DatedWeights> all;
  if (!message.weights().empty())
    all.push_back(
        {.weights = {message.weights().begin(), message.weights().end()}, .from = std::nullopt});
  for (int i = 0; i < message.later_weights_size(); ++i) {
    const v1::DatedWeights& later = message.later_weights(i);
    const Place at = place.At(v1::Node::kLaterWeightsFieldNumber, i);
    const Place from_place = at.At(v1::DatedWeights::kFromFieldNumber);
    RequireText(later.from(), from_place, "from of later weights of " + owner);
    const std::optional<Day> from =
        ReadOptionalDay(later.from(), from_place, "from of later weights of " + owner);
    if (all.empty())
      at.Report(owner + " has later weights but no weights; write those before them");
    if (!all.empty() && from && all.back().from && *from <= *all.back().from)
      from_place.Report("later weights of " + owner +
                        " are out of order; write the earliest first");
    all.push_back({.weights = {later.weights().begin(), later.weights().end()}, .from = from});
  }
  return all;
}

double ReadMinimumShare(const v1::Node& message, MissingRule missing, const Place& place,
                        const std::string& owner) {
  const Place share_place = place.At(v1::Node::kMinimumShareFieldNumber);
  if (missing != MissingRule::kAtLeast) {
    if (message.has_minimum_share())
      share_place.Report(owner + " has a minimum share; write missing: AT_LEAST or remove it");
    return 0;
  }
  const double share = message.minimum_share();
  if (!message.has_minimum_share()) {
    place.At(v1::Node::kMissingFieldNumber)
        .Report(owner +
                " has no minimum share; write one above 0 and up to 1, such as "
                "minimum_share: 0.5");
  } else if (!(share > 0 && share <= 1)) {
    share_place.Report(owner + " has minimum share " + ShortestText(share) +
                       "; write a number above 0 and up to 1");
  }
  return share;
}

Node ReadNode(const v1::Node& message, const Place& place, const Scale& scale) {
  const std::string owner = "node " + Quoted(message.code());
  RequireCode(message.code(), place.At(v1::Node::kCodeFieldNumber), "code of a node");
  RequireText(message.level(), place.At(v1::Node::kLevelFieldNumber), "level of " + owner);
  const MissingRule missing =
      ReadWord(v1::Node::MissingRule_Name(message.missing()), kMissingRules,
               place.At(v1::Node::kMissingFieldNumber), "missing of " + owner);
  Node node{.code = message.code(),
            .labels = ReadLabels(
                message.labels(),
                PlacesOf(place, v1::Node::kLabelsFieldNumber, message.labels_size()), place, owner),
            .level = message.level(),
            .aggregation =
                ReadWord(v1::Node::Aggregation_Name(message.aggregation()), kAggregations,
                         place.At(v1::Node::kAggregationFieldNumber), "aggregation of " + owner),
            .missing = missing,
            .minimum_share = ReadMinimumShare(message, missing, place, owner),
            .children = {message.children().begin(), message.children().end()},
            .weights = ReadWeights(message, place, owner),
            .table = {}};
  for (int i = 0; i < message.table_size(); ++i) {
    const v1::TableRow& row = message.table(i);
    CheckScore(row.has_score() ? std::optional(row.score()) : std::nullopt, scale,
               place.At(v1::Node::kTableFieldNumber, i).At(v1::TableRow::kScoreFieldNumber),
               "row of " + owner);
    node.table.push_back(ReadRow(row));
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
      from_place.Report("band " + Quoted(band.name()) + " starts at " + ShortestText(band.from()) +
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
                          .scale = message.has_scale()
                                       ? ReadScale(message, *place, kAnyNumber, "the methodology")
                                       : Scale{},
                          .scores_unlisted_numbers = message.scores_unlisted_numbers(),
                          .indicators = {},
                          .nodes = {},
                          .bands = ReadBands(message, *place)};
  if (message.indicators_size() + message.nodes_size() > kMostParts) {
    place->Report("the methodology has " +
                  std::to_string(message.indicators_size() + message.nodes_size()) +
                  " indicators and nodes; write at most " + std::to_string(kMostParts));
    return std::nullopt;
  }
  for (int i = 0; i < message.indicators_size(); ++i)
    methodology.indicators.push_back(ReadIndicator(
        message.indicators(i), place->At(v1::MethodologyFile::kIndicatorsFieldNumber, i),
        methodology.scale));
  for (int i = 0; i < message.nodes_size(); ++i)
    methodology.nodes.push_back(ReadNode(
        message.nodes(i), place->At(v1::MethodologyFile::kNodesFieldNumber, i), methodology.scale));
  CheckTree(methodology, *place);
  return methodology;
}

}  // namespace lawtrace::proto
