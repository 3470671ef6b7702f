#include "service/page_question.h"

#include <algorithm>
#include <utility>

#include "model/digest.h"
#include "model/fingerprint.h"
#include "proto/log_codec.h"
#include "report/export_citation.h"
#include "report/export_tables.h"
#include "service/problem.h"

namespace lawtrace::service {
namespace {

// The digest of the log up to the position, as exports cite it; kept with the snapshot.
Result<std::string> LogDigest(const Service& service, const Snapshot& snapshot, Sequence position) {
  const std::string question = "log digest up to " + position.ToString();
  if (const auto kept = snapshot.FindAnswer(question)) return kept->text();
  Digest digest;
  const Status read = service.log().Visit([&](const Transaction& transaction) -> Status {
    if (transaction.last() > position) return {};
    const Result<std::string> bytes = proto::EncodeTransaction(transaction);
    if (!bytes) return Fail(bytes.error());
    digest.Add(transaction.first.value);
    digest.Add(*bytes);
    return {};
  });
  if (!read) return Fail(read.error());
  snapshot.KeepAnswer(
      question, std::make_shared<const Response>(TextResponse(200, "text/plain", digest.Hex())));
  return digest.Hex();
}

}  // namespace

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
  if (*known_at) {
    Result<std::shared_ptr<const analysis::Archive>> past =
        snapshot->ArchiveKnownAt(methodology, (*main)->KnownAt(**known_at));
    if (!past) return Fail(past.error());
    archive = *std::move(past);
    if (archive->countries().empty())
      return Fail(ErrorCode::kNotFound, "nothing was recorded by " + (*known_at)->ToString() +
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

report::QuestionWords WordsOf(const Call& call) {
  report::QuestionWords words;
  words.at = call.Value("at");
  words.known_at = call.Value("known_at");
  words.from = call.Value("from");
  if (const std::string node = call.Value("node"); !node.empty()) words.nodes = {node};
  return words;
}

Result<std::string> CiteScores(const Service& service, const PageQuestion& asked,
                               const std::vector<std::string>& countries,
                               const std::vector<std::string>& nodes) {
  const analysis::Archive& archive = *asked.archive;
  const Methodology& methodology = archive.methodology();
  report::ExportCitation citation{.kind = report::ExportKind::kScores,
                                  .format = report::ExportFormat::kCsv,
                                  .index = service.index().id,
                                  .position = archive.last(),
                                  .known_at = asked.question.moment.known_at,
                                  .methodology = methodology.id,
                                  .methodology_version = methodology.version,
                                  .fingerprint = FingerprintOf(methodology),
                                  .at = asked.question.moment.as_of.effective,
                                  .is_series = true,
                                  .countries = countries,
                                  .nodes = nodes};
  Result<std::string> digest = LogDigest(service, *asked.snapshot, citation.position);
  if (!digest) return Fail(digest.error());
  citation.log_digest = *std::move(digest);
  std::vector<analysis::CountryId> ids;
  for (const analysis::CountryId id :
       analysis::IdsUpTo<analysis::CountryId>(archive.countries().size()))
    if (countries.empty() ||
        std::ranges::find(countries, archive.countries()[id.value]) != countries.end())
      ids.push_back(id);
  std::vector<analysis::NodeId> node_ids;
  for (const std::string& node : nodes) node_ids.push_back(*archive.evaluator().FindNode(node));
  const auto observed =
      report::ObserveScores(archive, ids, node_ids, {.at = *citation.at, .is_series = true});
  citation.data_digest = report::DataDigest(report::ObservedScoreTable(
      archive, service.index(), observed, asked.question.moment.known_at));
  return report::TokenOf(citation);
}

}  // namespace lawtrace::service
