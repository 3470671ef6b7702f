// ReadCountrySheet: one country's answers, figures and faults; see ingest/workbook_reader.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/faults.h"
#include "ingest/internal/workbook_vocabulary.h"
#include "ingest/workbook_reader.h"
#include "ingest/xlsx_reader.h"

namespace lawtrace::ingest {

// What the sheets of a file add up to.
struct WorkbookFindings {
  explicit WorkbookFindings(std::string_view file) : faults(file) {}

  WorkbookReading reading;
  FaultList faults;
  std::size_t comments_beside_blank_count = 0;  // Comments beside a blank answer.
  std::size_t comments_beside_node_count = 0;   // Comments beside the score of a node.
  std::vector<std::string> failed_answers;      // "PT!C9 (#REF!)": a formula gave no answer.
};

// Adds what the sheet states; its faults go to the list, and what stands beside them is read on.
void ReadCountrySheet(const Sheet& sheet, const Country& country,
                      const WorkbookVocabulary& vocabulary, WorkbookFindings& findings);

}  // namespace lawtrace::ingest
