#include "service/page/page_question.h"

#include <algorithm>
#include <utility>

#include "model/nearest.h"
#include "service/page/page_frame.h"

namespace lawtrace::service {

Result<PageQuestion> AskForPage(const Service& service, report::QuestionWords words) {
  const Index& index = service.index();
  const Day today = service.Now().day();
  std::shared_ptr<const Snapshot> snapshot = service.snapshot();
  const Methodology& methodology = index.main_methodology();
  const Result<const analysis::Archive*> main = snapshot->ArchiveOf(methodology);
  if (!main) return Fail(main.error());
  if ((*main)->countries().empty())
    return Fail(ErrorCode::kNotFound,
                "the log holds no answers yet; import the workbooks of an "
                "edition with 'lawtrace import workbook FILE'");
  const Result<std::optional<Day>> known_at = report::ParseKnownAt(words, index, today);
  if (!known_at) return Fail(known_at.error());
  // The snapshot owns its main archive.
  std::shared_ptr<const analysis::Archive> archive(snapshot, *main);
  if (const std::optional<Day>& day = *known_at; day) {
    Result<std::shared_ptr<const analysis::Archive>> past =
        snapshot->ArchiveKnownAt(methodology, (*main)->KnownAt(*day));
    if (!past) return Fail(past.error());
    archive = *std::move(past);
    if (archive->countries().empty())
      return Fail(ErrorCode::kNotFound, "nothing was recorded by " + day->ToString() +
                                            "; the log begins on " +
                                            (*main)->RecordedAt(Sequence{1}).day().ToString() +
                                            "; name a later known_at");
  }
  Result<report::Question> question = report::Resolve(std::move(words), index, *archive, today);
  if (!question) return Fail(question.error());
  return PageQuestion{.snapshot = std::move(snapshot),
                      .archive = std::move(archive),
                      .question = *std::move(question)};
}

std::string LiveStream(const PageQuestion& asked, const std::string& country) {
  if (asked.question.moment.known_at) return {};
  return Address("/v1/events/stream",
                 {{"since", asked.snapshot->last().ToString()},
                  {"kind", "amendment,recoding,correction,retraction,proposal"},
                  {"country", country}});
}

Status RequireCountry(const Index& index, const std::string& written) {
  if (index.FindCountry(written) != nullptr) return {};
  std::vector<std::string> known;
  for (const Country& country : index.countries) {
    known.push_back(country.code);
    known.push_back(country.name);
  }
  return Fail(ErrorCode::kNotFound,
              "country '" + written + "' is not in the index" + DidYouMean(written, known));
}

Response FaultPage(const Error& error, const Service& service) {
  if (service.snapshot()->last() == Sequence{})
    return ProblemPage(
        404, "There is no data yet",
        {"The log is empty: nobody has recorded an answer so far.",
         "Whoever runs this service stops it, loads the workbooks of an edition with 'lawtrace "
         "import workbook FILE --store DIR' and starts it again. Then this page shows the index."},
        service.index().name, service.public_url());
  return ProblemPage(error, service.index().name, service.public_url());
}

NamedValues QueryOf(const Call& call, std::initializer_list<std::string_view> names) {
  NamedValues query;
  for (const std::string_view name : names) query.emplace_back(std::string(name), call.Value(name));
  return query;
}

std::optional<Response> AsData(const Call& call, const report::Table& table) {
  const std::string format = call.Value("format");
  if (format == "json") return JsonResponse(200, Render(table, report::Format::kJson));
  if (format != "csv") return std::nullopt;
  return TextResponse(200, "text/csv; charset=utf-8", Render(table, report::Format::kCsv));
}

std::vector<std::pair<std::string, std::string>> TableDownloads(const std::string& address) {
  return {{"CSV", Address(address, {{"format", "csv"}})},
          {"JSON", Address(address, {{"format", "json"}})}};
}

bool IsFirst(const Edition& edition, const Index& index) {
  return std::ranges::none_of(
      index.editions, [&](const Edition& other) { return other.reference < edition.reference; });
}

std::vector<Choice> CountryChoices(const PageQuestion& asked) {
  std::vector<Choice> choices;
  for (const std::string& code : asked.archive->countries()) {
    const Country* country = asked.question.index.FindCountry(code);
    choices.push_back(
        {.value = code, .label = country == nullptr ? code : country->name, .group = {}});
  }
  std::ranges::sort(choices, {}, &Choice::label);
  choices.insert(choices.begin(), {.value = "", .label = "All countries", .group = {}});
  return choices;
}

std::string LawName(const analysis::Archive& archive, const std::string& law) {
  const Law* known = archive.laws().Find(law);
  if (known == nullptr) return law;
  if (!known->title_en.empty()) return known->title_en;
  if (!known->title.empty()) return known->title;
  if (known->number.empty()) return law;
  std::string name = known->type.empty() ? known->number : known->type + " " + known->number;
  if (name.front() >= 'a' && name.front() <= 'z')
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return name;
}

std::string_view MarkOf(EventKind kind) {
  switch (kind) {
    case EventKind::kAmendment:
      return "●";
    case EventKind::kRecoding:
      return "□";
    case EventKind::kCorrection:
      return "◇";
    case EventKind::kRetraction:
      return "×";
    case EventKind::kProposal:
      return "…";
    case EventKind::kCoding:
    case EventKind::kConfirmation:
      break;
  }
  return "△";
}

report::QuestionWords WordsOf(const Call& call) {
  report::QuestionWords words;
  words.at = call.Value("at");
  words.known_at = call.Value("known_at");
  words.from = call.Value("from");
  if (const std::string node = call.Value("node"); !node.empty()) words.nodes = {node};
  return words;
}

}  // namespace lawtrace::service
