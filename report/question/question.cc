#include "report/question/question.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "model/budget.h"
#include "model/nearest.h"
#include "model/quote.h"
#include "model/text.h"

namespace lawtrace::report {
namespace {

using analysis::Archive;
using analysis::CountryId;
using analysis::IndicatorId;
using analysis::NodeId;

std::vector<std::string> NodeAndIndicatorCodes(const Methodology& methodology) {
  std::vector<std::string> codes;
  codes.reserve(methodology.nodes.size() + methodology.indicators.size());
  for (const Node& node : methodology.nodes) codes.push_back(node.code);
  for (const Indicator& indicator : methodology.indicators) codes.push_back(indicator.code);
  return codes;
}

std::optional<CountryId> FindCountry(const Index& index, const Archive& archive,
                                     const std::string& name) {
  const Country* country = index.FindCountry(name);
  return archive.FindCountry(country == nullptr ? name : country->code);
}

// Faults for which what was meant is looked for; it costs most of refusing a question.
constexpr std::size_t kMaxHints = 3;
constexpr std::size_t kMaxFaults = 20;
constexpr std::size_t kLeastBytesOfRow = 64;

// Each once, in the order of their first naming.
template <typename T>
void AddOnce(const T& value, std::vector<T>& values) {
  if (std::ranges::find(values, value) == values.end()) values.push_back(value);
}

void SortOnce(std::vector<CountryId>& countries) {
  std::ranges::sort(countries);
  countries.erase(std::ranges::unique(countries).begin(), countries.end());
}

// Resolves the words of a question and collects those that mean nothing.
class Resolver {
 public:
  Resolver(const Index& index, const Archive& archive, Day today)
      : index_(index), archive_(archive), today_(today) {}

  std::vector<CountryId> Countries(const std::vector<std::string>& names) {
    std::vector<CountryId> ids;
    for (const std::string& name : names) {
      if (const auto id = FindCountry(index_, archive_, name)) {
        ids.push_back(*id);
      } else if (index_.FindCountry(name) != nullptr) {
        AddFault("country", "country '" + name + "': the log holds nothing on it");
      } else {
        AddFault("country", MayHint() ? UnknownCountry(index_, name)
                                      : "country " + Quote(name) + " is not in the index");
      }
    }
    return ids;
  }

  std::vector<const Group*> Groups(const std::vector<std::string>& names) {
    std::vector<const Group*> groups;
    for (const std::string& name : names) {
      if (const Group* group = index_.FindGroup(name)) {
        AddOnce(group, groups);
        continue;
      }
      std::string known;
      for (const Group& group : index_.groups) known += (known.empty() ? "" : ", ") + group.id;
      AddFault("group", "group " + Quote(name) + " is not in the index; it has " + known);
    }
    return groups;
  }

  // Splits the names into nodes and indicators.
  std::pair<std::vector<NodeId>, std::vector<IndicatorId>> Nodes(
      const std::vector<std::string>& names) {
    std::vector<NodeId> nodes;
    std::vector<IndicatorId> indicators;
    for (const std::string& written : names) {
      const std::string name = PlainLine(written);
      if (const auto node = archive_.evaluator().FindNode(name)) {
        AddOnce(*node, nodes);
      } else if (const auto indicator = archive_.evaluator().FindIndicator(name)) {
        AddOnce(*indicator, indicators);
      } else {
        AddFault("node",
                 "node " + Quote(name) + " is not in methodology " + archive_.methodology().id +
                     (MayHint() ? DidYouMean(name, NodeAndIndicatorCodes(archive_.methodology()))
                                : std::string()));
      }
    }
    return {std::move(nodes), std::move(indicators)};
  }

  Moment MomentOf(const QuestionWords& words) {
    Moment moment{.as_of = {.effective = today_}, .known_at = std::nullopt};
    if (!words.at.empty()) {
      Result<Day> at = ParsePoint(words.at, index_, today_);
      if (at) moment.as_of.effective = *at;
      if (!at) AddFaults(std::move(at).error().At("at"));
    }
    const Result<std::optional<Day>> known_at = ParseKnownAt(words, index_, today_);
    if (!known_at) AddFaults(known_at.error());
    if (known_at) moment.known_at = *known_at;
    if (moment.known_at) moment.as_of.known = archive_.KnownAt(*moment.known_at);
    return moment;
  }

  const std::vector<Fault>& faults() const { return faults_; }

 private:
  void AddFault(std::string_view field, std::string words) {
    AddFaults({ErrorCode::kInvalidInput,
               {Fault{.field = std::string(field), .words = std::move(words)}}});
  }
  void AddFaults(Error error) {
    for (Fault& fault : error.faults)
      if (++fault_count_ <= kMaxFaults) faults_.push_back(std::move(fault));
  }
  bool MayHint() const { return fault_count_ < kMaxHints; }

