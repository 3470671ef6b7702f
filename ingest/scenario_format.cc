#include "ingest/scenario_format.h"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "ingest/admission.h"
#include "ingest/internal/fields.h"
#include "ingest/record_reader.h"
#include "model/foreign_json.h"

namespace lawtrace::ingest {
namespace {

using Json = nlohmann::ordered_json;

// The columns of a change, then those that `scenario suggest` adds for the reader.
const std::vector<std::string>& ChangeColumns() {
  static const std::vector<std::string> kColumns = {
      "country", "indicator", "answer",     "effective", "law", "comment", "label",
      "old",     "points",    "precedents", "countries", "at",  "known_at"};
  return kColumns;
}

// The row's change; absent if it has a fault.
std::optional<ScenarioChange> ParseChange(Fields& fields, const Index& index,
                                          const Methodology& methodology, Day today) {
  for (const char* column : {"country", "indicator", "answer", "effective"}) fields.Require(column);
  const std::string written = fields["country"];
  const Country* country = index.FindCountry(written);
  if (country == nullptr && !written.empty()) fields.Fault(UnknownCountry(index, written));
  const std::string code = fields["indicator"];
  const Indicator* indicator = methodology.FindIndicator(code);
  if (indicator == nullptr && !code.empty())
    fields.Fault(FindIndicator(index, code) == nullptr
                     ? UnknownIndicator(index, code)
                     : "indicator " + Quote(code) + " is not in methodology " + methodology.id);
  ScenarioChange change{
      .indicator = code, .law = fields["law"], .comment = fields.Prose("comment")};
  if (const std::string answer = fields["answer"]; !answer.empty())
    change.answer = ReadAnswer(indicator, answer);
  if (indicator != nullptr && !IsListed(*indicator, change.answer))
    fields.Fault(UnlistedAnswer(*indicator, change.answer));
  if (const auto effective = fields.Parsed("effective", PartialDate::Parse)) {
    change.effective = *effective;
    const std::string fault = BoundsFault("effective", *effective, today);
    if (!fault.empty()) fields.Fault(fault);
  }
  if (!fields.is_sound() || country == nullptr) return std::nullopt;
  change.country = country->code;
  return change;
}

// Rows on one country and indicator, one of which cannot be said to come before the other.
void FindOverlaps(const std::vector<ScenarioChange>& changes, const std::vector<std::size_t>& lines,
                  FaultList& faults) {
  std::map<std::pair<std::string_view, std::string_view>, std::vector<std::size_t>> cells;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    std::vector<std::size_t>& cell = cells[{changes[i].country, changes[i].indicator}];
    for (const std::size_t earlier : cell) {
      const PartialDate& a = changes[earlier].effective;
      const PartialDate& b = changes[i].effective;
      if (a.latest() < b.earliest() || b.latest() < a.earliest()) continue;
      faults.AddAtLine(lines[i], "overlaps line " + std::to_string(lines[earlier]) + ": both set " +
                                     changes[i].country + " " + changes[i].indicator + ", from " +
                                     a.ToString() + " and from " + b.ToString() +
                                     "; keep one of them or state other dates");
      break;
    }
    cell.push_back(i);
  }
}

Json JsonOf(const std::vector<ScenarioLayer>& layers) {
  Json list = Json::array();
  for (const ScenarioLayer& layer : layers) {
    Json changes = Json::array();
    for (const ScenarioChange& change : layer.changes)
      changes.push_back({{"country", change.country},
                         {"indicator", change.indicator},
                         {"answer", change.answer.ToString()},
                         {"effective", change.effective.ToString()},
                         {"law", change.law},
                         {"comment", change.comment},
                         {"place", change.place}});
    list.push_back({{"name", layer.name}, {"changes", std::move(changes)}});
  }
  return list;
}

// Reads the parts of a saved scenario and keeps the first fault.
class SavedReader {
 public:
  explicit SavedReader(std::string_view name) : name_(name) {}

  const std::optional<Error>& fault() const { return fault_; }

  // Null, after a fault, if there is no such part.
  const Json* Find(const Json& whole, const char* key) {
    const auto part = whole.is_object() ? whole.find(key) : whole.end();
    if (whole.is_object() && part != whole.end()) return &*part;
    Note(key, "is missing");
    return nullptr;
  }
  std::string Text(const Json& whole, const char* key) {
    const Json* part = Find(whole, key);
    if (part == nullptr) return {};
    if (part->is_string()) return part->get<std::string>();
    Note(key, "is not a text");
    return {};
  }
  // The text through `parse`, which returns a Result; `otherwise` after a fault.
  template <typename Value, typename Parse>
  Value Parsed(const Json& whole, const char* key, Parse parse, Value otherwise) {
    const std::string text = Text(whole, key);
    if (fault_) return otherwise;
    const Result<Value> value = parse(text);
    if (value) return *value;
    Note(key, value.error().Message());
    return otherwise;
  }
  const Json& List(const Json& whole, const char* key) {
    static const Json kNone = Json::array();
    const Json* part = Find(whole, key);
    if (part != nullptr && part->is_array()) return *part;
    Note(key, "is not a list");
    return kNone;
  }
  std::vector<std::string> Texts(const Json& whole, const char* key) {
    std::vector<std::string> texts;
    for (const Json& item : List(whole, key)) {
      if (!item.is_string()) Note(key, "holds something else than texts");
      texts.push_back(item.is_string() ? item.get<std::string>() : std::string());
    }
    return texts;
  }
  std::vector<ScenarioLayer> Layers(const Json& whole, const char* key) {
    std::vector<ScenarioLayer> layers;
    for (const Json& item : List(whole, key)) {
      ScenarioLayer& layer = layers.emplace_back(ScenarioLayer{.name = Text(item, "name")});
      for (const Json& change : List(item, "changes")) layer.changes.push_back(Change(change));
    }
    return layers;
  }
  void Note(const std::string& part, const std::string& what) {
    if (!fault_)
      fault_ = {ErrorCode::kInvalidInput,
                std::string(name_) + ": '" + part + "' " + what + "; save the scenario again"};
  }

