// Words and cells that several tables share.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analysis/archive.h"
#include "model/index.h"
#include "report/question/score_tables.h"
#include "report/render/table.h"

namespace lawtrace::report {

// Moves the values into the row, one cell each.
template <typename... Values>
void AppendCells(std::vector<Cell>& row, Values&&... values) {
  (row.emplace_back(std::forward<Values>(values)), ...);
}

// The country's name; its code if the index does not list it.
std::string NameOf(const Index& index, const std::string& country);

// "2012-01-01..2012-12-31", or one day.
std::string BoundsText(const PartialDate& date);

// Distinct texts in order of first use, joined by "; ".
class TextSet {
 public:
  void Add(const std::string& text);  // A blank one is passed over.
  const std::string& joined() const { return joined_; }

 private:
  std::set<std::string> seen_;
  std::string joined_;
};

// The effective date of a statement.
PartialDate EffectiveDateOf(const analysis::Statement& statement);

// "2018-07-06".
Cell DayCell(const std::optional<Day>& day);

// The option's code, "not_assessed", ...; blank for no answer.
Cell AnswerCell(const analysis::Archive& archive, analysis::IndicatorId indicator,
                analysis::AnswerId answer);

// "fa98 50 -> 100".
std::string ChangeText(const analysis::Archive& archive, const analysis::Change& change);

// Sequences, separated by blanks.
std::string EventsText(const std::vector<std::uint32_t>& events);

// "pt-lei-23-2007 (cause)" of each law, joined by "; ".
std::string LawsText(const analysis::Archive& archive, const analysis::Statement& statement);

// The law's title, in English where there is one; blank if the register does not hold the law.
std::string LawTitle(const analysis::Archive& archive, const std::string& law);

// Why the node has no score; blank if it has one.
std::string ReasonText(const analysis::Archive& archive, analysis::CountryId country,
                       analysis::NodeId node, const Moment& moment);

// An answer before and after: indicator, label (on `day`), old, new, old_score, new_score.
void AppendAnswerChangeColumns(Table& table);
void AppendAnswerChangeCells(const analysis::Archive& archive, analysis::IndicatorId indicator,
                             Day day, analysis::AnswerId old_answer, analysis::AnswerId new_answer,
                             std::vector<Cell>& row);

// When and by which laws: bounds, effective, earliest, latest, precision, basis, laws.
void AppendStatementColumns(Table& table);
void AppendStatementCells(const analysis::Archive& archive, const analysis::Statement& statement,
                          std::vector<Cell>& row);

void AppendMomentColumns(Table& table);
void AppendMomentCells(const Moment& moment, std::vector<Cell>& row);

}  // namespace lawtrace::report