  const Index& index_;
  const Archive& archive_;
  Day today_;
  std::vector<Fault> faults_;
  std::size_t fault_count_ = 0;
};

}  // namespace

Result<Day> ParsePoint(std::string_view written, const Index& index, Day today) {
  const std::string text = PlainLine(written);
  if (text == "today") return today;
  if (const Edition* edition = index.FindEdition(text)) return edition->reference;
  if (text.size() == 4 || text.size() == 10) {
    const Result<PartialDate> date = PartialDate::Parse(text);
    if (date) return date->latest();
    if (text.size() == 10 && text[4] == '-') return Fail(date.error());
  }
  if (text.size() > 10)
    if (const Result<Instant> moment = Instant::Parse(text)) return moment->day();
  std::string editions;
  for (const Edition& edition : index.editions)
    editions += (editions.empty() ? "" : ", ") + edition.id;
  return Fail(ErrorCode::kInvalidInput, Quote(text) +
                                            " is not a point in time; write YYYY-MM-DD, YYYY, "
                                            "today, or an edition: " +
                                            editions);
}

Result<Moment> ParseMoment(std::string_view text, const Index& index, const Archive& archive,
                           Day today) {
  const std::size_t at = text.find('@');
  Moment moment{.as_of = {.effective = today}, .known_at = std::nullopt};
  if (at != 0) {
    const Result<Day> effective = ParsePoint(text.substr(0, at), index, today);
    if (!effective) return Fail(effective.error());
    moment.as_of.effective = *effective;
  }
  if (at == std::string_view::npos) return moment;
  if (at + 1 == text.size())
    return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                              "' names no date after @; write the one by which it "
                                              "was known, such as 2019@2021-01-01");
  const Result<Day> known = ParsePoint(text.substr(at + 1), index, today);
  if (!known) return Fail(known.error());
  moment.known_at = *known;
  moment.as_of.known = archive.KnownAt(*known);
  return moment;
}

Result<Sequence> ParseEventNumber(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc{} && stop == end && value > 0) return Sequence{value};
  return Fail(ErrorCode::kInvalidInput, Quote(text) +
                                            " is not the number of an event; write one such as "
                                            "4711");
}

Result<const Methodology*> ChooseMethodology(const Index& index, const std::string& id) {
  if (id.empty()) return &index.main_methodology();
  if (const Methodology* methodology = index.FindMethodology(id)) return methodology;
  std::vector<std::string> ids;
  ids.reserve(index.methodologies.size());
  for (const Methodology& known : index.methodologies) ids.push_back(known.id);
  return Fail(ErrorCode::kInvalidInput,
              "methodology " + Quote(id) + " is not in the index" + DidYouMean(id, ids));
}

Result<std::optional<Day>> ParseKnownAt(const QuestionWords& words, const Index& index, Day today) {
  if (words.known_at.empty()) return std::nullopt;
  const Result<Day> known = ParsePoint(words.known_at, index, today);
  if (!known) return Fail(Error(known.error()).At("known_at"));
  return *known;
}

Result<Question> Resolve(QuestionWords words, const Index& index, const Archive& archive,
                         Day today) {
  Resolver resolver(index, archive, today);
  Moment moment = resolver.MomentOf(words);
  std::vector<CountryId> countries = resolver.Countries(words.countries);
  std::vector<const Group*> groups = resolver.Groups(words.groups);
  auto [nodes, indicators] = resolver.Nodes(
      words.nodes.empty() ? std::vector{archive.methodology().headline} : words.nodes);
  if (!resolver.faults().empty()) return Fail({ErrorCode::kInvalidInput, resolver.faults()});

  for (const Group* group : groups)
    std::ranges::copy(MembersOn(*group, archive, moment.as_of.effective),
                      std::back_inserter(countries));
  if (words.countries.empty() && words.groups.empty())
    std::ranges::copy(analysis::IdsUpTo<CountryId>(archive.countries().size()),
                      std::back_inserter(countries));
  SortOnce(countries);
  // What is asked of one country is asked of the day that the edition has for it.
  const Edition* edition = index.FindEdition(words.at);
  if (edition != nullptr && groups.empty() && countries.size() == 1)
    moment.as_of.effective = edition->ReferenceFor(archive.countries()[countries.front().value]);
  // An answer has at least a row for each of these, before anybody knows how many more.
  SpendBytes((countries.size() + groups.size()) * (nodes.size() + indicators.size()) *
             kLeastBytesOfRow);
  return Question{.index = index,
                  .archive = archive,
                  .words = std::move(words),
                  .today = today,
                  .countries = std::move(countries),
                  .groups = std::move(groups),
                  .nodes = std::move(nodes),
                  .indicators = std::move(indicators),
                  .moment = moment};
}

Status RequireNodes(const Question& question) {
  if (question.indicators.empty()) return {};
  const std::string& code =
      question.archive.methodology().indicators[question.indicators.front().value].code;
  return Fail(ErrorCode::kInvalidInput,
              "'" + code +
                  "' is an indicator and has an answer, not a score of its own; its "
                  "history and the country's profile show it");
}

Status RequireOneNode(const Question& question, std::string_view asker) {
  if (const Status nodes = RequireNodes(question); !nodes) return nodes;
  if (question.nodes.size() == 1) return {};
  return Fail(ErrorCode::kInvalidInput,
              std::string(asker) + " one node; name one with " + Phrase(Field{"node"}));
}

std::vector<CountryId> NamedCountries(const Question& question) {
  std::vector<CountryId> countries;
  for (const std::string& name : question.words.countries)
    if (const auto id = FindCountry(question.index, question.archive, name))
      countries.push_back(*id);
  SortOnce(countries);
  return countries;
}

std::vector<CountryId> CountriesOn(const Question& question, Day day) {
  if (question.words.countries.empty() && question.words.groups.empty()) return question.countries;
  std::vector<CountryId> countries = NamedCountries(question);
  for (const Group* group : question.groups)
    std::ranges::copy(MembersOn(*group, question.archive, day), std::back_inserter(countries));
  SortOnce(countries);
  return countries;
}

std::vector<CountryId> MembersOn(const Group& group, const Archive& archive, Day day) {
  std::vector<CountryId> members;
  for (const std::string& code : group.MembersOn(day))
    if (const auto id = archive.FindCountry(code)) members.push_back(*id);
  return members;
}

}  // namespace lawtrace::report
