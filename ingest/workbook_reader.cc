#include "ingest/workbook_reader.h"

#include <map>
#include <string_view>
#include <utility>

#include "ingest/internal/sheet_grid.h"
#include "ingest/internal/workbook_sheet.h"
#include "ingest/internal/workbook_vocabulary.h"
#include "ingest/xlsx_reader.h"
#include "model/quote.h"

namespace lawtrace::ingest {
namespace {

// The country of a sheet; null, and a fault, if there is none or it has a sheet already.
const Country* ClaimCountry(const std::string& sheet, const Index& index,
                            std::map<std::string, std::string>& sheet_of_country,
                            FaultList& faults) {
  const Country* country = index.FindCountry(TrimBlanks(sheet));
  if (country == nullptr) {
    faults.Add(sheet,
               "no country has this code; rename the sheet, or add it to countries.textproto");
    return nullptr;
  }
  const auto [first, is_new] = sheet_of_country.emplace(country->code, sheet);
  if (is_new) return country;
  faults.Add(sheet, "the sheet " + Quote(first->second) + " is of the country " + country->code +
                        ", too; keep one of the two");
  return nullptr;
}

void RemarkComments(const WorkbookFindings& findings, std::vector<std::string>& remarks) {
  const auto remark = [&](std::size_t count, std::string_view where) {
    if (count > 0)
      remarks.push_back(std::to_string(count) + (count == 1 ? " comment" : " comments") +
                        " beside " + std::string(where) + " left out");
  };
  remark(findings.comments_beside_blank_count, "a blank answer");
  remark(findings.comments_beside_node_count, "a computed score");
}

}  // namespace

Result<WorkbookReading> ReadWorkbook(const std::filesystem::path& file, const Index& index,
                                     const SheetProgress& progress, const XlsxLimits& limits) {
  const Result<WorkbookVocabulary> vocabulary = WorkbookVocabulary::Make(index);
  if (!vocabulary) return Fail(vocabulary.error());
  Result<XlsxReader> workbook = XlsxReader::Open(file, limits);
  if (!workbook) return Fail(std::move(workbook).error());

  WorkbookFindings findings(file.filename().string());
  const std::vector<std::string>& sheets = workbook->sheet_names();
  std::map<std::string, std::string> sheet_of_country;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    if (const Country* country =
            ClaimCountry(sheets[i], index, sheet_of_country, findings.faults)) {
      const Result<Sheet> sheet = workbook->Read(i);
      if (!sheet) return Fail(sheet.error());
      ReadCountrySheet(*sheet, *country, *vocabulary, findings);
    }
    if (progress) progress(i + 1, sheets.size());
  }
  if (!findings.faults.empty()) return Fail(findings.faults.ToError());
  findings.reading.sheet_count = sheets.size();
  RemarkComments(findings, findings.reading.remarks);
  return std::move(findings.reading);
}

}  // namespace lawtrace::ingest
