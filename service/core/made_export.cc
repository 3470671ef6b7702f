#include "service/core/made_export.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ingest/event_format.h"
#include "model/digest.h"
#include "model/fingerprint.h"
#include "proto/log_codec.h"
#include "report/export/export_tables.h"
#include "report/export/sdmx_csv.h"

namespace lawtrace::service {
namespace {

using analysis::Archive;
using report::ExportCitation;
using report::ExportFormat;
using report::ExportKind;
using report::Table;

// Calls `visit` with every transaction up to the position.
template <typename Visitor>
Status VisitUpTo(const store::EventLog& log, Sequence position, Visitor visit) {
  return log.Visit([&](const Transaction& transaction) -> Status {
    return transaction.last() <= position ? visit(transaction) : Status();
  });
}

Result<Archive> ReadArchiveUpTo(const store::EventLog& log, const Methodology& methodology,
                                Sequence position) {
  analysis::ArchiveBuilder builder(methodology);
  const Status read = VisitUpTo(log, position, [&](const Transaction& transaction) -> Status {
    builder.Add(transaction);
    return {};
  });
  if (!read) return Fail(read.error());
  return std::move(builder).Build();
}

// The last item recorded before `moment`.
Result<Sequence> LastBefore(const store::EventLog& log, Instant moment) {
  Sequence last;
  const Status read = log.Visit([&](const Transaction& transaction) -> Status {
    if (transaction.recorded_at < moment) last = transaction.last();
    return {};
  });
  if (!read) return Fail(read.error());
  return last;
}

// What the codebook says of the log, and its digest: over the stored form of every transaction.
Status DescribeLog(const store::EventLog& log, MadeExport& made) {
  Digest digest;
  std::set<std::string> sources;
  const Status read =
      VisitUpTo(log, made.citation.position, [&](const Transaction& transaction) -> Status {
        const Result<std::string> bytes = proto::EncodeTransaction(transaction);
        if (!bytes) return Fail(bytes.error());
        digest.Add(transaction.first.value);
        digest.Add(*bytes);
        made.facts.recorded_at = transaction.recorded_at;
        if (!transaction.source.empty() && sources.insert(transaction.source).second)
          made.facts.sources.push_back(transaction.source);
        return {};
      });
  if (!read) return read;
  const std::string& cited = made.citation.log_digest;
  if (!cited.empty() && cited != digest.Hex())
    return Fail(ErrorCode::kInvalidInput,
                "the token is of another log: up to position " + made.citation.position.ToString() +
                    " this store has digest " + digest.Hex() + ", not " + cited +
                    "; name the store that it was exported from with " + Phrase(Field{"store"}));
  made.citation.log_digest = digest.Hex();
  return {};
}

// Finds the methodology and holds it against the citation.
Status PinMethodology(const Index& index, MadeExport& made) {
  ExportCitation& citation = made.citation;
  if (citation.index != index.id)
    return Fail(ErrorCode::kInvalidInput, "the token is of index " + citation.index + ", not " +
                                              index.id + "; name that one with " +
                                              Phrase(Field{"index"}));
  if (!report::IsOfMethodology(citation.kind)) return {};
  const Methodology* methodology = index.FindMethodology(citation.methodology);
  if (methodology == nullptr)
    return Fail(ErrorCode::kInvalidInput,
                "the token is of methodology " + citation.methodology +
                    ", which the index lacks; name the index that it was exported from with " +
                    Phrase(Field{"index"}));
  const std::string fingerprint = FingerprintOf(*methodology);
  if (!citation.fingerprint.empty() &&
      (citation.fingerprint != fingerprint || citation.methodology_version != methodology->version))
    return Fail(ErrorCode::kInvalidInput,
                "the token is of " + citation.methodology + " version " +
                    citation.methodology_version + " (fingerprint " + citation.fingerprint +
                    "), but the index holds version " + methodology->version + " (" + fingerprint +
                    "), so its figures would not be the same; name the index that it was exported "
                    "from with " +
                    Phrase(Field{"index"}));
  citation.methodology_version = methodology->version;
  citation.fingerprint = fingerprint;
  made.methodology = methodology;
  return {};
}

// The cited countries that the archive knows, or all.
std::vector<analysis::CountryId> CountriesOf(const Archive& archive,
                                             const ExportCitation& citation) {
  std::vector<analysis::CountryId> ids;
  for (std::uint16_t c = 0; c < archive.countries().size(); ++c)
    if (citation.countries.empty() ||
        std::ranges::find(citation.countries, archive.countries()[c]) != citation.countries.end())
      ids.push_back(analysis::CountryId{c});
  return ids;
}

// What the citation names and the archive lacks, one line each.
std::string UnknownNames(const Archive& archive, const ExportCitation& citation) {
  std::string faults;
  const auto add = [&](const std::string& fault) {
    faults += (faults.empty() ? "" : "\n") + fault;
  };
  for (const std::string& code : citation.countries)
    if (!archive.FindCountry(code)) add("country '" + code + "': the log holds nothing on it");
  for (const std::string& code : citation.nodes)
    if (!archive.evaluator().FindNode(code) &&
        (citation.kind != ExportKind::kChanges || !archive.evaluator().FindIndicator(code)))
      add("node '" + code + "' is not in methodology " + archive.methodology().id);
  return faults;
}

std::vector<analysis::NodeId> NodesOf(const Archive& archive, const ExportCitation& citation) {
  std::vector<analysis::NodeId> nodes;
  for (const std::string& code : citation.nodes)
    nodes.push_back(*archive.evaluator().FindNode(code));
  if (nodes.empty())
    for (std::uint16_t n = 0; n < archive.evaluator().node_count(); ++n)
      nodes.push_back(analysis::NodeId{n});
  return nodes;
}

// The indicators among the cited nodes and below them, or all.
std::vector<bool> IndicatorsOf(const Archive& archive, const ExportCitation& citation) {
  std::vector<bool> wanted(archive.evaluator().indicator_count(), citation.nodes.empty());
  for (const std::string& code : citation.nodes) {
    if (const auto indicator = archive.evaluator().FindIndicator(code))
      wanted[indicator->value] = true;
    if (const auto node = archive.evaluator().FindNode(code))
      for (const analysis::IndicatorId id : archive.evaluator().IndicatorsBelow(*node))
        wanted[id.value] = true;
  }
  return wanted;
}

// With the code by which other indices know the country, which the table has in the column
// "country".
Table WithAlpha3(const Index& index, Table table) {
  const auto column = std::ranges::find(table.columns, "country", &report::Column::name);
  const auto position = column - table.columns.begin();
  table.columns.push_back({.name = "country_alpha3"});
  for (std::vector<report::Cell>& row : table.rows) {
    const auto* code = std::get_if<std::string>(&row[static_cast<std::size_t>(position)]);
    const Country* country = code == nullptr ? nullptr : index.FindCountry(*code);
    const bool has_none = country == nullptr || country->alpha3.empty();
    row.push_back(has_none ? report::Cell() : report::Cell(country->alpha3));
  }
  return table;
}

// Every row that the citation speaks of, as the archive has it.
Table AllRows(const Archive& archive, const Index& index, const ExportCitation& citation) {
  const std::vector<analysis::CountryId> countries = CountriesOf(archive, citation);
  const report::ObservedDays days{
      .at = *citation.at, .is_series = citation.is_series, .from = citation.from};
  const bool is_sdmx = citation.format == ExportFormat::kSdmxCsv;
  const std::string action = citation.updated_after ? "M" : "I";
  if (citation.kind == ExportKind::kScores) {
    const auto observed =
        report::ObserveScores(archive, countries, NodesOf(archive, citation), days);
    return is_sdmx ? report::SdmxScores(archive, observed, action)
                   : WithAlpha3(index, report::ObservedScoreTable(archive, index, observed,
                                                                  citation.known_at));
  }
  if (citation.kind == ExportKind::kAnswers) {
    const auto observed = report::ObserveAnswers(archive, countries, days);
    return is_sdmx ? report::SdmxAnswers(archive, observed, action)
                   : WithAlpha3(index,
                                report::ObservedAnswerTable(archive, observed, citation.known_at));
  }
  return WithAlpha3(
      index,
      report::ChosenChangesTable(
          archive, index,
          {.countries = countries,
           .indicators = IndicatorsOf(archive, citation),
           .range = {.after = citation.from.value_or(Day::Of(1900, 1, 1)), .until = *citation.at},
           .with_codings = citation.with_codings}));
}

// Leaves of `now` what the log's later items changed since `before`.
Table UpdatesOf(const Table& now, const Table& before, const ExportCitation& citation) {
  if (citation.kind == ExportKind::kChanges) {
    std::vector<std::string> names;
    for (const report::Column& column : now.columns) names.push_back(column.name);
    return report::UpdatedRows(now, before, names, {});
  }
  const bool of_scores = citation.kind == ExportKind::kScores;
  if (citation.format != ExportFormat::kSdmxCsv)
    return report::UpdatedRows(now, before, {"country", of_scores ? "node" : "indicator", "at"},
                               {of_scores ? "score" : "answer"});
  const std::vector<std::string> keys = {"REF_AREA", of_scores ? "NODE" : "INDICATOR",
                                         "TIME_PERIOD"};
  Table updates = report::UpdatedRows(now, before, keys, {of_scores ? "OBS_VALUE" : "ANSWER"});
  report::AppendDeletions(report::GoneRows(now, before, keys), updates);
  return updates;
}

Result<Table> RowsOfMethodology(const Index& index, const store::EventLog& log,
                                const MadeExport& made) {
  const ExportCitation& citation = made.citation;
  const Result<Archive> archive = ReadArchiveUpTo(log, *made.methodology, citation.position);
  if (!archive) return Fail(archive.error());
  if (const std::string faults = UnknownNames(*archive, citation); !faults.empty())
    return Fail(ErrorCode::kInvalidInput, faults);
  Table now = AllRows(*archive, index, citation);
  if (!citation.updated_after) return now;
  const Result<Sequence> last = LastBefore(log, *citation.updated_after);
  if (!last) return Fail(last.error());
  const Result<Archive> before = ReadArchiveUpTo(log, *made.methodology, *last);
  if (!before) return Fail(before.error());
  return UpdatesOf(now, AllRows(*before, index, citation), citation);
}

void AppendFields(std::vector<std::string> fields, Table& table) {
  std::vector<report::Cell>& row = table.rows.emplace_back();
  for (std::string& field : fields)
    row.push_back(field.empty() ? report::Cell() : report::Cell(std::move(field)));
}

// The items of the log, in log order.
Result<Table> RowsOfLog(const store::EventLog& log, const ExportCitation& citation) {
  const bool of_events = citation.kind == ExportKind::kEvents;
  Table table;
  for (const std::string& name : of_events ? ingest::EventColumns() : ingest::LawColumns())
    table.columns.push_back({.name = name});
  const Status read =
      VisitUpTo(log, citation.position, [&](const Transaction& transaction) -> Status {
        if (citation.updated_after && transaction.recorded_at < *citation.updated_after) return {};
        if (of_events)
          for (const Event& event : transaction.events)
            AppendFields(ingest::EventFields(transaction, event), table);
        if (!of_events)
          for (std::size_t i = 0; i < transaction.laws.size(); ++i)
            AppendFields(
                ingest::LawFields(transaction, transaction.laws[i], transaction.first.plus(i)),
                table);
        return {};
      });
  if (!read) return Fail(read.error());
  return table;
}

}  // namespace

Table RowsWithCitation(const MadeExport& made) {
  Table rows = made.rows;
  if (!report::IsOfMethodology(made.citation.kind)) return rows;
  const bool is_sdmx = made.citation.format == ExportFormat::kSdmxCsv;
  const std::string token = report::TokenOf(made.citation);
  rows.columns.push_back({.name = is_sdmx ? "CITATION" : "citation"});
  for (std::vector<report::Cell>& row : rows.rows) row.emplace_back(token);
  return rows;
}

std::string RenderRows(const MadeExport& made) {
  const Table rows = RowsWithCitation(made);
  const ExportFormat format = made.citation.format;
  if (format == ExportFormat::kJson) return report::Render(rows, report::Format::kJson);
  if (format == ExportFormat::kJsonLines) return report::Render(rows, report::Format::kJsonLines);
  return report::Render(rows, format == ExportFormat::kSpreadsheetCsv
                                  ? report::Format::kSpreadsheetCsv
                                  : report::Format::kCsv);
}

Result<MadeExport> MakeExport(const Index& index, const store::EventLog& log,
                              ExportCitation citation) {
  MadeExport made{.citation = std::move(citation), .rows = {}, .facts = {}};
  if (const Status pinned = PinMethodology(index, made); !pinned) return Fail(pinned.error());
  if (made.citation.position > log.last())
    return Fail(ErrorCode::kInvalidInput,
                "the token rests on log position " + made.citation.position.ToString() +
                    ", but this store ends at " + log.last().ToString() +
                    "; name the store that it was exported from with " + Phrase(Field{"store"}));
  if (const Status described = DescribeLog(log, made); !described) return Fail(described.error());
  Result<Table> rows = made.methodology == nullptr ? RowsOfLog(log, made.citation)
                                                   : RowsOfMethodology(index, log, made);
  if (!rows) return Fail(rows.error());
  made.rows = *std::move(rows);
  const std::string digest = report::DataDigest(made.rows);
  if (!made.citation.data_digest.empty() && made.citation.data_digest != digest)
    return Fail(ErrorCode::kInvalidInput,
                "the rows have digest " + digest + ", not " + made.citation.data_digest +
                    " as the token says, though log and methodology are the same; the token was "
                    "altered, or the names in the index or the program have changed since");
  made.citation.data_digest = digest;
  made.facts.rows = made.rows.rows.size();
  for (const report::Column& column : RowsWithCitation(made).columns)
    made.facts.columns.push_back(column.name);
  return made;
}

}  // namespace lawtrace::service
