// Cells that several tables of a trend share.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/question/texts.h"
#include "report/question/trend_tables.h"

namespace lawtrace::report {

inline constexpr int kPointDecimals = 2;

// The edition whose reference day it is; blank if there is none.
Cell EditionCell(const Index& index, Day day);
// The day as a heading: "mipex-2020", or the day itself.
std::string DayHeading(const Index& index, Day day);

Cell KnownAtCell(const TrendFacts& facts);
// Positive: better than before.
Cell RankChangeCell(std::size_t before, std::size_t after);
// "up", "down", or blank if both printed scores lie in one band.
Cell CrossingCell(const Methodology& methodology, double before, double after);
Cell BandCell(const Methodology& methodology, const std::optional<double>& score);

// Code of the compared node.
const std::string& NodeCodeOf(const TrendFacts& facts);
// From the first day to the last.
analysis::DayRange WholeRange(const TrendFacts& facts);
// The node's children that are nodes themselves.
std::vector<analysis::NodeId> AreasOf(const TrendFacts& facts);

// change, reform, law, unattributed, recoding, coverage.
std::vector<Column> ChangeColumns();
void AppendChangeCells(std::span<const analysis::Attribution> steps, double change,
                       std::vector<Cell>& row);

// answered, indicators, seen, oldest_answer, known_at.
std::vector<Column> FoundationColumns();
void AppendFoundationCells(const TrendFacts& facts, const analysis::NodeScore& score,
                           const analysis::Foundation& foundation, std::vector<Cell>& row);

void AppendColumns(std::vector<Column> more, Table& table);

// The tables that trend_movement_tables.cc makes.
Table IndicatorsTable(const TrendFacts& facts);
Table LawsTable(const TrendFacts& facts);
Table ReversalsTable(const TrendFacts& facts);
// The tables that trend_group_tables.cc makes.
Table GroupsTable(const TrendFacts& facts);
Table AreasTable(const TrendFacts& facts);
Table ConvergenceTable(const TrendFacts& facts);

}  // namespace lawtrace::report
