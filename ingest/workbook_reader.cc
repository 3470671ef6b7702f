#include "ingest/workbook_reader.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "ingest/internal/workbook_sheet.h"
#include "ingest/internal/workbook_vocabulary.h"
#include "ingest/xlsx_reader.h"
#include "model/quote.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

// The country of a sheet; null, and a fault, if there is none or it has a sheet already.
const Country* ClaimCountry(const std::string& sheet, const Index& index,
                            std::map<std::string, std::string>& sheet_of_country,
                            FaultList& faults) {
  const Country* country = index.FindCountry(PlainLine(sheet));
  if (country == nullptr) {
    faults.Add(sheet, UnknownCountry(index, PlainLine(sheet)) +
                          "; rename the sheet, hide it, or add it to countries.textproto");
    return nullptr;
  }
  const auto [first, is_new] = sheet_of_country.emplace(country->code, sheet);
  if (is_new) return country;
  faults.Add(sheet, "the sheet " + Quote(first->second) + " is of the country " + country->code +
                        ", too; keep one of the two");
  return nullptr;
}

// Spreadsheet programs do not show the sheet: what add-ins leave behind, or an editor's draft.
void RemarkHidden(const std::string& sheet, SheetVisibility visibility,
                  std::vector<std::string>& remarks) {
  remarks.push_back(sheet + (visibility == SheetVisibility::kHidden
                                 ? ": the sheet is hidden and was passed over; unhide it to read it"
                                 : ": the sheet is very hidden, as add-ins leave them, and was "
                                   "passed over"));
}

// Lists the formulas of which the file does not hold the result; whether there are none.
bool CheckComputed(const Sheet& sheet, FaultList& faults) {
  for (const CellPlace& cell : sheet.uncomputed)
    faults.Add(sheet.name + "!" + CellName(cell.row, cell.column),
               "is a formula without a stored value; open the file in a spreadsheet program and "
               "save it again");
  return sheet.uncomputed.empty();
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

void RemarkFailures(const std::vector<std::string>& answers, std::vector<std::string>& remarks) {
  constexpr std::size_t kMostNamed = 20;
  if (answers.empty()) return;
  std::string remark = "answers whose formula gives no number, and which count as missing:";
  for (std::size_t i = 0; i < std::min(answers.size(), kMostNamed); ++i)
    remark += (i == 0 ? " " : ", ") + answers[i];
  if (answers.size() > kMostNamed)
    remark += " and " + std::to_string(answers.size() - kMostNamed) + " more";
  remarks.push_back(std::move(remark));
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
    if (const SheetVisibility visibility = workbook->VisibilityOf(i);
        visibility != SheetVisibility::kVisible) {
      RemarkHidden(sheets[i], visibility, findings.reading.remarks);
    } else if (const Country* country =
                   ClaimCountry(sheets[i], index, sheet_of_country, findings.faults)) {
      const Result<Sheet> sheet = workbook->Read(i);
      if (!sheet) return Fail(sheet.error());
      if (CheckComputed(*sheet, findings.faults))
        ReadCountrySheet(*sheet, *country, *vocabulary, findings);
      ++findings.reading.sheet_count;
    }
    if (progress) progress(i + 1, sheets.size());
  }
  if (!findings.faults.empty()) return Fail(findings.faults.ToError());
  RemarkFailures(findings.failed_answers, findings.reading.remarks);
  RemarkComments(findings, findings.reading.remarks);
  return std::move(findings.reading);
}

}  // namespace lawtrace::ingest
