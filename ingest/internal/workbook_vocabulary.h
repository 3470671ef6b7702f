// WorkbookVocabulary: what the headers and codes of a workbook mean in an index.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/index.h"
#include "model/result.h"

namespace lawtrace::ingest {

// One of the two, or neither: an unknown code.
struct CodeMeaning {
  const Indicator* indicator = nullptr;
  const Node* node = nullptr;

  bool is_known() const { return indicator != nullptr || node != nullptr; }
};

class WorkbookVocabulary {
 public:
  struct OverallColumn {
    std::string header;
    const Node* node;
  };
  // A node that an overall score is made of: it has a block in every sheet.
  struct Strand {
    const Node* node;
    std::vector<const Indicator*> indicators;  // Below it, at any depth; all have columns.
  };

  // kInvalidInput if the index's spellings name what its main methodology lacks.
  // REQUIRES: `index` outlives the vocabulary.
  [[nodiscard]] static Result<WorkbookVocabulary> Make(const Index& index);

  const Methodology& methodology() const { return methodology_; }
  const std::vector<OverallColumn>& overall_columns() const { return overall_columns_; }
  const std::vector<Strand>& strands() const { return strands_; }  // In the methodology's order.
  const Strand* FindStrand(const Node* node) const;                // Null if it is none.

  // The code that a header cell states: cut at the first blank or "(", then respelled.
  std::string CodeOf(std::string_view header) const;
  CodeMeaning Find(std::string_view code) const;
  // The known code with the fewest letters to change; empty if none is near.
  std::string NearestCode(std::string_view code) const;

 private:
  explicit WorkbookVocabulary(const Index& index)
      : methodology_(index.main_methodology()), spelling_(index.workbook) {}

  void AddStrand(const Node& node);

  const Methodology& methodology_;
  const WorkbookSpelling& spelling_;
  std::vector<OverallColumn> overall_columns_;
  std::vector<Strand> strands_;
};

}  // namespace lawtrace::ingest
