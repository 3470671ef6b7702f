#include "cli/session.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <set>
#include <utility>

#include "ingest/admission.h"
#include "model/nearest.h"
#include "proto/index_codec.h"

namespace lawtrace::cli {
namespace {

// The index that comes with the program: beside an installed program, or in the source tree that
// it was built from.
std::filesystem::path BundledIndex() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  std::filesystem::path installed =
      program.parent_path().parent_path() / "share" / "lawtrace" / "mipex";
  if (!error && std::filesystem::exists(installed / "index.textproto", error)) return installed;
  return std::filesystem::path(LAWTRACE_SOURCE_DIR) / "data" / "mipex";
}

void AddLine(const std::string& line, std::string& message) {
  if (!message.empty()) message += '\n';
  message += line;
}

std::vector<std::string> NodeAndIndicatorCodes(const Methodology& methodology) {
  std::vector<std::string> codes;
  codes.reserve(methodology.nodes.size() + methodology.indicators.size());
  for (const Node& node : methodology.nodes) codes.push_back(node.code);
  for (const Indicator& indicator : methodology.indicators) codes.push_back(indicator.code);
  return codes;
}

// Resolves the names of a question and collects those that mean nothing.
class Resolver {
 public:
  Resolver(const Index& index, const analysis::Archive& archive)
      : index_(index), archive_(archive) {}

  std::vector<analysis::CountryId> Countries(const std::vector<std::string>& names) {
    std::vector<analysis::CountryId> ids;
    for (const std::string& name : names) {
      const Country* country = index_.FindCountry(name);
      const auto id = archive_.FindCountry(country == nullptr ? name : country->code);
      if (id) {
        ids.push_back(*id);
      } else if (country != nullptr) {
        AddLine("country '" + name + "': the log holds nothing on it", faults_);
      } else {
        AddLine(ingest::UnknownCountry(index_, name), faults_);
      }
    }
    return ids;
  }

  std::vector<const Group*> Groups(const std::vector<std::string>& names) {
    std::vector<const Group*> groups;
    for (const std::string& name : names) {
      if (const Group* group = index_.FindGroup(name)) {
        groups.push_back(group);
        continue;
      }
      std::string known;
      for (const Group& group : index_.groups) {
        if (!known.empty()) known += ", ";
        known += group.id;
      }
      AddLine("group '" + name + "' is not in the index; it has " + known, faults_);
    }
    return groups;
  }

  // Splits the names into nodes and indicators.
  std::pair<std::vector<analysis::NodeId>, std::vector<analysis::IndicatorId>> Nodes(
      const std::vector<std::string>& names) {
    std::vector<analysis::NodeId> nodes;
    std::vector<analysis::IndicatorId> indicators;
    for (const std::string& name : names) {
      if (const auto node = archive_.evaluator().FindNode(name)) {
        nodes.push_back(*node);
      } else if (const auto indicator = archive_.evaluator().FindIndicator(name)) {
        indicators.push_back(*indicator);
      } else {
        AddLine("node '" + name + "' is not in methodology " + archive_.methodology().id +
                    DidYouMean(name, NodeAndIndicatorCodes(archive_.methodology())),
                faults_);
      }
    }
    return {std::move(nodes), std::move(indicators)};
  }

  const std::string& faults() const { return faults_; }

 private:
  const Index& index_;
  const analysis::Archive& archive_;
  std::string faults_;
};

Result<std::optional<Day>> ParseKnownAt(const QuestionOptions& options, const Index& index) {
  if (options.known_at.empty()) return std::nullopt;
  const Result<Day> known = ParsePoint(options.known_at, index, options.common.now.day());
  if (!known) return Fail(Error(known.error()).WithContext("--known-at"));
  return *known;
}

Result<report::Moment> MomentOf(const QuestionOptions& options, const Index& index,
                                const analysis::Archive& archive) {
  const Day today = options.common.now.day();
  report::Moment moment{.as_of = {.effective = today}, .known_at = std::nullopt};
  if (!options.at.empty()) {
    const Result<Day> at = ParsePoint(options.at, index, today);
    if (!at) return Fail(Error(at.error()).WithContext("--at"));
    moment.as_of.effective = *at;
  }
  const Result<std::optional<Day>> known_at = ParseKnownAt(options, index);
  if (!known_at) return Fail(known_at.error());
  moment.known_at = *known_at;
  if (moment.known_at) moment.as_of.known = archive.KnownAt(*moment.known_at);
  return moment;
}

}  // namespace

Result<Index> OpenIndex(const std::string& directory) {
  return proto::LoadIndex(directory.empty() ? BundledIndex() : std::filesystem::path(directory));
}

Result<Session> Session::Open(const CommonOptions& options, store::Access access) {
  if (options.store.empty())
    return Fail(ErrorCode::kInvalidInput,
                "no store is named; give --store DIR or set LAWTRACE_STORE");
  Result<Index> index = OpenIndex(options.index);
  if (!index) return Fail(index.error());
  Result<store::EventLog> log = store::EventLog::Open(options.store, index->id, access);
  if (!log) return Fail(log.error());
  return Session(std::make_unique<const Index>(*std::move(index)), *std::move(log));
}