 private:
  ScenarioChange Change(const Json& change) {
    const std::string answer = Text(change, "answer");
    if (answer.empty()) Note("answer", "is empty");
    return {.country = Text(change, "country"),
            .indicator = Text(change, "indicator"),
            .answer = answer.empty() ? Answer::NotAssessed() : Answer::FromText(answer),
            .effective = Parsed(change, "effective", PartialDate::Parse,
                                PartialDate(Day(0), Precision::kDay)),
            .law = Text(change, "law"),
            .comment = Text(change, "comment"),
            .place = Text(change, "place")};
  }

  std::string_view name_;
  std::optional<Error> fault_;
};

constexpr std::string_view kMark = "\"lawtrace\": \"scenario\"";
constexpr int kFormat = 1;

}  // namespace

Result<ScenarioLayer> ParseScenarioChanges(std::string_view name, std::string_view text,
                                           const Index& index, const Methodology& methodology,
                                           Day today) {
  const Result<RecordFile> file = ParseRecords(name, text, ChangeColumns());
  if (!file) return Fail(file.error());
  FaultList faults(name);
  if (!HasColumns(*file, {"country", "indicator", "answer", "effective"}, faults))
    return Fail(faults.ToError());
  ScenarioLayer layer{.name = std::string(name)};
  std::vector<std::size_t> lines;
  for (const Record& record : file->records) {
    Fields fields(*file, record, faults);
    std::optional<ScenarioChange> change = ParseChange(fields, index, methodology, today);
    if (!change) continue;
    change->place = layer.name + ":" + std::to_string(record.line);
    layer.changes.push_back(*std::move(change));
    lines.push_back(record.line);
  }
  FindOverlaps(layer.changes, lines, faults);
  if (!faults.empty()) return Fail(faults.ToError());
  return layer;
}

bool IsSavedScenario(std::string_view text) {
  constexpr std::size_t kHead = 64;
  return IsJsonObjects(text) && text.substr(0, kHead).find(kMark) != std::string_view::npos;
}

std::string SavedScenarioText(const SavedScenario& saved) {
  const Scenario& scenario = saved.scenario;
  const Json json = {
      {"lawtrace", "scenario"},
      {"format", kFormat},
      {"index", saved.index},
      {"methodology",
       {{"id", saved.methodology},
        {"version", saved.methodology_version},
        {"fingerprint", saved.fingerprint}}},
      {"log",
       {{"position", scenario.position.value}, {"recorded_at", saved.recorded_at.ToString()}}},
      {"at", scenario.at.ToString()},
      {"known_at", scenario.known_at ? Json(scenario.known_at->ToString()) : Json()},
      {"on_conflict", Name(scenario.on_conflict)},
      {"group", scenario.group},
      {"ranked", scenario.ranked},
      {"countries", scenario.countries},
      {"nodes", scenario.nodes},
      {"layers", JsonOf(scenario.layers)},
      {"against", JsonOf(scenario.against)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

Result<SavedScenario> ParseSavedScenario(std::string_view name, std::string_view text) {
  const Json json = ParseForeignJson<Json>(text).value_or(Json());
  if (!json.is_object())
    return Fail(ErrorCode::kInvalidInput,
                std::string(name) + ": is a saved scenario cut short or damaged; save it again");
  SavedReader read(name);
  const Json* format = read.Find(json, "format");
  if (format != nullptr && *format != kFormat)
    return Fail(ErrorCode::kInvalidInput, std::string(name) + ": has format " + format->dump() +
                                              "; this program reads format " +
                                              std::to_string(kFormat));
  static const Json kNothing = Json::object();
  const Json* methodology = read.Find(json, "methodology");
  const Json* log = read.Find(json, "log");
  if (methodology == nullptr) methodology = &kNothing;
  if (log == nullptr) log = &kNothing;
  SavedScenario saved{.index = read.Text(json, "index"),
                      .methodology = read.Text(*methodology, "id"),
                      .methodology_version = read.Text(*methodology, "version"),
                      .fingerprint = read.Text(*methodology, "fingerprint"),
                      .recorded_at = read.Parsed(*log, "recorded_at", Instant::Parse, Instant(0))};
  Scenario& scenario = saved.scenario;
  const Json* position = read.Find(*log, "position");
  if (position != nullptr && !position->is_number_unsigned())
    read.Note("position", "is not a number");
  if (position != nullptr && position->is_number_unsigned())
    scenario.position = Sequence{position->get<std::uint64_t>()};
  scenario.at = read.Parsed(json, "at", Day::Parse, Day(0));
  const Json* known_at = read.Find(json, "known_at");
  if (known_at != nullptr && !known_at->is_null())
    scenario.known_at = read.Parsed(json, "known_at", Day::Parse, Day(0));
  scenario.on_conflict = read.Parsed(json, "on_conflict", ParseOnConflict, OnConflict::kRefuse);
  scenario.group = read.Text(json, "group");
  scenario.ranked = read.Texts(json, "ranked");
  scenario.countries = read.Texts(json, "countries");
  scenario.nodes = read.Texts(json, "nodes");
  scenario.layers = read.Layers(json, "layers");
  scenario.against = read.Layers(json, "against");
  if (read.fault()) return Fail(*read.fault());
  return saved;
}

}  // namespace lawtrace::ingest
