#include "service/page/page_citation.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "model/digest.h"
#include "model/fingerprint.h"
#include "proto/log_codec.h"
#include "report/export/export_citation.h"
#include "report/export/export_tables.h"
#include "service/core/made_export.h"

namespace lawtrace::service {
namespace {

using analysis::Archive;
using report::ExportCitation;
using report::ExportKind;

// What `make` gives, kept with the snapshot.
template <typename Make>
Result<std::string> Kept(const Snapshot& snapshot, const std::string& question, Make make) {
  if (const auto kept = snapshot.FindAnswer(question)) return kept->text();
  Result<std::string> made = make();
  if (made)
    snapshot.KeepAnswer(question,
                        std::make_shared<const Response>(TextResponse(200, "text/plain", *made)));
  return made;
}

// The digest of the log up to the position, as exports cite it.
Result<std::string> LogDigest(const Service& service, const Snapshot& snapshot, Sequence position) {
  return Kept(snapshot, "log digest up to " + position.ToString(), [&]() -> Result<std::string> {
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
    return digest.Hex();
  });
}

Result<ExportCitation> Begin(const Service& service, const PageQuestion& asked, ExportKind kind) {
  const Methodology& methodology = asked.archive->methodology();
  ExportCitation citation{.kind = kind,
                          .format = report::ExportFormat::kCsv,
                          .index = service.index().id,
                          .position = asked.archive->last(),
                          .known_at = asked.question.moment.known_at,
                          .methodology = methodology.id,
                          .methodology_version = methodology.version,
                          .fingerprint = FingerprintOf(methodology),
                          .at = asked.question.moment.as_of.effective};
  Result<std::string> digest = LogDigest(service, *asked.snapshot, citation.position);
  if (!digest) return Fail(digest.error());
  citation.log_digest = *std::move(digest);
  return citation;
}

std::vector<analysis::CountryId> IdsOf(const Archive& archive,
                                       const std::vector<std::string>& countries) {
  std::vector<analysis::CountryId> ids;
  for (const analysis::CountryId id :
       analysis::IdsUpTo<analysis::CountryId>(archive.countries().size()))
    if (countries.empty() ||
        std::ranges::find(countries, archive.countries()[id.value]) != countries.end())
      ids.push_back(id);
  return ids;
}

std::vector<bool> WantedIndicators(const Archive& archive, const std::vector<std::string>& nodes) {
  const analysis::Evaluator& evaluator = archive.evaluator();
  std::vector<bool> wanted(evaluator.indicator_count(), nodes.empty());
  for (const std::string& code : nodes) {
    if (const auto indicator = evaluator.FindIndicator(code)) wanted[indicator->value] = true;
    if (const auto node = evaluator.FindNode(code))
      for (const analysis::IndicatorId id : evaluator.IndicatorsBelow(*node))
        wanted[id.value] = true;
  }
  return wanted;
}

}  // namespace

Result<std::string> CiteScores(const Service& service, const PageQuestion& asked,
                               const std::vector<std::string>& countries,
                               const std::vector<std::string>& nodes) {
  const Archive& archive = *asked.archive;
  Result<ExportCitation> citation = Begin(service, asked, ExportKind::kScores);
  if (!citation) return Fail(citation.error());
  citation->is_series = true;
  citation->countries = countries;
  citation->nodes = nodes;
  std::vector<analysis::NodeId> node_ids;
  node_ids.reserve(nodes.size());
  for (const std::string& node : nodes)
    if (const auto id = archive.evaluator().FindNode(node)) node_ids.push_back(*id);
  const auto observed =
      report::ObserveScores(archive, IdsOf(archive, countries), node_ids,
                            {.at = asked.question.moment.as_of.effective, .is_series = true});
  citation->data_digest = report::DataDigest(report::ObservedScoreTable(
      archive, service.index(), observed, asked.question.moment.known_at));
  return report::TokenOf(*citation);
}

Result<std::string> CiteChanges(const Service& service, const PageQuestion& asked,
                                const CitedChanges& cited) {
  const Archive& archive = *asked.archive;
  Result<ExportCitation> citation = Begin(service, asked, ExportKind::kChanges);
  if (!citation) return Fail(citation.error());
  citation->at = cited.range.until;
  citation->from = cited.range.after;
  citation->with_codings = cited.with_codings;
  citation->countries = cited.countries;
  citation->nodes = cited.nodes;
  citation->data_digest = report::DataDigest(
      report::ChosenChangesTable(archive, service.index(),
                                 {.countries = IdsOf(archive, cited.countries),
                                  .indicators = WantedIndicators(archive, cited.nodes),
                                  .range = cited.range,
                                  .with_codings = cited.with_codings}));
  return report::TokenOf(*citation);
}

Result<std::string> CiteLaws(const Service& service, const PageQuestion& asked) {
  const Sequence position = asked.archive->last();
  return Kept(*asked.snapshot, "citation of the laws up to " + position.ToString(),
              [&]() -> Result<std::string> {
                const Result<MadeExport> made = MakeExport(
                    service.index(), service.log(),
                    {.kind = ExportKind::kLaws, .index = service.index().id, .position = position});
                if (!made) return Fail(made.error());
                return report::TokenOf(made->citation);
              });
}

}  // namespace lawtrace::service