Result<analysis::Archive> Session::ReadArchive(const Methodology& methodology,
                                               std::optional<Day> known_at) const {
  analysis::ArchiveBuilder builder(methodology);
  const Status read = log_.Visit([&](const Transaction& transaction) -> Status {
    if (!known_at || transaction.recorded_at <= Instant::EndOf(*known_at)) builder.Add(transaction);
    return {};
  });
  if (!read) return Fail(read.error());
  return std::move(builder).Build();
}

Result<Day> ParsePoint(std::string_view text, const Index& index, Day today) {
  if (text == "today") return today;
  if (const Edition* edition = index.FindEdition(text)) return edition->reference;
  if (text.size() == 4 || text.size() == 10) {
    const Result<PartialDate> date = PartialDate::Parse(text);
    if (date) return date->latest();
    if (text.size() == 10 && text[4] == '-') return Fail(date.error());
  }
  std::string editions;
  for (const Edition& edition : index.editions)
    editions += (editions.empty() ? "" : ", ") + edition.id;
  return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                            "' is not a point in time; write YYYY-MM-DD, YYYY, "
                                            "today, or an edition: " +
                                            editions);
}

Result<report::Moment> ParseMoment(std::string_view text, const Index& index,
                                   const analysis::Archive& archive, Day today) {
  const std::size_t at = text.find('@');
  report::Moment moment{.as_of = {.effective = today}, .known_at = std::nullopt};
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
  return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                            "' is not the number of an event; write one such as "
                                            "4711");
}

std::vector<analysis::CountryId> MembersOn(const Group& group, const analysis::Archive& archive,
                                           Day day) {
  std::vector<analysis::CountryId> members;
  for (const std::string& code : group.MembersOn(day))
    if (const auto id = archive.FindCountry(code)) members.push_back(*id);
  return members;
}

std::vector<analysis::CountryId> CountriesOn(const QuestionOptions& options,
                                             const Question& question, Day day) {
  if (options.countries.empty() && options.groups.empty()) return question.countries;
  std::vector<analysis::CountryId> countries =
      Resolver(question.session.index(), question.archive).Countries(options.countries);
  for (const Group* group : question.groups)
    std::ranges::copy(MembersOn(*group, question.archive, day), std::back_inserter(countries));
  std::ranges::sort(countries);
  countries.erase(std::ranges::unique(countries).begin(), countries.end());
  return countries;
}

Result<Question> Ask(const QuestionOptions& options, Extent extent) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  Result<Session> session = Session::Open(options.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  const Index& index = session->index();
  const Methodology* methodology = options.methodology.empty()
                                       ? &index.main_methodology()
                                       : index.FindMethodology(options.methodology);
  if (methodology == nullptr) {
    std::vector<std::string> ids;
    ids.reserve(index.methodologies.size());
    for (const Methodology& known : index.methodologies) ids.push_back(known.id);
    return Fail(ErrorCode::kInvalidInput, "methodology '" + options.methodology +
                                              "' is not in the index" +
                                              DidYouMean(options.methodology, ids));
  }
  const Result<std::optional<Day>> known_at = ParseKnownAt(options, index);
  if (!known_at) return Fail(known_at.error());
  Result<analysis::Archive> archive =
      session->ReadArchive(*methodology, extent == Extent::kAsKnown ? *known_at : std::nullopt);
  if (!archive) return Fail(archive.error());
  const Result<report::Moment> moment = MomentOf(options, index, *archive);
  if (!moment) return Fail(moment.error());

  Resolver resolver(index, *archive);
  std::vector<analysis::CountryId> countries = resolver.Countries(options.countries);
  std::vector<const Group*> groups = resolver.Groups(options.groups);
  auto [nodes, indicators] =
      resolver.Nodes(options.nodes.empty() ? std::vector{methodology->headline} : options.nodes);
  if (!resolver.faults().empty()) return Fail(ErrorCode::kInvalidInput, resolver.faults());

  for (const Group* group : groups) {
    const auto members = MembersOn(*group, *archive, moment->as_of.effective);
    countries.insert(countries.end(), members.begin(), members.end());
  }
  if (options.countries.empty() && options.groups.empty())
    for (std::uint16_t c = 0; c < archive->countries().size(); ++c)
      countries.push_back(analysis::CountryId{c});
  std::ranges::sort(countries);
  countries.erase(std::ranges::unique(countries).begin(), countries.end());
  return Question{.session = *std::move(session),
                  .archive = *std::move(archive),
                  .countries = std::move(countries),
                  .groups = std::move(groups),
                  .nodes = std::move(nodes),
                  .indicators = std::move(indicators),
                  .moment = *moment,
                  .format = *format};
}

Result<Question> AskOfNodes(const QuestionOptions& options, Extent extent) {
  Result<Question> question = Ask(options, extent);
  if (!question || question->indicators.empty()) return question;
  const std::string& code =
      question->archive.methodology().indicators[question->indicators.front().value].code;
  return Fail(ErrorCode::kInvalidInput,
              "'" + code +
                  "' is an indicator and has an answer, not a score of its own; see it "
                  "with 'lawtrace history --node " +
                  code + "' or 'lawtrace profile'");
}

}  // namespace lawtrace::cli
