#include "ingest/internal/workbook_vocabulary.h"

#include <algorithm>
#include <cstddef>

#include "model/nearest.h"
#include "model/quote.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

void CollectIndicators(const Methodology& methodology, const Node& node,
                       std::vector<const Indicator*>& found) {
  for (const std::string& code : node.children) {
    if (const Indicator* indicator = methodology.FindIndicator(code))
      found.push_back(indicator);
    else if (const Node* child = methodology.FindNode(code))
      CollectIndicators(methodology, *child, found);
  }
}

}  // namespace

Result<WorkbookVocabulary> WorkbookVocabulary::Make(const Index& index) {
  WorkbookVocabulary made(index);
  const Methodology& methodology = made.methodology_;
  const auto unknown = [&](const std::string& code) {
    return Fail(ErrorCode::kInvalidInput, "index " + index.id + ": its workbook spellings name " +
                                              Quote(code) + ", which is not a code of " +
                                              methodology.id);
  };
  for (const WorkbookSpelling::Code& spelling : index.workbook.codes)
    if (!made.Find(spelling.code).is_known()) return unknown(spelling.code);
  for (const WorkbookSpelling::Figure& column : index.workbook.overall_columns) {
    const Node* node = methodology.FindNode(column.node);
    if (node == nullptr) return unknown(column.node);
    made.overall_columns_.push_back({.header = column.header, .node = node});
  }
  for (const OverallColumn& column : made.overall_columns_)
    for (const std::string& code : column.node->children)
      if (const Node* child = methodology.FindNode(code)) made.AddStrand(*child);
  return made;
}

void WorkbookVocabulary::AddStrand(const Node& node) {
  if (FindStrand(&node) != nullptr) return;
  strands_.push_back({.node = &node, .indicators = {}});
  CollectIndicators(methodology_, node, strands_.back().indicators);
}

const WorkbookVocabulary::Strand* WorkbookVocabulary::FindStrand(const Node* node) const {
  const auto it = std::ranges::find(strands_, node, &Strand::node);
  return it == strands_.end() ? nullptr : &*it;
}

std::string WorkbookVocabulary::CodeOf(std::string_view header) const {
  const std::string line = PlainLine(header);
  const std::string_view word = std::string_view(line).substr(0, line.find_first_of(" ("));
  const auto it = std::ranges::find(spelling_.codes, word, &WorkbookSpelling::Code::written);
  return it == spelling_.codes.end() ? std::string(word) : it->code;
}

CodeMeaning WorkbookVocabulary::Find(std::string_view code) const {
  const Indicator* indicator = methodology_.FindIndicator(code);
  return {.indicator = indicator,
          .node = indicator == nullptr ? methodology_.FindNode(code) : nullptr};
}

std::string WorkbookVocabulary::NearestCode(std::string_view code) const {
  std::vector<std::string> codes;
  for (const Indicator& indicator : methodology_.indicators) codes.push_back(indicator.code);
  for (const Node& node : methodology_.nodes) codes.push_back(node.code);
  return Nearest(code.substr(0, 64), codes);
}

}  // namespace lawtrace::ingest
